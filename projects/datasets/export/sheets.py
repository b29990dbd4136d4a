# SPDX-License-Identifier: MIT
"""Tables as an Excel workbook, a sheet each, and a sheet with the data dictionary. No cell is ever a formula."""

from __future__ import annotations

import datetime as dt
import math
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from projects.datasets.export import codebook_sheets
from projects.datasets.export.export_content import ExportTable
from projects.datasets.export.plain_cells import PlainCell, Wording, heads, pieces
from projects.file_writers import Steps
from wording import Problem, msg, render

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet


@contextmanager
def private_folder(project_folder: Path) -> Iterator[Path]:
    """A fresh folder for this user only (0700) on the project's own disk, gone afterwards whatever happens."""
    folder = Path(tempfile.mkdtemp(prefix=".export-", dir=project_folder))
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


MOST_ROWS, MOST_COLUMNS, LONGEST_TEXT = 1_048_576, 16_384, 32_767
MOST_IN_MEMORY = 1_000_000  # cells; each takes some 200 bytes while a workbook is made in memory
OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "in_memory": True,
    "nan_inf_to_errors": False,
}


def write_xlsx(
    exports: Sequence[ExportTable],
    stream: BinaryIO,
    *,
    scratch: Path,
    how: Wording,
    steps: Steps | None = None,
) -> None:
    """Write the tables to `stream`; large ones go through a private folder in `scratch`, the project's folder.

    Raises Problem for more rows or columns than a sheet holds, Stopped.
    """
    for export in exports:
        if export.rows >= MOST_ROWS or len(heads(export, how)) > MOST_COLUMNS:
            raise Problem(msg("data.export.too_big_for_sheet", table=export.table.name))
    steps = steps or Steps()
    steps.expect(sum(export.rows for export in exports))
    if sum(export.rows * len(export.variables) for export in exports) <= MOST_IN_MEMORY:
        _write_book(exports, stream, OPTIONS, how, steps)
        return
    with private_folder(scratch) as folder:
        options = {**OPTIONS, "in_memory": False, "constant_memory": True, "tmpdir": str(folder)}
        _write_book(exports, stream, options, how, steps)


def _write_book(
    exports: Sequence[ExportTable], stream: BinaryIO, options: Mapping[str, object], how: Wording, steps: Steps
) -> None:
    import xlsxwriter  # xlsxwriter, 50 ms: not at start

    with xlsxwriter.Workbook(stream, options) as book:
        anonymous(book)
        bold = book.add_format({"bold": True})
        dictionary = render(msg("data.dictionary.sheet"), how.language)
        names = sheet_names([*(export.table.name for export in exports), dictionary])
        for name, export in zip(names, exports, strict=False):
            _write_table(book.add_worksheet(name), export, how, bold, steps)
        write_lines(
            book.add_worksheet(names[-1]),
            codebook_sheets.heads(exports, how.language),
            codebook_sheets.rows(exports, how.language, "xlsx"),
            bold,
        )


def _write_table(sheet: Worksheet, export: ExportTable, how: Wording, bold: Format, steps: Steps) -> None:
    sheet.freeze_panes(1, 0)
    for place, head in enumerate(heads(export, how)):
        sheet.write_string(0, place, head[:LONGEST_TEXT], bold)
    row = 1
    for columns in pieces(export, how):
        for cells in zip(*columns, strict=True):
            write_cells(sheet, row, cells)
            row += 1
        steps.done(len(columns[0]))


def write_cells(sheet: Worksheet, row: int, cells: Iterable[PlainCell]) -> None:
    """One row of texts and numbers; empty cells stay empty."""
    for place, cell in enumerate(cells):
        if isinstance(cell, str):
            sheet.write_string(row, place, cell[:LONGEST_TEXT])
        elif cell is not None and math.isfinite(cell):
            sheet.write_number(row, place, cell)
        elif cell is not None:  # a sheet knows no infinite number
            sheet.write_string(row, place, str(cell))


def write_lines(sheet: Worksheet, heads: Sequence[str], lines: Sequence[Sequence[PlainCell]], bold: Format) -> None:
    """Heads in bold, then lines of texts and numbers."""
    sheet.freeze_panes(1, 0)
    for place, head in enumerate(heads):
        sheet.set_column(place, place, 24)
        sheet.write_string(0, place, head, bold)
    for number, line in enumerate(lines, 1):
        write_cells(sheet, number, line)


def anonymous(book: Workbook) -> None:
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
