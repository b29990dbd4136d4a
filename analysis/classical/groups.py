# SPDX-License-Identifier: MIT
"""Comparisons of means and spreads between groups: t, F, Welch, Bartlett, Levene, Tukey; effect sizes.

Through statsmodels and scipy, with R's results at the edges (a single row, groups without spread). A group is an
array of values.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import numpy as np

from analysis.classical.classical_result import Test
from analysis.classical.weighted_classes import model_of
from analysis.survey.finite_values import refuse_infinite

_ROUNDING = 1e-9
Pair = Callable[[np.ndarray, np.ndarray], float]


def split(y: np.ndarray, group: np.ndarray) -> list[np.ndarray]:
    """The values of each group, in the order of the codes 0 …; rows with a code below 0 or no value left out."""
    refuse_infinite(np.asarray(y, dtype=float))
    known = np.isfinite(y) & (group >= 0)
    return [y[known & (group == code)] for code in range(int(group.max(initial=-1)) + 1)]


def analysis_of_variance(parts: Sequence[np.ndarray]) -> tuple[Test, tuple[float, float]]:
    """One-way F test and the sums of squares between and within groups; NaN of one group, endless without a spread."""
    from scipy.stats import f_oneway  # scipy.stats, 730 ms: not at start

    between, within, df = _squares(parts)
    if df[0] < 1 or df[1] < 1:
        return Test(np.nan, np.nan, df), (between, within)
    with _quiet():
        found = f_oneway(*parts)
    return Test(float(found.statistic), float(found.pvalue), df), (between, within)


def effect_sizes(parts: Sequence[np.ndarray]) -> tuple[float, float]:
    """η² and ω²."""
    between, within, df = _squares(parts)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean_square, total = np.divide(within, df[1]), np.float64(between + within)
        return float(between / total), float((between - df[0] * mean_square) / (total + mean_square))


def eta_squared(parts: Sequence[np.ndarray], level: float = 0.95) -> Test:
    """η² with the interval of the noncentral F (Steiger 2004, Psychological Methods 9)."""
    test, n = analysis_of_variance(parts)[0], sum(map(len, parts))
    eta = effect_sizes(parts)[0]
    return Test(test.statistic, test.p, test.df, eta, *explained_interval(test, n, level))


def explained_interval(test: Test, n: int, level: float = 0.95) -> tuple[float, float]:
    """The interval of the share explained (η², ω², R² of fixed predictors) that an F test of `n` rows leaves.

    Noncentral F (Steiger 2004, Psychological Methods 9). NaN where F is not finite.
    """
    from statsmodels.stats.oneway import confint_effectsize_oneway  # seconds on a slow machine: only when asked for

    if not 0 <= test.statistic < float("inf"):
        return np.nan, np.nan
    with np.errstate(divide="ignore"):
        ends = confint_effectsize_oneway(test.statistic, test.df, alpha=1 - level, nobs=n).ci_nc
    low, high = (float(end) / (float(end) + n) for end in ends)  # the noncentrality is n·η²/(1 − η²)
    return low, high


def welch(parts: Sequence[np.ndarray]) -> Test:
    """One-way test without equal variances (Welch 1951, as `oneway.test`). NaN where a group has one row."""
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
    """Two samples, Welch's by default; the interval is of the difference x − y. NaN of single rows without a spread."""
    from scipy.stats import ttest_ind  # scipy.stats, 730 ms: not at start

    means, gap = np.array([x.mean(), y.mean()]), float(x.mean() - y.mean())
    if min(len(x), len(y)) < 2 and not pooled:
        return Test(np.nan, np.nan, (np.nan,), gap, estimates=means)
    with _quiet():
        found = ttest_ind(x, y, equal_var=pooled)
        ends = found.confidence_interval(level)
    return Test(float(found.statistic), float(found.pvalue), (float(found.df),), gap, float(ends.low),
                float(ends.high), means)  # fmt: skip


def hedges_g(x: np.ndarray, y: np.ndarray, level: float = 0.95) -> Test:
    """Difference of means over the pooled standard deviation, corrected for small samples; large-sample interval.

    Hedges and Olkin (1985), Statistical Methods for Meta-Analysis, chapter 5. NaN where neither group has a spread.
    """
    from scipy.stats import norm  # scipy.stats, 730 ms: not at start
    from statsmodels.stats.meta_analysis import effectsize_smd  # seconds on a slow machine: only when asked for

    spread = [float(part.std(ddof=1)) for part in (x, y)]
    if not any(spread):
        return Test(np.nan, np.nan)
    g, variance = effectsize_smd(x.mean(), spread[0], len(x), y.mean(), spread[1], len(y))
    half = float(norm.ppf(0.5 + level / 2)) * float(variance) ** 0.5
    return Test(np.nan, np.nan, (), float(g), float(g) - half, float(g) + half)


def cohens_d(x: np.ndarray, y: np.ndarray) -> float:
    """Difference of means over the pooled standard deviation."""
    n, m = len(x), len(y)
    if n < 2 or m < 2:
        return float("nan")
    with np.errstate(divide="ignore", invalid="ignore"):
        return float(np.divide(x.mean() - y.mean(), np.sqrt((_spread(x) + _spread(y)) / (n + m - 2))))


