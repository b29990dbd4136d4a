# SPDX-License-Identifier: MIT
"""Scales of several items (n, k), complete rows: alpha and its kin, sampling adequacy, sphericity, components."""

from __future__ import annotations

import numpy as np

from analysis.classical.classical_result import Test
from analysis.survey.cancellation import row_blocks
from wording import Progress


def alpha_of(matrix: np.ndarray) -> float:
    """Cronbach's alpha from a covariance or correlation matrix; NaN of fewer than two items."""
    k = len(matrix)
    if k < 2:
        return float("nan")
    return float(k / (k - 1) * (1 - np.trace(matrix) / matrix.sum()))


def alpha_interval(alpha: float, n: int, k: int, level: float = 0.95) -> tuple[float, float]:
    """Feldt, Woodruff and Salih's (1987) interval of alpha."""
    from scipy.stats import f  # scipy.stats, 730 ms: not at start

    df, tail = (n - 1, (n - 1) * (k - 1)), (1 - level) / 2
    return float(1 - (1 - alpha) * f.ppf(1 - tail, *df)), float(1 - (1 - alpha) * f.ppf(tail, *df))


def alpha_if_dropped(covariance: np.ndarray) -> np.ndarray:
    """Alpha without each item in turn (k,)."""
    every = np.arange(len(covariance))
    return np.array([alpha_of(covariance[np.ix_(every != item, every != item)]) for item in every])


def item_covariance(X: np.ndarray, progress: Progress | None = None) -> np.ndarray:
    """Covariance (k, k) of the items in the columns of X (n, k). Raises Stopped."""
    centre, products = X.mean(axis=0), np.zeros((X.shape[1], X.shape[1]))
    for rows in row_blocks(progress, len(X)):
        away = X[rows] - centre
        products += away.T @ away
    return products / (len(X) - 1)


def rest_correlations(covariance: np.ndarray) -> np.ndarray:
    """Correlation of each item with the sum of the others (k,), from the items' covariance."""
    own, with_all = np.diag(covariance), covariance.sum(axis=0)
    found: np.ndarray = (with_all - own) / np.sqrt(own * (covariance.sum() - 2 * with_all + own))
    return found


def total_correlations(covariance: np.ndarray) -> np.ndarray:
    """Correlation of each item with the sum of all (k,), from the items' covariance."""
    found: np.ndarray = covariance.sum(axis=0) / np.sqrt(np.diag(covariance) * covariance.sum())
    return found


def guttman6(correlation: np.ndarray) -> float:
    """Guttman's λ₆, from squared multiple correlations."""
    return float(1 - (1 / np.diag(np.linalg.inv(correlation))).sum() / correlation.sum())


def sampling_adequacy(correlation: np.ndarray) -> tuple[float, np.ndarray]:
    """Kaiser–Meyer–Olkin measure, overall and by item."""
    inverse = np.linalg.inv(correlation)
    scale = np.sqrt(np.diag(inverse))
    partial = -inverse / np.outer(scale, scale)
    off = ~np.eye(len(correlation), dtype=bool)
    r2, p2 = np.where(off, correlation**2, 0), np.where(off, partial**2, 0)
    return float(r2.sum() / (r2.sum() + p2.sum())), r2.sum(axis=0) / (r2.sum(axis=0) + p2.sum(axis=0))


def sphericity(correlation: np.ndarray, n: int) -> Test:
    """Bartlett's test that the items are uncorrelated."""
    from statsmodels.stats.multivariate import test_cov_diagonal  # seconds on a slow machine: only when asked for

    found = test_cov_diagonal(correlation, n)
    return Test(float(found.statistic), float(found.pvalue), (int(found.df),))


def omega(correlation: np.ndarray, n: int) -> float:
    """McDonald's ω of one factor by maximum likelihood: (Σλ)²/((Σλ)² + Σθ) of the standardised items.

    McDonald (1999), Test Theory, chapter 6.
    """
    from analysis.classical.factors import maximum_likelihood  # more of the program: not at start

    found = maximum_likelihood(correlation, 1, n)
    common = float(found.loadings.sum()) ** 2
    return common / (common + float(found.uniqueness.sum()))


def components(correlation: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Eigenvalues (k,) of the correlations, largest first, and the components' standard deviations."""
    values = np.linalg.eigvalsh(correlation)[::-1]
    return values, np.sqrt(np.maximum(values, 0))
