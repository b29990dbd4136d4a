# SPDX-License-Identifier: MIT
"""Reports as tagged pages (.pdf)."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from analysis.file_writers import ReportWriter
from wording import Progress

if TYPE_CHECKING:
    from analysis.pages.style import OfficeStyle
    from analysis.report import Report


def write(
    report: Report, stream: BinaryIO, language: str, style: OfficeStyle | None, progress: Progress | None
) -> tuple[str, ...]:
    """Set the pages; the letters that their font lacks, by name."""
    from analysis.pages import write_pdf  # Typst: when a file is written

    return tuple(write_pdf(report, stream, language, style, progress).missing)


WRITER = ReportWriter("pdf", ".pdf", "analysis.writers.reports.pdf:write", rank=20)
