# SPDX-License-Identifier: MIT
"""Excel workbooks: a sheet for each table, with their data dictionary (.xlsx)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, BinaryIO

from projects.file_writers import DataFile, DataWriter

if TYPE_CHECKING:
    from projects.datasets.export.export_content import ExportTable


def write(exports: Sequence[ExportTable], stream: BinaryIO, how: DataFile) -> None:
    """Write the tables."""
    from projects.datasets.export.plain_cells import Wording  # numpy
    from projects.datasets.export.sheets import write_xlsx  # numpy: when a file is written

    wording = Wording(how.language, how.labels, how.reasons)
    write_xlsx(exports, stream, scratch=how.scratch, how=wording, steps=how.steps)


WRITER = DataWriter(
    "xlsx",
    ".xlsx",
    "projects.writers.data.xlsx:write",
    rank=10,
    labels=True,
    reasons=True,
    several=True,
    dictionary=True,
)
