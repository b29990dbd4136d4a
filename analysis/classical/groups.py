# SPDX-License-Identifier: MIT
"""Comparisons of means and spreads between groups with R's defaults: t, F, Welch, Bartlett, Levene, Tukey."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from analysis.classical.result import Test
from analysis.survey.values import refuse_infinite

_ROUNDING = 1e-9


def split(y: np.ndarray, group: np.ndarray) -> list[np.ndarray]:
    """The values of each group, in the order of the codes 0 …; rows with a code below 0 or no value left out."""
    refuse_infinite(np.asarray(y, dtype=float))
    known = np.isfinite(y) & (group >= 0)
    return [y[known & (group == code)] for code in range(int(group.max(initial=-1)) + 1)]


def analysis_of_variance(parts: list[np.ndarray]) -> tuple[Test, tuple[float, float]]:
    """One-way F test and the sums of squares between and within groups."""
    from scipy.stats import f

    between, within, df = _squares(parts)
    with np.errstate(divide="ignore", invalid="ignore"):
        value = float(np.divide(between, df[0]) / np.divide(within, df[1]))
    return Test(value, float(f.sf(value, *df)), df), (between, within)


def effect_sizes(parts: list[np.ndarray]) -> tuple[float, float]:
    """η² and ω²."""
    between, within, df = _squares(parts)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean_square, total = np.divide(within, df[1]), np.float64(between + within)
        return float(between / total), float((between - df[0] * mean_square) / (total + mean_square))


def welch(parts: list[np.ndarray]) -> Test:
    """One-way test without equal variances (`oneway.test`)."""
    from scipy.stats import f

    n = np.array([len(part) for part in parts])
    mean = np.array([part.mean() for part in parts])
    k = len(parts)
    with np.errstate(divide="ignore", invalid="ignore"):
        weight = n / _variances(parts)
        total = weight.sum()
        centre = (weight * mean).sum() / total
        spread = ((1 - weight / total) ** 2 / (n - 1)).sum() / (k**2 - 1)
        value = float((weight * (mean - centre) ** 2).sum() / ((k - 1) * (1 + 2 * (k - 2) * spread)))
        df = (k - 1, float(1 / (3 * spread)))
    return Test(value, float(f.sf(value, *df)), df)


def t_test(x: np.ndarray, y: np.ndarray, pooled: bool = False, level: float = 0.95) -> Test:
    """Two samples, Welch's by default; the interval is of the difference x − y."""
    from scipy.stats import t

    n, m = len(x), len(y)
    gap = float(x.mean() - y.mean())
    with np.errstate(divide="ignore", invalid="ignore"):
        if pooled:  # a single row adds nothing to the spread
            df = float(n + m - 2)
            se = np.sqrt(np.divide(_spread(x) + _spread(y), df) * (1 / n + 1 / m))
        else:
            vx, vy = _variances([x, y])
            se = np.sqrt(vx / n + vy / m)
            df = float(se**4 / ((vx / n) ** 2 / np.float64(n - 1) + (vy / m) ** 2 / np.float64(m - 1)))
        value = float(np.divide(gap, se))
    half = t.ppf(0.5 + level / 2, df) * se
    p = float(2 * t.sf(abs(value), df))
    return Test(value, p, (df,), gap, float(gap - half), float(gap + half), np.array([x.mean(), y.mean()]))


def one_sample_t(x: np.ndarray, mu: float = 0.0, level: float = 0.95) -> Test:
    """Mean against `mu`; pairs by their differences. Of values that are all the same there is no interval."""
    from scipy.stats import t

    n, mean = len(x), float(x.mean())
    se = float(np.sqrt(_variances([x])[0] / n))
    half = float(t.ppf(0.5 + level / 2, n - 1)) * se if se else float("nan")
    with np.errstate(divide="ignore", invalid="ignore"):
        value = float(np.divide(mean - mu, se))
    return Test(value, float(2 * t.sf(abs(value), n - 1)), (n - 1,), mean, mean - half, mean + half)


def cohens_d(x: np.ndarray, y: np.ndarray) -> float:
    """Difference of means over the pooled standard deviation."""
    n, m = len(x), len(y)
    if n < 2 or m < 2:
        return float("nan")
    with np.errstate(divide="ignore", invalid="ignore"):
        return float(np.divide(x.mean() - y.mean(), np.sqrt((_spread(x) + _spread(y)) / (n + m - 2))))


