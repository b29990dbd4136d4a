# SPDX-License-Identifier: MIT
"""Tails of the F and chi-square distributions by `scipy.special`: importing `scipy.stats` for them takes 0.4 s."""

from __future__ import annotations


def f_tail(value: float, numerator: float, denominator: float) -> float:
    """P(F > value), as `scipy.stats.f.sf`; chi-square over its own degrees of freedom where the second are infinite.

    Examples
    --------
    F on 1 and infinite degrees is a squared normal.

    >>> round(f_tail(1.959964**2, 1, float("inf")), 6), round(f_tail(1.0, 1, 1), 6)
    (0.05, 0.5)
    """
    from scipy.special import fdtrc  # scipy.special, 230 ms: not at start

    if denominator == float("inf"):
        return chi2_tail(value * numerator, numerator)
    return float(fdtrc(numerator, denominator, value)) if value >= 0 else 1.0 if value < 0 else float("nan")


def chi2_tail(value: float, degrees: float) -> float:
    """P(χ² > value), as `scipy.stats.chi2.sf`.

    Examples
    --------
    On 2 degrees the tail is exp(−x/2).

    >>> round(chi2_tail(2.0, 2), 6)
    0.367879
    """
    from scipy.special import chdtrc  # scipy.special, 230 ms: not at start

    return float(chdtrc(degrees, value)) if value >= 0 else 1.0 if value < 0 else float("nan")
