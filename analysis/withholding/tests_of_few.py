# SPDX-License-Identifier: MIT
"""Tests of few people in a sensitive table: statistics and p values that leave no more than the figures beside them.

With eight people a p value is that of a handful of splits; McNemar's statistic of three changes is 3 or ⅓.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analysis.specs import Cell, Flag, TableSpec, Unit
from analysis.withholding.disclosure import Disclosure, disclosure_of

STATISTIC = "statistic"  # the column that tables of tests have


def tests_of_few(
    table: TableSpec, grid: Sequence[Sequence[Cell]], least: int, minimum: int
) -> Iterator[tuple[int, int, Flag]]:  # fmt: skip
    """The numbers of a sensitive table that rest on fewer people than may be shown, or test so few answers.

    Parameters
    ----------
    table : TableSpec
        Its base stands for that of a cell which names none.
    grid : Sequence[Sequence[Cell]]
        Its cells with what is withheld so far.
    least : int
        The least base that is shown; 0 where there is no such limit.
    minimum : int
        The least number of people in a cell: of a test of fewer changes or answers nothing is shown.

    Yields
    ------
    tuple[int, int, Flag]
        Row, column, and why it is withheld.
    """
    if disclosure_of(table) is not Disclosure.SENSITIVE:
        return
    of_tests = any(column.id == STATISTIC for column in table.columns)
    for row, line in enumerate(grid):
        few = of_tests and any(one.unit is Unit.P and 0 < (one.n or 0) < minimum for one in line)
        for column, cell in enumerate(line):
            base = cell.base if cell.base is not None else table.base
            if cell.estimate is None or cell.unit in (Unit.TEXT, Unit.COUNT):
                continue
            if base is not None and base < least:
                yield row, column, Flag.MASKED_BASE
            elif few:
                yield row, column, Flag.MASKED_CELL
