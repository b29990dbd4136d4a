# SPDX-License-Identifier: MIT
"""Arrow columns in a file (.parquet)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, BinaryIO

from projects.file_writers import DataFile, DataWriter

if TYPE_CHECKING:
    from projects.datasets.export.export_content import ExportTable


def write(exports: Sequence[ExportTable], stream: BinaryIO, how: DataFile) -> None:
    """Write the table."""
    from projects.datasets.export.columnar import write_parquet  # pyarrow: when a file is written

    write_parquet(exports[0], stream, language=how.language, labels=how.labels, steps=how.steps)


WRITER = DataWriter("parquet", ".parquet", "projects.writers.data.parquet:write", rank=50, labels=True)
