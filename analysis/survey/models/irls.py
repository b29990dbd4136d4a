# SPDX-License-Identifier: MIT
"""Weighted fitting of generalised linear models by Fisher scoring, exact to rounding."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.survey.cancellation import BLOCK, row_blocks, step
from analysis.survey.column_arrays import taken
from analysis.survey.models.families import Family
from wording import Progress

_TOLERANCE, _STEPS = 1e-14, 200
_RANK = 1e-7  # a column whose part outside the ones before it is smaller than this share of it is aliased, as in R
_EXACT_ROWS = 200_000


@dataclass(frozen=True)
class Fit:
    """A fitted model: `kept` columns of X in use, `beta` theirs, `bread` (p, p) = (X'WX)⁻¹, working weights and mean.

    `weights` are the prior weights; `residual` the working residual; `separated`: the likelihood has no maximum.
    """

    beta: np.ndarray
    kept: np.ndarray
    bread: np.ndarray
    eta: np.ndarray
    mu: np.ndarray
    working: np.ndarray
    residual: np.ndarray
    weights: np.ndarray
    deviance: float
    null_deviance: float
    converged: bool
    separated: bool


def fit(
    X: np.ndarray,
    y: np.ndarray,
    weights: np.ndarray,
    family: Family,
    offset: np.ndarray | None = None,
    progress: Progress | None = None,
    constant: bool = True,
) -> Fit:
    """The maximum of the weighted likelihood of a generalised linear model, by Fisher scoring.

    References
    ----------
    McCullagh & Nelder (1989), Generalized Linear Models, section 2.5.

    Examples
    --------
    A constant alone: the log odds of 3 in 4.

    >>> from analysis.survey.models.families import family
    >>> found = fit(np.ones((4, 1)), np.array([1.0, 1.0, 1.0, 0.0]), np.ones(4), family("binomial"))
    >>> round(found.beta.item(), 6) == round(np.log(3), 6)
    True
    """
    kept = independent(X, weights, progress)
    step(progress)
    X = X if len(kept) == X.shape[1] else X[:, kept]
    shift = np.zeros(len(y)) if offset is None else offset
    if not X.shape[1]:
        return _offset_only_fit(y, weights, family, shift, progress)
    beta, converged = _scored(X, y, weights, family, shift, progress)
    step(progress)
    eta = X @ beta + shift
    mu = family.mean(eta)
    slope = family.slope(eta)
    working = weights * slope**2 / family.variance(mu)
    _, bread = _solve(X, working, np.zeros(len(y)), len(y) <= _EXACT_ROWS, progress)
    deviance = float(weights @ family.deviance(y, mu))
    null = _null_deviance(y, weights, family, shift, constant, progress)
    apart = family.fixed and runs_away((eta - shift)[weights > 0], family)
    residual, settled = (y - mu) / slope, converged and not apart
    return Fit(beta, kept, bread, eta, mu, working, residual, weights, deviance, null, settled, apart)


def _scored(
    X: np.ndarray, y: np.ndarray, weights: np.ndarray, family: Family, shift: np.ndarray, watch: Progress | None
) -> tuple[np.ndarray, bool]:
    """Fisher scoring until neither the deviance nor a coefficient moves."""
    mu = family.start(y, weights)
    eta = family.link(mu)
    beta = np.zeros(X.shape[1])
    previous, converged, exact = np.inf, False, len(y) <= _EXACT_ROWS
    for round_ in range(_STEPS):
        step(watch)
        slope = family.slope(eta)
        working = weights * slope**2 / family.variance(mu)
        residual = (y - mu) / slope
        step(watch)
        if round_ == 0:
            beta, _ = _solve(X, working, eta - shift + residual, exact, watch)
        else:
            change, _ = _solve(X, working, residual, exact, watch)
            beta = beta + change
        step(watch)
        eta = X @ beta + shift
        step(watch)
        mu = family.mean(eta)
        deviance = float(weights @ family.deviance(y, mu))
        if not np.isfinite(deviance):
            break
        settled = abs(deviance - previous) <= _TOLERANCE * (abs(deviance) + 0.1)
        if round_ and settled and _small(change, beta):
            converged = True
            break
        if settled and family.fixed and runs_away((eta - shift)[weights > 0], family):
            break  # the likelihood has ended its rise, the coefficients never will
        previous = deviance
    return beta, converged


def _offset_only_fit(
    y: np.ndarray, weights: np.ndarray, family: Family, eta: np.ndarray, progress: Progress | None
) -> Fit:
    """A model without coefficients: the offset alone."""
    mu, slope = family.mean(eta), family.slope(eta)
    deviance = float(weights @ family.deviance(y, mu))
    null = _null_deviance(y, weights, family, eta, False, progress)
    working, none = weights * slope**2 / family.variance(mu), np.empty(0)
    kept, bread = np.empty(0, dtype=int), np.empty((0, 0))
    return Fit(none, kept, bread, eta, mu, working, (y - mu) / slope, weights, deviance, null, True, False)


def _small(change: np.ndarray, beta: np.ndarray) -> bool:
    return bool(np.all(np.abs(change) <= 1e-11 * (np.abs(beta) + 1e-3)))


def runs_away(eta: np.ndarray, family: Family) -> bool:
    """Whether a predictor separates the outcomes: fitted probabilities of 0 or 1, or rates of 0.

    Parameters
    ----------
    eta : array (n,)
        Linear predictor without the offset.
    family : Family
        Its link says from which size on a mean is as good as 0 or 1.

    Returns
    -------
    bool
        True where the likelihood has no maximum to be found.
    """
    if family.name == "poisson":
        return bool(eta.min(initial=0.0) < -20)
    limit = {"probit": 6.5, "cloglog": 3.5, "binomial(cauchit)": 1e7}.get(family.name, 18.0)
    return bool(np.abs(eta).max(initial=0.0) > limit)


def _solve(
    X: np.ndarray, working: np.ndarray, target: np.ndarray, exact: bool, progress: Progress | None
) -> tuple[np.ndarray, np.ndarray]:
    """Weighted least squares and (X'WX)⁻¹: by QR, or by the cross product where rows are many."""
    from scipy.linalg import solve_triangular  # scipy.linalg, 230 ms: not at start

    p = X.shape[1]
    if exact:
        root = np.sqrt(working)
        if len(X) > BLOCK:
            r = _triangle(X, root, target, progress)
            inverse = solve_triangular(r[:p, :p], np.eye(p))
            return inverse @ r[:p, p], inverse @ inverse.T
        q, r = np.linalg.qr(X * root[:, None])
        inverse = solve_triangular(r, np.eye(p))
        return solve_triangular(r, q.T @ (root * target)), inverse @ inverse.T
    gram, moment = np.zeros((p, p)), np.zeros(p)
    for rows in row_blocks(progress, len(X)):
        weighted = X[rows] * working[rows, None]
        gram += weighted.T @ X[rows]
        moment += weighted.T @ target[rows]
    scale = 1 / np.sqrt(np.diag(gram))
    inverse = np.linalg.inv(gram * np.outer(scale, scale)) * np.outer(scale, scale)
    return inverse @ moment, inverse


def _triangle(X: np.ndarray, root: np.ndarray, target: np.ndarray, progress: Progress | None) -> np.ndarray:
    """R of the QR decomposition of [X, target] times `root`, block of rows after block: each on the R of those before.

    Demmel, Grigori, Hoemmen and Langou (2012), SIAM Journal on Scientific Computing 34: A206–A239.
    """
    r: np.ndarray = np.empty((0, X.shape[1] + 1))
    for rows in row_blocks(progress, len(X)):
        block = np.column_stack([X[rows], target[rows]]) * root[rows, None]
        r = np.asarray(np.linalg.qr(np.vstack([r, block]), mode="r"))
    return r


def independent(X: np.ndarray, weights: np.ndarray, progress: Progress | None = None) -> np.ndarray:
    """Columns that are no combination of those before them among rows with a weight.

    Parameters
    ----------
    X : array (n, p)
        Without missing values.
    weights : array (n,)
        Rows of weight 0 are not looked at.
    progress : Progress or None
        Asked between blocks whether to stop.

    Returns
    -------
    array (columns kept,) of int
        Their places, from 0, in order.

    Raises
    ------
    Stopped
        The user asked to stop.

    Examples
    --------
    >>> X = np.column_stack([np.ones(3), [1.0, 0.0, 0.0], [0.0, 1.0, 1.0]])
    >>> independent(X, np.ones(3)).tolist()
    [0, 1]
    """
    used = X if (weights > 0).all() else taken(X, weights > 0, progress)
    if len(used) > _EXACT_ROWS:
        gram = np.zeros((X.shape[1], X.shape[1]))
        for rows in row_blocks(progress, len(used)):
            gram += used[rows].T @ used[rows]
        scale = np.sqrt(np.diag(gram))
        if (scale > 0).all() and np.linalg.cond(gram / np.outer(scale, scale)) < 1e8:
            return np.arange(X.shape[1])
    nothing, one = np.zeros(len(used)), np.ones(len(used))
    r = _triangle(used, one, nothing, progress)[:, :-1]  # its columns lie to each other as those of the rows do
    own = np.sqrt((r**2).sum(axis=0))
    basis, kept = np.zeros((len(r), min(r.shape))), list[int]()
    for place in range(r.shape[1]):
        rest = r[:, place]
        for _ in range(2):  # once leaves rounding errors of the part taken away (Giraud, Langou and Rozložník 2005)
            rest = rest - basis[:, : len(kept)] @ (basis[:, : len(kept)].T @ rest)
        size = np.sqrt(rest @ rest)
        if size > _RANK * own[place] and len(kept) < basis.shape[1]:
            basis[:, len(kept)] = rest / size
            kept.append(place)
    return np.array(kept, dtype=int)


def _null_deviance(
    y: np.ndarray, weights: np.ndarray, family: Family, shift: np.ndarray, constant: bool, progress: Progress | None
) -> float:
    """Deviance of a constant and the offset, or without a constant of the offset alone."""
    if not constant:
        return float(weights @ family.deviance(y, family.mean(shift)))
    if shift.any():
        one = np.ones((len(y), 1))
        beta, _ = _scored(one, y, weights, family, shift, progress)
        return float(weights @ family.deviance(y, family.mean(beta[0] + shift)))
    mean = np.full(1, weights @ y / weights.sum())
    return float(weights @ family.deviance(y, np.broadcast_to(mean, y.shape)))
