# SPDX-License-Identifier: MIT
"""A single variable of unweighted rows, described as R does."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from analysis.classical.result import Test

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


def quantile(x: np.ndarray, p: Sequence[float], kind: int = 7) -> np.ndarray:
    """Quantiles by R's types 1 to 9 (Hyndman and Fan 1996)."""
    return np.quantile(np.sort(x), p, method=_TYPES[kind])  # type: ignore[call-overload]


def median_deviation(x: np.ndarray) -> float:
    """1.4826 times the median distance from the median."""
    return float(1.4826 * np.median(np.abs(x - np.median(x))))


def skewness(x: np.ndarray) -> tuple[float, float]:
    """g₁ and g₂: moment skewness and excess kurtosis."""
    d = x - x.mean()
    m2 = (d**2).mean()
    return float((d**3).mean() / m2**1.5), float((d**4).mean() / m2**2 - 3)


def trimmed_mean(x: np.ndarray, share: float = 0.1) -> float:
    """Mean without the lowest and highest share."""
    cut = int(np.floor(len(x) * share))
    return float(np.sort(x)[cut : len(x) - cut].mean())


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


def shapiro(x: np.ndarray) -> Test:
    """Shapiro–Wilk test of normality."""
    from scipy.stats import shapiro as scipy_shapiro

    result = scipy_shapiro(x)
    return Test(float(result.statistic), float(result.pvalue))


def weighted_variance(x: np.ndarray, w: np.ndarray) -> float:
    """Σw(x−m)²/(Σw−1), weights as counts (`Hmisc::wtd.var`)."""
    mean = (w * x).sum() / w.sum()
    return float((w * (x - mean) ** 2).sum() / (w.sum() - 1))


def weighted_quantile(x: np.ndarray, w: np.ndarray, p: Sequence[float]) -> np.ndarray:
    """Quantiles with weights as counts (`Hmisc::wtd.quantile`)."""
    values, place = np.unique(x, return_inverse=True)
    cumulated = np.cumsum(np.bincount(place, weights=w))
    order = 1 + (cumulated[-1] - 1) * np.asarray(p, dtype=float)
    low = np.maximum(np.floor(order), 1)
    high = np.minimum(low + 1, cumulated[-1])

    def at(position: np.ndarray) -> np.ndarray:
        return values[np.minimum(np.searchsorted(cumulated, position, side="left"), len(values) - 1)]

    share = order % 1
    return np.asarray((1 - share) * at(low) + share * at(high))
