# SPDX-License-Identifier: MIT
"""Shares of the categories of one variable over many domains in one pass over the rows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from analysis.survey.cells import Cells
from analysis.survey.design import Design
from analysis.survey.estimates import Estimates
from analysis.survey.intervals import Interval, proportion_interval
from analysis.survey.linear import Linear, finished, means
from analysis.survey.replicated import mean_spread
from analysis.survey.stopping import step
from analysis.survey.variance import within_domains
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
    """Shares of categories coded 0 … k−1 (n,), −1 = missing, among rows with a value, in each domain.

    `counts` (d, k) of the result are the unweighted rows in each category, `n` the unweighted base. Raises Stopped.
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
    """The shares with their influence, and the unweighted counts (d, k)."""
    answered = codes >= 0
    if not answered.all():
        domain = np.where(answered, 0 if domain is None else domain, -1)
        domains = domains if domains is not None else max(int(domain.max(initial=0)) + 1, 1)
    cells = Cells.of(design, domain, domains, progress)
    safe = np.maximum(codes, 0)
    tables = []
    for stage in cells.stages:
        step(progress)
        table = np.bincount(stage.row * k + safe, weights=design.weights, minlength=(stage.count + 1) * k)
        tables.append(table[: stage.count * k].reshape(stage.count, k))
    first = cells.stages[0]
    step(progress)
    used = design.weights != 0
    row = first.row if used.all() else first.row[used]
    counted = np.bincount(row * k + (safe if used.all() else safe[used]), minlength=(first.count + 1) * k)
    step(progress)
    cell_counts = counted[: first.count * k].reshape(first.count, k)
    by_domain = np.column_stack([cells.domain_sums(tables[0][:, j]) for j in range(k)])
    counts = np.column_stack([cells.domain_sums(cell_counts[:, j]) for j in range(k)])
    base, n = by_domain.sum(axis=1), counts.sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        p = by_domain / base[:, None]
        influence = tuple(
            (table - p[stage.domain] * table.sum(axis=1)[:, None]) / base[stage.domain][:, None]
            for stage, table in zip(cells.stages, tables, strict=True)
        )
        spread = p * (1 - p) * (n / (n - 1))[:, None]
    apart = None
    if design.replicates is not None:
        apart = mean_spread(cells, _indicators(codes, k, progress), p, True)
    vcov = _vcov(cells, influence, covariance) if apart is None else apart.within()
    wide = [np.repeat(value[:, None], k, axis=1) for value in (n, base, *cells.facts())]
    result = Linear(cells, p, influence, wide[0], wide[1], spread, wide[2], wide[3], wide[4], vcov, apart)
    return result, counts.astype(int)


def _vcov(cells: Cells, influence: tuple[np.ndarray, ...], covariance: bool) -> np.ndarray:
    if covariance:
        return within_domains(cells, influence)
    return np.einsum("di,ij->dij", within_domains(cells, influence, diagonal=True), np.eye(influence[0].shape[1]))


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
    missing = codes < 0
    columns = _indicators(codes, k, progress)
    for column in columns:
        column[missing] = np.nan
    result = means(design, columns, domain, domains=domains, level=level, progress=progress)
    low, high = proportion_interval(result.estimate, result.se, result.df, result.n, interval, level)
    inside = np.where(codes >= 0, 0 if domain is None else domain, -1)
    keep = (inside >= 0) & (design.weights != 0)
    step(progress)
    size = result.estimate.size
    counts = np.bincount(inside[keep] * k + codes[keep], minlength=size).reshape(result.estimate.shape)
    return replace(result, low=low, high=high, interval=interval, counts=counts)


def _indicators(codes: np.ndarray, k: int, progress: Progress | None) -> list[np.ndarray]:
    """For each category (n,) 1 where a row is in it, else 0. Raises Stopped."""
    found = []
    for place in range(k):
        step(progress)
        found.append((codes == place).astype(float))
    return found


__all__ = ["proportions", "shares"]
