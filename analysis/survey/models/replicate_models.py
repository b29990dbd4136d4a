# SPDX-License-Identifier: MIT
"""Models fitted again with every replicate's weights, each from the full sample's coefficients."""

from __future__ import annotations

import numpy as np

from analysis.survey.cancellation import row_blocks
from analysis.survey.column_arrays import taken
from analysis.survey.design.sample_design import Design
from analysis.survey.models.cumulative_link import maximum
from analysis.survey.models.families import Family
from analysis.survey.replicates.replicate_variance import ReplicateSpread, refitted
from wording import Progress

_STEPS = 40
_QUADRATIC = frozenset({"gaussian", "binomial", "quasibinomial", "poisson", "quasipoisson"})  # canonical links


def glm_spread(
    design: Design,
    used: np.ndarray,
    X: np.ndarray,
    y: np.ndarray,
    beta: np.ndarray,
    family: Family,
    offset: np.ndarray | None = None,
    progress: Progress | None = None,
) -> ReplicateSpread:
    """The spread of a generalised linear model's coefficients, fitted again with every replicate's weights."""
    shift = np.zeros(len(y)) if offset is None else offset
    rows = np.flatnonzero(used)

    def refit(weights: np.ndarray) -> np.ndarray:
        own = weights[rows]
        there = own != 0
        if there.all():
            return _scored(X, y, own, beta, family, shift, progress)
        if not there.any():
            return np.full_like(beta, np.nan)
        some = taken(X, there, progress)
        return _scored(some, y[there], own[there], beta, family, shift[there], progress)

    return refitted(design, refit, beta, progress)


def _scored(
    X: np.ndarray,
    y: np.ndarray,
    weights: np.ndarray,
    beta: np.ndarray,
    family: Family,
    shift: np.ndarray,
    progress: Progress | None,
) -> np.ndarray:
    """Fisher scoring; where it is Newton's method too, the error after a step of 1e-6 is about its square."""
    enough = 1e-6 if family.name in _QUADRATIC else 1e-11
    weights = weights / abs(weights.mean())
    for _ in range(_STEPS):
        gram, moment = np.zeros((len(beta), len(beta))), np.zeros(len(beta))
        for rows in row_blocks(progress, len(X)):
            block = X[rows]
            eta = block @ beta + shift[rows]
            mu, slope = family.mean(eta), family.slope(eta)
            curve = weights[rows] * slope / family.variance(mu)
            gram += (block * (curve * slope)[:, None]).T @ block
            moment += block.T @ (curve * (y[rows] - mu))
        try:
            move = np.linalg.solve(gram, moment)
        except np.linalg.LinAlgError:
            break
        beta = beta + move
        if not np.isfinite(beta).all():
            break
        if family.name == "gaussian" or np.all(np.abs(move) <= enough * (np.abs(beta) + 1e-3)):
            return beta
    return np.full_like(beta, np.nan)


def ordinal_spread(
    design: Design,
    used: np.ndarray,
    X: np.ndarray,
    y: np.ndarray,
    k: int,
    theta: np.ndarray,
    link: str,
    progress: Progress | None = None,
) -> ReplicateSpread:
    """The spread of an ordinal model's slopes and thresholds, fitted again with every replicate's weights."""
    rows = np.flatnonzero(used)

    def refit(weights: np.ndarray) -> np.ndarray:
        own = weights[rows]
        there = own != 0
        answers = y[there]
        if np.bincount(answers, minlength=k).min() == 0:
            return np.full_like(theta, np.nan)
        found = maximum(
            X if there.all() else taken(X, there, progress), answers, own[there] / own.mean(), k, link, progress, theta
        )
        return found.theta if found.converged else np.full_like(theta, np.nan)

    return refitted(design, refit, theta, progress)
