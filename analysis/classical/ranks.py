# SPDX-License-Identifier: MIT
"""Rank tests through scipy with R's defaults: `wilcox.test`, `kruskal.test`, `friedman.test`; Quade's test, shifts.

scipy has no Hodges–Lehmann shift with its interval and no Quade test: these are ours.
"""

from __future__ import annotations

import numpy as np

from analysis.classical.classical_result import Test
from analysis.classical.tables import mcnemar
from analysis.survey.column_arrays import refuse_infinite

_EXACT = 50  # values below which R counts out, where none are equal


def signed_rank(x: np.ndarray, mu: float = 0.0, exact: bool = True) -> Test:
    """Wilcoxon's signed rank test.

    Parameters
    ----------
    x : array (rows,)
        Values or differences; missing ones are left out.
    mu : float
        The centre to test against, in their unit.
    exact : bool
        Count p out below 50 values without ties or zeros; else it is normal, with continuity correction.

    Returns
    -------
    Test
        V, the rank sum of what lies above `mu`; p; `rule` "exact" or "normal". p is NaN where nothing differs from
        `mu`.

    Raises
    ------
    Problem
        `survey.values_infinite` where a value is infinite.

    References
    ----------
    Wilcoxon (1945), Biometrics Bulletin 1, 80-83. As R's `wilcox.test`.

    Examples
    --------
    All four above: V = 1 + 2 + 3 + 4, and 2 of 2⁴ signs are so far out.

    >>> test = signed_rank(np.array([1.0, 2.0, 3.0, 4.0]))
    >>> test.statistic, test.p, test.rule
    (10.0, 0.125, 'exact')
    """
    from scipy.stats import wilcoxon  # scipy.stats, 730 ms: not at start

    d = _finite_values(x) - mu
    zeros, d = (d == 0).any(), d[d != 0]
    if not len(d):
        return Test(0.0, np.nan, rule="normal")
    counted = exact and len(d) < _EXACT and not zeros and len(np.unique(np.abs(d))) == len(d)
    p = wilcoxon(d, method="exact" if counted else "asymptotic", correction=not counted).pvalue
    positive = wilcoxon(d, method="asymptotic", alternative="greater").statistic  # the rank sum of what is above mu
    return Test(float(positive), float(p), rule="exact" if counted else "normal")


