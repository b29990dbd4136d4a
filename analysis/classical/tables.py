# SPDX-License-Identifier: MIT
"""Tests and measures of a table of counts: chi-square, McNemar, Mantel–Haenszel, odds and risk ratios, kappa.

As R's `chisq.test`, `mcnemar.test`, `mantelhaen.test`; Fisher's test is in `fisher`.
"""

from __future__ import annotations

import numpy as np

from analysis.classical.result import Test


def chi_square(counts: np.ndarray, correct: bool = True) -> Test:
    """Pearson's X²; with Yates's correction of at most 0.5 for 2×2 tables when `correct`."""
    from scipy.stats import chi2

    table = np.asarray(counts, dtype=float)
    expected = expected_counts(table)
    apart = np.abs(table - expected)
    correction = min(0.5, float(apart.min())) if correct and table.shape == (2, 2) else 0.0
    value = float(((apart - correction) ** 2 / expected).sum())
    df = (table.shape[0] - 1) * (table.shape[1] - 1)
    return Test(value, float(chi2.sf(value, df)), (df,))


def expected_counts(counts: np.ndarray) -> np.ndarray:
    """Counts expected under independence."""
    table = np.asarray(counts, dtype=float)
    return np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()


def residuals(counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Pearson's and standardised residuals."""
    table = np.asarray(counts, dtype=float)
    expected, total = expected_counts(table), table.sum()
    apart = table - expected
    row, column = table.sum(axis=1) / total, table.sum(axis=0) / total
    return apart / np.sqrt(expected), apart / np.sqrt(expected * np.outer(1 - row, 1 - column))


def likelihood_ratio(counts: np.ndarray) -> float:
    """G² = 2 Σ O log(O/E)."""
    from scipy.special import xlogy

    table = np.asarray(counts, dtype=float)
    return float(2 * (xlogy(table, table) - xlogy(table, expected_counts(table))).sum())


def cramers_v(counts: np.ndarray) -> float:
    """√(X²/(n·min(r−1, c−1)))."""
    table = np.asarray(counts)
    return float(np.sqrt(chi_square(table, False).statistic / table.sum() / (min(table.shape) - 1)))


def contingency_coefficient(counts: np.ndarray) -> float:
    """Pearson's C = √(X²/(X²+n))."""
    value = chi_square(counts, False).statistic
    return float(np.sqrt(value / (value + np.sum(counts))))


def mcnemar(counts: np.ndarray, correct: bool = True) -> Test:
    """Symmetry of a square table; the continuity correction is for 2×2 tables.

    NaN where two categories are never exchanged, in either direction.
    """
    from scipy.stats import chi2

    table = np.asarray(counts, dtype=float)
    above = np.triu_indices(len(table), 1)
    apart, together = np.abs(table[above] - table.T[above]), table[above] + table.T[above]
    lower = 1.0 if correct and len(table) == 2 and (apart != 0).any() else 0.0
    with np.errstate(invalid="ignore"):
        value = float(((apart - lower) ** 2 / together).sum())
    df = len(table) * (len(table) - 1) // 2
    return Test(value, float(chi2.sf(value, df)), (df,))


def mantel_haenszel(counts: np.ndarray, correct: bool = True) -> Test:
    """Conditional independence in 2×2×k tables (2, 2, k), with the common odds ratio and its interval
    (Robins, Breslow and Greenland 1986). The correction is ½, and none where the counts are nearer than that."""
    from scipy.stats import chi2, norm

    table = np.asarray(counts, dtype=float)
    table = table[:, :, table.sum(axis=(0, 1)) > 1]
    a, b, c, d = table[0, 0], table[0, 1], table[1, 0], table[1, 1]
    n = a + b + c + d
    apart = float(np.abs((a - (a + b) * (a + c) / n).sum()))
    spread = float(((a + b) * (c + d) * (a + c) * (b + d) / (n**2 * (n - 1))).sum())
    r, s = a * d / n, b * c / n
    p, q = (a + d) / n, (b + c) / n
    with np.errstate(divide="ignore", invalid="ignore"):
        value = float(np.divide((apart - (0.5 if correct and apart >= 0.5 else 0)) ** 2, spread))
        odds = float(r.sum() / s.sum())
        variance = (
            (p * r).sum() / (2 * r.sum() ** 2)
            + (p * s + q * r).sum() / (2 * r.sum() * s.sum())
            + (q * s).sum() / (2 * s.sum() ** 2)
        )
        half = norm.ppf(0.975) * np.sqrt(variance)
        ends = odds * np.exp(-half), odds * np.exp(half)
    return Test(value, float(chi2.sf(value, 1)), (1,), odds, float(ends[0]), float(ends[1]))


def conditional_independence(counts: np.ndarray) -> Test:
    """Conditional independence of nominal rows and columns in r×c×k tables (r, c, k): M² on (r−1)(c−1) degrees.

    Landis, Heyman and Koch (1978), International Statistical Review 46; Agresti (2002), section 7.5.
    """
    from scipy.stats import chi2

    table = np.asarray(counts, dtype=float)
    r, c = table.shape[:2]
    apart, spread = np.zeros((r - 1) * (c - 1)), np.zeros(((r - 1) * (c - 1),) * 2)
    for layer in np.moveaxis(table, 2, 0):
        n = layer.sum()
        if n < 2:
            continue
        row, column = layer.sum(axis=1)[:-1] / n, layer.sum(axis=0)[:-1] / n
        apart += (layer[:-1, :-1] - n * np.outer(row, column)).ravel()
        by_row, by_column = np.diag(row) - np.outer(row, row), np.diag(column) - np.outer(column, column)
        spread += n**2 / (n - 1) * np.kron(by_row, by_column)
    df = len(apart)
    if np.linalg.matrix_rank(spread) < df:
        return Test(np.nan, np.nan, (df,))
    value = float(apart @ np.linalg.solve(spread, apart))
    return Test(value, float(chi2.sf(value, df)), (df,))


def odds_ratio(counts: np.ndarray, level: float = 0.95) -> Test:
    """Sample odds ratio of a 2×2 table with Wald's interval on the log scale."""
    from scipy.stats import norm

    (a, b), (c, d) = np.asarray(counts, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = a * d / (b * c)
        half = norm.ppf(0.5 + level / 2) * np.sqrt(1 / a + 1 / b + 1 / c + 1 / d)
        return Test(np.nan, np.nan, (), float(ratio), float(ratio * np.exp(-half)), float(ratio * np.exp(half)))


def risk_ratio(counts: np.ndarray, level: float = 0.95) -> Test:
    """Risk of the second column in the second row over that in the first, with Wald's interval on the log scale."""
    from scipy.stats import norm

    (a, b), (c, d) = np.asarray(counts, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = d / (c + d) / (b / (a + b))
        half = norm.ppf(0.5 + level / 2) * np.sqrt(1 / d - 1 / (c + d) + 1 / b - 1 / (a + b))
        return Test(np.nan, np.nan, (), float(ratio), float(ratio * np.exp(-half)), float(ratio * np.exp(half)))


def cohen_kappa(counts: np.ndarray, quadratic: bool = False) -> float:
    """Cohen's kappa of a square table; quadratic weights count near misses."""
    table = np.asarray(counts, dtype=float) / np.sum(counts)
    k = len(table)
    place = np.arange(k)
    weight = 1 - (place[:, None] - place) ** 2 / (k - 1) ** 2 if quadratic else np.eye(k)
    chance = np.outer(table.sum(axis=1), table.sum(axis=0))
    seen, expected = (weight * table).sum(), (weight * chance).sum()
    return float((seen - expected) / (1 - expected))
