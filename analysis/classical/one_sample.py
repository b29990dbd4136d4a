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
    """Quantiles by R's types 1 to 9.

    References
    ----------
    Hyndman & Fan (1996), The American Statistician 50, 361-365.

    Examples
    --------
    Type 7 lies at 1 + (n − 1)p in order: of four values the lower quartile at 1.75; type 1 takes the first.

    >>> x = np.array([10.0, 20.0, 30.0, 40.0])
    >>> float(quantile(x, [0.25])[0]), float(quantile(x, [0.25], kind=1)[0])
    (17.5, 10.0)
    """
    found: np.ndarray = np.quantile(np.sort(x), p, method=_TYPES[kind])  # type: ignore[call-overload]  # numpy's names
    return found


def median_deviation(x: np.ndarray) -> float:
    """1.4826 times the median distance from the median, as R's `mad`.

    References
    ----------
    Hampel (1974), JASA 69, 383-393. As R's `mad`.

    Examples
    --------
    Distances from 3 are 2, 1, 0, 1, 97: their median is 1.

    >>> median_deviation(np.array([1.0, 2.0, 3.0, 4.0, 100.0]))
    1.4826
    """
    from scipy.stats import median_abs_deviation  # scipy.stats, 730 ms: not at start

    return float(median_abs_deviation(x, scale=1 / _NORMAL))


def skewness(x: np.ndarray) -> tuple[float, float]:
    """g₁ and g₂: moment skewness and excess kurtosis.

    References
    ----------
    Joanes & Gill (1998), The Statistician 47, 183-189.

    Examples
    --------
    >>> skewness(np.array([1.0, 2.0, 3.0]))
    (0.0, -1.5)
    """
    from scipy.stats import kurtosis, skew  # scipy.stats, 730 ms: not at start

    if not np.ptp(x):
        return np.nan, np.nan
    return float(skew(x)), float(kurtosis(x))


def trimmed_mean(x: np.ndarray, share: float = 0.1) -> float:
    """Mean without the lowest and highest share.

    References
    ----------
    Tukey & McLaughlin (1963), Sankhyā A 25, 331-352. As R's `mean(trim =)`.

    Examples
    --------
    >>> trimmed_mean(np.array([0.0, 1, 2, 3, 4, 5, 6, 7, 8, 900]))
    4.5
    """
    from scipy.stats import trim_mean  # scipy.stats, 730 ms: not at start

    return float(trim_mean(x, share))


def box(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Tukey's five numbers with whiskers at most 1.5 hinge spreads out, and the values beyond.

    References
    ----------
    Tukey (1977), Exploratory Data Analysis, chapter 2. As R's `boxplot.stats`.

    Examples
    --------
    Hinges 2 and 4 reach to 4 + 1.5 · 2 = 7.

    >>> five, out = box(np.array([1.0, 2.0, 3.0, 4.0, 50.0]))
    >>> five.tolist(), out.tolist()
    ([1.0, 2.0, 3.0, 4.0, 4.0], [50.0])
    """
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
    """Student's t test of a mean against `mu`; pairs by their differences.

    Parameters
    ----------
    x : array (rows,)
        Values or differences without missing ones, at least one.
    mu : float
        The mean to test against, in their unit.
    level : float
        Confidence level, 0-1.

    Returns
    -------
    Test
        t, `df` (n − 1,), p; the mean and its interval. Of one value, or of values that are all the same, there is no
        interval; t is then NaN, or infinite where their mean is not `mu`.

    References
    ----------
    Student (1908), Biometrika 6, 1-25. As R's `t.test`.

    Examples
    --------
    Mean 3, standard deviation √2.5: t = 3/√(2.5/5) on 4 degrees of freedom.

    >>> test = t_test(np.array([1.0, 2.0, 3.0, 4.0, 5.0]))
    >>> round(test.statistic, 4) == round(3 / 0.5 ** 0.5, 4), test.df, test.estimate
    (True, (4,), 3.0)
    """
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

    Parameters
    ----------
    x : array (rows,)
        Values or differences without missing ones, at least two.
    mu : float
        The mean to compare with, in their unit.
    level : float
        Confidence level, 0-1.

    Returns
    -------
    Test
        Statistic, p and df of `t_test`; d, in standard deviations, with its interval. Without a spread d is NaN.

    References
    ----------
    Cumming & Finch (2001), Educational and Psychological Measurement 61, 532-574.
    """
    from scipy.special import nctdtrinc  # scipy.special, 230 ms: not at start

    n, test = len(x), t_test(x, mu)
    if not np.isfinite(test.statistic):
        return Test(test.statistic, test.p, test.df)
    tail = (1 - level) / 2
    low, high = (float(nctdtrinc(n - 1, share, test.statistic)) / n**0.5 for share in (1 - tail, tail))
    return Test(test.statistic, test.p, test.df, test.statistic / n**0.5, low, high)


def shapiro(x: np.ndarray) -> Test:
    """Shapiro–Wilk test of normality.

    Parameters
    ----------
    x : array (rows,)
        Values without missing ones, 3 to 5,000 (the range of Royston's table), not all the same.

    Returns
    -------
    Test
        W, 1 where the values lie as a normal's would, and p.

    References
    ----------
    Shapiro & Wilk (1965), Biometrika 52, 591-611; p by Royston (1995), Applied Statistics 44, algorithm AS R94.
    """
    from scipy.stats import shapiro as scipy_shapiro  # scipy.stats, 730 ms: not at start

    result = scipy_shapiro(x)
    return Test(float(result.statistic), float(result.pvalue))


def counted(x: np.ndarray, w: np.ndarray) -> tuple[float, float, float]:
    """Mean, variance and Kish's effective size of values that stand for w rows each.

    References
    ----------
    Kish (1992), Weighting for unequal P_i, Journal of Official Statistics 8, 183-200, for the effective size.

    Examples
    --------
    The rows 1, 1, 1, 5: mean 2, squares 3 · 1 + 9 over 3; size 16/10.

    >>> counted(np.array([1.0, 5.0]), np.array([3.0, 1.0]))
    (2.0, 4.0, 1.6)
    """
    from statsmodels.stats.weightstats import DescrStatsW  # seconds on a slow machine: only when asked for

    found = DescrStatsW(x, w, ddof=1)
    return float(found.mean), float(found.var), float(w.sum() ** 2 / (w**2).sum())


def counted_quantile(x: np.ndarray, w: np.ndarray, p: Sequence[float]) -> np.ndarray:
    """Quantiles of values that stand for w rows each, by type 7.

    References
    ----------
    Hyndman & Fan (1996), The American Statistician 50, 361-365. As R's `Hmisc::wtd.quantile`.

    Examples
    --------
    >>> counted_quantile(np.array([10.0, 40.0]), np.array([3.0, 1.0]), [0.5, 1.0]).tolist()
    [10.0, 40.0]
    """
    values, place = np.unique(x, return_inverse=True)
    cumulated = np.cumsum(np.bincount(place, weights=w))
    order = 1 + (cumulated[-1] - 1) * np.asarray(p, dtype=float)
    low = np.maximum(np.floor(order), 1)
    high = np.minimum(low + 1, cumulated[-1])

    def at(position: np.ndarray) -> np.ndarray:
        return values[np.minimum(np.searchsorted(cumulated, position, side="left"), len(values) - 1)]

    share = order % 1
    return np.asarray((1 - share) * at(low) + share * at(high))
