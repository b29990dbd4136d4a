# SPDX-License-Identifier: MIT
"""Rank tests with R's defaults: `wilcox.test`, `kruskal.test`, `friedman.test`, `quade.test`."""

from __future__ import annotations

import numpy as np

from analysis.classical.result import Test
from analysis.survey.values import refuse_infinite


def signed_rank(x: np.ndarray, mu: float = 0.0, exact: bool = True) -> Test:
    """Wilcoxon's signed rank test: `exact` below 50 values without ties or zeros, else normal with correction."""
    from scipy.stats import norm, rankdata, wilcoxon

    d = np.asarray(x, dtype=float)
    refuse_infinite(d)
    d = d[np.isfinite(d)] - mu
    zeros = (d == 0).any()
    d = d[d != 0]
    n, rank = len(d), rankdata(np.abs(d))
    v = float(rank[d > 0].sum())
    sizes = np.unique(np.abs(d), return_counts=True)[1].astype(float)
    if exact and n < 50 and not zeros and (sizes == 1).all():
        return Test(v, float(wilcoxon(d, method="exact").pvalue), rule="exact")
    z = v - n * (n + 1) / 4
    sigma = np.sqrt(n * (n + 1) * (2 * n + 1) / 24 - (sizes**3 - sizes).sum() / 48)
    z = (z - np.sign(z) * 0.5) / sigma
    return Test(v, float(2 * min(norm.cdf(z), norm.sf(z))), rule="normal")


def rank_sum(x: np.ndarray, y: np.ndarray, correct: bool = True, exact: bool | None = None) -> Test:
    """Wilcoxon's rank sum test of x against y: W, p; exact below 50 values each without ties unless `exact` says."""
    from scipy.stats import mannwhitneyu, norm, rankdata

    x, y = (np.asarray(values, dtype=float) for values in (x, y))
    refuse_infinite(x, y)
    x, y = x[np.isfinite(x)], y[np.isfinite(y)]
    n, m = len(x), len(y)
    rank = rankdata(np.concatenate([x, y]))
    w = float(rank[:n].sum() - n * (n + 1) / 2)
    sizes = np.unique(rank, return_counts=True)[1].astype(float)
    tied = (sizes > 1).any()
    if exact is None:
        exact = n < 50 and m < 50
    if exact and not tied:
        return Test(w, float(mannwhitneyu(x, y, method="exact").pvalue), rule="exact")
    z = w - n * m / 2
    sigma = np.sqrt(n * m / 12 * ((n + m + 1) - (sizes**3 - sizes).sum() / ((n + m) * (n + m - 1))))
    z = (z - (np.sign(z) * 0.5 if correct else 0)) / sigma
    return Test(w, float(2 * min(norm.cdf(z), norm.sf(z))), rule="normal")


def shift(x: np.ndarray, y: np.ndarray, level: float = 0.95) -> Test:
    """Hodges–Lehmann shift of x over y, the median difference, and its interval by the normal approximation.

    The interval is corrected (Bauer 1972, JASA 67).
    """
    from scipy.stats import norm

    x, y = (np.asarray(values, dtype=float) for values in (x, y))
    refuse_infinite(x, y)
    x, y = x[np.isfinite(x)], y[np.isfinite(y)]
    low, high = float(x.min() - y.max()), float(x.max() - y.min())
    if low == high:
        return Test(np.nan, np.nan, (), low)
    z = norm.ppf(0.5 + level / 2)
    ends = [_crossing(x, y, target, (low, high)) for target in (z, -z)]
    return Test(np.nan, np.nan, (), float(np.median(np.subtract.outer(x, y))), ends[0], ends[1])


