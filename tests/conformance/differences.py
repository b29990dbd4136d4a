# SPDX-License-Identifier: MIT
"""The information of an ordinal model by differences, as programs take it that let an optimiser make it.

R documents that `optim` differences the gradient in steps of 1e-3 of its own parameters; the engine's information is
exact, and such figures differ from it by some 1e-4. For comparisons only, never for a report.
"""

from __future__ import annotations

import numpy as np

from analysis.survey.models.cumulative_link import likelihood

_STEP = 1e-3


def differenced(theta: np.ndarray, X: np.ndarray, y: np.ndarray, weights: np.ndarray, k: int, link: str) -> np.ndarray:
    """Central differences of the score in free parameters (slopes, first threshold, log gaps), in terms of `theta`."""
    p = X.shape[1]
    free = np.concatenate([theta[: p + 1], np.log(np.diff(theta[p:]))])

    def slope(place: np.ndarray) -> np.ndarray:
        real, jacobian = _ordered(place, p)
        return np.asarray(-(weights @ likelihood(real, X, y, weights, k, link)[1]) @ jacobian)

    moves = _STEP * np.eye(len(free))
    curve = np.array([(slope(free + move) - slope(free - move)) / (2 * _STEP) for move in moves])
    back = np.linalg.inv(_ordered(free, p)[1])
    return np.asarray(back.T @ ((curve + curve.T) / 2) @ back)


def _ordered(free: np.ndarray, p: int) -> tuple[np.ndarray, np.ndarray]:
    """Slopes and thresholds, which rise by exp of the last parameters, and their Jacobian."""
    gaps = np.exp(free[p + 1 :])
    jacobian = np.eye(len(free))
    jacobian[p:, p] = 1.0
    jacobian[p:, p + 1 :] = np.tril(np.ones((len(gaps) + 1, len(gaps))), -1) * gaps
    return np.concatenate([free[:p], free[p] + np.append(0.0, np.cumsum(gaps))]), jacobian
