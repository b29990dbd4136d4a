# SPDX-License-Identifier: MIT
"""Effect sizes of rank tests with intervals: rank-biserial correlations, ε² and η² of ranks, share of Quade's test.

Where no formula is known the rows are drawn anew (percentile bootstrap, always with the same seed), as R's packages
rcompanion and effectsize do; of many rows fewer are drawn and the spread is scaled (m out of n).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from analysis.classical.classical_result import Test
from analysis.survey.cancellation import step
from wording import Progress

_SEED = 20_140  # any number: the same rows give the same interval
_DRAWS, _FEWEST = 1000, 200  # resamples; effectsize makes 200
_VALUES = 2_000_000  # rows drawn in all, from which on the resamples are fewer
_ROWS = 10_000  # rows in a resample at most: a second in all, however many there are


def rank_biserial(x: np.ndarray, y: np.ndarray, level: float = 0.95) -> Test:
    """r = P(x > y) − P(x < y) of two groups, which is Cliff's δ; the interval by Fisher's z.

    Parameters
    ----------
    x, y : array (rows,)
        The groups' values without missing ones, at least one each.
    level : float
        Confidence level, 0-1.

    Returns
    -------
    Test
        r in `estimate`, −1 to 1, with its interval; r itself at both ends where it is ±1. No statistic.

    Notes
    -----
    The variance of z is that of U without a difference, (n + m + 1)/(3nm), as R's effectsize takes it.

    References
    ----------
    Glass (1965), American Educational Research Journal 2; Kerby (2014), Comprehensive Psychology 3.

    Examples
    --------
    Of the 4 pairs x is above y in 3 and below in 1.

    >>> rank_biserial(np.array([2.0, 4.0]), np.array([1.0, 3.0])).estimate
    0.5
    """
    from scipy.stats import mannwhitneyu  # scipy.stats, 730 ms: not at start

    n, m = len(x), len(y)
    r = 2 * float(mannwhitneyu(x, y, method="asymptotic").statistic) / (n * m) - 1
    return Test(np.nan, np.nan, (), r, *_by_fisher(r, (n + m + 1) / (3 * n * m), level))


def signed_rank_biserial(d: np.ndarray, level: float = 0.95) -> Test:
    """r = (W⁺ − W⁻)/(W⁺ + W⁻) of differences, those of 0 left out; the interval by Fisher's z.

    Parameters
    ----------
    d : array (rows,)
        Differences; missing ones are left out.
    level : float
        Confidence level, 0-1.

    Returns
    -------
    Test
        r in `estimate`, −1 to 1, with its interval; no statistic. NaN where all differences are 0.

    Notes
    -----
    The variance of z is that of W without a difference, over (W⁺ + W⁻)², as R's effectsize takes it.

    References
    ----------
    Kerby (2014), Comprehensive Psychology 3.

    Examples
    --------
    Ranks 1, 2, 3 of the sizes, the first against: (5 − 1)/6.

    >>> round(signed_rank_biserial(np.array([-1.0, 2.0, 3.0, 0.0])).estimate, 4)
    0.6667
    """
    from scipy.stats import rankdata  # scipy.stats, 730 ms: not at start

    d = d[np.isfinite(d) & (d != 0)]
    n = len(d)
    if not n:
        return Test(np.nan, np.nan)
    most = n * (n + 1) / 2
    r = float((np.sign(d) * rankdata(np.abs(d))).sum()) / most
    return Test(np.nan, np.nan, (), r, *_by_fisher(r, (2 * n**3 + 3 * n**2 + n) / 6 / most**2, level))


def rank_variance(
    parts: Sequence[np.ndarray], level: float = 0.95, progress: Progress | None = None
) -> tuple[Test, Test]:
    """ε² = H/(n − 1) and η²_H = (H − k + 1)/(n − k) of Kruskal and Wallis's H, with bootstrapped intervals.

    Parameters
    ----------
    parts : sequence of array (rows,)
        The values of each group without missing ones, at least one each.
    level : float
        Confidence level, 0-1.
    progress : Progress or None
        Asked before each resample whether to stop.

    Returns
    -------
    epsilon, eta : Test
        Shares 0-1 of the ranks' squares between the groups (η²_H itself may be below 0), with intervals; no statistics.
        NaN where all values are equal or no group has more than one row.

    Raises
    ------
    Stopped
        The user asked to stop.

    Notes
    -----
    Both grow with H, so that one bootstrap, of the rows within each group, serves both.

    References
    ----------
    Tomczak & Tomczak (2014), Trends in Sport Sciences 21, 19-25.
    """
    from scipy.stats import rankdata  # scipy.stats, 730 ms: not at start

    every, k = np.concatenate(list(parts)), len(parts)
    n, group = len(every), np.repeat(np.arange(len(parts)), [len(part) for part in parts])
    if not np.ptp(every) > 0 or n <= k:
        return Test(np.nan, np.nan), Test(np.nan, np.nan)

    def between(rows: np.ndarray) -> float:
        rank, kind = rankdata(every[rows]) - (len(rows) + 1) / 2, group[rows]
        sums, sizes = np.bincount(kind, rank, k), np.bincount(kind, minlength=k)
        spread = float(rank @ rank)
        return float((sums**2 / np.maximum(sizes, 1)).sum()) / spread if spread else 0.0

    found = np.array(_bootstrap_interval(between, [len(part) for part in parts], level, progress))
    eta = (found * (n - 1) - k + 1) / (n - k)
    eta[1:] = np.maximum(eta[1:], 0.0)
    return Test(np.nan, np.nan, (), *found.tolist()), Test(np.nan, np.nan, (), *eta.tolist())


def weighted_rank_share(blocks: np.ndarray, level: float = 0.95, progress: Progress | None = None) -> Test:
    """The share of the squares of Quade's weighted ranks that lies between the measures, partial η² of his F test.

    Parameters
    ----------
    blocks : array (n, k)
        k measures of n complete rows.
    level : float
        Confidence level, 0-1.
    progress : Progress or None
        Asked before each resample whether to stop.

    Returns
    -------
    Test
        Share 0-1 in `estimate` with an interval bootstrapped by rows; no statistic. NaN where every row's values are
        equal.

    Raises
    ------
    Stopped
        The user asked to stop.

    References
    ----------
    b/a of Quade (1979), JASA 74, 680-683: df₁F/(df₁F + df₂) of Cohen (1973), Educational and Psychological Measurement
    33.
    """
    from scipy.stats import rankdata  # scipy.stats, 730 ms: not at start

    n, k = blocks.shape
    apart, reach = rankdata(blocks, axis=1) - (k + 1) / 2, np.ptp(blocks, axis=1)
    if not reach.any():
        return Test(np.nan, np.nan)

    def share(rows: np.ndarray) -> float:
        s = rankdata(reach[rows])[:, None] * apart[rows]
        whole = float((s**2).sum())
        return float((s.sum(axis=0) ** 2).sum()) / len(rows) / whole if whole else 0.0

    return Test(np.nan, np.nan, (), *_bootstrap_interval(share, [n], level, progress))


def _bootstrap_interval(
    statistic: Callable[[np.ndarray], float], sizes: Sequence[int], level: float, progress: Progress | None
) -> tuple[float, float, float]:
    """A statistic of row numbers and its percentile interval, rows drawn within samples of these sizes. Raises Stopped.

    Of many rows m are drawn in place of n, the distances from the estimate then times √(m/n) (Bickel, Götze and van
    Zwet 1997, Statistica Sinica 7).
    """
    n, draw = sum(sizes), np.random.default_rng(_SEED)
    taken = [size if n <= _ROWS else max(round(size * _ROWS / n), 2) for size in sizes]
    first, m, values = np.cumsum([0, *sizes[:-1]]), sum(taken), []
    for _ in range(max(min(_DRAWS, _VALUES // m), _FEWEST)):
        step(progress)
        rows = [at + draw.integers(size, size=few) for at, size, few in zip(first, sizes, taken, strict=True)]
        values.append(statistic(np.concatenate(rows)))
    whole, tail = statistic(np.arange(n)), (1 - level) / 2
    low, high = whole + (np.quantile(values, [tail, 1 - tail]) - whole) * (m / n) ** 0.5
    return whole, max(float(low), 0.0), min(float(high), 1.0)


def _by_fisher(r: float, variance: float, level: float) -> tuple[float, float]:
    """tanh(artanh r ± z·√variance); r itself where it is ±1."""
    from scipy.stats import norm  # scipy.stats, 730 ms: not at start

    if abs(r) >= 1:
        return r, r
    half = float(norm.ppf(0.5 + level / 2)) * variance**0.5
    return float(np.tanh(np.arctanh(r) - half)), float(np.tanh(np.arctanh(r) + half))
