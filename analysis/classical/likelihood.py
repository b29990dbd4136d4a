# SPDX-License-Identifier: MIT
"""Log-likelihoods as R's `glm` counts them, and profile-likelihood intervals of coefficients."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.survey.families import Family

_SCORINGS = 100
_FARTHEST = 50.0  # standard errors within which an end of an interval is sought


@dataclass(frozen=True)
class Peak:
    """The maximum of a likelihood: coefficients (p,), (X'WX)⁻¹ (p, p), deviance."""

    beta: np.ndarray
    bread: np.ndarray
    deviance: float


def log_likelihood(
    family: str, y: np.ndarray, mu: np.ndarray, w: np.ndarray, deviance: float, p: int
) -> tuple[float, int]:
    """Log-likelihood and the number of parameters, a dispersion counted where R counts it."""
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
    X: np.ndarray,
    y: np.ndarray,
    w: np.ndarray,
    kind: Family,
    whole: Peak,
    place: int,
    se: float,
    dispersion: float,
    level: float,
    offset: np.ndarray | float = 0.0,
) -> tuple[float, float]:
    """Where the profile deviance of a coefficient has risen by z² times the dispersion; NaN where it never does.

    Each constrained fit starts where the curvature of the whole model puts it: from further off it may not be found.

    Venables and Ripley (2002), Modern Applied Statistics, section 7.2: the values not rejected by a likelihood ratio.
    """
    from scipy.optimize import brentq  # scipy.optimize, 380 ms: not at start
    from scipy.stats import norm  # scipy.stats, 730 ms: not at start

    others, own, centre = np.delete(X, place, axis=1), X[:, place], float(whole.beta[place])
    limit = float(norm.ppf(0.5 + level / 2)) ** 2

    best, leaning = np.delete(whole.beta, place), np.delete(whole.bread[place], place) / whole.bread[place, place]

    def beyond(value: float) -> float:
        start = best + leaning * (value - centre)
        return (_held_deviance(others, y, w, kind, own * value + offset, start) - whole.deviance) / dispersion - limit

    ends = []
    for sign in (-1.0, 1.0):
        reach = sign * float(norm.ppf(0.5 + level / 2)) * se
        while beyond(centre + reach) < 0:
            reach *= 1.5
            if abs(reach) > _FARTHEST * se:
                break
        far = beyond(centre + reach) < 0
        ends.append(float("nan") if far else float(brentq(beyond, centre, centre + reach, rtol=1e-10)))
    return ends[0], ends[1]


def _held_deviance(
    X: np.ndarray, y: np.ndarray, w: np.ndarray, kind: Family, shift: np.ndarray, beta: np.ndarray
) -> float:
    """The smallest deviance with a fixed `shift` of the linear predictor: Fisher scoring with steps halved."""

    def at(place: np.ndarray) -> float:
        return float(w @ kind.deviance(y, kind.mean(X @ place + shift)))

    deviance = at(beta)
    for _ in range(_SCORINGS if X.shape[1] else 0):
        eta = X @ beta + shift
        mu, slope = kind.mean(eta), kind.slope(eta)
        root = np.sqrt(w * slope**2 / kind.variance(mu))
        move = np.linalg.lstsq(X * root[:, None], root * (y - mu) / slope, rcond=None)[0]
        halves = (beta + move / 2**halving for halving in range(30))
        trial = next((one for one in halves if at(one) <= deviance), beta)
        fallen, beta = deviance - at(trial), trial
        deviance -= fallen
        if fallen <= 1e-13 * (abs(deviance) + 0.1):
            break
    return deviance
