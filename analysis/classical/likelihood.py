# SPDX-License-Identifier: MIT
"""Log-likelihoods as R's `glm` counts them, and profile-likelihood intervals of coefficients."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

_FARTHEST = 50.0  # standard errors within which an end of an interval is sought
Held = Callable[[float, np.ndarray], float]


@dataclass(frozen=True)
class LikelihoodMaximum:
    """The maximum of a likelihood: coefficients (p,), (X'WX)⁻¹ (p, p), deviance."""

    beta: np.ndarray
    bread: np.ndarray
    deviance: float


def log_likelihood(
    family: str, y: np.ndarray, mu: np.ndarray, w: np.ndarray, deviance: float, p: int
) -> tuple[float, int]:
    """Log-likelihood and the number of parameters, as R's `logLik.glm` counts them.

    References
    ----------
    McCullagh & Nelder (1989), Generalized Linear Models. As R's `logLik.glm`.

    Examples
    --------
    Two tosses, each with chance one half: 2 ln ½.

    >>> value, count = log_likelihood("binomial", np.array([0.0, 1.0]), np.full(2, 0.5), np.ones(2), 0.0, 1)
    >>> round(value, 4), count
    (-1.3863, 1)
    """
    from scipy.special import gammaln, xlogy  # scipy.special, 230 ms: not at start
    from scipy.stats import gamma  # scipy.stats, 730 ms: not at start

    if family.startswith("quasi"):
        return float("nan"), p  # no likelihood, so no information criterion
    if family in ("binomial", "probit", "cloglog"):
        inside, successes = np.clip(mu, 1e-300, 1), w * y
        ways = gammaln(w + 1) - gammaln(successes + 1) - gammaln(w - successes + 1)  # of w trials; none for yes or no
        return float((w * (xlogy(y, inside) + xlogy(1 - y, np.clip(1 - mu, 1e-300, 1))) + ways).sum()), p
    if family == "poisson":
        return float((w * (xlogy(y, mu) - mu - gammaln(y + 1))).sum()), p
    if family == "gamma":
        spread = deviance / w.sum()
        return float((w * gamma.logpdf(y, 1 / spread, scale=mu * spread)).sum()), p + 1
    n = len(y)
    return float((np.log(w).sum() - n * (np.log(2 * np.pi * deviance / n) + 1)) / 2), p + 1


def profile_ends(
    held: Held, whole: LikelihoodMaximum, place: int, se: float, dispersion: float, level: float
) -> tuple[float, float]:
    """Where the profile deviance of a coefficient has risen by z² times the dispersion.

    Notes
    -----
    Each fit starts where the curvature of the whole model puts it: from further off it may not be found.

    References
    ----------
    Venables & Ripley (2002), Modern Applied Statistics with S, section 7.2: values not rejected by a likelihood ratio.

    Examples
    --------
    The deviance of a normal mean 1 with standard error 1 is (value − 1)²: the ends are 1 ± 1.96.

    >>> peak = LikelihoodMaximum(np.array([1.0]), np.eye(1), 0.0)
    >>> low, high = profile_ends(lambda value, start: (value - 1) ** 2, peak, 0, 1.0, 1.0, 0.95)
    >>> round(low, 2), round(high, 2)
    (-0.96, 2.96)
    """
    from scipy.optimize import brentq  # scipy.optimize, 380 ms: not at start
    from scipy.stats import norm  # scipy.stats, 730 ms: not at start

    z, centre = float(norm.ppf(0.5 + level / 2)), float(whole.beta[place])
    best, leaning = np.delete(whole.beta, place), np.delete(whole.bread[place], place) / whole.bread[place, place]

    def beyond(value: float) -> float:
        return (held(value, best + leaning * (value - centre)) - whole.deviance) / dispersion - z**2

    ends = []
    for sign in (-1.0, 1.0):
        reach = sign * z * se
        while beyond(centre + reach) < 0:
            reach *= 1.5
            if abs(reach) > _FARTHEST * se:
                break
        far = beyond(centre + reach) < 0
        ends.append(float("nan") if far else float(brentq(beyond, centre, centre + reach, rtol=1e-10)))
    return ends[0], ends[1]
