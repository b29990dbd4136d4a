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


def _least(gap: Callable[[float], float]) -> float:
    """The size at which the power wanted is met; 2 where two rows are enough, infinite where no size is."""
    from scipy.optimize import brentq

    if gap(2.0) >= 0:
        return 2.0
    return float(brentq(gap, 2.0, 1e7, xtol=1e-10)) if gap(1e7) > 0 else float("inf")
