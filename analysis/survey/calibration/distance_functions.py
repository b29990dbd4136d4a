# SPDX-License-Identifier: MIT
"""Calibration by a distance: the ratio of new to old weights that meets known totals at the least distance.

Deville and Särndal (1992), Journal of the American Statistical Association 87: 376–382. The ratios are g = F(x'λ), F
the inverse of the distance's derivative (section 2, table 1); λ solves Σ d F(x'λ) x = t. That is where the convex
function Σ d G(x'λ) − t'λ with G' = F is least, so Newton's method with halved steps finds it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from analysis.survey.cancellation import row_blocks
from wording import Problem, Progress, msg

_STEPS, _HALVINGS = 100, 60
_SETTLED = 1e-6  # a misfit that Newton's method cannot lower further, as a share of the totals


@dataclass(frozen=True)
class Distance:
    """F of Deville and Särndal with its integral G and derivative."""

    ratio: Callable[[np.ndarray], np.ndarray]
    integral: Callable[[np.ndarray], np.ndarray]
    slope: Callable[[np.ndarray], np.ndarray]


def sizes(X: np.ndarray, weights: np.ndarray, progress: Progress | None = None) -> tuple[np.ndarray, np.ndarray]:
    """Sizes of auxiliary variables, by which misfits compare, and their weighted sums."""
    squares, sums = np.zeros(X.shape[1]), np.zeros(X.shape[1])
    for rows in row_blocks(progress, len(X)):
        squares += weights[rows] @ X[rows] ** 2
        sums += weights[rows] @ X[rows]
    return np.sqrt(np.maximum(squares, 1e-300)), sums


def solve(
    X: np.ndarray,
    weights: np.ndarray,
    totals: np.ndarray,
    distance: str,
    bounds: tuple[float, float],
    epsilon: float,
    progress: Progress | None = None,
) -> np.ndarray:
    """Ratios g of new to old weights with Σ w g x = totals at the least distance.

    References
    ----------
    Deville & Särndal (1992), JASA 87, 376-382, section 2.

    Examples
    --------
    Two rows of weight 1 are to count for 3 and 1.

    >>> solve(np.eye(2), np.ones(2), np.array([3.0, 1.0]), "raking", (0.0, np.inf), 1e-10).round(6).tolist()
    [3.0, 1.0]
    """
    kind = distance_named(distance, bounds)
    scale, _ = sizes(X, weights, progress)
    wanted = totals / scale
    lagrange = np.zeros(X.shape[1])

    def objective(place: np.ndarray) -> float:
        found = 0.0
        with np.errstate(over="ignore", invalid="ignore"):
            for rows in row_blocks(progress, len(X)):
                found += float(weights[rows] @ kind.integral(X[rows] @ (place / scale)))
            return found - float(wanted @ place)

    def slopes(place: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        gradient, curve = -wanted, np.zeros((len(scale), len(scale)))
        for rows in row_blocks(progress, len(X)):
            Z, w = X[rows] / scale, weights[rows]
            u = Z @ place
            gradient = gradient + (w * kind.ratio(u)) @ Z
            curve += (Z * (w * kind.slope(u))[:, None]).T @ Z
        return gradient, curve

    value, size = objective(lagrange), 1 + np.abs(totals)
    for _ in range(_STEPS):
        gradient, curve = slopes(lagrange)
        misfit = float(np.max(np.abs(gradient * scale) / size))
        if misfit < min(epsilon, 1e-12):
            break
        way = -np.linalg.lstsq(curve, gradient, rcond=1e-13)[0]
        found = _shorter(objective, lagrange, way, value, float(gradient @ way))
        if found is None:
            break
        lagrange, value = found
    if not misfit < max(epsilon, 1e-15) and not misfit < min(_SETTLED, 10 * epsilon):
        raise Problem(msg("survey.calibration_unsettled"))
    ratio = np.empty(len(X))
    for rows in row_blocks(progress, len(X)):
        ratio[rows] = kind.ratio(X[rows] @ (lagrange / scale))
    return ratio


def _shorter(
    objective: Callable[[np.ndarray], float], place: np.ndarray, step: np.ndarray, value: float, slope: float
) -> tuple[np.ndarray, float] | None:
    """The first of the steps 1, ½, ¼ … that lowers the objective enough (Armijo); None where none does."""
    for halving in range(_HALVINGS):
        length = 0.5**halving
        there = place + length * step
        lower = objective(there)
        if np.isfinite(lower) and lower <= value + 1e-4 * length * slope + 1e-14 * abs(value):
            return there, lower
    return None


def distance_named(name: str, bounds: tuple[float, float]) -> Distance:
    """A distance by its name.

    References
    ----------
    Deville & Särndal (1992), JASA 87, 376-382, table 1.

    Examples
    --------
    >>> distance_named("linear", (0.5, 2.0)).ratio(np.array([-1.0, 0.0, 3.0])).tolist()
    [0.5, 1.0, 2.0]
    """
    low, high = bounds
    if name == "logit":
        return _logit(low, high)
    if name == "raking":
        start, end = np.log(low) if low > 0 else -np.inf, np.log(high) if high < np.inf else np.inf

        def whole(u: np.ndarray) -> np.ndarray:
            inside = np.clip(u, start, end)
            ratio = np.exp(inside)
            found: np.ndarray = ratio + np.where(inside == u, 0.0, ratio * (u - inside))
            return found

        return Distance(
            lambda u: np.exp(np.clip(u, start, end)),
            whole,
            lambda u: np.where((u > start) & (u < end), np.exp(np.clip(u, start, end)), 0.0),
        )

    def integral(u: np.ndarray) -> np.ndarray:
        inside = np.clip(u, low - 1, high - 1)
        found: np.ndarray = inside + inside**2 / 2 + np.where(inside == u, 0.0, (1 + inside) * (u - inside))
        return found

    return Distance(
        lambda u: 1 + np.clip(u, low - 1, high - 1),
        integral,
        lambda u: ((u > low - 1) & (u < high - 1)).astype(float),
    )


def _logit(low: float, high: float) -> Distance:
    """Their logit case, written as low + (high − low)·p with p the logistic function of A·u plus its start."""
    from scipy.special import expit  # scipy.special, 230 ms: not at start

    width = high - low
    rate = width / ((1 - low) * (high - 1))
    start = np.log((1 - low) / (high - 1))

    def share(u: np.ndarray) -> np.ndarray:
        found: np.ndarray = expit(rate * u + start)
        return found

    return Distance(
        lambda u: low + width * share(u),
        lambda u: low * u + width / rate * np.logaddexp(0.0, rate * u + start),
        lambda u: width * rate * share(u) * (1 - share(u)),
    )
