# SPDX-License-Identifier: MIT
"""Pearson's, Spearman's and Kendall's correlation with R's defaults of `cor.test`."""

from __future__ import annotations

from itertools import permutations

import numpy as np

from analysis.classical.result import Test
from analysis.survey.values import refuse_infinite

_ROUNDING = 1e-14


def pearson(x: np.ndarray, y: np.ndarray, level: float = 0.95) -> Test:
    """r with t on n − 2 degrees of freedom and Fisher's interval, of complete pairs."""
    from scipy.stats import norm, t

    x, y = _pairs(x, y)
    n = len(x)
    r = _whole(x, y)
    with np.errstate(divide="ignore"):
        statistic = float(r * np.sqrt(np.divide(n - 2, 1 - r**2)))
        half = norm.ppf(0.5 + level / 2) / np.sqrt(n - 3) if n > 3 else np.inf
        low, high = np.tanh(np.arctanh(r) - half), np.tanh(np.arctanh(r) + half)
    return Test(statistic, float(2 * t.sf(abs(statistic), n - 2)), (n - 2,), r, float(low), float(high))


def spearman(x: np.ndarray, y: np.ndarray, exact: bool = True) -> Test:
    """ρ with S = n(n²−1)(1−ρ)/6; exact or Edgeworth p without ties, t with them and where it is not to be `exact`."""
    from scipy.stats import rankdata, t

    x, y = _pairs(x, y)
    n = len(x)
    first, second = rankdata(x), rankdata(y)
    rho = _whole(first, second)
    s = n * (n**2 - 1) * (1 - rho) / 6
    tied = len(np.unique(x)) < n or len(np.unique(y)) < n
    if tied or n > 1290 or not exact:
        with np.errstate(divide="ignore"):
            statistic = rho * np.sqrt(np.divide(n - 2, 1 - rho**2))
        return Test(s, float(2 * t.sf(abs(statistic), n - 2)), (), rho, rule="t")
    upper = s > (n**3 - n) / 6
    p = _rank_tail(round(s) if upper else round(s) + 2, n, lower=not upper)
    return Test(s, min(2 * p, 1.0), (), rho, rule="exact" if n <= 9 else "Edgeworth")


def _rank_tail(s: float, n: int, lower: bool) -> float:
    """P(S < s) or P(S ≥ s) of Spearman's S without ties (Best and Roberts 1975, algorithm AS 89)."""
    from scipy.special import ndtr

    if n <= 9:
        place = np.arange(n)
        every = np.array(list(permutations(range(n)))) if n <= 8 else None
        sums = ((every - place) ** 2).sum(axis=1) if every is not None else _sums_of_nine()
        above = float((sums >= s).mean())
        return 1 - above if lower else above
    b = 1 / n
    x = (6 * (s - 1) * b / (n**2 - 1) - 1) * np.sqrt(1 / b - 1)
    y = x * x
    u = (
        x
        * b
        * (
            0.2274
            + b * (0.2531 + 0.1745 * b)
            + y
            * (
                -0.0758
                + b * (0.1033 + 0.3932 * b)
                - y * b * (0.0879 + 0.0151 * b - y * (0.0072 - 0.0831 * b + y * b * (0.0131 - 4.6e-4 * y)))
            )
        )
    )
    above = float(np.clip(u / np.exp(y / 2) + ndtr(-x), 0, 1))
    return 1 - above if lower else above


def _sums_of_nine() -> np.ndarray:
    eight = np.array(list(permutations(range(8))))
    sums = []
    for last in range(9):
        others = np.array([value for value in range(9) if value != last])
        sums.append(((others[eight] - np.arange(8)) ** 2).sum(axis=1) + (last - 8) ** 2)
    return np.concatenate(sums)


def kendall(x: np.ndarray, y: np.ndarray, exact: bool = True) -> Test:
    """τ-b; `exact` without ties below 50 pairs (T = concordant pairs), else z with the variance for ties."""
    from scipy.stats import kendalltau, norm

    x, y = _pairs(x, y)
    n = len(x)
    tau = float(kendalltau(x, y).statistic)
    ties = [np.unique(values, return_counts=True)[1].astype(float) for values in (x, y)]
    untied = [n * (n - 1) / 2 - (tie * (tie - 1)).sum() / 2 for tie in ties]
    score = tau if np.isnan(tau) else float(round(tau * np.sqrt(untied[0] * untied[1])))
    if exact and all((tie == 1).all() for tie in ties) and n < 50:
        p = float(kendalltau(x, y, method="exact").pvalue)
        return Test(round((tau + 1) * n * (n - 1) / 4), p, (), tau, rule="exact")
    v0 = n * (n - 1) * (2 * n + 5)
    vt, vu = ((tie * (tie - 1) * (2 * tie + 5)).sum() for tie in ties)
    v1 = np.prod([(tie * (tie - 1)).sum() for tie in ties]) / (2 * n * (n - 1))
    v2 = np.prod([(tie * (tie - 1) * (tie - 2)).sum() for tie in ties]) / (9 * n * (n - 1) * (n - 2))
    with np.errstate(invalid="ignore"):
        z = np.divide(score, np.sqrt((v0 - vt - vu) / 18 + v1 + v2))
    return Test(float(z), float(2 * norm.sf(abs(z))), (), tau, rule="normal")


def _whole(x: np.ndarray, y: np.ndarray) -> float:
    """Correlation; 1 or −1 where it is that but for rounding, NaN where a variable is constant."""
    if len(x) < 2 or np.ptp(x) == 0 or np.ptp(y) == 0:
        return float("nan")
    r = float(np.corrcoef(x, y)[0, 1])
    return float(np.sign(r)) if 1 - abs(r) < _ROUNDING else r


def _pairs(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    refuse_infinite(x, y)
    known = np.isfinite(x) & np.isfinite(y)
    return x[known], y[known]
