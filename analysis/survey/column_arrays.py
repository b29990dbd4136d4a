# SPDX-License-Identifier: MIT
"""Tables of numbers laid out column by column, and what is asked of each column in turn. It estimates nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from analysis.survey.cancellation import step
from wording import Progress


def side_by_side(
    columns: Sequence[np.ndarray] | Iterable[np.ndarray],
    rows: int,
    count: int | None = None,
    progress: Progress | None = None,
) -> np.ndarray:
    """The columns (rows,) as one float table (rows, count), each column in one piece of memory. Raises Stopped."""
    if count is None:
        columns = list(columns)
        count = len(columns)
    table = np.empty((rows, count), order="F")
    for place, column in enumerate(columns):
        step(progress)
        table[:, place] = column
    return table


def each_column(table: np.ndarray, rows: np.ndarray | None = None) -> Iterator[np.ndarray]:
    """The columns of a table one after another, those of `rows` (bool) only where given."""
    for place in range(table.shape[1]):
        yield table[:, place] if rows is None else table[rows, place]


def taken(table: np.ndarray, rows: np.ndarray, progress: Progress | None = None) -> np.ndarray:
    """The rows (bool) of a table (n, k), column by column. Raises Stopped."""
    return side_by_side(each_column(table, rows), int(rows.sum()), table.shape[1], progress)


def complete_rows(table: np.ndarray, progress: Progress | None = None) -> np.ndarray:
    """bool (n,): rows in which every column is finite. Raises Stopped."""
    there = np.ones(len(table), dtype=bool)
    for column in each_column(table):
        step(progress)
        there &= np.isfinite(column)
    return there
