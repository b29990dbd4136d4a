# SPDX-License-Identifier: MIT
"""Arrays of numbers stored column by column, and operations on one column at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from analysis.survey.cancellation import BLOCK, step
from wording import Problem, Progress, msg


def stable_order(values: np.ndarray, progress: Progress | None = None) -> np.ndarray:
    """The places of values in rising order, equal ones as they stand.

    Examples
    --------
    >>> stable_order(np.array([2.0, 1.0, 2.0])).tolist()
    [1, 0, 2]
    """
    if len(values) <= 2 * BLOCK:
        return np.argsort(values, kind="stable")
    runs = []
    for first in range(0, len(values), 2 * BLOCK):
        step(progress)
        runs.append(first + np.argsort(values[first : first + 2 * BLOCK], kind="stable"))
    order = np.concatenate(runs)
    step(progress)
    return order[np.argsort(values[order], kind="stable")]  # the sort of numpy puts sorted runs together at once


def order_within(values: np.ndarray, groups: np.ndarray, count: int, progress: Progress | None = None) -> np.ndarray:
    """The places of values group by group, rising within each.

    Examples
    --------
    >>> order_within(np.array([3.0, 1.0, 2.0]), np.array([0, 1, 0]), 2).tolist()
    [2, 0, 1]
    """
    order = stable_order(values, progress)
    step(progress)
    codes = groups[order].astype(np.int16 if count < 2**15 else np.int64)
    return order[np.argsort(codes, kind="stable")]


def places_of(values: np.ndarray, progress: Progress | None = None) -> tuple[np.ndarray, int]:
    """The place of each value among the distinct ones in rising order, and how many those are.

    Examples
    --------
    >>> places, count = places_of(np.array([7.0, 5.0, 7.0]))
    >>> places.tolist(), count
    ([1, 0, 1], 2)
    """
    order = stable_order(values, progress)
    step(progress)
    rising = values[order]
    place = np.empty(len(values), dtype=np.int64)
    place[order] = np.cumsum(np.concatenate([[False], rising[1:] != rising[:-1]]))
    return place, int(place[order[-1]]) + 1 if len(values) else 0


def refuse_infinite(*columns: np.ndarray, progress: Progress | None = None) -> None:
    """Refuse infinite values; missing ones (NaN) pass. The caller knows the variable's name.

    Parameters
    ----------
    *columns : array
        Numbers of any shape.
    progress : Progress or None
        Asked before each column whether to stop.

    Raises
    ------
    Problem
        `survey.values_infinite` with the count of infinite values.
    Stopped
        The user asked to stop.
    """
    count = 0
    for column in columns:
        step(progress)
        with np.errstate(over="ignore", invalid="ignore"):
            if not np.isfinite(column.sum()):  # one pass without a copy; missing values need the second look too
                count += int(np.isinf(column).sum())
    if count:
        raise Problem(msg("survey.values_infinite", n=count))


def side_by_side(
    columns: Sequence[np.ndarray] | Iterable[np.ndarray],
    rows: int,
    count: int | None = None,
    progress: Progress | None = None,
) -> np.ndarray:
    """The columns as one float table, each column in one piece of memory.

    Parameters
    ----------
    columns : sequence or iterable of array (rows,)
        Numbers or bool.
    rows : int
        Their length.
    count : int or None
        How many columns come, where they are made one after another; None counts them first.
    progress : Progress or None
        Asked before each column whether to stop.

    Returns
    -------
    array (rows, count)
        In column-major order.

    Raises
    ------
    Stopped
        The user asked to stop.
    """
    if count is None:
        columns = list(columns)
        count = len(columns)
    table = np.empty((rows, count), order="F")
    for place, column in enumerate(columns):
        step(progress)
        table[:, place] = column
    return table


def each_column(table: np.ndarray, rows: np.ndarray | None = None) -> Iterator[np.ndarray]:
    """The columns of a table one after another.

    Parameters
    ----------
    table : array (n, k)
        Numbers.
    rows : array (n,) of bool or None
        The rows to take; None takes all.

    Yields
    ------
    array (rows taken,)
        A column: a view where all rows are taken, else a copy.
    """
    for place in range(table.shape[1]):
        yield table[:, place] if rows is None else table[rows, place]


def taken(table: np.ndarray, rows: np.ndarray, progress: Progress | None = None) -> np.ndarray:
    """Some rows of a table, column by column.

    Parameters
    ----------
    table : array (n, k)
        Numbers.
    rows : array (n,) of bool
        The rows to take.
    progress : Progress or None
        Asked before each column whether to stop.

    Returns
    -------
    array (rows taken, k)
        In column-major order.

    Raises
    ------
    Stopped
        The user asked to stop.
    """
    return side_by_side(each_column(table, rows), int(rows.sum()), table.shape[1], progress)


def near_mean(column: np.ndarray) -> float:
    """The mean of some rows, taken off before summing so that large values lose no digits.

    Examples
    --------
    >>> near_mean(np.array([1e9 + 1, np.nan, 1e9 + 3])) - 1e9
    2.0
    """
    some = column[:: max(len(column) // 1024, 1)]
    some = some[np.isfinite(some)]
    return float(some.mean()) if len(some) else 0.0


def complete_rows(table: np.ndarray, progress: Progress | None = None) -> np.ndarray:
    """Rows in which every column is finite.

    Parameters
    ----------
    table : array (n, k)
        Numbers.
    progress : Progress or None
        Asked before each column whether to stop.

    Returns
    -------
    array (n,) of bool
        False also where a value is infinite.

    Raises
    ------
    Stopped
        The user asked to stop.

    Examples
    --------
    >>> complete_rows(np.array([[1.0, 2.0], [np.nan, 3.0]])).tolist()
    [True, False]
    """
    there = np.ones(len(table), dtype=bool)
    for column in each_column(table):
        step(progress)
        there &= np.isfinite(column)
    return there
