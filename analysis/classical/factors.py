# SPDX-License-Identifier: MIT
"""Factor analysis of a correlation matrix: maximum likelihood (`factanal`), minimum residuals, rotations.

Factors are found here. statsmodels' `Factor` (0.15, `method="ml"`) was tried: it knows no bound, so that in Heywood
cases uniquenesses sink to 1e-12 and it stops unconverged, and it starts at random numbers. It has no minimum residuals.
Where no uniqueness is at its bound both agree (a test). Rotations are those of statsmodels.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.classical.classical_result import Test

_SWEEPS = 1000


@dataclass(frozen=True)
class Factors:
    """Uniquenesses (k,) and unrotated loadings (k, m); `test` of the number of factors."""

    uniqueness: np.ndarray
    loadings: np.ndarray
    test: Test


def maximum_likelihood(correlation: np.ndarray, m: int, n: int) -> Factors:
    """Factors by maximum likelihood with uniquenesses of at least 0.005, and Bartlett's corrected test of their number.

    References
    ----------
    Jöreskog (1967), Psychometrika 32, 443-482. As R's `factanal`.
    """
    from scipy.optimize import minimize  # scipy.optimize, 380 ms: not at start
    from scipy.stats import chi2  # scipy.stats, 730 ms: not at start

    k = len(correlation)

    def parts(u: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return _eigen(correlation, u)

    def misfit(u: np.ndarray) -> float:
        rest = parts(u)[0][m:]
        return float((rest - np.log(rest) - 1).sum())

    def slope(u: np.ndarray) -> np.ndarray:
        loadings = _loadings(u)
        found: np.ndarray = np.diag(loadings @ loadings.T + np.diag(u) - correlation) / u**2
        return found

    def _loadings(u: np.ndarray) -> np.ndarray:
        values, vectors = parts(u)
        found: np.ndarray = np.sqrt(u)[:, None] * vectors[:, :m] * np.sqrt(np.maximum(values[:m] - 1, 0))
        return found

    start = (1 - 0.5 * m / k) / np.diag(np.linalg.inv(correlation))
    options = {"ftol": 1e-15, "gtol": 1e-10, "maxiter": 2000}
    found = minimize(misfit, start, jac=slope, method="L-BFGS-B", bounds=[(0.005, 1)] * k, options=options)
    u = found.x
    rest = parts(u)[0][m:]
    df = ((k - m) ** 2 - k - m) // 2
    value = float((n - 1 - (2 * k + 5) / 6 - 2 * m / 3) * (rest - np.log(rest) - 1).sum())
    p = float(chi2.sf(value, df)) if df > 0 else float("nan")
    return Factors(u, _loadings(u), Test(value, p, (df,)))


def _eigen(correlation: np.ndarray, uniqueness: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Eigenvalues, largest first, and vectors of the correlations scaled by the uniquenesses."""
    scale = 1 / np.sqrt(uniqueness)
    values, vectors = np.linalg.eigh(correlation * np.outer(scale, scale))
    return values[::-1], vectors[:, ::-1]


def minimum_residuals(correlation: np.ndarray, m: int) -> np.ndarray:
    """Factors with the smallest squared residual correlations, uniquenesses of at least 0.005.

    References
    ----------
    Harman & Jones (1966), Psychometrika 31, 351-368. As R's `psych::fa(fm = "minres")`.
    """
    from scipy.optimize import minimize  # scipy.optimize, 380 ms: not at start

    k = len(correlation)
    off = ~np.eye(k, dtype=bool)

    def loadings(u: np.ndarray) -> np.ndarray:
        values, vectors = np.linalg.eigh(correlation - np.diag(u))
        found: np.ndarray = vectors[:, ::-1][:, :m] * np.sqrt(np.maximum(values[::-1][:m], 0))
        return found

    def misfit(u: np.ndarray) -> float:
        own = loadings(u)
        return float((((correlation - own @ own.T)[off]) ** 2).sum())

    start = 1 / np.diag(np.linalg.inv(correlation))
    options = {"ftol": 1e-15, "gtol": 1e-9, "maxiter": 5000}
    found = minimize(misfit, start, method="L-BFGS-B", bounds=[(0.005, 1)] * k, options=options)
    return loadings(found.x)


def rotated(loadings: np.ndarray, rotation: str) -> tuple[np.ndarray, np.ndarray | None]:
    """Loadings turned after normalising rows, and the factors' correlations where they are not independent.

    References
    ----------
    Kaiser (1958), Psychometrika 23, 187-200; Carroll (1953), Psychometrika 18, 23-38; by gradient projection, Jennrich
    (2001, 2002), Psychometrika 66 and 67.
    """
    if rotation == "none" or loadings.shape[1] < 2:
        return loadings * _signs(loadings), None
    from statsmodels.multivariate.factor_rotation import (
        rotate_factors,
    )  # slow: only when asked for

    scale = np.sqrt((loadings**2).sum(axis=1))[:, None]
    even = loadings / np.where(scale > 0, scale, 1.0)
    turned, turn = rotate_factors(even, rotation, max_tries=_SWEEPS, tol=1e-10)
    whole = np.asarray(turned) * scale
    signs = _signs(whole)
    between = turn.T @ turn * np.outer(signs, signs) if rotation == "quartimin" else None
    return whole * signs, between


def _signs(loadings: np.ndarray) -> np.ndarray:
    """1 or −1 (m,) by which each factor's loadings have a positive sum."""
    return np.where(loadings.sum(axis=0) < 0, -1.0, 1.0)
