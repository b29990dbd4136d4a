# SPDX-License-Identifier: MIT
"""Log-likelihoods as R's `glm` counts them, and profile-likelihood intervals of coefficients."""

from __future__ import annotations

import numpy as np

from analysis.survey.families import Family
from analysis.survey.irls import Fit, fit

_STEPS = 10


def log_likelihood(
    family: str, y: np.ndarray, mu: np.ndarray, w: np.ndarray, deviance: float, p: int
) -> tuple[float, int]:
    """Log-likelihood and the number of parameters, a dispersion counted where R counts it."""
    from scipy.special import gammaln, xlogy
    from scipy.stats import gamma

    if family in ("binomial", "probit"):
        inside = np.clip(mu, 1e-300, 1)
        return float((w * (xlogy(y, inside) + xlogy(1 - y, np.clip(1 - mu, 1e-300, 1)))).sum()), p
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
    whole: Fit,
    place: int,
    se: float,
    dispersion: float,
    level: float,
) -> tuple[float, float]:
    """Where the signed root of the deviance passes the normal quantiles: R's `confint.glm`, on its own grid."""
    from scipy.interpolate import CubicSpline
    from scipy.stats import chi2, f, norm

    outside = (1 - level) / 4
    df = len(y) - X.shape[1]
    widest = np.sqrt(chi2.isf(outside, 1) if kind.fixed else f.isf(outside, 1, df))
    others = np.delete(X, place, axis=1)
    places, roots = [whole.beta[place]], [0.0]
    for sign in (-1, 1):
        for number in range(1, _STEPS):
            value = whole.beta[place] + sign * number * widest / 5 * se
            held = fit(others, y, w, kind, offset=X[:, place] * value)
            rise = max((held.deviance - whole.deviance) / dispersion, 0.0)
            places.append(value)
            roots.append(sign * float(np.sqrt(rise)))
            if abs(roots[-1]) >= widest:
                break
    order = np.argsort(places)
    x, z = np.array(places)[order], np.array(roots)[order]
    fine = np.linspace(x[0], x[-1], 3 * len(x))
    smooth = CubicSpline(x, z)(fine)
    cut = float(norm.ppf(0.5 + level / 2))
    if smooth[0] > -cut or smooth[-1] < cut:
        return float("nan"), float("nan")
    return float(np.interp(-cut, smooth, fine)), float(np.interp(cut, smooth, fine))
