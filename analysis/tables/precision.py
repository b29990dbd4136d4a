# SPDX-License-Identifier: MIT
"""Annex on precision: all that is known of each estimate of a table as it is shared, as a table of its own."""

from __future__ import annotations

from dataclasses import replace

from analysis.result_tables import Cell, Column, Row, TableSpec, Unit
from analysis.tables.cell_text import part_value
from analysis.tables.layout import SAID, TEST_ROW
from wording import msg

SHOWN = ("estimate", "interval", "se", "cv", "df", "n", "base", "weighted", "deff", "deff_without", "effective")


def precision_table(table: TableSpec) -> TableSpec | None:
    """A line for each estimate that has a standard error, with every fact known of it; None where there is none."""
    wanted = [at for at in range(len(table.columns)) if _estimated(table, at)]
    if not wanted:
        return None
    rows: list[Row] = []
    for at in wanted:
        column = table.columns[at]
        if len(wanted) > 1:
            over = column.label if column.group is None else msg("group.pair", first=column.group, second=column.label)
            rows.append(Row(f"{column.id}", over, (Cell(),), heading=True))
        told = [row for row in table.rows if row.id != TEST_ROW and (row.heading or not _is_words(row.cells[at]))]
        rows += [_line(row, at, len(wanted) > 1) for row in told]
    cells = [row.cells[0] for row in rows if not row.heading]
    shown = tuple(part for part in SHOWN if part == "estimate" or any(part_value(cell, part) for cell in cells))
    return TableSpec(
        f"{table.id}-precision",
        msg("title.precision", title=table.title),
        None,
        table.stub,
        (Column("precision", "", show=shown),),
        tuple(rows),
        (msg("note.precision"),),
        exclusive_rows=False,
        source=table.source,
        level=table.level,
    )


def _estimated(table: TableSpec, at: int) -> bool:
    return any(row.cells[at].se is not None for row in table.rows if not row.heading)


def _is_words(cell: Cell) -> bool:
    """Whether a cell stands beside words, as a quote below its answer: nothing is estimated there."""
    return cell.unit is Unit.TEXT and cell.estimate is None


def _line(row: Row, at: int, deeper: bool) -> Row:
    cell = Cell() if row.heading else row.cells[at]
    cell = replace(cell, flags=cell.flags - SAID)  # the table above says it already
    return Row(f"{row.id}-{at}", row.label, (cell,), row.depth + deeper, row.heading, row.total)