def rank_sum(x: np.ndarray, y: np.ndarray, correct: bool = True, exact: bool | None = None) -> Test:
    """Wilcoxon's rank sum test of x against y, which is Mann and Whitney's.

    Parameters
    ----------
    x, y : array (rows,)
        The groups' values; missing ones are left out.
    correct : bool
        The continuity correction of the normal p.
    exact : bool or None
        Count p out where no values are equal; None: below 50 values in each group.

    Returns
    -------
    Test
        W, the pairs in which x is above y (½ for equal ones); two-sided p; `rule` "exact" or "normal".

    Raises
    ------
    Problem
        `survey.values_infinite` where a value is infinite.

    References
    ----------
    Mann & Whitney (1947), Annals of Mathematical Statistics 18, 50-60. As R's `wilcox.test`.

    Examples
    --------
    x below y in all 4 pairs: 2 of the 6 ways to deal four values out are so far out.

    >>> test = rank_sum(np.array([1.0, 2.0]), np.array([3.0, 4.0]))
    >>> test.statistic, round(test.p, 4)
    (0.0, 0.3333)
    """
    from scipy.stats import mannwhitneyu  # scipy.stats, 730 ms: not at start

    x, y = _finite_values(x), _finite_values(y)
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

    Parameters
    ----------
    x, y : array (rows,)
        The groups' values; missing ones are left out.
    level : float
        Confidence level, 0-1.

    Returns
    -------
    Test
        The shift in the unit of the values, with its interval (continuity-corrected); no statistic, and no interval
        where all differences are the same.

    Raises
    ------
    Problem
        `survey.values_infinite` where a value is infinite.

    References
    ----------
    Hodges & Lehmann (1963), Annals of Mathematical Statistics 34, 598-611; Bauer (1972), JASA 67, 687-690.

    Examples
    --------
    Differences −2, −3, −1, −2.

    >>> shift(np.array([1.0, 2.0]), np.array([3.0, 4.0])).estimate
    -2.0
    """
    from scipy.stats import norm  # scipy.stats, 730 ms: not at start

    x, y = _finite_values(x), _finite_values(y)
    low, high = float(x.min() - y.max()), float(x.max() - y.min())
    if low == high:
        return Test(np.nan, np.nan, (), low)
    z = norm.ppf(0.5 + level / 2)
    ends = [_crossing(x, y, target, (low, high)) for target in (z, -z)]
    return Test(np.nan, np.nan, (), float(np.median(np.subtract.outer(x, y))), ends[0], ends[1])


def exact_shift(x: np.ndarray, y: np.ndarray, level: float = 0.95) -> Test:
    """Hodges–Lehmann shift without ties: the median difference, and the differences that the exact test leaves.

    Parameters
    ----------
    x, y : array (rows,)
        The groups' values, none equal to another; missing ones are left out.
    level : float
        Confidence level, 0-1.

    Returns
    -------
    Test
        The shift in the unit of the values, with its interval; no statistic.

    Raises
    ------
    Problem
        `survey.values_infinite` where a value is infinite.

    References
    ----------
    Hollander & Wolfe (1999), Nonparametric Statistical Methods, sections 4.2 and 4.3.
    """
    x, y = _finite_values(x), _finite_values(y)
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
    """Kruskal–Wallis rank sum test.

    Parameters
    ----------
    y : array (rows,)
        Values without missing ones.
    group : array (rows,)
        Code of each row's group.

    Returns
    -------
    Test
        H, corrected for ties, on k − 1 degrees of freedom, p; NaN where all values are the same or there is one group.

    References
    ----------
    Kruskal & Wallis (1952), JASA 47, 583-621.

    Examples
    --------
    Rank sums 3 and 7: H = 12/(4 · 5) · (9/2 + 49/2) − 3 · 5.

    >>> test = kruskal(np.array([1.0, 2.0, 3.0, 4.0]), np.array([0, 0, 1, 1]))
    >>> round(test.statistic, 6), test.df
    (2.4, (1,))
    """
    from scipy.stats import kruskal as scipy_kruskal  # scipy.stats, 730 ms: not at start

    parts = [y[group == code] for code in np.unique(group)]
    if not np.ptp(y) or len(parts) < 2:
        return Test(np.nan, np.nan, (len(parts) - 1,))
    found = scipy_kruskal(*parts)
    return Test(float(found.statistic), float(found.pvalue), (len(parts) - 1,))


def friedman(blocks: np.ndarray) -> Test:
    """Friedman's test of complete blocks. Of two columns it is the sign test, by its chi-square.

    Parameters
    ----------
    blocks : array (n, k)
        k measures of n rows, without missing values.

    Returns
    -------
    Test
        Chi-square on k − 1 degrees of freedom, p; `estimate` is Kendall's W, 0-1.

    References
    ----------
    Friedman (1937), JASA 32, 675-701.

    Examples
    --------
    All three rows in one order: W is 1, chi-square n(k − 1).

    >>> test = friedman(np.array([[1.0, 2.0, 3.0], [1.0, 5.0, 6.0], [2.0, 3.0, 9.0]]))
    >>> round(test.statistic, 6), round(test.estimate, 6)
    (6.0, 1.0)
    """
    from scipy.stats import friedmanchisquare  # scipy.stats, 730 ms: not at start

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
    """Kendall's W of complete blocks, with the jackknife's interval W ± t·SE on n − 1 degrees of freedom over the rows.

    Parameters
    ----------
    blocks : array (n, k)
        k measures of n rows, without missing values.
    level : float
        Confidence level, 0-1.

    Returns
    -------
    Test
        W, 0-1, with its interval within 0 and 1; no statistic. NaN where all values of every row are equal.

    Notes
    -----
    W = Σ(Σd)²/(n·Σd²), d the ranks within a row less their mean: equal values are allowed for as Friedman's test does.
    W of independent rows is close to normal where it is not 0.

    References
    ----------
    Grothe & Schmid (2011), Communications in Statistics - Simulation and Computation 40.
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
    """Quade's test of complete blocks.

    Parameters
    ----------
    blocks : array (n, k)
        k measures of n rows, without missing values.

    Returns
    -------
    Test
        F on k − 1 and (n − 1)(k − 1) degrees of freedom, p; F is infinite where all rows agree.

    References
    ----------
    Quade (1979), JASA 74, 680-683. As R's `quade.test`.
    """
    from scipy.stats import f, rankdata  # scipy.stats, 730 ms: not at start

    n, k = blocks.shape
    weight = rankdata(np.ptp(blocks, axis=1))
    s = weight[:, None] * (rankdata(blocks, axis=1) - (k + 1) / 2)
    a, b = float((s**2).sum()), float((s.sum(axis=0) ** 2).sum() / n)
    df = (k - 1, (n - 1) * (k - 1))
    value = float(np.divide((n - 1) * b, a - b)) if a > b else np.inf
    return Test(value, float(f.sf(value, *df)), df)


def _finite_values(x: np.ndarray) -> np.ndarray:
    values = np.asarray(x, dtype=float)
    refuse_infinite(values)
    found: np.ndarray = values[np.isfinite(values)]
    return found
