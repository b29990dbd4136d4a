# SPDX-License-Identifier: MIT
"""The likelihood interval of a share as R reads it off a coarse profile, instead of solving its equation.

R documents that a profile takes some ten steps a side, a fifth of its largest value each, and that a confidence
limit is interpolated on a cubic spline through them. The engine solves the equation. For comparisons only.
"""

from __future__ import annotations

import numpy as np

_STEPS = 9
_REACH = 30.0  # R's logistic function is held beyond this place


def gridded_interval(
    fitted: tuple[float, float], se: float, df: float, n: float, level: float, scale: float = 1.0, answered: int = 0
) -> tuple[float, float]:
    """Low and high of a share as R reads them off; NaN where its steps do not reach the limit.

    `fitted`: the share where the fit stopped, and that of the step before (see `stopped`). `se` by the design, `df` its
    degrees of freedom, `n` rows used, `scale` their mean weight over that of all rows, `answered` where
    more rows than n have an answer, some of weight zero.
    """
    from scipy.special import expit, ndtr
    from scipy.stats import t

    p = fitted[0]
    if not (0 < p < 1 and se > 0 and df > 0 and n > 1):
        return float("nan"), float("nan")
    fitted_to = max(answered, int(n))
    copies = fitted_to / n
    spread, before = p * (1 - p), fitted[1] * (1 - fitted[1])
    limit = t.ppf(0.5 + level / 2, df) * np.sqrt(n * scale * copies * before) * se / spread
    reach = t.isf(ndtr(-limit) / 4, fitted_to - 1)  # a level of four times the tail beyond the limit
    centre = np.log(p / (1 - p))
    stride = reach / 5 * se / spread
    if not np.isfinite(stride):
        return float("nan"), float("nan")
    places, roots = [centre], [0.0]
    for sign in (-1.0, 1.0):
        for number in range(1, _STEPS + 1):
            places.append(centre + sign * number * stride)
            roots.append(sign * _root(p, (n - 1) * copies, centre, places[-1]))
            if abs(roots[-1]) >= reach:
                break
    order = np.argsort(places)
    x, z = np.array(places)[order], np.array(roots)[order]
    fine = np.linspace(x[0], x[-1], 3 * len(x))
    low, high = _interpolated(spline(x, z, fine), fine, np.array([-limit, limit]))
    with np.errstate(over="ignore", invalid="ignore"):  # R takes e to the end over one more than that
        return float(expit(low)), float(np.exp(high) / (1 + np.exp(high)))


def _root(p: float, size: float, centre: float, place: float) -> float:
    """The root of what the deviance of `size` rows, n over the dispersion n/(n − 1), has risen by."""

    def loss(eta: float) -> float:
        eta = float(np.clip(eta, -_REACH, _REACH))
        held = abs(eta) == _REACH
        small = np.finfo(float).eps if held else np.exp(-abs(eta))
        rare, common = np.log(small / (1 + small)), -np.log1p(small)
        return float(-p * common - (1 - p) * rare if eta > 0 else -p * rare - (1 - p) * common)

    return float(np.sqrt(max(2 * size * (loss(place) - loss(centre)), 0.0)))


def spline(x: np.ndarray, y: np.ndarray, at: np.ndarray) -> np.ndarray:
    """A cubic spline through y at x, whose third derivative at each end is that of the cubic through the four points.

    Forsythe, Malcolm and Moler (1977), Computer Methods for Mathematical Computations, section 4.4.
    """
    n = len(x)
    h, slope = np.diff(x), np.diff(y) / np.diff(x)
    matrix, right = np.zeros((n, n)), np.zeros(n)
    for i in range(1, n - 1):  # of a sixth of the second derivatives
        matrix[i, i - 1 : i + 2] = h[i - 1], 2 * (h[i - 1] + h[i]), h[i]
        right[i] = slope[i] - slope[i - 1]
    matrix[0, :2], matrix[-1, -2:] = (-h[0], h[0]), (h[-1], -h[-1])
    if n > 3:
        third = np.diff(np.diff(slope) / (x[2:] - x[:-2])) / (x[3:] - x[:-3])
        right[0], right[-1] = h[0] ** 2 * third[0], -(h[-1] ** 2) * third[-1]
    curve = np.linalg.solve(matrix, right)
    left = np.clip(np.searchsorted(x, at, side="right") - 1, 0, n - 2)
    d, own, following = at - x[left], curve[left], curve[left + 1]
    first = slope[left] - h[left] * (following + 2 * own)
    return np.asarray(y[left] + d * (first + d * (3 * own + d * (following - own) / h[left])))


def _interpolated(places: np.ndarray, values: np.ndarray, at: np.ndarray) -> np.ndarray:
    """Linear between places in their order, equal places averaged; NaN outside them."""
    distinct, which = np.unique(places, return_inverse=True)
    means = np.bincount(which, weights=values) / np.bincount(which)
    return np.asarray(np.interp(at, distinct, means, left=np.nan, right=np.nan))