def exact_shift(x: np.ndarray, y: np.ndarray, level: float = 0.95) -> Test:
    """Hodges–Lehmann shift without ties: the median difference, and the differences that the exact test leaves.

    Hollander and Wolfe (1999), Nonparametric Statistical Methods, sections 4.2 and 4.3.
    """
    x, y = (np.asarray(values, dtype=float) for values in (x, y))
    refuse_infinite(x, y)
    apart = np.sort(np.subtract.outer(x[np.isfinite(x)], y[np.isfinite(y)]).ravel())
    chance = np.cumsum(_rank_sum_ways(int(np.isfinite(x).sum()), int(np.isfinite(y).sum())))
    first = max(int(np.searchsorted(chance, (1 - level) / 2 * (1 - 1e-12))), 1)
    return Test(np.nan, np.nan, (), float(np.median(apart)), float(apart[first - 1]), float(apart[len(apart) - first]))


def _rank_sum_ways(n: int, m: int) -> np.ndarray:
    """Chance of each W from 0 to n·m without ties: the Gaussian binomial, factor by factor."""
    ways = [1] + [0] * (n * m)
    for i in range(1, n + 1):
        for place in range(n * m, m + i - 1, -1):
            ways[place] -= ways[place - m - i]
        for place in range(i, n * m + 1):
            ways[place] += ways[place - i]
    total = sum(ways)
    return np.array([way / total for way in ways])


def _crossing(x: np.ndarray, y: np.ndarray, target: float, ends: tuple[float, float]) -> float:
    from scipy.optimize import brentq
    from scipy.stats import rankdata

    n, m = len(x), len(y)

    def standardised(d: float) -> float:
        rank = rankdata(np.concatenate([x - d, y]))
        sizes = np.unique(rank, return_counts=True)[1].astype(float)
        z = rank[:n].sum() - n * (n + 1) / 2 - n * m / 2
        sigma = np.sqrt(n * m / 12 * ((n + m + 1) - (sizes**3 - sizes).sum() / ((n + m) * (n + m - 1))))
        return float((z - np.sign(z) * 0.5) / sigma) - target

    low, high = ends
    if standardised(low) <= 0:
        return low
    if standardised(high) >= 0:
        return high
    return float(brentq(standardised, low, high, xtol=1e-12))


def kruskal(y: np.ndarray, group: np.ndarray) -> Test:
    """Kruskal–Wallis rank sum test."""
    from scipy.stats import chi2, rankdata

    rank, n = rankdata(y), len(y)
    sizes = np.unique(y, return_counts=True)[1].astype(float)
    parts = [rank[group == code] for code in np.unique(group)]
    apart = sum(len(part) * (part.mean() - (n + 1) / 2) ** 2 for part in parts)
    with np.errstate(divide="ignore", invalid="ignore"):
        value = float(np.divide(12 * apart / (n * (n + 1)), 1 - (sizes**3 - sizes).sum() / (n**3 - n)))
    return Test(value, float(chi2.sf(value, len(parts) - 1)), (len(parts) - 1,))


def friedman(blocks: np.ndarray) -> Test:
    """Friedman's test of (n, k) complete blocks; the estimate is Kendall's W."""
    from scipy.stats import chi2, rankdata

    n, k = blocks.shape
    rank = rankdata(blocks, axis=1)
    ties = sum(
        (np.unique(row, return_counts=True)[1] ** 3 - np.unique(row, return_counts=True)[1]).sum() for row in rank
    )
    sums = rank.sum(axis=0)
    value = 12 * ((sums - n * (k + 1) / 2) ** 2).sum() / (n * k * (k + 1) - ties / (k - 1))
    return Test(float(value), float(chi2.sf(value, k - 1)), (k - 1,), float(value / (n * (k - 1))))


def quade(blocks: np.ndarray) -> Test:
    """Quade's test of (n, k) complete blocks."""
    from scipy.stats import f, rankdata

    n, k = blocks.shape
    weight = rankdata(np.ptp(blocks, axis=1))
    s = weight[:, None] * (rankdata(blocks, axis=1) - (k + 1) / 2)
    a, b = float((s**2).sum()), float((s.sum(axis=0) ** 2).sum() / n)
    value = (n - 1) * b / (a - b)
    return Test(value, float(f.sf(value, k - 1, (n - 1) * (k - 1))), (k - 1, (n - 1) * (k - 1)))
