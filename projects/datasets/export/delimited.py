# SPDX-License-Identifier: MIT
"""A table as CSV (UTF-8 with BOM, which spreadsheets need to read accents). Texts like formulas are disarmed."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import BinaryIO

from projects.datasets.export import data_dictionary
from projects.datasets.export.export_content import ExportTable
from projects.datasets.export.plain_cells import PlainCell, Wording, heads, number_word, pieces
from projects.datasets.export.spreadsheet_formulas import without_formula
from projects.file_writers import Steps


def write_csv(
    export: ExportTable,
    stream: BinaryIO,
    *,
    language: str = "en",
    labels: bool = False,
    reasons: bool = True,
    steps: Steps | None = None,
) -> None:
    """Write one table to `stream`, comma separated, one line a row, a piece of rows at a time."""
    how, steps = Wording(language, labels, reasons, without_formula), steps or Steps()
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([without_formula(head) for head in heads(export, how)])
    steps.expect(export.rows)
    for columns in pieces(export, how):
        writer.writerows(zip(*columns, strict=True))
        steps.done(len(columns[0]))
    text.detach()


def write_rows(stream: BinaryIO, heads: Sequence[str], lines: Iterable[Sequence[PlainCell]]) -> None:
    """Write heads and lines of texts and numbers to `stream`."""
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([without_formula(head) for head in heads])
    writer.writerows([_word(cell) for cell in line] for line in lines)
    text.detach()


def _word(cell: PlainCell) -> str:
    if cell is None:
        return ""
    return without_formula(cell) if isinstance(cell, str) else number_word(float(cell))


def write_dictionary_csv(
    exports: Sequence[ExportTable], stream: BinaryIO, *, language: str = "en", kind: str = "csv"
) -> None:
    """The data dictionary of tables that leave as CSV, Parquet or anything else without room for it."""
    write_rows(stream, data_dictionary.heads(exports, language), data_dictionary.rows(exports, language, kind))
