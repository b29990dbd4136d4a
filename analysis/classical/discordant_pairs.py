# SPDX-License-Identifier: MIT
"""Effect sizes of the pairs that disagree in a square table: Cohen's g and w, the odds ratio of matched pairs."""

from __future__ import annotations

import numpy as np

from analysis.classical.classical_result import Test
from analysis.classical.shares import interval


def cohens_g(counts: np.ndarray, level: float = 0.95) -> Test:
    """Cohen's g = b/(b + c) − ½ of a 2×2 table whose pairs disagree b and c times.

    Parameters
    ----------
    counts : array (2, 2)
        Counts of pairs: b in the first row's second column, c in the second row's first.
    level : float
        Confidence level, 0-1.

    Returns
    -------
    Test
        g in `estimate`, −0.5 to 0.5, with Clopper and Pearson's interval moved by ½; no statistic. All NaN where no
        pair disagrees.

    References
    ----------
    Cohen (1988), Statistical Power Analysis, chapter 5.

    Examples
    --------
    Of 20 pairs that disagree 15 go one way: 15/20 − ½.

    >>> cohens_g(np.array([[40, 15], [5, 40]])).estimate
    0.25
    """
    low, high, share = _shares(counts, level)
    return Test(np.nan, np.nan, (), share - 0.5, low - 0.5, high - 0.5)


def discordant_odds(counts: np.ndarray, level: float = 0.95) -> Test:
    """The odds ratio b/c of matched pairs, conditional on those that disagree, with its exact interval.

    Parameters
    ----------
    counts : array (2, 2)
        As for `cohens_g`.
    level : float
        Confidence level, 0-1.

    Returns
    -------
    Test
        b/c in `estimate`; an end without a bound is infinite; no statistic. All NaN where no pair disagrees.

    References
    ----------
    Breslow & Day (1980), Statistical Methods in Cancer Research, section 5.2: the interval of b/(b + c), as odds.

    Examples
    --------
    >>> odds = discordant_odds(np.array([[40, 15], [0, 40]]))
    >>> odds.estimate, odds.high
    (inf, inf)
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        low, high, share = (float(np.divide(one, 1 - one)) for one in _shares(counts, level))
    return Test(np.nan, np.nan, (), share, low, high)


def _shares(counts: np.ndarray, level: float) -> tuple[float, float, float]:
    b, c = int(counts[0, 1]), int(counts[1, 0])
    if not b + c:
        return np.nan, np.nan, np.nan
    return *interval(b, b + c, "exact", level), b / (b + c)
