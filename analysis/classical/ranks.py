# SPDX-License-Identifier: MIT
"""Rank tests through scipy with R's defaults: `wilcox.test`, `kruskal.test`, `friedman.test`; Quade's test, shifts.

scipy has no Hodges–Lehmann shift with its interval and no Quade test: these are ours.
"""

from __future__ import annotations

import numpy as np

from analysis.classical.classical_result import Test
from analysis.survey.finite_values import refuse_infinite

_EXACT = 50  # values below which R counts out, where none are equal


def signed_rank(x: np.ndarray, mu: float = 0.0, exact: bool = True) -> Test:
    """Wilcoxon's signed rank test: `exact` below 50 values without ties or zeros, else normal with correction."""
    from scipy.stats import wilcoxon  # scipy.stats, 730 ms: not at start

    d = _known(x) - mu
    zeros, d = (d == 0).any(), d[d != 0]
    if not len(d):
        return Test(0.0, np.nan, rule="normal")
    counted = exact and len(d) < _EXACT and not zeros and len(np.unique(np.abs(d))) == len(d)
    p = wilcoxon(d, method="exact" if counted else "asymptotic", correction=not counted).pvalue
    positive = wilcoxon(d, method="asymptotic", alternative="greater").statistic  # the rank sum of what is above mu
    return Test(float(positive), float(p), rule="exact" if counted else "normal")


def rank_sum(x: np.ndarray, y: np.ndarray, correct: bool = True, exact: bool | None = None) -> Test:
    """Wilcoxon's rank sum test of x against y: W, p; exact below 50 values each without ties unless `exact` says."""
    from scipy.stats import mannwhitneyu  # scipy.stats, 730 ms: not at start

    x, y = _known(x), _known(y)
    if exact is None:
        exact = len(x) < _EXACT and len(y) < _EXACT
    counted = exact and len(np.unique(np.concatenate([x, y]))) == len(x) + len(y)
    with np.errstate(divide="ignore", invalid="ignore"):
        found = mannwhitneyu(x, y, method="exact" if counted else "asymptotic", use_continuity=correct)
    w, centre = float(found.statistic), len(x) * len(y) / 2
    p = 1.0 if w == centre and not counted and np.ptp(np.concatenate([x, y])) else float(found.pvalue)
    return Test(w, p, rule="exact" if counted else "normal")


def shift(x: np.ndarray, y: np.ndarray, level: float = 0.95) -> Test:
    """Hodges–Lehmann shift of x over y, the median difference, and its interval by the normal approximation.

    The interval is corrected (Bauer 1972, JASA 67).
    """
    from scipy.stats import norm  # scipy.stats, 730 ms: not at start

    x, y = _known(x), _known(y)
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
    x, y = _known(x), _known(y)
    apart = np.sort(np.subtract.outer(x, y).ravel())
    chance = np.cumsum(_rank_sum_ways(len(x), len(y)))
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
    from scipy.optimize import brentq  # scipy.optimize, 380 ms: not at start
    from scipy.stats import rankdata  # scipy.stats, 730 ms: not at start

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
    """Kruskal–Wallis rank sum test; NaN where all values are the same."""
    from scipy.stats import kruskal as scipy_kruskal  # scipy.stats, 730 ms: not at start

    parts = [y[group == code] for code in np.unique(group)]
    if not np.ptp(y) or len(parts) < 2:
        return Test(np.nan, np.nan, (len(parts) - 1,))
    found = scipy_kruskal(*parts)
    return Test(float(found.statistic), float(found.pvalue), (len(parts) - 1,))


def friedman(blocks: np.ndarray) -> Test:
    """Friedman's test of (n, k) complete blocks; the estimate is Kendall's W. Of two columns it is the sign test."""
    from scipy.stats import friedmanchisquare  # scipy.stats, 730 ms: not at start

    from analysis.classical.tables import mcnemar  # more of the program: not at start

    n, k = blocks.shape
    if k > 2:
        with np.errstate(divide="ignore", invalid="ignore"):
            found = friedmanchisquare(*blocks.T)
        value, p = float(found.statistic), float(found.pvalue)
    else:  # scipy refuses two columns
        above, below = (int((sign * (blocks[:, 0] - blocks[:, 1]) > 0).sum()) for sign in (1, -1))
        signs = mcnemar(np.array([[0, above], [below, 0]]), correct=False)
        value, p = signs.statistic, signs.p
    return Test(value, p, (k - 1,), value / (n * (k - 1)))


def concordance(blocks: np.ndarray, level: float = 0.95) -> Test:
    """Kendall's W of (n, k) complete blocks, with the jackknife's interval: W ± t·SE on n − 1 df, over the rows.

    W = Σ(Σd)²/(n·Σd²), d the ranks within a row less their mean: equal values are allowed for as Friedman's test does.
    W of independent rows is close to normal where it is not 0 (Grothe and Schmid 2011, Communications in Statistics —
    Simulation and Computation 40). NaN where all values of every row are equal.
    """
    from scipy.stats import rankdata, t  # scipy.stats, 730 ms: not at start

    n, k = blocks.shape
    d = rankdata(blocks, axis=1) - (k + 1) / 2
    sums, own = d.sum(axis=0), (d**2).sum(axis=1)
    apart, most = float((sums**2).sum()), float(own.sum())
    with np.errstate(divide="ignore", invalid="ignore"):
        w = float(np.divide(apart, n * most))
        without = (apart - 2 * d @ sums + own) / ((n - 1) * (most - own))
    half = float(t.ppf(0.5 + level / 2, n - 1)) * float(np.sqrt((n - 1) / n * ((without - without.mean()) ** 2).sum()))
    return Test(np.nan, np.nan, (), w, max(w - half, 0.0), min(w + half, 1.0))


def quade(blocks: np.ndarray) -> Test:
    """Quade's test of (n, k) complete blocks (Quade 1979, JASA 74)."""
    from scipy.stats import f, rankdata  # scipy.stats, 730 ms: not at start

    n, k = blocks.shape
    weight = rankdata(np.ptp(blocks, axis=1))
    s = weight[:, None] * (rankdata(blocks, axis=1) - (k + 1) / 2)
    a, b = float((s**2).sum()), float((s.sum(axis=0) ** 2).sum() / n)
    df = (k - 1, (n - 1) * (k - 1))
    value = float(np.divide((n - 1) * b, a - b)) if a > b else np.inf
    return Test(value, float(f.sf(value, *df)), df)


def _known(x: np.ndarray) -> np.ndarray:
    values = np.asarray(x, dtype=float)
    refuse_infinite(values)
    found: np.ndarray = values[np.isfinite(values)]
    return found
