# SPDX-License-Identifier: MIT
"""Comparisons of means between groups: t, F, Welch, Tukey, all pairs.

Through statsmodels and scipy, with R's results at the edges (a single row, groups without spread). A group is an
array of values.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from analysis.classical.classical_result import Test, quiet
from analysis.survey.column_arrays import refuse_infinite
from wording import Problem, msg

_ARGUMENT = {"GLM": "var_weights", "WLS": "weights", "GEE": "weights"}  # what the classes that take weights call them


def model_of(
    kind: type[Any], y: np.ndarray, X: np.ndarray, weights: np.ndarray | None = None, **more: object
) -> Any:  # statsmodels has no types
    """A model of statsmodels' class `kind`, with prior weights where they are not all 1."""
    if weights is not None and (weights != 1).any():
        if kind.__name__ not in _ARGUMENT:
            raise Problem(msg("survey.model_weight_ignored"))
        more[_ARGUMENT[kind.__name__]] = weights
    return kind(y, X, **more)


Pair = Callable[[np.ndarray, np.ndarray], float]


def split(y: np.ndarray, group: np.ndarray) -> list[np.ndarray]:
    """The values of each group, in the order of the codes 0 …

    Parameters
    ----------
    y : array (rows,)
        Values; rows with a missing one are left out.
    group : array (rows,)
        Codes from 0; rows with a code below 0 are left out.

    Returns
    -------
    list of array (rows of the group,)
        One for each code up to the highest, empty where no row has it.

    Raises
    ------
    Problem
        `survey.values_infinite` where a value is infinite.

    Examples
    --------
    >>> parts = split(np.array([1.0, 2.0, 3.0, np.nan]), np.array([0, 1, 0, 1]))
    >>> [part.tolist() for part in parts]
    [[1.0, 3.0], [2.0]]
    """
    refuse_infinite(np.asarray(y, dtype=float))
    known = np.isfinite(y) & (group >= 0)
    return [y[known & (group == code)] for code in range(int(group.max(initial=-1)) + 1)]


def analysis_of_variance(parts: Sequence[np.ndarray]) -> tuple[Test, tuple[float, float]]:
    """One-way F test and the sums of squares between and within groups.

    Parameters
    ----------
    parts : sequence of array (rows,)
        The values of each group, as `split` gives them, none empty.

    Returns
    -------
    test : Test
        F, its two degrees of freedom, p; NaN of one group or single rows only, infinite where groups have no spread.
    between, within : float
        In the squared unit of the values.

    References
    ----------
    Fisher (1925), Statistical Methods for Research Workers, chapter 7. As R's `aov`.

    Examples
    --------
    Means 2 and 5 of three values each, their squares 2 and 2: 13.5 between on 1, 4 within on 4 degrees.

    >>> test, squares = analysis_of_variance([np.array([1.0, 2.0, 3.0]), np.array([4.0, 5.0, 6.0])])
    >>> round(test.statistic, 6), test.df, squares
    (13.5, (1, 4), (13.5, 4.0))
    """
    from scipy.stats import f_oneway  # scipy.stats, 730 ms: not at start

    between, within, df = squares(parts)
    if df[0] < 1 or df[1] < 1:
        return Test(np.nan, np.nan, df), (between, within)
    with quiet():
        found = f_oneway(*parts)
    return Test(float(found.statistic), float(found.pvalue), df), (between, within)


