# SPDX-License-Identifier: MIT
"""Counts of successes: exact and score tests, intervals, trend, as R's `binom.test`, `prop.test`, `prop.trend.test`."""

from __future__ import annotations

import numpy as np

from analysis.classical.result import Test


def exact_test(x: int, n: int, p0: float = 0.5, level: float = 0.95) -> Test:
    """Exact binomial test with the Clopper–Pearson interval."""
    from scipy.special import betaincinv
    from scipy.stats import binom

    every = binom.pmf(np.arange(n + 1), n, p0)
    p = float(every[every <= binom.pmf(x, n, p0) * (1 + 1e-7)].sum())
    tail = (1 - level) / 2
    low = 0.0 if x == 0 else float(betaincinv(x, n - x + 1, tail))
    high = 1.0 if x == n else float(betaincinv(x + 1, n - x, 1 - tail))
    return Test(x, min(p, 1.0), (n,), x / n, low, high)


def score_test(x: int, n: int, p0: float = 0.5, correct: bool = True, level: float = 0.95) -> Test:
    """Chi-square test of one share with Wilson's interval, with Yates's correction when `correct`."""
    from scipy.stats import chi2, norm

    yates = min(0.5, abs(x - n * p0)) if correct else 0.0
    value = (abs(x - n * p0) - yates) ** 2 / (n * p0 * (1 - p0))
    z = float(norm.ppf(0.5 + level / 2))
    share, cut = x / n, z**2 / (2 * n)

    def end(sign: int) -> float:
        moved = share + sign * yates / n
        if not 0 < moved < 1 and yates:
            return 0.0 if moved <= 0 else 1.0
        root = z * np.sqrt(max(moved * (1 - moved) / n + z**2 / (4 * n**2), 0))
        return float((moved + cut + sign * root) / (1 + 2 * cut))

    low, high = max(end(-1), 0.0), min(end(1), 1.0)
    return Test(float(value), float(chi2.sf(value, 1)), (1,), share, low, high)


def wald_interval(x: int, n: int, level: float = 0.95) -> tuple[float, float]:
    """p ± z√(p(1−p)/n)."""
    from scipy.stats import norm

    p = x / n
    half = float(norm.ppf(0.5 + level / 2)) * np.sqrt(p * (1 - p) / n)
    return p - half, p + half


def agresti_coull(x: int, n: int, level: float = 0.95) -> tuple[float, float]:
    """Wald's interval after adding z² trials, half of them successes."""
    from scipy.stats import norm

    z = float(norm.ppf(0.5 + level / 2))
    more = n + z**2
    p = (x + z**2 / 2) / more
    half = z * np.sqrt(p * (1 - p) / more)
    return float(p - half), float(p + half)


def jeffreys(x: int, n: int, level: float = 0.95) -> tuple[float, float]:
    """Quantiles of the Beta(x + ½, n − x + ½) posterior."""
    from scipy.special import betaincinv

    tail = (1 - level) / 2
    return float(betaincinv(x + 0.5, n - x + 0.5, tail)), float(betaincinv(x + 0.5, n - x + 0.5, 1 - tail))


def compare_shares(x: np.ndarray, n: np.ndarray, correct: bool = True, level: float = 0.95) -> Test:
    """Equality of two or more shares; for two the interval of their difference (Yates's correction when `correct`)."""
    from scipy.stats import chi2, norm

    x, n = np.asarray(x, dtype=float), np.asarray(n, dtype=float)
    k, share = len(x), x / n
    pooled = x.sum() / n.sum()
    gap = float(share[0] - share[1])
    yates = min(0.5, abs(gap) / float((1 / n).sum())) if correct and k == 2 else 0.0
    expected = np.column_stack([n * pooled, n * (1 - pooled)])
    value = float(((np.abs(np.column_stack([x, n - x]) - expected) - yates) ** 2 / expected).sum())
    low = high = np.nan
    if k == 2:
        half = norm.ppf(0.5 + level / 2) * np.sqrt((share * (1 - share) / n).sum()) + yates * (1 / n).sum()
        low, high = max(gap - half, -1.0), min(gap + half, 1.0)
    return Test(value, float(chi2.sf(value, k - 1)), (k - 1,), gap, float(low), float(high), share)


def trend(x: np.ndarray, n: np.ndarray, score: np.ndarray | None = None) -> Test:
    """Chi-square test for a trend of shares over `score` (1, 2, …)."""
    from scipy.stats import chi2

    x, n = np.asarray(x, dtype=float), np.asarray(n, dtype=float)
    s = np.arange(1, len(x) + 1.0) if score is None else np.asarray(score, dtype=float)
    pooled = x.sum() / n.sum()
    centred = s - (n * s).sum() / n.sum()
    value = float((centred * x).sum() ** 2 / (pooled * (1 - pooled) * (n * centred**2).sum()))
    return Test(value, float(chi2.sf(value, 1)), (1,))
