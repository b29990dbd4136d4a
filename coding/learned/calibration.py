# SPDX-License-Identifier: MIT
"""Scores as probabilities, by logistic regression on held-out scores (Platt 1999), fitted for all codes together.

One slope and one intercept serve every code, with the logarithm of the code's share as a second term: a code of eight
segments has too few to fit its own. Newton's method with a slight penalty, so that scores that part the two perfectly
still give a finite slope.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
_PENALTY, _PENALTY_OF_SHARES = 1e-2, 1.0
_STEPS, _SMALL = 40, 1e-7


@dataclass(frozen=True)
class Calibration:
    """Intercept, slope of the score, slope of the logit of the code's share."""

    intercept: float
    slope: float
    share_slope: float

    def probability(self, scores: Matrix, shares: NDArray[np.float64]) -> Matrix:
        """Scores as probabilities.

        Examples
        --------
        >>> import numpy as np
        >>> Calibration(0.0, 1.0, 0.0).probability(np.array([[0.0]]), np.array([0.5]))
        array([[0.5]])
        """
        line = self.intercept + self.slope * scores + self.share_slope * _logit(shares)
        return np.asarray(1 / (1 + np.exp(-np.clip(line, -30, 30))), dtype=np.float64)


def calibrate(
    scores: Matrix, truth: Matrix, shares: NDArray[np.float64], counts: NDArray[np.float64] | None = None
) -> Calibration:
    """Fit on held-out scores, all codes together.

    References
    ----------
    Platt (1999), "Probabilistic outputs for support vector machines and comparisons to regularized likelihood methods",
    in Advances in Large Margin Classifiers.
    """
    # shares that are all alike would say the same as the intercept: only their differences count
    middle = float(_logit(shares).mean())
    differences = np.broadcast_to(_logit(shares) - middle, scores.shape).ravel()
    terms = np.column_stack([np.ones(scores.size), scores.ravel(), differences])
    times = np.ones(scores.size) if counts is None else np.repeat(counts, scores.shape[1])
    intercept, slope, share_slope = (float(value) for value in _fitted(terms, truth.ravel(), times, middle))
    return Calibration(intercept - share_slope * middle, slope, share_slope)


def _fitted(terms: Matrix, wanted: Matrix, times: Matrix, start: float) -> NDArray[np.float64]:
    """Newton's method with steps that are halved until they help: far from the optimum a whole step leads astray."""
    penalty = np.array([0.0, _PENALTY, _PENALTY_OF_SHARES])

    def loss(beta: Matrix) -> float:
        line = np.clip(terms @ beta, -30, 30)
        return float(times @ (np.log1p(np.exp(line)) - wanted * line) + penalty @ beta**2 / 2)

    beta = np.array([start, 1.0, 0.0])
    now = loss(beta)
    for _ in range(_STEPS):
        fitted = 1 / (1 + np.exp(-np.clip(terms @ beta, -30, 30)))
        slope = terms.T @ (times * (wanted - fitted)) - penalty * beta
        curvature = (terms * (times * fitted * (1 - fitted))[:, None]).T @ terms + np.diag(penalty + 1e-9)
        step = np.linalg.solve(curvature, slope)
        while (then := loss(beta + step)) > now and np.abs(step).max() > _SMALL:
            step /= 2
        if np.abs(step).max() <= _SMALL:
            break
        beta, now = beta + step, then
    return np.asarray(beta)


def _logit(shares: NDArray[np.float64]) -> NDArray[np.float64]:
    kept = np.clip(shares, 1e-4, 1 - 1e-4)
    return np.asarray(np.log(kept / (1 - kept)), dtype=np.float64)
