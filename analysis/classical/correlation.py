# SPDX-License-Identifier: MIT
"""Pearson's, Spearman's and Kendall's correlation, through scipy with R's defaults of `cor.test`.

Values are arrays (rows,); only rows with both count. Exact p of Spearman's rho, which scipy has not, is ours.
"""

from __future__ import annotations

from itertools import permutations

import numpy as np

from analysis.classical.classical_result import Test
from analysis.survey.column_arrays import refuse_infinite

_ROUNDING = 1e-14
_EXACT_ROWS = 1290  # beyond which R takes t


def pearson(x: np.ndarray, y: np.ndarray, level: float = 0.95) -> Test:
    """Pearson's r with t on n − 2 degrees of freedom and Fisher's interval.

    Parameters
    ----------
    x, y : array (rows,)
        Only rows with both values count.
    level : float
        Confidence level, 0-1.

    Returns
    -------
    Test
        t, `df` (n − 2,), two-sided p; r with its interval. NaN of fewer than two rows or where x or y is constant, no
        interval of two rows.

    Raises
    ------
    Problem
        `survey.values_infinite` where a value is infinite.

    References
    ----------
    Fisher (1921), Metron 1, 3-32, for the interval. As R's `cor.test`.

    Examples
    --------
    Products −1·(−1) + 0·1 + 1·0 of squares 2 and 2.

    >>> test = pearson(np.array([1.0, 2.0, 3.0]), np.array([1.0, 3.0, 2.0]))
    >>> round(test.estimate, 6), test.df
    (0.5, (1,))
    """
    from scipy.stats import pearsonr, t  # scipy.stats, 730 ms: not at start

    x, y = _pairs(x, y)
    n = len(x)
    if _constant(x, y):
        return Test(np.nan, np.nan, (n - 2,))
    found = pearsonr(x, y)
    r, low, high = _exact_one(float(found.statistic)), np.nan, np.nan
    with np.errstate(divide="ignore"):
        statistic = float(r * np.sqrt(np.divide(n - 2, 1 - r**2)))
    if n > 2:
        low, high = found.confidence_interval(level) if abs(r) < 1 else (r, r)
    return Test(statistic, float(2 * t.sf(abs(statistic), n - 2)), (n - 2,), r, float(low), float(high))


def spearman(x: np.ndarray, y: np.ndarray, exact: bool = True, level: float = 0.95) -> Test:
    """Spearman's ρ with S = n(n² − 1)(1 − ρ)/6.

    Parameters
    ----------
    x, y : array (rows,)
        Only rows with both values count.
    exact : bool
        p counted out up to 9 rows, by an Edgeworth series up to 1,290; with ties, and where False, by t.
    level : float
        Confidence level, 0-1.

    Returns
    -------
    Test
        S, two-sided p, ρ with its interval; `rule` "exact", "Edgeworth" or "t". NaN where x or y is constant.

    Raises
    ------
    Problem
        `survey.values_infinite` where a value is infinite.

    References
    ----------
    Best & Roberts (1975), Applied Statistics 24, algorithm AS 89, for p; Bonett & Wright (2000), Psychometrika 65,
    23-28, for the interval: Fisher's z with variance (1 + ρ²/2)/(n − 3). As R's `cor.test`.

    Examples
    --------
    All 4 in order: 2 of 4! orders are so far out.

    >>> test = spearman(np.arange(4.0), np.arange(4.0) ** 2)
    >>> test.estimate, round(test.p, 4), test.rule
    (1.0, 0.0833, 'exact')
    """
    from scipy.stats import spearmanr  # scipy.stats, 730 ms: not at start

    x, y = _pairs(x, y)
    n = len(x)
    if _constant(x, y):
        return Test(np.nan, np.nan, ())
    found = spearmanr(x, y)
    rho = _exact_one(float(found.statistic))
    s, ends = n * (n**2 - 1) * (1 - rho) / 6, _fisher(rho, n, 1 + rho**2 / 2, 3, level)
    tied = len(np.unique(x)) < n or len(np.unique(y)) < n
    if tied or n > _EXACT_ROWS or not exact:
        return Test(s, 0.0 if abs(rho) == 1 and n > 2 else float(found.pvalue), (), rho, *ends, rule="t")
    upper = s > (n**3 - n) / 6
    p = _rank_tail(round(s) if upper else round(s) + 2, n, lower=not upper)
    return Test(s, min(2 * p, 1.0), (), rho, *ends, rule="exact" if n <= 9 else "Edgeworth")


