# SPDX-License-Identifier: MIT
"""The fullest rows and columns of a large table of codings, for its heat table.

Withheld numbers count as nothing: a row drawn for its withheld number would tell that it is a large one.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from analysis.result_tables import FigureSpec, TableSpec
from analysis.tables.cell_text import mask_mark
from analysis.withholding.table_sums import TOTAL

MOST_ROWS, MOST_COLUMNS = 40, 12


def shown_of(table: TableSpec, *, square: bool = False) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Rows and columns of a figure by their ids, without totals; empty where all are drawn."""
    drawn = [at for at, one in enumerate(table.columns) if not one.id.startswith(TOTAL)]
    whole = table
    table = replace(
        table, columns=tuple(table.columns[at] for at in drawn),
        rows=tuple(replace(row, cells=tuple(row.cells[at] for at in drawn)) if row.cells else row
                   for row in table.rows if not row.total),
    )  # fmt: skip
    few = (len(table.rows) < len(whole.rows), len(table.columns) < len(whole.columns))
    most = MOST_COLUMNS if square else MOST_ROWS
    sizes = [[0.0 if mask_mark(cell) else cell.estimate or 0.0 for cell in row.cells] for row in table.rows]
    sums = [sum(row) for row in sizes]
    met = [at for at, total in enumerate(sums) if total] if square else []
    drawn = met if len(met) > 1 else list(range(len(sums)))
    kept = set(sorted(drawn, key=lambda at: -sums[at])[:most])
    rows = tuple(row.id for at, row in enumerate(table.rows) if at in kept) if len(sums) > len(kept) or few[0] else ()
    if square:
        return rows, tuple(f"c{row}" for row in rows)
    totals = [sum(row[at] for row in sizes if row) for at in range(len(table.columns))]
    wide = set(sorted(range(len(totals)), key=lambda at: -totals[at])[:MOST_COLUMNS])
    columns = tuple(one.id for at, one in enumerate(table.columns) if at in wide)
    return rows, columns if len(totals) > MOST_COLUMNS or few[1] else ()


def only_codes(table: TableSpec, codes: Collection[str]) -> TableSpec:
    """A table of codes × codes with some of them."""
    if not codes:
        return table
    at = [place for place, column in enumerate(table.columns) if column.id.removeprefix("c") in codes]
    rows = tuple(replace(row, cells=tuple(row.cells[place] for place in at)) for row in table.rows if row.id in codes)
    return replace(table, columns=tuple(table.columns[place] for place in at), rows=rows)


def figure_from(figure: FigureSpec, table: TableSpec) -> FigureSpec:
    """The figure of its table as it may be shown, its rows and columns chosen by what is shown."""
    if not figure.fullest:
        return replace(figure, table=table)
    rows, columns = shown_of(table, square=figure.fullest == "square")
    return replace(figure, table=table, rows=rows, columns=columns)
