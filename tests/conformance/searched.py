# SPDX-License-Identifier: MIT
"""A root as R's `uniroot` searches it, which stops within a tolerance. For comparisons only, never for a report."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

_EPSILON = float(np.finfo(float).eps)


def searched_root(f: Callable[[float], float], first: float, last: float, tolerance: float) -> float:
    """Where the search for a root of `f` between `first` and `last` ends; NaN where the signs are alike.

    Brent (1973), Algorithms for Minimization without Derivatives, chapter 4, which `uniroot` documents to follow. On a
    function with jumps the end depends on the tolerance.
    """
    a, b = first, last
    fa, fb = f(a), f(b)
    if not fa * fb <= 0:
        return float("nan")
    c, fc = a, fa
    for _ in range(1000):
        before = b - a
        if abs(fc) < abs(fb):
            a, b, c = b, c, b
            fa, fb, fc = fb, fc, fb
        least = 2 * _EPSILON * abs(b) + tolerance / 2
        stride = (c - b) / 2
        if abs(stride) <= least or fb == 0:
            break
        if abs(before) >= least and abs(fa) > abs(fb):
            stride = _guess(a, b, c, fa, fb, fc, before, least)
        if abs(stride) < least:
            stride = least if stride > 0 else -least
        a, fa = b, fb
        b += stride
        fb = f(b)
        if (fb > 0) == (fc > 0) and fb != 0:
            c, fc = a, fa
    return b


def _guess(a: float, b: float, c: float, fa: float, fb: float, fc: float, before: float, least: float) -> float:
    """The step by inverse interpolation where that stays well inside, else by halving."""
    wide, ratio = c - b, fb / fa
    if a == c:
        p, q = wide * ratio, 1 - ratio
    else:
        u, v = fa / fc, fb / fc
        p, q = ratio * (wide * u * (u - v) - (b - a) * (v - 1)), (u - 1) * (v - 1) * (ratio - 1)
    q, p = (-q, p) if p > 0 else (q, -p)
    inside = p < 0.75 * wide * q - abs(least * q) / 2 and p < abs(before * q / 2)
    return p / q if inside else wide / 2
