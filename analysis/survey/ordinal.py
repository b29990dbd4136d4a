# SPDX-License-Identifier: MIT
"""Proportional-odds models with design-based covariance, as `svyolr`: logit P(Y ≤ j) = ζⱼ − x'β."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.survey.cells import Cells
from analysis.survey.design import Design
from analysis.survey.design_matrix import ModelMatrix
from analysis.survey.estimates import t_interval
from analysis.survey.irls import independent
from analysis.survey.variance import covariance
from wording import Problem, msg

_STEPS, _TOLERANCE = 200, 1e-12


@dataclass(frozen=True)
class OrdinalModel:
    """Coefficients β then thresholds ζ, with SE, covariance, t intervals and p; `names` those of β."""

    names: tuple[str, ...]
    coef: np.ndarray
    se: np.ndarray
    vcov: np.ndarray
    t: np.ndarray
    p: np.ndarray
    low: np.ndarray
    high: np.ndarray
    df: float
    deviance: float
    n: int
    converged: bool
    df_rule: str = "psu-strata-slopes, of the rows used"


def ordinal(
    design: Design,
    matrix: ModelMatrix,
    categories: np.ndarray,
    k: int,
    domain: np.ndarray | None = None,
    level: float = 0.95,
    early: bool = False,
) -> OrdinalModel:
    """Fits ordered categories coded 0 … k−1 (−1 = missing) on a matrix without intercept.

    `early`: stop where R's `optim` stops and take the information from its differences (1e-3) instead of exactly, to
    compare with R's figures. Raises Problem.
    """
    from scipy.special import stdtr

    codes = np.asarray(categories, dtype=np.int64)
    used = _rows(design, matrix, codes, k, domain)
    X, y = matrix.X[used], codes[used]
    weights = design.weights[used] / design.weights[used].mean()
    theta, hessian, scores, loglik, converged = maximum(X, y, weights, k)
    bread = np.linalg.inv(hessian)
    if early:
        from analysis.survey.ordinal_early import stopped_early

        theta, bread = stopped_early(X, y, weights, k, design.weights[used].mean())
        loglik, scores, _ = likelihood(theta, X, y, weights, k)
    influence = np.zeros((design.n_rows, len(theta)))
    influence[used] = (scores * weights[:, None]) @ bread
    vcov = covariance(design, influence, used)
    psus, strata, _ = Cells.of(design, np.where(used, 0, -1), 1).facts()
    df = float(psus[0] - strata[0] - matrix.X.shape[1])
    if not converged:
        theta, vcov = np.full_like(theta, np.nan), np.full_like(vcov, np.nan)
    se = np.sqrt(np.maximum(np.diag(vcov), 0))
    low, high = t_interval(theta, se, np.array(df), level)
    t = theta / se
    p = 2 * stdtr(df, -np.abs(t)) if df > 0 else np.full(len(t), np.nan)
    n = int((weights > 0).sum())
    return OrdinalModel(matrix.names, theta, se, vcov, t, p, low, high, df, -2 * loglik, n, converged)


def _rows(design: Design, matrix: ModelMatrix, codes: np.ndarray, k: int, domain: np.ndarray | None) -> np.ndarray:
    """Complete rows of the domain. Raises Problem when a category is empty or a predictor redundant."""
    used = (codes >= 0) & np.isfinite(matrix.X).all(axis=1)
    if domain is not None:
        used = used & (np.asarray(domain) >= 0)
    if design.inside is not None:
        used = used & design.inside
    weighted = used & (design.weights > 0)
    if len(np.unique(codes[weighted])) < k or k < 2:
        raise Problem(msg("survey.ordinal_categories"))
    with_one = np.column_stack([np.ones(design.n_rows), matrix.X])[weighted]
    if len(independent(with_one, np.ones(len(with_one)))) < with_one.shape[1]:
        raise Problem(msg("survey.model_redundant"))
    return used


def maximum(
    X: np.ndarray, y: np.ndarray, weights: np.ndarray, k: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray, float, bool]:
    """Newton's method with halved steps: estimate, information, scores (n, p), log-likelihood, success."""
    p = X.shape[1]
    shares = np.cumsum(np.bincount(y, weights=weights, minlength=k))[:-1] / weights.sum()
    theta = np.concatenate([np.zeros(p), np.log(shares / (1 - shares))])
    loglik, scores, hessian = likelihood(theta, X, y, weights, k)
    for _ in range(_STEPS):
        step = np.linalg.solve(hessian, weights @ scores)
        size = 1.0
        while size > 1e-8:
            trial = theta + size * step
            ordered = (np.diff(trial[p:]) > 0).all()
            if ordered:
                better = likelihood(trial, X, y, weights, k)
                if better[0] >= loglik - 1e-12 * abs(loglik):
                    break
            size /= 2
        else:
            return theta, hessian, scores, loglik, False
        theta = trial
        loglik, scores, hessian = better
        if np.abs(size * step).max() <= _TOLERANCE * (1 + np.abs(theta).max()):
            return theta, hessian, scores, loglik, bool(np.abs(theta[:p] @ X.T).max(initial=0) < 1e4)
    return theta, hessian, scores, loglik, False


def likelihood(
    theta: np.ndarray, X: np.ndarray, y: np.ndarray, weights: np.ndarray, k: int
) -> tuple[float, np.ndarray, np.ndarray]:
    """Weighted log-likelihood, scores of each row (unweighted) and observed information."""
    from scipy.special import expit

    p, cuts = X.shape[1], np.concatenate([[-np.inf], theta[X.shape[1] :], [np.inf]])
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        eta = X @ theta[:p]
        up, down = expit(cuts[y + 1] - eta), expit(cuts[y] - eta)
        share = np.maximum(up - down, 1e-300)
        slope_up, slope_down = up * (1 - up), down * (1 - down)
        upper, lower = slope_up / share, slope_down / share
        # derivatives of log share in the two ends of its interval
        second_up, second_down = upper * (1 - 2 * up), lower * (1 - 2 * down)
        place_up = (y[:, None] == np.arange(k - 1)).astype(float)
        place_down = (y[:, None] - 1 == np.arange(k - 1)).astype(float)
        Z_up, Z_down = np.hstack([-X, place_up]), np.hstack([-X, place_down])
        scores = upper[:, None] * Z_up - lower[:, None] * Z_down
        curve = (Z_up * (weights * second_up)[:, None]).T @ Z_up - (
            Z_down * (weights * second_down)[:, None]
        ).T @ Z_down
        information = (scores * weights[:, None]).T @ scores - curve
    return float(weights @ np.log(share)), scores, information
