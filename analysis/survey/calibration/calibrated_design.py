# SPDX-License-Identifier: MIT
"""The design of a frame's rows, its weights and those of every replicate adjusted to known totals.

An adjustment to totals of categories changes all weights of a crossing of these by one ratio. So replicates are
adjusted on the sums of the crossings, not on rows; trimming and totals of numbers need the rows.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from analysis.survey.calibration.calibration_residuals import crossing
from analysis.survey.calibration.weight_adjustment import adjusted, base_design
from analysis.survey.cancellation import row_blocks, step
from analysis.survey.design.replicate_weights import MOST_NUMBERS, Replicates, rank_degrees
from analysis.survey.design.sample_design import Design, Lonely
from analysis.survey.replicates.make_replicates import design_of_columns, with_replicates
from wording import Problem, Progress, msg

if TYPE_CHECKING:
    from analysis.known_totals import Adjustment
    from analysis.records import SampleColumns


def adjusted_design(
    columns: SampleColumns,
    n_rows: int,
    lonely: Lonely = "adjust",
    outside: np.ndarray | None = None,
    progress: Progress | None = None,
) -> Design:
    """The design of a frame's rows, adjusted where `columns.adjust` says to what.

    Parameters
    ----------
    columns : SampleColumns
        The design's columns, its replicates and its adjustment.
    n_rows : int
        Rows n of the frame.
    lonely : str
        The rule for lonely PSUs.
    outside : array (n,) of bool or None
        Rows that take no part in an adjustment (visits without consent).
    progress : Progress or None
        Asked between steps whether to stop.

    Returns
    -------
    Design
        Its weights, and those of every replicate, adjusted.

    Raises
    ------
    Problem
        The adjustment's own problem; `survey.replicates_below_adjusted` for replicates of a file below weights adjusted
        elsewhere; what `design_of_columns`, `adjusted` and `adjusted_replicates` raise.
    Stopped
        The user asked to stop.
    """
    adjustment = columns.adjust
    for one in (adjustment, adjustment.over if adjustment is not None else None):
        if one is not None and one.problem is not None:
            raise Problem(one.problem)
    if adjustment is None or adjustment.given:
        if adjustment is not None and columns.replicates is not None and columns.replicates.matrix is not None:
            raise Problem(msg("survey.replicates_below_adjusted"))
        return design_of_columns(columns, n_rows, lonely, progress)
    base = base_design(columns, n_rows, lonely, outside, progress)
    if columns.replicates is None:
        return adjusted(base, adjustment, progress)
    made = with_replicates(base, columns.replicates, columns.weight is not None, progress)
    return adjusted_replicates(made, adjustment, progress)


def adjusted_replicates(design: Design, adjustment: Adjustment, progress: Progress | None = None) -> Design:
    """The design with its weights, and those of every replicate, adjusted; errors then need no residuals."""
    replicates = design.replicates
    assert replicates is not None
    plain = replace(design, replicates=None)
    made = adjusted(plain, adjustment, progress)
    if adjustment.auxiliaries or adjustment.trim is not None:
        again = _by_rows(plain, made.weights, replicates, adjustment, progress)
    elif replicates.matrix is not None:
        again = _columns_by_crossing(plain, made.weights, replicates, adjustment, progress)
    else:
        again = _units_by_crossing(plain, made.weights, replicates, adjustment, progress)
    if adjustment.to.method == "calibrate" and (adjustment.distance != "linear" or adjustment.bounds is not None):
        again = replace(again, degrees=replicates.degrees)
    elif adjustment.trim is not None:
        before = adjusted_replicates(design, replace(adjustment, trim=None), progress).replicates
        again = again if before is None else replace(again, degrees=before.degrees)
    return replace(made, calibrations=(), replicates=again)


def _by_rows(
    plain: Design, weights: np.ndarray, replicates: Replicates, adjustment: Adjustment, progress: Progress | None
) -> Replicates:
    """Each replicate adjusted on all rows; then every row has a weight of its own in each."""
    if plain.n_rows * replicates.count > MOST_NUMBERS:
        raise Problem(msg("survey.replicates_too_large", n=replicates.count, rows=plain.n_rows))
    matrix, lost = np.empty((plain.n_rows, replicates.count)), 0
    for number in range(replicates.count):
        step(progress, number / replicates.count)
        try:
            matrix[:, number] = adjusted(plain.with_weights(replicates.replicate(number)), adjustment, progress).weights
        except Problem:
            lost += 1
    return _as_columns(replicates, weights, matrix, lost, progress)


def _columns_by_crossing(
    plain: Design, weights: np.ndarray, replicates: Replicates, adjustment: Adjustment, progress: Progress | None
) -> Replicates:
    """Replicates that are columns: each times the ratio of the row's crossing."""
    assert replicates.matrix is not None
    cell, first = _crossing(adjustment, plain.n_rows)
    sums = np.zeros((len(first), replicates.count))
    for number in range(replicates.count):
        step(progress)
        sums[:, number] = np.bincount(cell, weights=replicates.replicate(number), minlength=len(first))
    new, lost = _adjusted_sums(plain, sums, first, adjustment, progress)
    ratio = np.divide(new, sums, out=np.zeros(sums.shape), where=sums > 0)
    matrix = np.empty(replicates.matrix.shape)
    for rows in row_blocks(progress, plain.n_rows, width=replicates.count):
        np.multiply(replicates.matrix[rows], ratio[cell[rows]], out=matrix[rows])
    return _as_columns(replicates, weights, matrix, lost, progress)


