# SPDX-License-Identifier: MIT
"""Reports for Word (.docx)."""

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
    """Write the report; Word brings its own letters, so none is missing."""
    from analysis.report import write_report  # python-docx: when a file is written

    del style
    write_report(report, stream, language, progress)
    return ()


WRITER = ReportWriter("docx", ".docx", "analysis.writers.reports.docx:write", rank=10)
