# SPDX-License-Identifier: MIT
"""Tables as CSV for further work: one line per cell, unrounded, with a full stop."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import BinaryIO

from analysis.result_tables import Cell, TableSpec
from analysis.tables.cell_text import mask_mark
from analysis.tables.layout import TEST_ROW, table_notes, with_source
from analysis.withholding.small_numbers import STATISTIC
from wording import Text, msg, render

HEADER = (
    *("table", "title", "row", "column", "group", "estimate", "low", "high", "se", "n", "base", "weighted_base"),
    *("deff", "deff_without", "cv", "df", "unit", "flags", "mark", "text"),
)


def write_csv(tables: Sequence[TableSpec], stream: BinaryIO, language: str, source: Text | None = None) -> None:
    """Write the cells of `tables` in long form (UTF-8 with BOM, so that spreadsheets read accents), notes after each.

    Text that a spreadsheet would take for a formula is preceded by an apostrophe.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(HEADER)
    for table in tables:
        for line in _lines(with_source(table, source), language):
            writer.writerow([without_formula(value) if isinstance(value, str) else value for value in line])
    stream.write(text.getvalue().encode("utf-8-sig"))


def without_formula(text: str) -> str:
    """The text, not to be run as a formula by a spreadsheet (OWASP, CSV injection).

    References
    ----------
    OWASP, CSV Injection.

    Examples
    --------
    >>> without_formula("=1+1"), without_formula("women")
    ("'=1+1", 'women')
    """
    return "'" + text if text.startswith((*"=+-@\uff1d\uff0b\uff0d\uff20", "\t", "\r", "\n")) else text


def _base(cell: Cell) -> int | None:
    """The unweighted denominator; of a count the whole that it is a share of."""
    return cell.base if cell.base is not None else cell.of


def _lines(table: TableSpec, language: str) -> list[list[object]]:
    title = render(table.title, language)
    lines: list[list[object]] = []
    for row in table.rows:
        for column, cell in zip(table.columns, row.cells, strict=False):
            if row.id == TEST_ROW and cell.estimate is None:
                continue
            masked = mask_mark(cell)
            numbers = (
                *(cell.estimate, cell.low, cell.high, cell.se, cell.n, _base(cell), cell.weighted_base),
                *(cell.deff, cell.deff_without, cell.cv, cell.df),
            )
            lines.append(
                [
                    table.id,
                    title,
                    render(row.label, language),
                    render(column.label, language),
                    render(column.group, language),
                    *("" if value is None or value != value else repr(value) for value in numbers),
                    cell.unit.value,
                    " ".join(sorted(flag.value for flag in cell.flags)),
                    masked,
                    render(cell.text, language),
                ]
            )
    tests = msg("note.n_of_tests") if any(column.id == STATISTIC for column in table.columns) else ""
    # first what the shares are of
    said = [render(table.subtitle, language), *table_notes(table, language), render(tests, language)]
    for number, note in enumerate(filter(None, said), start=1):
        lines.append([table.id, title, f"note {number}", *[""] * (len(HEADER) - 4), note])
    return lines
