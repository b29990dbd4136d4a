# SPDX-License-Identifier: MIT
"""A share as R's logistic fit leaves it: iterations end once the deviance gains less than 1e-8 of itself.

R documents that criterion (`glm.control`, `epsilon`) and its starting values; the engine's share is the weighted mean
itself, and R's may be some 1e-8 from it. For comparisons only, never for a report.
"""

from __future__ import annotations

import numpy as np

_EPSILON, _STEPS = 1e-8, 25


def fitted_share(y: np.ndarray, weights: np.ndarray) -> tuple[float, float]:
    """The share that a logistic model with nothing but a constant fits to y (n,) of 0 and 1, by scoring from R's start.

    With it the share of the step before, whose spread R's model-based variance has.

    `weights` (n,) are those of the rows used, scaled to mean 1 over the design's rows, as the model scales them.
    """
    mu = (weights * y + 0.5) / (weights + 1)
    eta = np.log(mu / (1 - mu))
    before = _deviance(y, weights, mu)
    last = mu
    for _ in range(_STEPS):
        last, spread = mu, mu * (1 - mu)
        constant = float((weights * spread) @ (eta + (y - mu) / spread) / (weights @ spread))
        eta = np.full(len(y), constant)
        mu = 1 / (1 + np.exp(-eta))
        now = _deviance(y, weights, mu)
        if abs(now - before) < _EPSILON * (abs(now) + 0.1):
            break
        before = now
    return float(mu[0]), float(weights @ last / weights.sum())


def _deviance(y: np.ndarray, weights: np.ndarray, mu: np.ndarray) -> float:
    return float(-2 * weights @ np.log(np.where(y == 1, mu, 1 - mu)))
