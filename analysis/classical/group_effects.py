# SPDX-License-Identifier: MIT
"""Effect sizes of groups' means with intervals: η², ω², Hedges's g, Cohen's d."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from analysis.classical.classical_result import Test
from analysis.classical.groups import analysis_of_variance, squares


def effect_sizes(parts: Sequence[np.ndarray]) -> tuple[float, float]:
    """η² and ω² of a one-way analysis of variance.

    References
    ----------
    Hays (1963), Statistics for Psychologists, for ω².

    Examples
    --------
    13.5 of 17.5, and (13.5 − 1)/(17.5 + 1), as in `analysis_of_variance`.

    >>> eta, omega = effect_sizes([np.array([1.0, 2.0, 3.0]), np.array([4.0, 5.0, 6.0])])
    >>> round(eta, 4), round(omega, 4)
    (0.7714, 0.6757)
    """
    between, within, df = squares(parts)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean_square, total = np.divide(within, df[1]), np.float64(between + within)
        return float(between / total), float((between - df[0] * mean_square) / (total + mean_square))


def eta_squared(parts: Sequence[np.ndarray], level: float = 0.95) -> Test:
    """η² with the interval of the noncentral F.

    Parameters
    ----------
    parts : sequence of array (rows,)
        The values of each group, none empty.
    level : float
        Confidence level, 0-1.

    Returns
    -------
    Test
        F test of `analysis_of_variance`; η², a share 0-1, with its interval, NaN where F is not finite.

    References
    ----------
    Steiger (2004), Psychological Methods 9, 164-182.
    """
    test, n = analysis_of_variance(parts)[0], sum(map(len, parts))
    eta = effect_sizes(parts)[0]
    return Test(test.statistic, test.p, test.df, eta, *explained_interval(test, n, level))


def explained_interval(test: Test, n: int, level: float = 0.95) -> tuple[float, float]:
    """The interval of the share explained (η², ω², R² of fixed predictors) that an F test leaves.

    References
    ----------
    Steiger (2004), Psychological Methods 9, 164-182: the noncentrality of F is n·η²/(1 − η²).
    """
    from statsmodels.stats.oneway import confint_effectsize_oneway  # seconds on a slow machine: only when asked for

    if not 0 <= test.statistic < float("inf"):
        return np.nan, np.nan
    with np.errstate(divide="ignore"):
        ends = confint_effectsize_oneway(test.statistic, test.df, alpha=1 - level, nobs=n).ci_nc
    low, high = (float(end) / (float(end) + n) for end in ends)  # the noncentrality is n·η²/(1 − η²)
    return low, high


def hedges_g(x: np.ndarray, y: np.ndarray, level: float = 0.95) -> Test:
    """Hedges's g: difference of means over the pooled standard deviation, corrected for small samples.

    Parameters
    ----------
    x, y : array (rows,)
        The groups' values without missing ones, at least two each.
    level : float
        Confidence level, 0-1.

    Returns
    -------
    Test
        g in standard deviations, above 0 where x is higher, with its large-sample interval; no statistic. NaN where
        neither group has a spread.

    References
    ----------
    Hedges & Olkin (1985), Statistical Methods for Meta-Analysis, chapter 5.

    Examples
    --------
    Means of 3 and 1 with a spread of 1 each: d = 2, times 1 − 3/(4·4 − 1).

    >>> round(hedges_g(np.array([2.0, 3.0, 4.0]), np.array([0.0, 1.0, 2.0])).estimate, 4)
    1.6
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
    """Cohen's d: difference of means over the pooled standard deviation.

    References
    ----------
    Cohen (1988), Statistical Power Analysis, section 2.2.

    Examples
    --------
    >>> cohens_d(np.array([4.0, 5.0, 6.0]), np.array([1.0, 2.0, 3.0]))
    3.0
    """
    n, m = len(x), len(y)
    if n < 2 or m < 2:
        return float("nan")
    with np.errstate(divide="ignore", invalid="ignore"):
        return float(np.divide(x.mean() - y.mean(), np.sqrt(squares((x, y))[1] / (n + m - 2))))


def standardised_difference(x: np.ndarray, y: np.ndarray, level: float = 0.95) -> Test:
    """Cohen's d of two groups with the interval of the noncentral t.

    Parameters
    ----------
    x, y : array (rows,)
        The groups' values without missing ones, at least two each.
    level : float
        Confidence level, 0-1.

    Returns
    -------
    Test
        d in standard deviations with its interval; no statistic. NaN where neither group has a spread.

    References
    ----------
    Cumming & Finch (2001), Educational and Psychological Measurement 61, 532-574.
    """
    from scipy.special import nctdtrinc  # scipy.special, 230 ms: not at start

    d, df = cohens_d(x, y), len(x) + len(y) - 2
    if not np.isfinite(d):
        return Test(np.nan, np.nan)
    per = float(np.sqrt(1 / len(x) + 1 / len(y)))
    tail = (1 - level) / 2
    low, high = (float(nctdtrinc(df, share, d / per)) * per for share in (1 - tail, tail))
    return Test(np.nan, np.nan, (), d, low, high)
