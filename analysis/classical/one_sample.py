# SPDX-License-Identifier: MIT
"""A single variable described: quantiles by rule, robust measures, shape, box, normality; counts as weights.

Through numpy, scipy and statsmodels; each names the R function it answers to. Values are arrays (rows,).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from analysis.classical.classical_result import Test

_TYPES = {
    1: "inverted_cdf",
    2: "averaged_inverted_cdf",
    3: "closest_observation",
    4: "interpolated_inverted_cdf",
    5: "hazen",
    6: "weibull",
    7: "linear",
    8: "median_unbiased",
    9: "normal_unbiased",
}
_NORMAL = 1.4826  # what a median distance is of a normal's standard deviation, as R rounds it


def quantile(x: np.ndarray, p: Sequence[float], kind: int = 7) -> np.ndarray:
    """Quantiles by R's types 1 to 9 (Hyndman and Fan 1996)."""
    found: np.ndarray = np.quantile(np.sort(x), p, method=_TYPES[kind])  # type: ignore[call-overload]
    return found


def median_deviation(x: np.ndarray) -> float:
    """1.4826 times the median distance from the median (`mad`)."""
    from scipy.stats import median_abs_deviation  # scipy.stats, 730 ms: not at start

    return float(median_abs_deviation(x, scale=1 / _NORMAL))


def skewness(x: np.ndarray) -> tuple[float, float]:
    """g₁ and g₂: moment skewness and excess kurtosis; NaN of values that are all the same."""
    from scipy.stats import kurtosis, skew  # scipy.stats, 730 ms: not at start

    if not np.ptp(x):
        return np.nan, np.nan
    return float(skew(x)), float(kurtosis(x))


def trimmed_mean(x: np.ndarray, share: float = 0.1) -> float:
    """Mean without the lowest and highest share."""
    from scipy.stats import trim_mean  # scipy.stats, 730 ms: not at start

    return float(trim_mean(x, share))


def box(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Tukey's five numbers with whiskers at most 1.5 hinge spreads out, and the values beyond (`boxplot.stats`)."""
    ordered = np.sort(x)
    n = len(ordered)
    depth = (np.floor((n + 3) / 2)) / 2
    places = np.array([1, depth, (n + 1) / 2, n + 1 - depth, n])
    five = (ordered[np.floor(places).astype(int) - 1] + ordered[np.ceil(places).astype(int) - 1]) / 2
    reach = 1.5 * (five[3] - five[1])
    out = (x < five[1] - reach) | (x > five[3] + reach)
    five[[0, 4]] = x[~out].min(), x[~out].max()
    return five, x[out]


def t_test(x: np.ndarray, mu: float = 0.0, level: float = 0.95) -> Test:
    """Mean against `mu`; pairs by their differences. Of values that are all the same there is no interval."""
    from scipy.stats import t, ttest_1samp  # scipy.stats, 730 ms: not at start

    n, mean = len(x), float(x.mean())
    if n < 2 or not np.ptp(x):
        value = np.nan if n < 2 or mean == mu else float(np.copysign(np.inf, mean - mu))
        return Test(value, float(2 * t.sf(abs(value), n - 1)), (n - 1,), mean)
    found = ttest_1samp(x, mu)
    ends = found.confidence_interval(level)
    return Test(float(found.statistic), float(found.pvalue), (n - 1,), mean, float(ends.low), float(ends.high))


def standardised_mean(x: np.ndarray, mu: float = 0.0, level: float = 0.95) -> Test:
    """Cohen's d of one sample, (mean − μ)/s, with the interval of the noncentral t; of pairs it is d_z.

    Cumming and Finch (2001), Educational and Psychological Measurement 61.
    """
    from scipy.special import nctdtrinc  # scipy.special, 230 ms: not at start

    n, test = len(x), t_test(x, mu)
    if not np.isfinite(test.statistic):
        return Test(test.statistic, test.p, test.df)
    tail = (1 - level) / 2
    low, high = (float(nctdtrinc(n - 1, share, test.statistic)) / n**0.5 for share in (1 - tail, tail))
    return Test(test.statistic, test.p, test.df, test.statistic / n**0.5, low, high)


def shapiro(x: np.ndarray) -> Test:
    """Shapiro–Wilk test of normality."""
    from scipy.stats import shapiro as scipy_shapiro  # scipy.stats, 730 ms: not at start

    result = scipy_shapiro(x)
    return Test(float(result.statistic), float(result.pvalue))


def counted(x: np.ndarray, w: np.ndarray) -> tuple[float, float, float]:
    """Mean, variance Σw(x−m)²/(Σw−1) (`Hmisc::wtd.var`) and Kish's effective size of values that stand for w rows."""
    from statsmodels.stats.weightstats import DescrStatsW  # seconds on a slow machine: only when asked for

    found = DescrStatsW(x, w, ddof=1)
    return float(found.mean), float(found.var), float(w.sum() ** 2 / (w**2).sum())


def counted_quantile(x: np.ndarray, w: np.ndarray, p: Sequence[float]) -> np.ndarray:
    """Quantiles of values that stand for w rows each, by type 7 (`Hmisc::wtd.quantile`)."""
    values, place = np.unique(x, return_inverse=True)
    cumulated = np.cumsum(np.bincount(place, weights=w))
    order = 1 + (cumulated[-1] - 1) * np.asarray(p, dtype=float)
    low = np.maximum(np.floor(order), 1)
    high = np.minimum(low + 1, cumulated[-1])

    def at(position: np.ndarray) -> np.ndarray:
        return values[np.minimum(np.searchsorted(cumulated, position, side="left"), len(values) - 1)]

    share = order % 1
    return np.asarray((1 - share) * at(low) + share * at(high))
