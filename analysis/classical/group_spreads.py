# SPDX-License-Identifier: MIT
"""Comparisons of spreads and of whole distributions between groups: F, Bartlett, Levene, Fligner, Kolmogorov–Smirnov.

Through scipy, with R's results at the edges (a single row, groups without spread). A group is an array of values.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from analysis.classical.classical_result import Test

_ROUNDING = 1e-9


def variance_ratio(x: np.ndarray, y: np.ndarray, level: float = 0.95) -> Test:
    """F test of two variances.

    Parameters
    ----------
    x, y : array (rows,)
        The groups' values without missing ones, taken as normal.
    level : float
        Confidence level, 0-1.

    Returns
    -------
    Test
        `statistic` and `estimate` are the variance of x over that of y, with its interval; two-sided p. NaN where a
        group has one row or neither a spread.

    References
    ----------
    As R's `var.test`.

    Examples
    --------
    >>> test = variance_ratio(np.array([1.0, 3.0, 5.0]), np.array([1.0, 2.0, 3.0]))
    >>> test.estimate, test.df
    (4.0, (2, 2))
    """
    from scipy.stats import f  # scipy.stats, 730 ms: not at start

    df = (len(x) - 1, len(y) - 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        first, second = (np.float64(part.var(ddof=1) if len(part) > 1 else np.nan) for part in (x, y))
        value = float(first / second)
    p = float(2 * min(f.cdf(value, *df), f.sf(value, *df)))
    tail = (1 - level) / 2
    return Test(value, p, df, value, float(value / f.ppf(1 - tail, *df)), float(value / f.ppf(tail, *df)))


def bartlett(parts: Sequence[np.ndarray]) -> Test:
    """Bartlett's test of equal variances; it takes the values as normal.

    Parameters
    ----------
    parts : sequence of array (rows,)
        The values of each group, none empty.

    Returns
    -------
    Test
        K² on k − 1 degrees of freedom, p; NaN of one group, or where a group has one row.

    References
    ----------
    Bartlett (1937), Proceedings of the Royal Society A 160, 268-282.
    """
    from scipy.stats import bartlett as scipy_bartlett  # scipy.stats, 730 ms: not at start

    if len(parts) < 2 or min(map(len, parts)) < 2:
        return Test(float("nan"), float("nan"), (len(parts) - 1,))
    result = scipy_bartlett(*parts)
    even = -_ROUNDING < result.statistic <= 0
    return Test(float(result.statistic), 1.0 if even else float(result.pvalue), (len(parts) - 1,))


def fligner(parts: Sequence[np.ndarray]) -> Test:
    """Fligner–Killeen test of equal variances, by ranks of the distances from each group's median.

    Parameters
    ----------
    parts : sequence of array (rows,)
        The values of each group, none empty, at least two groups.

    Returns
    -------
    Test
        Chi-square on k − 1 degrees of freedom, p.

    References
    ----------
    Fligner & Killeen (1976), JASA 71, 210-213; with medians Conover, Johnson & Johnson (1981), Technometrics 23,
    351-361.
    """
    from scipy.stats import fligner as scipy_fligner  # scipy.stats, 730 ms: not at start

    found = scipy_fligner(*parts, center="median")
    return Test(float(found.statistic), float(found.pvalue), (len(parts) - 1,))


def levene(parts: Sequence[np.ndarray], centre: str = "median") -> Test:
    """Levene's test of equal spreads: F of the distances from each group's mean, or its median.

    Parameters
    ----------
    parts : sequence of array (rows,)
        The values of each group, none empty, at least two groups.
    centre : str
        "median" (Brown and Forsythe's) or "mean" (Levene's own).

    Returns
    -------
    Test
        F, its degrees of freedom (k − 1, n − k), p.

    References
    ----------
    Brown & Forsythe (1974), JASA 69, 364-367.

    Examples
    --------
    Distances from the medians 1, 0, 1 and 3, 0, 3: means 2/3 and 2, so 8/3 between and 20/3 within on 4 degrees.

    >>> found = levene([np.array([1.0, 2.0, 3.0]), np.array([1.0, 4.0, 7.0])])
    >>> round(found.statistic, 4), found.df
    (1.6, (1, 4))
    """
    from scipy.stats import levene as scipy_levene  # scipy.stats, 730 ms: not at start

    with np.errstate(divide="ignore", invalid="ignore"):
        found = scipy_levene(*parts, center=centre)
    df = (len(parts) - 1, sum(map(len, parts)) - len(parts))
    return Test(float(found.statistic), float(found.pvalue), df)


def kolmogorov_smirnov(x: np.ndarray, y: np.ndarray, exact: bool = False) -> Test:
    """Kolmogorov–Smirnov test of two distributions, by its limit or exactly.

    Parameters
    ----------
    x, y : array (rows,)
        The groups' values without missing ones, at least one each.
    exact : bool
        p among all ways to deal the pooled values out, given those that are equal.

    Returns
    -------
    Test
        `statistic` D, the largest distance of the two cumulative shares, 0-1; two-sided p; `rule` "exact" or "".

    References
    ----------
    Schröer & Trenkler (1995), Computational Statistics and Data Analysis 20, 185-202, for the exact p with equal
    values.

    Examples
    --------
    Apart altogether: 2 of the 6 ways to deal four values out are.

    >>> test = kolmogorov_smirnov(np.array([1.0, 2.0]), np.array([3.0, 4.0]), exact=True)
    >>> test.statistic, round(test.p, 4)
    (1.0, 0.3333)
    """
    from scipy.special import kolmogorov  # scipy.special, 230 ms: not at start
    from scipy.stats import ks_2samp  # scipy.stats, 730 ms: not at start

    value = float(ks_2samp(x, y, method="asymp").statistic)
    if exact:
        return Test(value, _share_beyond(value, x, y), rule="exact")
    return Test(value, float(kolmogorov(np.sqrt(len(x) * len(y) / (len(x) + len(y))) * value)))


def _share_beyond(value: float, x: np.ndarray, y: np.ndarray) -> float:
    """Share of all ways to deal the pooled values out to x and y that are as far apart or farther.

    Dealt in order of size; distances count only after the last of equal values (Schröer and Trenkler 1995,
    Computational Statistics and Data Analysis 20: 185–202), which scipy's exact test leaves out.
    """
    n, m = len(x), len(y)
    pooled = np.sort(np.concatenate([x, y]))
    last = np.append(pooled[1:] != pooled[:-1], True)
    bound = value - 1e-9 / (n * m) if n * m else 0.0
    inside = np.zeros(n + 1)  # chance to have dealt i of the values so far to x, never having been `bound` apart
    inside[0], taken = 1.0, np.arange(n + 1)
    for dealt in range(n + m):
        left_x, left_y = n - taken, m - (dealt - taken)
        to_x = np.clip(left_x, 0, None) / (n + m - dealt)
        moved = np.append(0.0, (inside * to_x)[:-1]) + inside * np.clip(left_y, 0, None) / (n + m - dealt)
        if last[dealt]:
            apart = np.abs(taken / n - (dealt + 1 - taken) / m)
            moved = np.where(apart >= bound, 0.0, moved)
        inside = moved
    return float(min(max(1 - inside[n], 0.0), 1.0))
