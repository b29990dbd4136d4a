# SPDX-License-Identifier: MIT
"""The profile-likelihood interval of one proportion, on the grid on which R profiles a binomial model."""

from __future__ import annotations

import numpy as np

_STEPS = 10


def profile_interval(p: float, se: float, df: float, n: float, level: float) -> tuple[float, float]:
    """Low and high of a proportion by the working likelihood scaled for the design; NaN where there is none.

    As `svyciprop(method="likelihood")`: the signed root of the deviance is profiled in steps on the logit scale,
    splined, and read off by linear interpolation (R 4.5 `confint.glm`), so that R's figures come out to 1e-5.
    """
    from scipy.stats import norm, t

    if not (0 < p < 1) or not se > 1e-12 or not df > 0 or n < 3:
        return float("nan"), float("nan")
    centre, spread = np.log(p / (1 - p)), se / (p * (1 - p))
    misfit = n * p * (1 - p) * spread**2  # design variance over the model's
    outside = 2 * norm.cdf(t.ppf((1 - level) / 2, df) * np.sqrt(misfit))
    widest = float(t.isf(outside / 8, n - 1))
    if not np.isfinite(widest):
        widest = float(norm.isf(outside / 8))
    step = widest / 5 * spread
    places, roots = [centre], [0.0]
    for sign in (-1, 1):
        for number in range(1, _STEPS):
            place = centre + sign * number * step
            places.append(place)
            roots.append(sign * _root(place, p, n))
            if abs(roots[-1]) >= widest:
                break
    cutoff = norm.ppf(outside / 2)
    low, high = (_read(np.array(places), np.array(roots), value) for value in (cutoff, -cutoff))
    return float(1 / (1 + np.exp(-low))), float(1 / (1 + np.exp(-high)))


def _root(place: float, p: float, n: float) -> float:
    """Square root of the fall of the deviance at a logit, over the working dispersion n/(n−1)."""
    q = 1 / (1 + np.exp(-place))
    fall = 2 * n * (p * np.log(p / q) + (1 - p) * np.log((1 - p) / (1 - q)))
    return float(np.sqrt(max(fall, 0.0) * (n - 1) / n))


def _read(places: np.ndarray, roots: np.ndarray, value: float) -> float:
    from scipy.interpolate import CubicSpline

    order = np.argsort(places)
    x, z = places[order], roots[order]
    fine = np.linspace(x[0], x[-1], 3 * len(x))
    smooth = CubicSpline(x, z)(fine)
    if value < smooth[0] or value > smooth[-1]:
        return float("nan")
    return float(np.interp(value, smooth, fine))
