# SPDX-License-Identifier: MIT
"""Brent's root finder in the steps of R's `uniroot`, so that results that stop early stop at the same place."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

_EPS = float(np.finfo(float).eps)


def find_root(f: Callable[[float], float], low: float, high: float, precision: float = 1e-14) -> float:
    """A root of f between `low` and `high`, where its signs differ (Brent 1973, ch. 4). Raises ValueError otherwise."""
    a, b, fa, fb = low, high, f(low), f(high)
    if fa == 0 or fb == 0:
        return a if fa == 0 else b
    if (fa > 0) == (fb > 0):
        raise ValueError("the function has the same sign at both ends")
    c, fc = a, fa
    for _ in range(1000):
        last = b - a
        if abs(fc) < abs(fb):
            a, b, c = b, c, b
            fa, fb, fc = fb, fc, fb
        near = 2 * _EPS * abs(b) + precision / 2
        step = (c - b) / 2
        if abs(step) <= near or fb == 0:
            break
        if abs(last) >= near and abs(fa) > abs(fb):
            step = _interpolated((a, b, c), (fa, fb, fc), last, near, step)
        if abs(step) < near:
            step = near if step > 0 else -near
        a, fa = b, fb
        b += step
        fb = f(b)
        if (fb > 0) == (fc > 0):
            c, fc = a, fa
    return b


def _interpolated(
    places: tuple[float, float, float], values: tuple[float, float, float], last: float, near: float, half: float
) -> float:
    """A secant or inverse quadratic step where it is safe, else the half step."""
    (a, b, c), (fa, fb, fc) = places, values
    wide = c - b
    if a == c:
        ratio = fb / fa
        p, q = wide * ratio, 1 - ratio
    else:
        q, first, second = fa / fc, fb / fc, fb / fa
        p = second * (wide * q * (q - first) - (b - a) * (first - 1))
        q = (q - 1) * (first - 1) * (second - 1)
    if p > 0:
        q = -q
    else:
        p = -p
    if p < 0.75 * wide * q - abs(near * q) / 2 and p < abs(last * q / 2):
        return p / q
    return half
