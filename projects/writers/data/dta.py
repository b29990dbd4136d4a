# SPDX-License-Identifier: MIT
"""Stata files (.dta)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, BinaryIO

from projects.file_writers import DataFile, DataWriter

if TYPE_CHECKING:
    from projects.datasets.export.export_content import ExportTable


def write(exports: Sequence[ExportTable], stream: BinaryIO, how: DataFile) -> None:
    """Write the table."""
    from projects.datasets.export.statistics_labels import write_statistical  # pyreadstat: when a file is written

    write_statistical(exports[0], "dta", stream, scratch=how.scratch, language=how.language, steps=how.steps)


WRITER = DataWriter(
    "dta",
    ".dta",
    "projects.writers.data.dta:write",
    rank=40,
    longest_name=32,
    reserved=r"byte|double|float|if|in|int|long|using|with|strl|str\d+",  # Stata User's Guide 11.3
    label_bytes=80,
    value_label_bytes=240,
    numbers_labels=True,
)
