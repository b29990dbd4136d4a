# SPDX-License-Identifier: MIT
"""Effect sizes of the pairs that disagree in a square table: Cohen's g and w, the odds ratio of matched pairs."""

from __future__ import annotations

import numpy as np

from analysis.classical.classical_result import Test
from analysis.classical.shares import interval


def cohens_g(counts: np.ndarray, level: float = 0.95) -> Test:
    """g = b/(b + c) − ½ of a 2×2 table whose pairs disagree b and c times; Clopper and Pearson's interval.

    Cohen (1988), Statistical Power Analysis, chapter 5. NaN where no pair disagrees.
    """
    low, high, share = _shares(counts, level)
    return Test(np.nan, np.nan, (), share - 0.5, low - 0.5, high - 0.5)


def discordant_odds(counts: np.ndarray, level: float = 0.95) -> Test:
    """The odds ratio b/c of matched pairs (conditional on those that disagree) with its exact interval.

    Breslow and Day (1980), Statistical Methods in Cancer Research, section 5.2: that of b/(b + c), as odds. An end
    without a bound is endless.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        low, high, share = (float(np.divide(one, 1 - one)) for one in _shares(counts, level))
    return Test(np.nan, np.nan, (), share, low, high)


def _shares(counts: np.ndarray, level: float) -> tuple[float, float, float]:
    b, c = int(counts[0, 1]), int(counts[1, 0])
    if not b + c:
        return np.nan, np.nan, np.nan
    return *interval(b, b + c, "exact", level), b / (b + c)
