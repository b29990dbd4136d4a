# SPDX-License-Identifier: MIT
"""Proportional odds as far as R's `svyolr` takes them: for comparison with its figures, never for a report."""

from __future__ import annotations

import numpy as np

from analysis.classical.quasi_newton import minimise
from analysis.survey.families import family
from analysis.survey.irls import fit
from analysis.survey.ordinal import likelihood

_STEP = 1e-3  # with which R differences the gradient


def stopped_early(
    X: np.ndarray, y: np.ndarray, weights: np.ndarray, k: int, mean_weight: float
) -> tuple[np.ndarray, np.ndarray]:
    """Coefficients and thresholds where `optim` stops, and the inverse of its differenced information.

    `weights` average one; R works with them times `mean_weight`, and where it stops depends on that.

    R works with the slopes, the first threshold and logs of the gaps between thresholds.
    """
    p, weights = X.shape[1], weights * mean_weight

    def value(terms: np.ndarray) -> float:
        return -likelihood(thresholds(terms, p)[0], X, y, weights, k)[0]

    def slope(terms: np.ndarray) -> np.ndarray:
        real, jacobian = thresholds(terms, p)
        return np.asarray(-(weights @ likelihood(real, X, y, weights, k)[1]) @ jacobian)

    terms = minimise(value, slope, _start(X, y, weights, k))
    steps = _STEP * np.eye(len(terms))
    hessian = np.array([(slope(terms + move) - slope(terms - move)) / (2 * _STEP) for move in steps])
    real, jacobian = thresholds(terms, p)
    return real, mean_weight * jacobian @ np.linalg.inv((hessian + hessian.T) / 2) @ jacobian.T


def thresholds(terms: np.ndarray, p: int) -> tuple[np.ndarray, np.ndarray]:
    """Slopes and thresholds from R's terms, and their Jacobian."""
    with np.errstate(over="ignore"):  # a trial step too far has no value and is cut back
        gaps = np.exp(terms[p + 1 :])
    jacobian = np.eye(len(terms))
    jacobian[p:, p] = 1
    for place, gap in enumerate(gaps):
        jacobian[p : p + place + 1, p + 1 + place] = 0
        jacobian[p + place + 1 :, p + 1 + place] = gap
    return np.concatenate([terms[:p], terms[p] + np.concatenate([[0.0], np.cumsum(gaps)])]), jacobian


def _start(X: np.ndarray, y: np.ndarray, weights: np.ndarray, k: int) -> np.ndarray:
    """R's start: a logistic model of the upper half, and evenly spaced thresholds."""
    half = k // 2
    both = np.column_stack([np.ones(len(y)), X])
    beta = fit(both, (y >= half).astype(float), weights / weights.mean(), family("binomial")).beta
    share = np.arange(1, k) / k
    spacing = np.log(share / (1 - share)) / 1.7
    cuts = -beta[0] + spacing - spacing[half - 1]
    return np.concatenate([beta[1:], cuts[:1], np.log(np.diff(cuts))])
