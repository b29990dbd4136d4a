# SPDX-License-Identifier: MIT
"""Sample sizes and power for two groups of equal size, two-sided at level α (Cohen 1988, chapters 2 and 6)."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np


def power_for_shares(n: float, p1: float, p2: float, alpha: float = 0.05) -> float:
    """Chance to tell two shares apart with n rows per group, by the normal approximation."""
    from scipy.stats import norm

    pooled = norm.isf(alpha / 2) * np.sqrt((p1 + p2) * (1 - (p1 + p2) / 2))
    return float(norm.cdf((np.sqrt(n) * abs(p1 - p2) - pooled) / np.sqrt(p1 * (1 - p1) + p2 * (1 - p2))))


def power_for_means(n: float, delta: float, sd: float, alpha: float = 0.05) -> float:
    """Chance to tell two means apart with n rows per group, by the noncentral t."""
    from scipy.stats import nct, t

    df = 2 * (n - 1)
    return float(nct.sf(t.isf(alpha / 2, df), df, np.sqrt(n / 2) * abs(delta) / sd))


def n_for_shares(p1: float, p2: float, power: float, alpha: float = 0.05) -> float:
    """Rows per group to tell two shares apart."""
    return _least(lambda n: power_for_shares(n, p1, p2, alpha) - power)


def n_for_means(delta: float, sd: float, power: float, alpha: float = 0.05) -> float:
    """Rows per group to tell two means apart."""
    return _least(lambda n: power_for_means(n, delta, sd, alpha) - power)


def gap_for_means(n: float, sd: float, power: float, alpha: float = 0.05) -> float:
    """The difference of means that n rows per group tell apart; NaN where the power wanted is not above α."""
    return _reach(lambda gap: power_for_means(n, gap, sd, alpha) - power, 1e3 * sd)


def share_for(n: float, p1: float, power: float, alpha: float = 0.05) -> float:
    """The larger share that n rows per group tell apart from p1; NaN where none is."""
    return p1 + _reach(lambda gap: power_for_shares(n, p1, p1 + gap, alpha) - power, (1 - p1) * (1 - 1e-12))


def _reach(gap: Callable[[float], float], most: float) -> float:
    """Where an increasing function of a difference above 0 meets 0; NaN where it does not up to `most`."""
    from scipy.optimize import brentq

    least = most * 1e-10
    if gap(least) >= 0 or gap(most) <= 0:
        return float("nan")
    return float(brentq(gap, least, most, xtol=1e-12))


def _least(gap: Callable[[float], float]) -> float:
    """The size at which the power wanted is met; 2 where two rows are enough, infinite where no size is."""
    from scipy.optimize import brentq

    if gap(2.0) >= 0:
        return 2.0
    return float(brentq(gap, 2.0, 1e7, xtol=1e-10)) if gap(1e7) > 0 else float("inf")
