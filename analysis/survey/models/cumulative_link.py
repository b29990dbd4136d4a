# SPDX-License-Identifier: MIT
"""Cumulative-link models of ordered categories: P(Y ≤ j) = F(ζⱼ − x'β). Likelihood, scores, information, maximum.

McCullagh (1980), Journal of the Royal Statistical Society B 42: 109–142, eqs 2.1–2.5.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from analysis.survey.cancellation import row_blocks, step
from wording import Progress

_STEPS, _TOLERANCE, _LEAST = 200, 1e-12, 1e-300
Function = Callable[[np.ndarray], np.ndarray]


@dataclass(frozen=True)
class Link:
    """A distribution of the latent variable: its distribution function, density, slope of the density, quantile."""

    cdf: Function
    density: Function
    slope: Function
    quantile: Function
    reach: float  # |linear predictor| from which a category is predicted without doubt


@dataclass(frozen=True)
class Maximum:
    """Slopes then thresholds at the maximum, observed information there, scores (n, p) of rows, success."""

    theta: np.ndarray
    information: np.ndarray
    scores: np.ndarray
    loglik: float
    converged: bool


def link_named(name: str) -> Link:
    """A distribution of the latent variable by the name of its link.

    References
    ----------
    McCullagh (1980), JRSS B 42, 109-142.

    Examples
    --------
    >>> link_named("logit").cdf(np.array([0.0])).tolist()
    [0.5]
    >>> link_named("cauchit").quantile(np.array([0.75])).round(6).tolist()
    [1.0]
    """
    from scipy.special import expit, logit, ndtr, ndtri  # scipy.special, 230 ms: not at start

    root = 1 / np.sqrt(2 * np.pi)
    links: dict[str, Callable[[], Link]] = {
        "logit": lambda: Link(
            expit, lambda z: expit(z) * expit(-z), lambda z: expit(z) * expit(-z) * (1 - 2 * expit(z)), logit, 1e4
        ),
        "probit": lambda: Link(
            ndtr, lambda z: root * np.exp(-z * z / 2), lambda z: -z * root * np.exp(-z * z / 2), ndtri, 1e3
        ),
        "loglog": lambda: Link(
            lambda z: np.exp(-np.exp(-z)),
            lambda z: np.exp(-z - np.exp(-z)),
            lambda z: np.exp(-z - np.exp(-z)) * (np.exp(-z) - 1),
            lambda p: -np.log(-np.log(p)),
            1e4,
        ),
        "cloglog": lambda: Link(
            lambda z: -np.expm1(-np.exp(z)),
            lambda z: np.exp(z - np.exp(z)),
            lambda z: np.exp(z - np.exp(z)) * (1 - np.exp(z)),
            lambda p: np.log(-np.log1p(-p)),
            1e4,
        ),
        "cauchit": lambda: Link(
            lambda z: 0.5 + np.arctan(z) / np.pi,
            lambda z: 1 / (np.pi * (1 + z * z)),
            lambda z: -2 * z / (np.pi * (1 + z * z) ** 2),
            lambda p: np.tan(np.pi * (p - 0.5)),
            1e8,
        ),
    }
    return links[name]()


def maximum(
    X: np.ndarray,
    y: np.ndarray,
    weights: np.ndarray,
    k: int,
    link: str = "logit",
    progress: Progress | None = None,
    start: np.ndarray | None = None,
) -> Maximum:
    """The maximum of the weighted likelihood, by Newton's method with steps halved until they rise.

    Parameters
    ----------
    X : array (n, p)
        Predictors without a constant or missing values.
    y : array (n,) of int
        Categories 0 … k − 1, none empty.
    weights : array (n,)
        Prior weights ≥ 0.
    k : int
        Number of categories.
    link : str
        As of `link_named`.
    progress : Progress or None
        Asked between steps whether to stop.
    start : array (p + k − 1,) or None
        Slopes, then rising thresholds, to begin from; None: slopes of zero and the marginal shares.

    Returns
    -------
    Maximum
        `converged` is False where 200 steps were not enough or a category is predicted without doubt.

    Raises
    ------
    Stopped
        The user asked to stop.

    References
    ----------
    McCullagh (1980), JRSS B 42, 109-142, formulas 2.1 to 2.5.

    Examples
    --------
    Without predictors the thresholds are the log odds of the cumulative shares ¼ and ¾.

    >>> found = maximum(np.empty((4, 0)), np.array([0, 1, 1, 2]), np.ones(4), 3)
    >>> np.exp(found.theta).round(6).tolist()
    [0.333333, 3.0]
    """
    p, kind = X.shape[1], link_named(link)
    shares = np.cumsum(np.bincount(y, weights=weights, minlength=k))[:-1] / weights.sum()
    theta = np.concatenate([np.zeros(p), kind.quantile(shares)]) if start is None else start
    loglik, scores, information = likelihood(theta, X, y, weights, k, kind, progress)
    for _ in range(_STEPS):
        step(progress)
        move = _uphill(information, weights @ scores)
        for halving in range(30):
            trial = theta + move / 2**halving
            if (np.diff(trial[p:]) > 0).all():
                found = likelihood(trial, X, y, weights, k, kind, progress)
                if found[0] >= loglik - 1e-12 * abs(loglik):
                    break
        else:
            return Maximum(theta, information, scores, loglik, False)
        moved, theta = np.abs(trial - theta).max(), trial
        loglik, scores, information = found
        if moved <= _TOLERANCE * (1 + np.abs(theta).max()):
            bounded = np.abs(X @ theta[:p]).max(initial=0) < kind.reach
            return Maximum(theta, information, scores, loglik, bool(bounded))
    return Maximum(theta, information, scores, loglik, False)


def found_at(theta: np.ndarray, X: np.ndarray, y: np.ndarray, weights: np.ndarray, k: int, link: str) -> Maximum:
    """What `maximum` says, at given slopes and rising thresholds."""
    loglik, scores, information = likelihood(theta, X, y, weights, k, link)
    return Maximum(theta, information, scores, loglik, True)


def _uphill(information: np.ndarray, slope: np.ndarray) -> np.ndarray:
    """Newton's step; where the information is not positive, with its diagonal raised until it is."""
    more, scale = 0.0, float(np.abs(np.diag(information)).max())
    while more < 1e6 * scale:
        try:
            factor = np.linalg.cholesky(information + more * np.eye(len(slope)))
        except np.linalg.LinAlgError:
            more = max(2 * more, 1e-8 * scale)
            continue
        return np.linalg.solve(factor.T, np.linalg.solve(factor, slope))
    return slope / max(scale, _LEAST)


