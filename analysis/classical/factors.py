# SPDX-License-Identifier: MIT
"""Factor analysis of a correlation matrix: maximum likelihood (`factanal`), minimum residuals, varimax."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.classical.result import Test

_SWEEPS = 1000


@dataclass(frozen=True)
class Factors:
    """Uniquenesses (k,) and unrotated loadings (k, m); `test` of the number of factors."""

    uniqueness: np.ndarray
    loadings: np.ndarray
    test: Test


def maximum_likelihood(correlation: np.ndarray, m: int, n: int) -> Factors:
    """ML factors (Jöreskog 1967) with uniquenesses of at least 0.005, and Bartlett's corrected test."""
    from scipy.optimize import minimize
    from scipy.stats import chi2

    k = len(correlation)

    def parts(u: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return _eigen(correlation, u)

    def misfit(u: np.ndarray) -> float:
        return likelihood_misfit(correlation, u, m)

    def slope(u: np.ndarray) -> np.ndarray:
        loadings = _loadings(u)
        return np.diag(loadings @ loadings.T + np.diag(u) - correlation) / u**2

    def _loadings(u: np.ndarray) -> np.ndarray:
        values, vectors = parts(u)
        return np.sqrt(u)[:, None] * vectors[:, :m] * np.sqrt(np.maximum(values[:m] - 1, 0))

    start = (1 - 0.5 * m / k) / np.diag(np.linalg.inv(correlation))
    options = {"ftol": 1e-15, "gtol": 1e-10, "maxiter": 2000}
    found = minimize(misfit, start, jac=slope, method="L-BFGS-B", bounds=[(0.005, 1)] * k, options=options)
    u = found.x
    rest = parts(u)[0][m:]
    df = ((k - m) ** 2 - k - m) // 2
    value = float((n - 1 - (2 * k + 5) / 6 - 2 * m / 3) * (rest - np.log(rest) - 1).sum())
    p = float(chi2.sf(value, df)) if df > 0 else float("nan")
    return Factors(u, _loadings(u), Test(value, p, (df,)))


def likelihood_misfit(correlation: np.ndarray, uniqueness: np.ndarray, m: int) -> float:
    """The discrepancy that maximum likelihood makes smallest: Σ (λ − log λ − 1) over the eigenvalues after the m-th."""
    rest = _eigen(correlation, uniqueness)[0][m:]
    return float((rest - np.log(rest) - 1).sum())


def _eigen(correlation: np.ndarray, uniqueness: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Eigenvalues, largest first, and vectors of the correlations scaled by the uniquenesses."""
    scale = 1 / np.sqrt(uniqueness)
    values, vectors = np.linalg.eigh(correlation * np.outer(scale, scale))
    return values[::-1], vectors[:, ::-1]


def minimum_residuals(correlation: np.ndarray, m: int) -> np.ndarray:
    """Communalities (k,) of the loadings that leave the smallest squared residual correlations."""
    from scipy.optimize import minimize

    k = len(correlation)
    off = ~np.eye(k, dtype=bool)

    def loadings(u: np.ndarray) -> np.ndarray:
        values, vectors = np.linalg.eigh(correlation - np.diag(u))
        return vectors[:, ::-1][:, :m] * np.sqrt(np.maximum(values[::-1][:m], 0))

    def misfit(u: np.ndarray) -> float:
        own = loadings(u)
        return float((((correlation - own @ own.T)[off]) ** 2).sum())

    start = 1 / np.diag(np.linalg.inv(correlation))
    options = {"ftol": 1e-15, "gtol": 1e-9, "maxiter": 5000}
    found = minimize(misfit, start, method="L-BFGS-B", bounds=[(0.005, 1)] * k, options=options)
    own = loadings(found.x)
    return np.asarray((own**2).sum(axis=1))


def varimax(loadings: np.ndarray) -> np.ndarray:
    """Loadings turned by varimax after normalising rows: in each plane by the best angle, until none turns further.

    Kaiser (1958), Psychometrika 23: 187–200.
    """
    scale = np.sqrt((loadings**2).sum(axis=1))[:, None]
    x = loadings / np.where(scale > 0, scale, 1.0)
    m = x.shape[1]
    for _ in range(_SWEEPS):
        widest = 0.0
        for i in range(m):
            for j in range(i + 1, m):
                angle = _best_angle(x[:, i], x[:, j])
                c, s = np.cos(angle), np.sin(angle)
                x[:, [i, j]] = x[:, [i, j]] @ np.array([[c, -s], [s, c]])
                widest = max(widest, abs(angle))
        if widest < 1e-10:
            break
    return np.asarray(x * scale)


def simplicity(loadings: np.ndarray) -> float:
    """What varimax makes largest: the summed variances of the squared loadings, rows normalised."""
    squares = loadings**2 / np.maximum((loadings**2).sum(axis=1, keepdims=True), 1e-300)
    return float(squares.var(axis=0).sum())


def _best_angle(first: np.ndarray, second: np.ndarray) -> float:
    """Kaiser's angle at which the variance of the squared loadings of two factors is largest."""
    u, v, k = first**2 - second**2, 2 * first * second, len(first)
    top = 2 * (u @ v - u.sum() * v.sum() / k)
    bottom = u @ u - v @ v - (u.sum() ** 2 - v.sum() ** 2) / k
    return float(np.arctan2(top, bottom) / 4)
