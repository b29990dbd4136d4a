# SPDX-License-Identifier: MIT
"""One door to all the data writers, by kind of file. It opens no file of the user's: the gate gives the stream."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from projects.datasets.export.codebook import write_codebook
from projects.datasets.export.columnar import write_parquet
from projects.datasets.export.delimited import write_csv
from projects.datasets.export.gathering import ExportTable, export_table
from projects.datasets.export.sheets import write_xlsx
from projects.datasets.export.statistical import write_statistical
from projects.datasets.roles import MINIMUM_CELL, minima
from projects.datasets.stored import data_tables
from wording import Problem, Text, msg

KINDS = ("xlsx", "csv", "sav", "dta", "parquet")


def export_data(
    exports: Sequence[ExportTable],
    kind: str,
    stream: BinaryIO,
    *,
    scratch: Path,
    language: str = "en",
    labels: bool = False,
) -> None:
    """Write tables to `stream`: several only as "xlsx"; other kinds hold one table a file.

    `labels` writes labels instead of codes (xlsx, csv, parquet); `scratch` is the project's folder.
    Raises Problem for an unknown kind, no table, or several where one is possible.
    """
    if kind not in KINDS:
        raise Problem(msg("data.export.unknown_kind", kinds=list(KINDS)))
    if not exports:
        raise Problem(msg("data.export.nothing"))
    if kind != "xlsx" and len(exports) > 1:
        raise Problem(msg("data.export.one_table", kind=kind))
    if kind == "xlsx":
        write_xlsx(exports, stream, scratch=scratch, language=language, labels=labels)
    elif kind == "csv":
        write_csv(exports[0], stream, language=language, labels=labels)
    elif kind == "parquet":
        write_parquet(exports[0], stream, language=language, labels=labels)
    else:
        write_statistical(exports[0], kind, stream, scratch=scratch, language=language)


def project_writer(
    project: Any,
    kind: str,
    table_ids: Sequence[str] | None = None,
    *,
    edited: bool = True,
    identifiers: bool = False,
    consent_only: bool = True,
    language: str = "en",
    labels: bool = False,
) -> Callable[[BinaryIO], None]:
    """What the export gate is given to write tables of a project: all of them when `table_ids` is None.

    For a kind that holds one table, None means the only one there is. Raises KeyError for a table there is not.
    """
    wanted = [table.id for table in data_tables(project)] if table_ids is None else list(table_ids)
    exports = [
        export_table(project, table, edited=edited, identifiers=identifiers, consent_only=consent_only)
        for table in wanted
    ]

    def write(stream: BinaryIO) -> None:
        export_data(exports, kind, stream, scratch=project.folder, language=language, labels=labels)

    return write


def codebook_writer(
    project: Any, table_ids: Sequence[str] | None = None, *, language: str = "en", source: Text | None = None
) -> Callable[[BinaryIO], None]:
    """The same for the codebook workbook; counts below the project's minimum cell are left out.

    `source` stands below each sheet and on its printed pages.
    """
    wanted = [table.id for table in data_tables(project)] if table_ids is None else list(table_ids)
    exports = [export_table(project, table) for table in wanted]
    smallest = minima(project)[MINIMUM_CELL]

    def write(stream: BinaryIO) -> None:
        write_codebook(exports, stream, language=language, smallest=smallest, source=source)

    return write
