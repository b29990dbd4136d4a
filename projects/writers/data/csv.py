# SPDX-License-Identifier: MIT
"""Text with commas (.csv)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, BinaryIO

from projects.file_writers import DataFile, DataWriter

if TYPE_CHECKING:
    from projects.datasets.export.export_content import ExportTable


def write(exports: Sequence[ExportTable], stream: BinaryIO, how: DataFile) -> None:
    """Write the table."""
    from projects.datasets.export.delimited import write_csv  # numpy: when a file is written

    write_csv(exports[0], stream, language=how.language, labels=how.labels, reasons=how.reasons, steps=how.steps)


WRITER = DataWriter("csv", ".csv", "projects.writers.data.csv:write", rank=20, labels=True, reasons=True)