def kendall(x: np.ndarray, y: np.ndarray, exact: bool = True, level: float = 0.95) -> Test:
    """Kendall's τ-b.

    Parameters
    ----------
    x, y : array (rows,)
        Only rows with both values count.
    exact : bool
        Count p out below 50 rows without ties; else it is normal, with the variance for ties.
    level : float
        Confidence level, 0-1.

    Returns
    -------
    Test
        T (concordant pairs) where `rule` is "exact", z where it is "normal"; two-sided p; τ-b with its interval. NaN
        where x or y is constant.

    Raises
    ------
    Problem
        `survey.values_infinite` where a value is infinite.

    References
    ----------
    Kendall (1970), Rank Correlation Methods; Fieller, Hartley & Pearson (1957), Biometrika 44, 470-481, for the
    interval: Fisher's z with variance 0.437/(n − 4). As R's `cor.test`.

    Examples
    --------
    Of 3 pairs 2 agree: (2 − 1)/3.

    >>> test = kendall(np.array([1.0, 2.0, 3.0]), np.array([1.0, 3.0, 2.0]))
    >>> test.statistic, round(test.estimate, 4)
    (2, 0.3333)
    """
    from scipy.stats import kendalltau  # scipy.stats, 730 ms: not at start

    x, y = _pairs(x, y)
    n = len(x)
    if _constant(x, y):
        return Test(np.nan, np.nan, ())
    tau = float(kendalltau(x, y).statistic)
    ends, ties = (
        _fisher(tau, n, 0.437, 4, level),
        [np.unique(one, return_counts=True)[1].astype(float) for one in (x, y)],
    )
    if exact and all((tie == 1).all() for tie in ties) and n < 50:
        p = float(kendalltau(x, y, method="exact").pvalue)
        return Test(round((tau + 1) * n * (n - 1) / 4), p, (), tau, *ends, rule="exact")
    p = float(kendalltau(x, y, method="asymptotic").pvalue)
    return Test(_normal_score(tau, n, ties), p, (), tau, *ends, rule="normal")


def _normal_score(tau: float, n: int, ties: list[np.ndarray]) -> float:
    """The z behind the approximate p of τ-b, which scipy does not tell (Kendall 1970, Rank Correlation Methods)."""
    untied = [n * (n - 1) / 2 - (tie * (tie - 1)).sum() / 2 for tie in ties]
    score = float(round(tau * np.sqrt(untied[0] * untied[1])))
    vt, vu = ((tie * (tie - 1) * (2 * tie + 5)).sum() for tie in ties)
    v1 = np.prod([(tie * (tie - 1)).sum() for tie in ties]) / (2 * n * (n - 1))
    v2 = np.prod([(tie * (tie - 1) * (tie - 2)).sum() for tie in ties])
    v2 = v2 / (9 * n * (n - 1) * (n - 2)) if v2 else 0.0
    with np.errstate(invalid="ignore"):
        return float(np.divide(score, np.sqrt((n * (n - 1) * (2 * n + 5) - vt - vu) / 18 + v1 + v2)))


def _fisher(r: float, n: int, spread: float, lost: int, level: float) -> tuple[float, float]:
    """tanh(artanh r ± z √(spread/(n − lost))); r itself where it is ±1, NaN of too few rows."""
    from scipy.stats import norm  # scipy.stats, 730 ms: not at start

    if abs(r) == 1 and n > 2:
        return r, r
    if n <= lost or not abs(r) < 1:
        return np.nan, np.nan
    half = float(norm.ppf(0.5 + level / 2)) * np.sqrt(spread / (n - lost))
    return float(np.tanh(np.arctanh(r) - half)), float(np.tanh(np.arctanh(r) + half))


def _rank_tail(s: float, n: int, lower: bool) -> float:
    """P(S < s) or P(S ≥ s) of Spearman's S without ties (Best and Roberts 1975, algorithm AS 89)."""
    from scipy.special import ndtr  # scipy.special, 230 ms: not at start

    if n <= 9:
        place = np.arange(n)
        every = np.array(list(permutations(range(n)))) if n <= 8 else None
        sums = ((every - place) ** 2).sum(axis=1) if every is not None else _sums_of_nine()
        above = float((sums >= s).mean())
        return 1 - above if lower else above
    b = 1 / n
    x = (6 * (s - 1) * b / (n**2 - 1) - 1) * np.sqrt(1 / b - 1)
    y = x * x
    first, second = 0.2274 + b * (0.2531 + 0.1745 * b), 0.1033 + 0.3932 * b
    third = 0.0879 + 0.0151 * b - y * (0.0072 - 0.0831 * b + y * b * (0.0131 - 4.6e-4 * y))
    u = x * b * (first + y * (-0.0758 + b * second - y * b * third))
    above = float(np.clip(u / np.exp(y / 2) + ndtr(-x), 0, 1))
    return 1 - above if lower else above


def _sums_of_nine() -> np.ndarray:
    eight = np.array(list(permutations(range(8))))
    sums = []
    for last in range(9):
        others = np.array([value for value in range(9) if value != last])
        sums.append(((others[eight] - np.arange(8)) ** 2).sum(axis=1) + (last - 8) ** 2)
    return np.concatenate(sums)


def _exact_one(r: float) -> float:
    """1 or −1 where a correlation is that but for rounding."""
    return float(np.sign(r)) if 1 - abs(r) < _ROUNDING else r


def _constant(x: np.ndarray, y: np.ndarray) -> bool:
    return len(x) < 2 or np.ptp(x) == 0 or np.ptp(y) == 0


def _pairs(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    refuse_infinite(x, y)
    known = np.isfinite(x) & np.isfinite(y)
    return x[known], y[known]
