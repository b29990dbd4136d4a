# SPDX-License-Identifier: MIT
"""Variances, correlations and Cronbach's alpha of variables under a design, as `svyvar` and `svycralpha`."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from analysis.survey.cancellation import step
from analysis.survey.column_arrays import complete_rows, each_column, refuse_infinite, side_by_side
from analysis.survey.design.sample_design import Design
from analysis.survey.design.unit_domain_cells import Cells
from analysis.survey.estimates.estimate import Estimates, t_quantile
from analysis.survey.estimates.linear import finished, linear, means
from analysis.survey.replicates.replicate_variance import spread_of, sums_by_replicate
from wording import Progress


def covariances(
    design: Design,
    X: np.ndarray,
    domain: np.ndarray | None = None,
    *,
    domains: int | None = None,
    level: float = 0.95,
    progress: Progress | None = None,
) -> Estimates:
    """Population covariances of variables from complete rows, with factor n/(n−1).

    Parameters
    ----------
    design : Design
        The whole design.
    X : array (n, k)
        Variables; NaN = missing.
    domain : array (n,) or None
        Codes 0 … d − 1, −1 = in none; None: one domain of all rows.
    domains : int or None
        Number of domains d.
    level : float
        Confidence level, 0-1.
    progress : Progress or None
        Asked between columns whether to stop.

    Returns
    -------
    Estimates
        Arrays (d, k²): statistic i·k + j is the covariance of variables i and j.

    Raises
    ------
    Problem
        As `linear.means`.
    Stopped
        The user asked to stop.

    References
    ----------
    As R's `svyvar`.

    Examples
    --------
    >>> covariances(Design.build(3), np.array([[1.0, 2.0], [2.0, 4.0], [3.0, 6.0]])).estimate.round(6).tolist()
    [[1.0, 2.0, 2.0, 4.0]]
    """
    values, count = _centred(design, X, domain, domains, progress)
    factor, every = count / (count - 1), range(values.shape[1])
    products = [values[:, i] * values[:, j] * factor for i in every for j in every]
    if design.replicates is None:
        return means(design, products, domain, domains=domains, level=level, progress=progress)
    found = linear(design, products, domain, domains, progress=progress)
    again = spread_of(design.replicates, found.estimate, _replicate_covariances(design, values, factor, found.cells))
    return finished(design, replace(found, vcov=again.within(), spread=again), level, True)


def correlations(
    design: Design,
    X: np.ndarray,
    domain: np.ndarray | None = None,
    *,
    domains: int | None = None,
    level: float = 0.95,
    progress: Progress | None = None,
) -> Estimates:
    """Correlations of variables from complete rows: linearised standard error, interval by Fisher's z.

    Parameters
    ----------
    design : Design
        The whole design.
    X : array (n, k)
        Variables; NaN = missing.
    domain : array (n,) or None
        Codes 0 … d − 1, −1 = in none; None: one domain of all rows.
    domains : int or None
        Number of domains d.
    level : float
        Confidence level, 0-1.
    progress : Progress or None
        Asked between columns whether to stop.

    Returns
    -------
    Estimates
        Arrays (d, k²): statistic i·k + j is the correlation of variables i and j.

    Raises
    ------
    Problem
        As `linear.means`.
    Stopped
        The user asked to stop.

    References
    ----------
    Binder (1983), International Statistical Review 51, 279-292, for the linearisation of a function of moments.

    Examples
    --------
    >>> found = correlations(Design.build(3), np.array([[1.0, 1.0], [2.0, 3.0], [3.0, 2.0]]))
    >>> found.estimate.round(6).tolist()
    [[1.0, 0.5, 0.5, 1.0]]
    """
    values, _ = _centred(design, X, domain, domains, progress)
    k = values.shape[1]
    squares, plain = [column**2 for column in each_column(values)], design.without_replicates()
    spread = means(plain, squares, domain, domains=domains, progress=progress).estimate
    codes = np.zeros(len(values), dtype=np.int64) if domain is None else np.asarray(domain)
    with np.errstate(divide="ignore", invalid="ignore"):
        z = []
        for at, column in enumerate(each_column(values)):
            step(progress)
            z.append(column / np.sqrt(spread)[codes, at])
        pairs = [(i, j) for i in range(k) for j in range(k)]
        products = [z[i] * z[j] for i, j in pairs]
        r = means(plain, products, domain, domains=domains, progress=progress).estimate
        if design.replicates is not None:
            result = _correlations_again(design, values, r, domain, domains, level, progress)
        else:
            influence = []
            for at, (i, j) in enumerate(pairs):
                step(progress)
                own = r[codes, at]
                influence.append(products[at] - own * (z[i] ** 2 + z[j] ** 2) / 2 + own)
            result = means(design, influence, domain, domains=domains, level=level, progress=progress)
        half = t_quantile(0.5 + level / 2, result.df) * result.se / (1 - r**2)
        low, high = np.tanh(np.arctanh(r) - half), np.tanh(np.arctanh(r) + half)
    same = np.tile(np.eye(k, dtype=bool).ravel(), (len(r), 1))
    return replace(
        result, estimate=r, low=np.where(same, 1.0, low), high=np.where(same, 1.0, high), interval="fisher_z"
    )


def _replicate_covariances(design: Design, values: np.ndarray, factor: np.ndarray, cells: Cells) -> np.ndarray:
    """(R, d, k·k) the covariances with each replicate's weights about its own means, of centred columns (n, k)."""
    k, every = values.shape[1], range(values.shape[1])
    gone = np.isnan(values[:, 0])
    filled = [np.where(gone, 0.0, column) for column in each_column(values)]
    columns = [*filled, *(filled[i] * filled[j] for i in every for j in every), (~gone).astype(float)]
    sums = sums_by_replicate(cells, columns)
    inside = cells.row_domain < cells.domains
    of_domain = np.ones(cells.domains)
    of_domain[cells.row_domain[inside]] = factor[inside]
    with np.errstate(divide="ignore", invalid="ignore"):
        mean, square = sums[..., :k] / sums[..., -1:], sums[..., k:-1] / sums[..., -1:]
    found: np.ndarray = (square - np.einsum("rdi,rdj->rdij", mean, mean).reshape(square.shape)) * of_domain[:, None]
    return found


