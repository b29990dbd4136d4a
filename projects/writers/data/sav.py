# SPDX-License-Identifier: MIT
"""SPSS files (.sav)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, BinaryIO

from projects.file_writers import DataFile, DataWriter

if TYPE_CHECKING:
    from projects.datasets.export.export_content import ExportTable


def write(exports: Sequence[ExportTable], stream: BinaryIO, how: DataFile) -> None:
    """Write the table."""
    from projects.datasets.export.statistics_labels import write_statistical  # pyreadstat: when a file is written

    write_statistical(exports[0], "sav", stream, scratch=how.scratch, language=how.language, steps=how.steps)


WRITER = DataWriter(
    "sav",
    ".sav",
    "projects.writers.data.sav:write",
    rank=30,
    longest_name=64,
    name_signs=".@#$",
    reserved="all|and|by|eq|ge|gt|le|lt|ne|not|or|to|with",  # SPSS Command Syntax Reference, "Variable Names"
    label_bytes=250,
    value_label_bytes=120,
)
