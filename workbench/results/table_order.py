# SPDX-License-Identifier: MIT
"""The order of rows and columns of a table on the screen, by the numbers shown in one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from analysis.specs import Cell, FigureSpec, Row, TableSpec
from analysis.tables.cell_text import mask_mark
from analysis.withholding.table_sums import TOTAL


@dataclass(frozen=True)
class TableOrder:
    """By which column the rows stand, by which row the columns; the largest first, or "" as they came."""

    column: str = ""
    row: str = ""

    def turned(self, *, column: str = "", row: str = "") -> TableOrder:
        """By this column or row, or as they came where they stand by it already."""
        if column:
            return replace(self, column="" if self.column == column else column)
        return replace(self, row="" if self.row == row else row)


def ordered_table(table: TableSpec, order: TableOrder) -> TableSpec:
    """The table in an order; what is withheld stands last, totals stay, codes keep those below them."""
    columns = [column.id for column in table.columns]
    if order.row in {row.id for row in table.rows if row.cells}:
        by = next(row for row in table.rows if row.id == order.row)
        numbered = list(range(len(columns)))
        moved = sorted(
            (at for at in numbered if not columns[at].startswith(TOTAL)), key=lambda at: -_size(by.cells[at])
        )
        places = iter(moved)
        taken = [at if columns[at].startswith(TOTAL) else next(places) for at in numbered]
        rows = tuple(
            replace(row, cells=tuple(row.cells[at] for at in taken)) if row.cells else row for row in table.rows
        )
        table = replace(table, columns=tuple(table.columns[at] for at in taken), rows=rows)
    if order.column in columns:
        at = [column.id for column in table.columns].index(order.column)
        table = replace(table, rows=tuple(_by(table.rows, at)))
    return table


def ordered_figure(figure: FigureSpec, order: TableOrder) -> FigureSpec:
    """The picture of a table in its order."""
    table = ordered_table(figure.table, order)
    places = {column.id: at for at, column in enumerate(table.columns)}
    shown = tuple(sorted(figure.columns, key=lambda one: places.get(one, 0))) if order.row else figure.columns
    return replace(figure, table=table, columns=shown)


def _by(rows: Sequence[Row], at: int) -> list[Row]:
    """Rows of one depth by their numbers, each with those below it; rows that are totals last."""
    totals = [row for row in rows if row.total]
    branches: list[list[Row]] = []
    for row in rows:
        if row.total:
            continue
        if branches and row.depth > branches[0][0].depth:
            branches[-1].append(row)
        else:
            branches.append([row])
    branches.sort(key=lambda branch: -_size(branch[0].cells[at]) if branch[0].cells else 0.0)
    found: list[Row] = []
    for first, *below in branches:
        found += [first, *(_by(below, at) if below else [])]
    return [*found, *totals]


def _size(cell: Cell) -> float:
    return -1.0 if mask_mark(cell) or cell.estimate is None else cell.estimate