def _correlations_again(
    design: Design, values: np.ndarray, r: np.ndarray, domain: np.ndarray | None, domains: int | None, level: float,
    progress: Progress | None,
) -> Estimates:  # fmt: skip
    """Correlations (d, k·k) whose spread comes from those of every replicate."""
    k = values.shape[1]
    products = [values[:, i] * values[:, j] for i in range(k) for j in range(k)]
    found = linear(design, products, domain, domains, progress=progress)
    again = _replicate_covariances(design, values, np.ones(len(values)), found.cells).reshape(-1, *r.shape[:1], k, k)
    width = np.sqrt(np.einsum("rdii->rdi", again))
    with np.errstate(divide="ignore", invalid="ignore"):
        by_replicate = again / width[..., :, None] / width[..., None, :]
    assert design.replicates is not None
    spread = spread_of(design.replicates, r, by_replicate.reshape(-1, *r.shape))
    return finished(design, replace(found, estimate=r, vcov=spread.within(), spread=spread), level, True)


def alpha_error(design: Design, X: np.ndarray, domain: np.ndarray, progress: Progress | None = None) -> float:
    """Standard error of Cronbach's alpha from replicate weights: alpha again with each.

    Parameters
    ----------
    design : Design
        With replicates.
    X : array (n, k)
        Items; NaN = missing.
    domain : array (n,)
        0 for the rows of the scale, −1 for the others.
    progress : Progress or None
        Asked between replicates whether to stop.

    Returns
    -------
    float
        In the unit of alpha.

    Raises
    ------
    Stopped
        The user asked to stop.

    References
    ----------
    Wolter (2007), Introduction to Variance Estimation, for errors from replicates; Cronbach (1951), Psychometrika 16,
    297-334. As R's `svycralpha`.
    """
    k = X.shape[1]
    columns = [*each_column(X), np.asarray(sum(each_column(X), np.zeros(len(X))))]
    values, _ = _centred(design, side_by_side(columns, len(X), k + 1, progress), domain, 1, progress)
    cells = Cells.of(design, domain, 1, progress)
    again = _replicate_covariances(design, values, np.ones(len(values)), cells).reshape(-1, k + 1, k + 1)
    each = np.einsum("rii->ri", again)
    with np.errstate(divide="ignore", invalid="ignore"):
        found = k / (k - 1) * (1 - each[:, :k].sum(axis=1) / each[:, k])
    full = alpha(design, X, domain, domains=1, progress=progress)[None, :]
    assert design.replicates is not None
    return float(np.sqrt(spread_of(design.replicates, full, found[:, None, None]).within()[0, 0, 0]))


def alpha(
    design: Design,
    X: np.ndarray,
    domain: np.ndarray | None = None,
    *,
    domains: int | None = None,
    progress: Progress | None = None,
) -> np.ndarray:
    """Cronbach's alpha of items in each domain, from design-based variances.

    Parameters
    ----------
    design : Design
        The whole design.
    X : array (n, k)
        Items; NaN = missing; complete rows count.
    domain : array (n,) or None
        Codes 0 … d − 1, −1 = in none; None: one domain of all rows.
    domains : int or None
        Number of domains d.
    progress : Progress or None
        Asked between columns whether to stop.

    Returns
    -------
    array (d,)
        At most 1.

    Raises
    ------
    Problem
        `survey.values_infinite` where a value is infinite.
    Stopped
        The user asked to stop.

    References
    ----------
    Cronbach (1951), Psychometrika 16, 297-334. As R's `svycralpha`.

    Examples
    --------
    Two items that correlate by ½: 2 · (1 − 2/3).

    >>> alpha(Design.build(3), np.array([[1.0, 1.0], [2.0, 3.0], [3.0, 2.0]])).round(4).tolist()
    [0.6667]
    """
    X = np.asarray(X, dtype=float)
    refuse_infinite(X)
    k = X.shape[1]
    columns, plain = np.column_stack([X, X.sum(axis=1)]), design.without_replicates()
    table = covariances(plain, columns, domain, domains=domains, progress=progress).estimate
    matrix = table.reshape(-1, k + 1, k + 1)
    items = np.einsum("dii->d", matrix[:, :k, :k])
    with np.errstate(divide="ignore", invalid="ignore"):
        found: np.ndarray = k / (k - 1) * (1 - items / matrix[:, k, k])
        return found


def _centred(
    design: Design, X: np.ndarray, domain: np.ndarray | None, domains: int | None, progress: Progress | None
) -> tuple[np.ndarray, np.ndarray]:
    """Columns less their domain mean, NaN on incomplete rows, and the rows used by the domain of each row."""
    values = np.asarray(X, dtype=float)
    values = values.reshape(len(values), -1)
    refuse_infinite(*each_column(values))
    complete = complete_rows(values, progress)
    shape = (len(values), values.shape[1], progress)
    values = side_by_side((np.where(complete, column, np.nan) for column in each_column(values)), *shape)
    centre = means(design.without_replicates(), values, domain, domains=domains, progress=progress)
    codes = np.zeros(len(values), dtype=np.int64) if domain is None else np.asarray(domain)
    moved = (column - centre.estimate[codes, at] for at, column in enumerate(each_column(values)))
    return side_by_side(moved, *shape), centre.n[codes, 0].astype(float)
