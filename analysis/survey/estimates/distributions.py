# SPDX-License-Identifier: MIT
"""Tails of the F and chi-square distributions by `scipy.special`: importing `scipy.stats` for them takes 0.4 s."""

from __future__ import annotations


def f_tail(value: float, numerator: float, denominator: float) -> float:
    """P(F > value) with these degrees of freedom, as `scipy.stats.f.sf`; chi-square over its own where infinite."""
    from scipy.special import fdtrc  # scipy.special, 230 ms: not at start

    if denominator == float("inf"):
        return chi2_tail(value * numerator, numerator)
    return float(fdtrc(numerator, denominator, value)) if value >= 0 else 1.0 if value < 0 else float("nan")


def chi2_tail(value: float, degrees: float) -> float:
    """P(χ² > value) with these degrees of freedom, as `scipy.stats.chi2.sf`."""
    from scipy.special import chdtrc  # scipy.special, 230 ms: not at start

    return float(chdtrc(degrees, value)) if value >= 0 else 1.0 if value < 0 else float("nan")
