# SPDX-License-Identifier: MIT
"""Shares of the categories of one variable over many domains in one pass over the rows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from analysis.survey.cancellation import step
from analysis.survey.design.sample_design import Design
from analysis.survey.design.unit_domain_cells import Cells
from analysis.survey.estimates.estimate import Estimates
from analysis.survey.estimates.intervals import Interval, proportion_interval
from analysis.survey.estimates.linear import Linear, finished, means
from analysis.survey.estimates.variance import within_domains
from analysis.survey.replicates.replicate_variance import mean_spread
from wording import Progress


def proportions(
    design: Design,
    categories: np.ndarray,
    k: int,
    domain: np.ndarray | None = None,
    interval: Interval = "logit",
    level: float = 0.95,
    *,
    domains: int | None = None,
    covariance: bool = True,
    progress: Progress | None = None,
) -> Estimates:
    """Shares of the categories of one variable in domains, among rows with a value.

    Parameters
    ----------
    design : Design
        The whole design.
    categories : array (n,)
        Codes 0 … k − 1, −1 = missing.
    k : int
        Number of categories.
    domain : array (n,) or None
        Codes 0 … d − 1, −1 = in none; None: one domain of all rows.
    interval : str
        A method of `intervals.proportion_interval`.
    level : float
        Confidence level, 0-1.
    domains : int or None
        Number of domains d.
    covariance : bool
        False leaves the off-diagonal of `vcov` out.
    progress : Progress or None
        Asked between stages whether to stop.

    Returns
    -------
    Estimates
        Shares 0-1 (d, k); `counts` (d, k) the unweighted rows in each category, `n` the unweighted base.

    Raises
    ------
    DesignProblem
        `survey.lonely_psu` under the rule "fail".
    Stopped
        The user asked to stop.

    References
    ----------
    As R's `svymean` of a factor and `svyciprop`.

    Examples
    --------
    Half of four rows: √(¼/3).

    >>> found = proportions(Design.build(4), np.array([0, 0, 1, 1]), 2)
    >>> found.estimate.tolist(), found.se.round(4).tolist(), found.counts.tolist()
    ([[0.5, 0.5]], [[0.2887, 0.2887]], [[2, 2]])
    """
    codes = np.asarray(categories, dtype=np.int64)
    if design.calibrations:
        return _from_means(design, codes, k, domain, domains, interval, level, progress)
    result, counts = shares(design, codes, k, domain, domains, covariance, progress)
    plain = finished(design, result, level, mean=True)
    low, high = proportion_interval(plain.estimate, plain.se, plain.df, plain.n, interval, level)
    return replace(plain, low=low, high=high, interval=interval, counts=counts)


def shares(
    design: Design,
    codes: np.ndarray,
    k: int,
    domain: np.ndarray | None,
    domains: int | None,
    covariance: bool = True,
    progress: Progress | None = None,
) -> tuple[Linear, np.ndarray]:
    """The shares with their influence, before intervals, and the unweighted counts.

    References
    ----------
    As `proportions`.
    """
    answered = codes >= 0
    if not answered.all():
        domain = np.where(answered, 0 if domain is None else domain, -1)
        domains = domains if domains is not None else max(int(domain.max(initial=0)) + 1, 1)
    cells = Cells.of(design, domain, domains, progress)
    safe = np.maximum(codes, 0)
    tables = _tables(cells, safe, k, design.weights)
    step(progress)
    (tally,) = _tables(cells, safe, k, (design.weights != 0).astype(float), of_first=True)
    by_domain, counts = _by_domain(cells, tables[0]), _by_domain(cells, tally)
    base, n = by_domain.sum(axis=1), counts.sum(axis=1)
    influence: tuple[np.ndarray, ...] = ()
    with np.errstate(divide="ignore", invalid="ignore"):
        p = by_domain / base[:, None]
        spread = p * (1 - p) * (n / (n - 1))[:, None]
        if design.replicates is None:
            influence = tuple(
                (table - p[stage.domain] * table.sum(axis=1)[:, None]) / base[stage.domain][:, None]
                for stage, table in zip(cells.stages, tables, strict=True)
            )
    apart = None
    if design.replicates is not None:
        apart = mean_spread(cells, indicators(codes, k, progress), p, True)
    vcov = _vcov(cells, influence, covariance) if apart is None else apart.within()
    wide = [np.repeat(value[:, None], k, axis=1) for value in (n, base, *cells.facts())]
    result = Linear(cells, p, influence, wide[0], wide[1], spread, wide[2], wide[3], wide[4], vcov, apart)
    return result, counts.astype(int)


def _tables(cells: Cells, codes: np.ndarray, k: int, weights: np.ndarray, of_first: bool = False) -> list[np.ndarray]:
    """For each stage (cells, k) weights by category; with replicate weights (domains, k): units count for nothing."""
    if cells.design.replicates is not None:
        return [_table(cells.row_domain, codes, weights, cells.domains, k)]
    found = []
    for stage in cells.stages[:1] if of_first else cells.stages:
        step(cells.progress)
        found.append(_table(stage.row, codes, weights, stage.count, k))
    return found


def _table(row: np.ndarray, codes: np.ndarray, weights: np.ndarray, rows: int, k: int) -> np.ndarray:
    """(rows, k) sums of weights by `row` (n,) and category; rows of the table beyond count for nothing."""
    sums: np.ndarray = np.bincount(row * k + codes, weights=weights, minlength=(rows + 1) * k)
    return sums[: rows * k].reshape(rows, k)


def _by_domain(cells: Cells, table: np.ndarray) -> np.ndarray:
    if cells.design.replicates is not None:
        return table
    return np.column_stack([cells.domain_sums(column) for column in table.T])


def _vcov(cells: Cells, influence: tuple[np.ndarray, ...], covariance: bool) -> np.ndarray:
    if covariance:
        return within_domains(cells, influence)
    found: np.ndarray = np.einsum(
        "di,ij->dij", within_domains(cells, influence, diagonal=True), np.eye(influence[0].shape[1])
    )
    return found


def _from_means(
    design: Design,
    codes: np.ndarray,
    k: int,
    domain: np.ndarray | None,
    domains: int | None,
    interval: Interval,
    level: float,
    progress: Progress | None,
) -> Estimates:
    result = means(
        design, indicators(codes, k, progress, np.nan), domain, domains=domains, level=level, progress=progress
    )
    low, high = proportion_interval(result.estimate, result.se, result.df, result.n, interval, level)
    inside = np.where(codes >= 0, 0 if domain is None else domain, -1)
    keep = (inside >= 0) & (design.weights != 0)
    step(progress)
    place = np.where(keep, inside, len(result.estimate))
    counts = _table(place, np.maximum(codes, 0), keep.astype(float), len(result.estimate), k).astype(int)
    return replace(result, low=low, high=high, interval=interval, counts=counts)


def indicators(codes: np.ndarray, k: int, progress: Progress | None = None, missing: float = 0.0) -> list[np.ndarray]:
    """An indicator of each category.

    Examples
    --------
    >>> [column.tolist() for column in indicators(np.array([0, 1, -1]), 2, missing=np.nan)]
    [[1.0, 0.0, nan], [0.0, 1.0, nan]]
    """
    found, none = [], codes < 0
    for place in range(k):
        step(progress)
        column = (codes == place).astype(float)
        if missing != 0.0:
            column[none] = missing
        found.append(column)
    return found


__all__ = ["indicators", "proportions", "shares"]
