# SPDX-License-Identifier: MIT
"""One door to all the data writers, by kind of file. It opens no file of the user's: the gate gives the stream."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from projects.datasets.export.columnar import write_parquet
from projects.datasets.export.delimited import write_csv
from projects.datasets.export.gathering import ExportTable
from projects.datasets.export.sheets import write_xlsx
from projects.datasets.export.statistical import write_statistical
from wording import Problem, msg

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
        write_xlsx(exports, stream, language=language, labels=labels)
    elif kind == "csv":
        write_csv(exports[0], stream, language=language, labels=labels)
    elif kind == "parquet":
        write_parquet(exports[0], stream, language=language, labels=labels)
    else:
        write_statistical(exports[0], kind, stream, scratch=scratch, language=language)
