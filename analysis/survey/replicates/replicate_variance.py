# SPDX-License-Identifier: MIT
"""Covariances by replicate weights: an estimate is made again with each replicate, and their spread is its variance.

One way for all estimators: those made of sums take them by replicate and domain at once, the others are made again
one replicate after another. A replicate without a result (no rows of the domain left in it) is left out, as in R's
survey package 4.4-2 (`svrVar`). The estimates themselves do not change.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from analysis.survey.cancellation import row_blocks, step
from analysis.survey.column_arrays import near_mean
from analysis.survey.design.replicate_weights import Replicates
from analysis.survey.design.sample_design import Design
from analysis.survey.design.unit_domain_cells import Cells
from wording import Progress

DF_OF_REPLICATES = "rank of the replicate weights - 1, of the rows of the domain"


_AT_ONCE = 16  # columns whose sums are taken together


@dataclass(frozen=True)
class ReplicateSpread:
    """How estimates (d, k) vary: `apart` (R, d, k), scaled so that its products are covariances.

    `by_replicate` (R, d, k) the estimates, NaN where a replicate gave none.
    """

    apart: np.ndarray
    by_replicate: np.ndarray

    def within(self) -> np.ndarray:
        """Covariance within each domain."""
        found: np.ndarray = np.einsum("rdi,rdj->dij", self.apart, self.apart)
        return found

    def across(self) -> np.ndarray:
        """Covariance of all estimates of all domains, domain-major."""
        flat = self.apart.reshape(len(self.apart), -1)
        found: np.ndarray = flat.T @ flat
        return found


def spread_of(replicates: Replicates, full: np.ndarray, by_replicate: np.ndarray) -> ReplicateSpread:
    """The spread of estimates by replicate about those of the full sample, or about their own mean.

    References
    ----------
    As `svrVar` of R's survey package 4.4-2.

    Examples
    --------
    Means 2.5, 2 and 1.5 of a jackknife of 1, 2, 3: 2/3 · (0.25 + 0 + 0.25), which is s²/n.

    >>> from analysis.survey.replicates.make_replicates import jackknife
    >>> made = jackknife(Design.build(3))
    >>> spread_of(made, np.array([[2.0]]), np.array([[[2.5]], [[2.0]], [[1.5]]])).within().round(6).tolist()
    [[[0.333333]]]
    """
    known = np.isfinite(by_replicate)
    if replicates.mse:
        centre = full
    else:
        counted = known & (replicates.rscales > 0)[:, None, None]
        with np.errstate(divide="ignore", invalid="ignore"):
            centre = np.where(counted, by_replicate, 0.0).sum(axis=0) / counted.sum(axis=0)
        centre = np.where(counted.any(axis=0), centre, full)  # a whole population varies by nothing
    root = np.sqrt(replicates.scale * replicates.rscales)[:, None, None]
    apart = np.where(known, (by_replicate - centre) * root, 0.0)
    return ReplicateSpread(np.where(known.any(axis=0), apart, np.nan), by_replicate)


def sums_by_replicate(cells: Cells, columns: Sequence[np.ndarray]) -> np.ndarray:
    """Weighted sums of columns in each domain, with the weights of each replicate.

    Parameters
    ----------
    cells : Cells
        Domains of a design with replicates.
    columns : sequence of array (n,)
        k columns without missing values.

    Returns
    -------
    array (R, d, k)
        By replicate, domain, column.

    Raises
    ------
    Stopped
        The user asked to stop.
    """
    replicates = _of(cells.design)
    if replicates.matrix is None:
        return _sums_by_unit(cells, columns, replicates)
    found, width = np.zeros((replicates.count, cells.domains, len(columns))), replicates.count + len(columns)
    if cells.domains == 1:  # without moving rows together
        for rows in row_blocks(cells.progress, len(replicates.matrix), width=width):
            table = np.column_stack([column[rows] for column in columns])
            if not cells.covers_all:
                table[cells.row_domain[rows] != 0] = 0.0
            found[:, 0] += replicates.matrix[rows].T @ table
        return found
    step(cells.progress)
    order = np.argsort(cells.row_domain, kind="stable")
    step(cells.progress)
    bounds = np.searchsorted(cells.row_domain[order], np.arange(cells.domains + 1))
    for domain in range(cells.domains):
        for block in row_blocks(cells.progress, int(bounds[domain + 1]), int(bounds[domain]), width):
            members = order[block]
            table = np.column_stack([column[members] for column in columns])
            found[:, domain] += replicates.matrix[members].T @ table
    return found


def _sums_by_unit(cells: Cells, columns: Sequence[np.ndarray], replicates: Replicates) -> np.ndarray:
    factors, unit = replicates.by_unit()
    units, domains = len(factors), cells.domains
    place = np.where(cells.row_domain < domains, cells.row_domain * units + unit, domains * units)
    found = np.empty((replicates.count, domains, len(columns)))
    for at, column in enumerate(columns):
        step(cells.progress)
        sums = np.bincount(place, weights=replicates.weights * column, minlength=domains * units + 1)
        found[:, :, at] = (sums[:-1].reshape(domains, units) @ factors).T
    return found


def mean_spread(
    cells: Cells, columns: Sequence[np.ndarray], estimate: np.ndarray, mean: bool, listwise: np.ndarray | None = None
) -> ReplicateSpread:
    """The spread of means or totals, made again with each replicate."""
    tops, bases = [], []
    for first in range(0, len(columns), _AT_ONCE):
        some = columns[first : first + _AT_ONCE]
        filled, there = [], []
        for column in some:
            step(cells.progress)
            gone = np.isnan(column) if listwise is None else listwise
            filled.append(np.where(gone, 0.0, column - near_mean(column) if mean else column))
            there.append(None if not gone.any() else (~gone).astype(float))
        tops.append(sums_by_replicate(cells, filled))
        if not mean:
            continue
        same = listwise is not None or all(one is None for one in there)
        every = np.ones(len(some[0]))
        known = [every if one is None else one for one in there]
        base = sums_by_replicate(cells, known[:1] if same else known)
        bases.append(np.broadcast_to(base, tops[-1].shape))
    if not mean:
        return spread_of(_of(cells.design), estimate, np.concatenate(tops, axis=2))
    pilots = np.array([near_mean(column) for column in columns])
    with np.errstate(divide="ignore", invalid="ignore"):
        found = np.concatenate(tops, axis=2) / np.concatenate(bases, axis=2) + pilots
        return spread_of(_of(cells.design), estimate, found)


def ratio_spread(cells: Cells, top: np.ndarray, bottom: np.ndarray, ratio: np.ndarray) -> ReplicateSpread:
    """The spread of ratios of totals, made again with each replicate."""
    sums = sums_by_replicate(cells, [top, bottom])
    with np.errstate(divide="ignore", invalid="ignore"):
        return spread_of(_of(cells.design), ratio[:, None], (sums[..., 0] / sums[..., 1])[..., None])


def refitted(
    design: Design, statistic: Callable[[np.ndarray], np.ndarray], full: np.ndarray, progress: Progress | None = None
) -> ReplicateSpread:
    """The spread of any statistic of weights, made again with each replicate."""
    replicates, found = _of(design), []
    for number in range(replicates.count):
        step(progress, number / replicates.count)
        found.append(statistic(replicates.replicate(number)))
    return spread_of(replicates, full[None, :], np.array(found).reshape(replicates.count, 1, len(full)))


def _of(design: Design) -> Replicates:
    if design.replicates is None:
        raise ValueError("the design has no replicate weights")
    return design.replicates
