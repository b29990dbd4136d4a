# SPDX-License-Identifier: MIT
"""Generalised raking: the ratio of new to old weights by a distance function (Deville, Särndal and Sautory 1993)."""

from __future__ import annotations

import numpy as np

from wording import Problem, msg

_STEPS = 50


def solve(
    X: np.ndarray,
    weights: np.ndarray,
    totals: np.ndarray,
    distance: str,
    bounds: tuple[float, float],
    epsilon: float,
) -> np.ndarray:
    """(n,) ratios g with Σ w g x = totals, by Newton's method. Raises Problem when bounds and totals cannot be met."""
    eta = np.zeros(X.shape[1])
    ratio, slope = _ratio(X @ eta, distance, bounds)
    for _ in range(_STEPS):
        information = (X * (weights * slope)[:, None]).T @ X
        misfit = totals - (weights * ratio) @ X
        step = np.linalg.pinv(information, rcond=256 * np.finfo(float).eps) @ misfit
        eta = eta + step
        ratio, slope = _ratio(X @ eta, distance, bounds)
        for _ in range(_STEPS):
            if np.isfinite(ratio).all() and np.isfinite(slope).all():
                break
            step = step / 2
            eta = eta - step
            ratio, slope = _ratio(X @ eta, distance, bounds)
        misfit = totals - (weights * ratio) @ X
        if (np.abs(misfit) / (1 + np.abs(totals)) < epsilon).all():
            return ratio
    raise Problem(msg("survey.calibration_unsettled"))


def _ratio(u: np.ndarray, distance: str, bounds: tuple[float, float]) -> tuple[np.ndarray, np.ndarray]:
    """The ratio and its derivative at u."""
    low, high = bounds
    with np.errstate(over="ignore", invalid="ignore"):
        if distance == "logit":
            rate = (high - low) / ((high - 1) * (1 - low))
            e = np.exp(rate * u)
            top, bottom = low * (high - 1) + high * (1 - low) * e, high - 1 + (1 - low) * e
            inner = (1 - low) * e * rate
            return top / bottom, high * inner / bottom - top * inner / bottom**2
        ratio = np.exp(u) if distance == "raking" else u + 1
        # R judges the derivative's bounds on u itself, whatever the distance
        free = (u < high - 1) & (u > low - 1)
        slope = np.where(free, np.exp(u) if distance == "raking" else 1.0, 0.0)
    return np.clip(ratio, low, high), slope
