# SPDX-License-Identifier: MIT
"""The difference of two shares measured on the same rows, with its interval."""

from __future__ import annotations

import numpy as np

from analysis.classical.classical_result import Test


def paired_difference(gained: int, lost: int, n: int, level: float = 0.95) -> Test:
    """The share after less the share before, (gained − lost)/n, of n pairs; statistic and p are those of no test.

    Parameters
    ----------
    gained, lost : int
        Pairs that say yes only the second time, and only the first time.
    n : int
        All pairs, also those that say the same both times.
    level : float
        Confidence level, 0-1.

    Returns
    -------
    Test
        `estimate`, `low` and `high` as differences of shares, within −1 and 1; `statistic` and `p` are NaN, and all is
        NaN without pairs.

    References
    ----------
    Bonett & Price (2012), Adjusted Wald confidence interval for a difference of binomial proportions based on paired
    data, Journal of Educational and Behavioral Statistics 37: one more pair that gained and one more that lost.

    Examples
    --------
    Of 10 pairs 3 gained and 1 lost: 0.2; the interval is 2/12 ± 1.96 √((6/12 − (2/12)²)/12).

    >>> change = paired_difference(3, 1, 10)
    >>> change.estimate, round(change.low, 3), round(change.high, 3)
    (0.2, -0.222, 0.555)
    """
    from scipy.stats import norm  # scipy.stats, 730 ms: not at start

    if not n:
        return Test(np.nan, np.nan)
    up, down = (gained + 1) / (n + 2), (lost + 1) / (n + 2)
    half = float(norm.ppf((1 + level) / 2)) * float(np.sqrt((up + down - (up - down) ** 2) / (n + 2)))
    return Test(np.nan, np.nan, (), (gained - lost) / n, max(up - down - half, -1.0), min(up - down + half, 1.0))