def standardised_difference(x: np.ndarray, y: np.ndarray, level: float = 0.95) -> Test:
    """Cohen's d of two groups with the interval of the noncentral t.

    Cumming and Finch (2001), Educational and Psychological Measurement 61. NaN where neither group has a spread.
    """
    from scipy.special import nctdtrinc  # scipy.special, 230 ms: not at start

    d, df = cohens_d(x, y), len(x) + len(y) - 2
    if not np.isfinite(d):
        return Test(np.nan, np.nan)
    per = float(np.sqrt(1 / len(x) + 1 / len(y)))
    tail = (1 - level) / 2
    low, high = (float(nctdtrinc(df, share, d / per)) * per for share in (1 - tail, tail))
    return Test(np.nan, np.nan, (), d, low, high)


def variance_ratio(x: np.ndarray, y: np.ndarray, level: float = 0.95) -> Test:
    """F test of two variances (`var.test`)."""
    from scipy.stats import f  # scipy.stats, 730 ms: not at start

    df = (len(x) - 1, len(y) - 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        first, second = (np.float64(part.var(ddof=1) if len(part) > 1 else np.nan) for part in (x, y))
        value = float(first / second)
    p = float(2 * min(f.cdf(value, *df), f.sf(value, *df)))
    tail = (1 - level) / 2
    return Test(value, p, df, value, float(value / f.ppf(1 - tail, *df)), float(value / f.ppf(tail, *df)))


def bartlett(parts: Sequence[np.ndarray]) -> Test:
    """Bartlett's test of equal variances; it takes the values as normal."""
    from scipy.stats import bartlett as scipy_bartlett  # scipy.stats, 730 ms: not at start

    if len(parts) < 2 or min(map(len, parts)) < 2:
        return Test(float("nan"), float("nan"), (len(parts) - 1,))
    result = scipy_bartlett(*parts)
    even = -_ROUNDING < result.statistic <= 0
    return Test(float(result.statistic), 1.0 if even else float(result.pvalue), (len(parts) - 1,))


def fligner(parts: Sequence[np.ndarray]) -> Test:
    """Fligner–Killeen test of equal variances, by ranks."""
    from scipy.stats import fligner as scipy_fligner  # scipy.stats, 730 ms: not at start

    found = scipy_fligner(*parts, center="median")
    return Test(float(found.statistic), float(found.pvalue), (len(parts) - 1,))


def levene(parts: Sequence[np.ndarray], centre: str = "median") -> Test:
    """Levene's test: F of the distances from each group's mean, or its median (Brown and Forsythe 1974, JASA 69)."""
    from scipy.stats import levene as scipy_levene  # scipy.stats, 730 ms: not at start

    with np.errstate(divide="ignore", invalid="ignore"):
        found = scipy_levene(*parts, center=centre)
    df = (len(parts) - 1, sum(map(len, parts)) - len(parts))
    return Test(float(found.statistic), float(found.pvalue), df)


def pairwise_t(parts: Sequence[np.ndarray]) -> np.ndarray:
    """(k, k) p-values of t tests with the spread of all groups below the diagonal, NaN elsewhere."""
    from statsmodels.regression.linear_model import OLS  # seconds on a slow machine: only when asked for

    table, own = np.full((len(parts), len(parts)), np.nan), np.eye(len(parts))
    _, within, df = _squares(parts)
    pairs = np.tril_indices(len(parts), -1)
    if df[1] < 1 or within <= 0 or not len(pairs[0]):
        return table
    found = model_of(OLS, np.concatenate(list(parts)), np.repeat(own, [len(part) for part in parts], axis=0)).fit()
    table[pairs] = found.t_test(own[pairs[0]] - own[pairs[1]]).pvalue
    return table


def pairwise(parts: Sequence[np.ndarray], p: Pair) -> np.ndarray:
    """(k, k) lower triangle of p(group i, group j), NaN elsewhere."""
    table = np.full((len(parts), len(parts)), np.nan)
    for i in range(1, len(parts)):
        for j in range(i):
            table[i, j] = p(parts[i], parts[j])
    return table


def tukey(parts: Sequence[np.ndarray], level: float = 0.95) -> list[Test]:
    """Tukey's honest differences i − j for i > j, j running slowest, as `TukeyHSD`: df, estimate, interval, p.

    Tukey (1949); Kramer (1956), Biometrics 12, for groups of unequal size. Bare differences where there is no spread.
    """
    from statsmodels.stats.multicomp import tukeyhsd  # seconds on a slow machine: only when asked for

    _, within, df = _squares(parts)
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


def kolmogorov_smirnov(x: np.ndarray, y: np.ndarray, exact: bool = False) -> Test:
    """Two-sample test with the limiting distribution, or `exact`: given the values that are equal, where there are."""
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


@contextmanager
def _quiet() -> Iterator[None]:
    """Without scipy's warnings of groups without a spread or of a single row: the numbers tell it."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        yield


def _spread(x: np.ndarray) -> float:
    """Sum of squared distances from the mean."""
    return float(((x - x.mean()) ** 2).sum())


def _squares(parts: Sequence[np.ndarray]) -> tuple[float, float, tuple[float, float]]:
    every = np.concatenate(list(parts))
    centre = every.mean()
    between = float(sum(len(part) * (part.mean() - centre) ** 2 for part in parts))
    return between, sum(map(_spread, parts)), (len(parts) - 1, len(every) - len(parts))