def likelihood(
    theta: np.ndarray,
    X: np.ndarray,
    y: np.ndarray,
    weights: np.ndarray,
    k: int,
    link: Link | str = "logit",
    progress: Progress | None = None,
) -> tuple[float, np.ndarray, np.ndarray]:
    """Weighted log-likelihood, scores of each row and observed information.

    References
    ----------
    As `maximum`.

    Examples
    --------
    Two categories, threshold 0: each row has a chance of ½.

    >>> found = likelihood(np.zeros(1), np.empty((4, 0)), np.array([0, 0, 1, 1]), np.ones(4), 2)
    >>> round(found[0], 4) == round(4 * np.log(0.5), 4)
    True
    """
    kind = link_named(link) if isinstance(link, str) else link
    loglik, scores = 0.0, np.empty((len(y), len(theta)), order="F")
    information = np.zeros((len(theta), len(theta)))
    for rows in row_blocks(progress, len(y)):
        found = _of_rows(theta, X[rows], y[rows], weights[rows], k, kind)
        loglik += found[0]
        scores[rows] = found[1]
        information += found[2]
    return loglik, scores, information


def _of_rows(
    theta: np.ndarray, X: np.ndarray, y: np.ndarray, weights: np.ndarray, k: int, kind: Link
) -> tuple[float, np.ndarray, np.ndarray]:
    p = X.shape[1]
    eta, cuts = X @ theta[:p], theta[p:]
    first, last = y == 0, y == k - 1
    with np.errstate(over="ignore", invalid="ignore", divide="ignore", under="ignore"):
        upper = np.where(last, np.nan, cuts[np.minimum(y, k - 2)] - eta)
        lower = np.where(first, np.nan, cuts[np.maximum(y - 1, 0)] - eta)
        above, below = (np.where(end, 1.0 * at, kind.cdf(z)) for end, at, z in ((last, 1, upper), (first, 0, lower)))
        share = np.maximum(above - below, _LEAST)
        # derivatives of log share in its upper and lower end, and in each twice
        d_up, d_low = (np.where(end, 0.0, kind.density(z)) / share for end, z in ((last, upper), (first, lower)))
        dd_up, dd_low = (np.where(end, 0.0, kind.slope(z)) / share for end, z in ((last, upper), (first, lower)))
    by_up, by_low = (np.hstack([-X, (at[:, None] == np.arange(k - 1)).astype(float)]) for at in (y, y - 1))
    scores = d_up[:, None] * by_up - d_low[:, None] * by_low
    curve = (by_up * (weights * dd_up)[:, None]).T @ by_up - (by_low * (weights * dd_low)[:, None]).T @ by_low
    return float(weights @ np.log(share)), scores, (scores * weights[:, None]).T @ scores - curve


__all__ = ["Link", "Maximum", "found_at", "likelihood", "link_named", "maximum"]
