# SPDX-License-Identifier: MIT
"""Writers of rows of data: each takes tables, a stream and a `DataFile`, and loads its library as it writes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, BinaryIO

from projects.datasets.export import data_writing, plain_cells, sheets
from projects.datasets.export.plain_cells import Wording
from projects.datasets.export.statistics_labels import write_statistical
from projects.file_writers import DataFile

if TYPE_CHECKING:
    from projects.datasets.export.export_content import ExportTable


def write_xlsx(exports: Sequence[ExportTable], stream: BinaryIO, how: DataFile) -> None:
    """A sheet for each table, with their data dictionary."""
    wording = Wording(how.language, how.labels, how.reasons)
    sheets.write_xlsx(exports, stream, scratch=how.scratch, how=wording, steps=how.steps)


def write_csv(exports: Sequence[ExportTable], stream: BinaryIO, how: DataFile) -> None:
    """Text with commas."""
    data_writing.write_csv(
        exports[0], stream, language=how.language, labels=how.labels, reasons=how.reasons, steps=how.steps
    )


def write_sav(exports: Sequence[ExportTable], stream: BinaryIO, how: DataFile) -> None:
    """A file of SPSS."""
    _write_statistical(exports[0], "sav", stream, how)


def write_dta(exports: Sequence[ExportTable], stream: BinaryIO, how: DataFile) -> None:
    """A file of Stata."""
    _write_statistical(exports[0], "dta", stream, how)


def _write_statistical(export: ExportTable, kind: str, stream: BinaryIO, how: DataFile) -> None:
    write_statistical(export, kind, stream, scratch=how.scratch, language=how.language, steps=how.steps)


def write_parquet(exports: Sequence[ExportTable], stream: BinaryIO, how: DataFile) -> None:
    """Arrow columns."""
    plain_cells.write_parquet(exports[0], stream, language=how.language, labels=how.labels, steps=how.steps)