def _units_by_crossing(
    plain: Design, weights: np.ndarray, replicates: Replicates, adjustment: Adjustment, progress: Progress | None
) -> Replicates:
    """Replicates that are factors by unit: factors by unit and crossing, the ratio of this within."""
    factors, unit = replicates.by_unit()
    cell, _ = _crossing(adjustment, plain.n_rows)
    step(progress)
    place, first = crossing([unit, cell])
    step(progress)
    before, after = (np.bincount(place, weights=one, minlength=len(first)) for one in (plain.weights, weights))
    sums = before[:, None] * factors[unit[first]]
    new, lost = _adjusted_sums(plain, sums, first, adjustment, progress)
    _refuse_lost(lost, replicates.count)
    step(progress)
    made = np.divide(new, after[:, None], out=np.zeros(new.shape), where=after[:, None] > 0)
    size = np.sqrt(np.bincount(place, weights=weights**2, minlength=len(first)))  # its rows are alike but for these
    degrees = rank_degrees(made * size[:, None], progress)
    return replace(replicates, weights=weights, factors=made, unit=place, stratum=None, degrees=degrees)


def _crossing(adjustment: Adjustment, n_rows: int) -> tuple[np.ndarray, np.ndarray]:
    """The crossing of all margins of each row, rows without an answer apart, and the first row of each."""
    codes = [margin.codes + 1 for margin in adjustment.margins] or [np.zeros(n_rows, dtype=np.int64)]
    return crossing(codes)


def _adjusted_sums(
    plain: Design, sums: np.ndarray, first: np.ndarray, adjustment: Adjustment, progress: Progress | None
) -> tuple[np.ndarray, int]:
    """Sums of weights (cells, R) adjusted, `first` (cells,) being a row of each cell; and how many could not be."""
    cells, of_cells = Design.build(len(first), lonely=plain.lonely), adjustment.taken(first)
    found, lost = np.zeros(sums.shape), 0
    for number in range(sums.shape[1]):
        step(progress, number / sums.shape[1])
        try:
            found[:, number] = adjusted(cells.with_weights(sums[:, number]), of_cells, progress).weights
        except Problem:
            lost += 1
    return found, lost


def _refuse_lost(lost: int, count: int) -> None:
    if lost:
        raise Problem(msg("survey.replicates_adjusting", n=lost, count=count))


def _as_columns(
    replicates: Replicates, weights: np.ndarray, matrix: np.ndarray, lost: int, progress: Progress | None
) -> Replicates:
    _refuse_lost(lost, replicates.count)
    degrees = rank_degrees(matrix, progress)
    return replace(replicates, weights=weights, matrix=matrix, factors=None, unit=None, stratum=None, degrees=degrees)


def multiplied(design: Design, times: np.ndarray) -> Design:
    """The adjusted weights times the members of whom one was drawn.

    Parameters
    ----------
    design : Design
        Adjusted, with or without replicates.
    times : array (n,)
        Members; NaN: the row then has no weight, and counts in `dropped`.

    Returns
    -------
    Design
        The known totals explain the same part of the errors as before: the multiple belongs to what is counted.

    Examples
    --------
    >>> design = multiplied(Design.build(2, weights=[10.0, 10.0]), np.array([3.0, np.nan]))
    >>> design.weights.tolist(), design.dropped
    ([30.0, 0.0], 1)
    """
    unknown = np.isnan(times) & (design.weights > 0)
    weights = np.where(np.isnan(times), 0.0, design.weights * np.nan_to_num(times))
    if design.replicates is not None:
        design = replace(design, replicates=design.replicates.times(np.nan_to_num(times)))
    return replace(design, weights=weights, dropped=design.dropped + int(unknown.sum()))
