# SPDX-License-Identifier: MIT
"""A table as CSV (UTF-8 with BOM, which spreadsheets need to read accents). Texts like formulas are disarmed."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import BinaryIO

from projects.datasets.export import dictionary
from projects.datasets.export.gathering import ExportTable
from projects.datasets.export.names import harmless
from projects.datasets.export.plain import PlainCell, number_word, plain_columns


def write_csv(export: ExportTable, stream: BinaryIO, *, language: str = "en", labels: bool = False) -> None:
    """Write one table to `stream`, comma separated, one line a row."""
    columns = plain_columns(export, language, labels)
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([harmless(column.head) for column in columns])
    writer.writerows(zip(*([_word(cell) for cell in column.cells] for column in columns), strict=True))
    text.detach()


def write_rows(stream: BinaryIO, heads: Sequence[str], lines: Iterable[Sequence[PlainCell]]) -> None:
    """Write heads and lines of texts and numbers to `stream`."""
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([harmless(head) for head in heads])
    writer.writerows([_word(cell) for cell in line] for line in lines)
    text.detach()


def _word(cell: PlainCell) -> str:
    if cell is None:
        return ""
    return harmless(cell) if isinstance(cell, str) else number_word(cell)


def write_dictionary_csv(exports: Sequence[ExportTable], stream: BinaryIO, *, language: str = "en") -> None:
    """The data dictionary of tables that leave as CSV, Parquet or anything else without room for it."""
    write_rows(stream, dictionary.heads(exports, language), dictionary.rows(exports, language))