def welch(parts: Sequence[np.ndarray]) -> Test:
    """One-way test without equal variances.

    Parameters
    ----------
    parts : sequence of array (rows,)
        The values of each group, none empty.

    Returns
    -------
    Test
        F, its degrees of freedom (the second seldom whole), p; NaN where a group has one row.

    References
    ----------
    Welch (1951), Biometrika 38, 330-336. As R's `oneway.test`.
    """
    from scipy.stats import f  # scipy.stats, 730 ms: not at start
    from statsmodels.stats.oneway import anova_generic  # seconds on a slow machine: only when asked for

    if min(map(len, parts)) < 2:
        return Test(np.nan, np.nan, (len(parts) - 1, np.nan))
    mean, spread, n = (
        np.array(one, dtype=float) for one in zip(*((x.mean(), x.var(ddof=1), len(x)) for x in parts), strict=True)
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        found = anova_generic(mean, spread, n, use_var="unequal")
    value, df = float(found.statistic), (float(found.df_num), float(found.df_denom))
    return Test(value, float(f.sf(value, *df)), df)


def t_test(x: np.ndarray, y: np.ndarray, pooled: bool = False, level: float = 0.95) -> Test:
    """Two-sample t test, Welch's by default.

    Parameters
    ----------
    x, y : array (rows,)
        The groups' values without missing ones, at least one each.
    pooled : bool
        Take the variances as equal.
    level : float
        Confidence level, 0-1.

    Returns
    -------
    Test
        t, degrees of freedom, p; `estimates` the two means, `estimate` their difference x − y with its interval in the
        unit of the values. NaN of single rows without a spread.

    References
    ----------
    Welch (1947), Biometrika 34, 28-35. As R's `t.test`.

    Examples
    --------
    Variances 1 and 1 of three rows each: t = −3/√(2/3) on 4 degrees of freedom.

    >>> test = t_test(np.array([1.0, 2.0, 3.0]), np.array([4.0, 5.0, 6.0]))
    >>> test.estimate, round(test.statistic, 4), round(test.df[0], 4)
    (-3.0, -3.6742, 4.0)
    """
    from scipy.stats import ttest_ind  # scipy.stats, 730 ms: not at start

    means, gap = np.array([x.mean(), y.mean()]), float(x.mean() - y.mean())
    if min(len(x), len(y)) < 2 and not pooled:
        return Test(np.nan, np.nan, (np.nan,), gap, estimates=means)
    with quiet():
        found = ttest_ind(x, y, equal_var=pooled)
        ends = found.confidence_interval(level)
    return Test(float(found.statistic), float(found.pvalue), (float(found.df),), gap, float(ends.low),
                float(ends.high), means)  # fmt: skip


def pairwise_t(parts: Sequence[np.ndarray]) -> np.ndarray:
    """p-values of t tests between all pairs of groups, with the spread of all groups.

    References
    ----------
    As R's `pairwise.t.test`.
    """
    from statsmodels.regression.linear_model import OLS  # seconds on a slow machine: only when asked for

    table, own = np.full((len(parts), len(parts)), np.nan), np.eye(len(parts))
    _, within, df = squares(parts)
    pairs = np.tril_indices(len(parts), -1)
    if df[1] < 1 or within <= 0 or not len(pairs[0]):
        return table
    found = model_of(OLS, np.concatenate(list(parts)), np.repeat(own, [len(part) for part in parts], axis=0)).fit()
    table[pairs] = found.t_test(own[pairs[0]] - own[pairs[1]]).pvalue
    return table


def pairwise(parts: Sequence[np.ndarray], p: Pair) -> np.ndarray:
    """A lower triangle of p(group i, group j).

    Examples
    --------
    >>> pairwise([np.ones(2), np.ones(3)], lambda x, y: len(x) / len(y))[1, 0]
    1.5
    """
    table = np.full((len(parts), len(parts)), np.nan)
    for i in range(1, len(parts)):
        for j in range(i):
            table[i, j] = p(parts[i], parts[j])
    return table


def tukey(parts: Sequence[np.ndarray], level: float = 0.95) -> list[Test]:
    """Tukey's honest differences i − j for i > j, j running slowest, as R's `TukeyHSD`.

    Parameters
    ----------
    parts : sequence of array (rows,)
        The values of each group, none empty.
    level : float
        Confidence level of all intervals together, 0-1.

    Returns
    -------
    list of Test
        Of each of k(k − 1)/2 pairs the residual `df`, difference of means, interval and p adjusted for their number;
        bare differences where there is no spread. No statistic.

    References
    ----------
    Tukey (1949), Biometrics 5, 99-114; Kramer (1956), Biometrics 12, 307-310, for groups of unequal size.
    """
    from statsmodels.stats.multicomp import tukeyhsd  # seconds on a slow machine: only when asked for

    _, within, df = squares(parts)
    means, n = np.array([part.mean() for part in parts]), np.array([len(part) for part in parts])
    if df[1] < 1 or within <= 0:
        return [
            Test(np.nan, np.nan, (df[1],), means[i] - means[j]) for j in range(len(n)) for i in range(j + 1, len(n))
        ]
    _, _, gaps, _, ends, _, _, _, p = tukeyhsd(means, n, within / df[1], df=n - 1, alpha=1 - level)
    return [
        Test(np.nan, float(one), (df[1],), float(gap), float(low), float(high))
        for gap, (low, high), one in zip(gaps, ends, p, strict=True)
    ]


def squares(parts: Sequence[np.ndarray]) -> tuple[float, float, tuple[float, float]]:
    """Sums of squares between and within groups, and the degrees of freedom of both.

    Examples
    --------
    >>> squares([np.array([1.0, 2.0, 3.0]), np.array([4.0, 5.0, 6.0])])
    (13.5, 4.0, (1, 4))
    """
    every = np.concatenate(list(parts))
    centre = every.mean()
    between = float(sum(len(part) * (part.mean() - centre) ** 2 for part in parts))
    within = sum(float(((part - part.mean()) ** 2).sum()) for part in parts)
    return between, within, (len(parts) - 1, len(every) - len(parts))