def variance_ratio(x: np.ndarray, y: np.ndarray, level: float = 0.95) -> Test:
    """F test of two variances (`var.test`)."""
    from scipy.stats import f

    df = (len(x) - 1, len(y) - 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        value = float(np.divide(*_variances([x, y])))
    p = float(2 * min(f.cdf(value, *df), f.sf(value, *df)))
    tail = (1 - level) / 2
    return Test(value, p, df, value, float(value / f.ppf(1 - tail, *df)), float(value / f.ppf(tail, *df)))


def bartlett(parts: list[np.ndarray]) -> Test:
    """Bartlett's test of equal variances."""
    from scipy.stats import bartlett as scipy_bartlett

    if len(parts) < 2 or min(map(len, parts)) < 2:
        return Test(float("nan"), float("nan"), (len(parts) - 1,))
    result = scipy_bartlett(*parts)
    even = -_ROUNDING < result.statistic <= 0
    return Test(float(result.statistic), 1.0 if even else float(result.pvalue), (len(parts) - 1,))


def fligner(parts: list[np.ndarray]) -> Test:
    """Fligner–Killeen test of equal variances."""
    from scipy.stats import chi2, norm, rankdata

    centred = [np.abs(part - np.median(part)) for part in parts]
    sizes = np.array([len(part) for part in parts])
    n = int(sizes.sum())
    score = norm.ppf((1 + rankdata(np.concatenate(centred)) / (n + 1)) / 2)
    score = score - score.mean()
    sums = np.array([part.sum() for part in np.split(score, np.cumsum(sizes)[:-1])])
    value = float((sums**2 / sizes).sum() / ((score**2).sum() / (n - 1)))
    return Test(value, float(chi2.sf(value, len(parts) - 1)), (len(parts) - 1,))


def levene(parts: list[np.ndarray], centre: Callable[[np.ndarray], float] = np.median) -> Test:
    """Levene's test: F of the distances from each group's centre."""
    return analysis_of_variance([np.abs(part - centre(part)) for part in parts])[0]


def pairwise_t(parts: list[np.ndarray]) -> np.ndarray:
    """(k, k) p-values of pooled-SD t tests below the diagonal, NaN elsewhere."""
    from scipy.stats import t

    _, within, df = _squares(parts)
    with np.errstate(divide="ignore", invalid="ignore"):
        sd = np.sqrt(np.divide(within, df[1]))

    def p(i: int, j: int) -> float:
        gap = parts[i].mean() - parts[j].mean()
        value = np.divide(gap, sd * np.sqrt(1 / len(parts[i]) + 1 / len(parts[j])))
        return float(2 * t.sf(abs(value), df[1]))

    return pairwise(len(parts), p)


def pairwise(k: int, p: Callable[[int, int], float]) -> np.ndarray:
    """(k, k) lower triangle of p(i, j), NaN elsewhere."""
    table = np.full((k, k), np.nan)
    for i in range(1, k):
        for j in range(i):
            table[i, j] = p(i, j)
    return table


def tukey(parts: list[np.ndarray], level: float = 0.95) -> list[Test]:
    """Tukey's honest differences i − j for i > j, j running slowest, as `TukeyHSD`."""
    from scipy.stats import studentized_range

    _, within, df = _squares(parts)
    k = len(parts)
    if df[1] < 1 or within <= 0:
        return [Test(np.nan, np.nan, (df[1],), g) for g in _gaps(parts)]
    mean_square = within / df[1]
    width = float(studentized_range.ppf(level, k, df[1]))
    rows = []
    for j in range(k):
        for i in range(j + 1, k):
            gap = float(parts[i].mean() - parts[j].mean())
            se = float(np.sqrt(mean_square / 2 * (1 / len(parts[i]) + 1 / len(parts[j]))))
            p = float(studentized_range.sf(abs(gap) / se, k, df[1]))
            rows.append(Test(gap / se, p, (df[1],), gap, gap - width * se, gap + width * se))
    return rows


def _gaps(parts: list[np.ndarray]) -> list[float]:
    return [float(parts[i].mean() - parts[j].mean()) for j in range(len(parts)) for i in range(j + 1, len(parts))]


def kolmogorov_smirnov(x: np.ndarray, y: np.ndarray, exact: bool = False) -> Test:
    """Two-sample test with the limiting distribution, or `exact`: given the values that are equal, where there are."""
    from scipy.special import kolmogorov
    from scipy.stats import ks_2samp

    value = float(ks_2samp(x, y, method="asymp").statistic)
    if exact:
        return Test(value, _share_beyond(value, x, y), rule="exact")
    return Test(value, float(kolmogorov(np.sqrt(len(x) * len(y) / (len(x) + len(y))) * value)))


def _share_beyond(value: float, x: np.ndarray, y: np.ndarray) -> float:
    """Share of all ways to deal the pooled values out to x and y that are as far apart or farther.

    Dealt in order of size; distances count only after the last of equal values (Schröer and Trenkler 1995,
    Computational Statistics and Data Analysis 20: 185–202).
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


def _spread(x: np.ndarray) -> float:
    """Sum of squared distances from the mean."""
    return float(((x - x.mean()) ** 2).sum())


def _variances(parts: list[np.ndarray]) -> np.ndarray:
    """Variance of each part; NaN of a single row."""
    return np.array([part.var(ddof=1) if len(part) > 1 else np.nan for part in parts])


def _squares(parts: list[np.ndarray]) -> tuple[float, float, tuple[float, float]]:
    every = np.concatenate(parts)
    centre = every.mean()
    between = float(sum(len(part) * (part.mean() - centre) ** 2 for part in parts))
    within = float(sum(((part - part.mean()) ** 2).sum() for part in parts))
    return between, within, (len(parts) - 1, len(every) - len(parts))
