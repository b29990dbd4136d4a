# SPDX-License-Identifier: MIT
"""Sample sizes for two groups, as R's `power.prop.test` and `power.t.test` (two-sided)."""

from __future__ import annotations

import numpy as np

from analysis.classical.root import find_root


def n_for_shares(p1: float, p2: float, power: float, alpha: float = 0.05, precision: float = 1e-10) -> float:
    """Rows per group to tell two shares apart (R stops at 1.2e-4)."""
    from scipy.stats import norm

    z = norm.isf(alpha / 2) * np.sqrt((p1 + p2) * (1 - (p1 + p2) / 2))
    spread = np.sqrt(p1 * (1 - p1) + p2 * (1 - p2))

    def gap(n: float) -> float:
        return float(norm.cdf((np.sqrt(n) * abs(p1 - p2) - z) / spread)) - power

    return find_root(gap, 2, 1e7, precision)


def n_for_means(delta: float, sd: float, power: float, alpha: float = 0.05, precision: float = 1e-10) -> float:
    """Rows per group to tell two means apart (R stops at 1.2e-4)."""
    from scipy.stats import nct, t

    def gap(n: float) -> float:
        df = 2 * (n - 1)
        return float(nct.sf(t.isf(alpha / 2, df), df, np.sqrt(n / 2) * delta / sd)) - power

    return find_root(gap, 2, 1e7, precision)
