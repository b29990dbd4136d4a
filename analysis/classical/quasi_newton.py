# SPDX-License-Identifier: MIT
"""Minimisation by Nash's variable metric method in the steps of R's `optim(method = "BFGS")`, stopping where it stops.

Models are fitted exactly elsewhere; this serves comparisons with figures that R's early stop has left inexact.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

_CUT, _ACCEPT, _SAME = 0.2, 1e-4, 10.0


def minimise(
    f: Callable[[np.ndarray], float],
    gradient: Callable[[np.ndarray], np.ndarray],
    start: np.ndarray,
    tolerance: float = 1e-8,
    rounds: int = 100,
) -> np.ndarray:
    """Where f is least (Nash 1990, Compact Numerical Methods, algorithm 21)."""
    n = len(start)
    place, least, slope = start.astype(float), f(start), gradient(start)
    inverse, fresh, gradients = np.eye(n), 1, 1
    while gradients <= rounds:
        if fresh == gradients:
            inverse = np.eye(n)
        before, old_slope = place, slope
        step = -inverse @ slope
        downhill = float(step @ slope)
        stuck = fresh == gradients
        if downhill < 0:
            place, value, length = _searched(f, before, step, least, downhill)
            moved = length > 0 and abs(value - least) > tolerance * (abs(least) + tolerance)
            least = value
            if moved:
                slope = gradient(place)
                gradients += 1
                if not _updated(inverse, length * step, slope - old_slope):
                    fresh = gradients
                stuck = False
        if stuck:
            break
        if downhill >= 0 or not moved or gradients - fresh > 2 * n:
            fresh = gradients
    return place


def _searched(
    f: Callable[[np.ndarray], float], before: np.ndarray, step: np.ndarray, least: float, downhill: float
) -> tuple[np.ndarray, float, float]:
    """The first acceptable point along the step, its value, and the length taken; length 0 where none moves."""
    length, value = 1.0, least
    while True:
        place = before + length * step
        if (_SAME + before == _SAME + place).all():
            return place, value, 0.0
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            value = f(place)
        if np.isfinite(value) and value <= least + downhill * length * _ACCEPT:
            return place, value, length
        length *= _CUT


def _updated(inverse: np.ndarray, step: np.ndarray, change: np.ndarray) -> bool:
    """Updates the inverse Hessian in place; False where the curvature is not positive."""
    curve = float(step @ change)
    if curve <= 0:
        return False
    turned = inverse @ change
    ratio = 1 + float(turned @ change) / curve
    inverse += (ratio * np.outer(step, step) - np.outer(step, turned) - np.outer(turned, step)) / curve
    return True
