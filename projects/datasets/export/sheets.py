# SPDX-License-Identifier: MIT
"""Tables as an Excel workbook, a sheet each, and a sheet with the data dictionary. No cell is ever a formula."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, BinaryIO

from projects.datasets.export import dictionary
from projects.datasets.export.gathering import ExportTable
from projects.datasets.export.plain import PlainCell, plain_columns
from wording import Problem, msg, render

MOST_ROWS, MOST_COLUMNS, LONGEST_TEXT = 1_048_576, 16_384, 32_767
OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "in_memory": True,
    "nan_inf_to_errors": False,
}


def write_xlsx(exports: Sequence[ExportTable], stream: BinaryIO, *, language: str = "en", labels: bool = False) -> None:
    """Write the tables to `stream`. Raises Problem for more rows or columns than a sheet holds."""
    import xlsxwriter

    prepared = [(export, plain_columns(export, language, labels)) for export in exports]
    for export, columns in prepared:
        if export.rows >= MOST_ROWS or len(columns) > MOST_COLUMNS:
            raise Problem(msg("data.export.too_big_for_sheet", table=export.table.name))
    with xlsxwriter.Workbook(stream, OPTIONS) as book:
        anonymous(book)
        bold = book.add_format({"bold": True})
        told = render(msg("data.dictionary.sheet"), language)
        names = sheet_names([*(export.table.name for export in exports), told])
        for name, (_, columns) in zip(names, prepared, strict=False):
            sheet = book.add_worksheet(name)
            for place, column in enumerate(columns):
                sheet.write_string(0, place, column.head[:LONGEST_TEXT], bold)
                _write_cells(sheet, place, column.cells)
            sheet.freeze_panes(1, 0)
        write_lines(
            book.add_worksheet(names[-1]),
            dictionary.heads(exports, language),
            dictionary.rows(exports, language),
            bold,
        )


def _write_cells(sheet: Any, place: int, cells: Sequence[PlainCell]) -> None:
    for row, cell in enumerate(cells, 1):
        if isinstance(cell, str):
            sheet.write_string(row, place, cell[:LONGEST_TEXT])
        elif cell is not None:
            sheet.write_number(row, place, cell)


def write_lines(sheet: Any, heads: Sequence[str], lines: Sequence[Sequence[PlainCell]], bold: Any) -> None:
    """Heads in bold, then lines of texts and numbers."""
    for place, head in enumerate(heads):
        sheet.write_string(0, place, head, bold)
        sheet.set_column(place, place, 24)
    for number, line in enumerate(lines, 1):
        for place, cell in enumerate(line):
            _write_cells_at(sheet, number, place, cell)
    sheet.freeze_panes(1, 0)


def _write_cells_at(sheet: Any, row: int, place: int, cell: PlainCell) -> None:
    if isinstance(cell, str):
        sheet.write_string(row, place, cell[:LONGEST_TEXT])
    elif cell is not None:
        sheet.write_number(row, place, cell)


def anonymous(book: Any) -> None:
    """No author and one fixed date: the file tells nothing of who made it, and the same data give the same bytes."""
    book.set_properties({"author": "", "created": dt.datetime(2000, 1, 1, tzinfo=dt.UTC)})


def sheet_names(names: Sequence[str]) -> list[str]:
    """Names Excel accepts: at most 31 characters, none of []:*?/\\, each once."""
    taken: set[str] = set()
    found = []
    for name in names:
        plain = "".join("_" if letter in "[]:*?/\\'" else letter for letter in name).strip() or "sheet"
        short, number = plain[:31], 1
        while short.lower() in taken:
            number += 1
            short = f"{plain[:28]}_{number}"
        taken.add(short.lower())
        found.append(short)
    return found
