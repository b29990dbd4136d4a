# SPDX-License-Identifier: MIT
"""Links of generalised linear models: the linear predictor of a mean, its inverse, and the slope of that."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

Function = Callable[[np.ndarray], np.ndarray]
_EPS = float(np.finfo(float).eps)


def logistic(eta: np.ndarray) -> np.ndarray:
    """The mean of a logit: 1 / (1 + exp(−eta)).

    Examples
    --------
    >>> logistic(np.array([0.0, np.log(3)])).round(6).tolist()
    [0.5, 0.75]
    """
    from scipy.special import expit  # scipy.special, 230 ms: not at start

    found: np.ndarray = expit(eta)
    return found


def logistic_slope(eta: np.ndarray) -> np.ndarray:
    """The derivative of `logistic` in eta."""
    mu = logistic(eta)
    found: np.ndarray = np.maximum(mu * (1 - mu), _EPS)
    return found


def normal(eta: np.ndarray) -> np.ndarray:
    """The mean of a probit: the normal distribution function.

    Examples
    --------
    >>> normal(np.array([0.0, 1.959964])).round(4).tolist()
    [0.5, 0.975]
    """
    from scipy.special import ndtr  # scipy.special, 230 ms: not at start

    found: np.ndarray = np.clip(ndtr(eta), _EPS, 1 - _EPS)
    return found


def normal_slope(eta: np.ndarray) -> np.ndarray:
    """The derivative of `normal` in eta: the normal density."""
    found: np.ndarray = np.maximum(np.exp(-(eta**2) / 2) / np.sqrt(2 * np.pi), _EPS)
    return found


def probit(mu: np.ndarray) -> np.ndarray:
    """The normal quantile of a mean."""
    from scipy.special import ndtri  # scipy.special, 230 ms: not at start

    found: np.ndarray = ndtri(mu)
    return found


def logit(mu: np.ndarray) -> np.ndarray:
    """The log odds of a mean.

    Examples
    --------
    >>> logit(np.array([0.5])).tolist()
    [0.0]
    """
    found: np.ndarray = np.log(mu / (1 - mu))
    return found


def exponential(eta: np.ndarray) -> np.ndarray:
    """The mean of a log, and its derivative in eta."""
    found: np.ndarray = np.maximum(np.exp(np.minimum(eta, 700.0)), _EPS)
    return found


def _cauchy(eta: np.ndarray) -> np.ndarray:
    found: np.ndarray = np.clip(np.arctan(eta) / np.pi + 0.5, _EPS, 1 - _EPS)
    return found


LINKS: dict[str, tuple[Function, Function, Function]] = {
    "identity": (lambda mu: mu, lambda eta: eta, np.ones_like),
    "logit": (logit, logistic, logistic_slope),
    "probit": (probit, normal, normal_slope),
    "cloglog": (
        lambda mu: np.log(-np.log1p(-mu)),
        lambda eta: np.clip(-np.expm1(-np.exp(np.minimum(eta, 700.0))), _EPS, 1 - _EPS),
        lambda eta: np.maximum(np.exp(np.minimum(eta, 700.0) - np.exp(np.minimum(eta, 700.0))), _EPS),
    ),
    "log": (np.log, exponential, exponential),
    "cauchit": (
        lambda mu: np.tan(np.pi * (mu - 0.5)),
        _cauchy,
        lambda eta: np.maximum(1 / (np.pi * (1 + eta**2)), _EPS),
    ),
    "inverse": (lambda mu: 1 / mu, lambda eta: 1 / eta, lambda eta: -1 / eta**2),
    "sqrt": (np.sqrt, np.square, lambda eta: 2 * eta),
    "1/mu^2": (lambda mu: mu**-2, lambda eta: eta**-0.5, lambda eta: -(eta**-1.5) / 2),
}
