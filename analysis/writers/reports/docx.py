# SPDX-License-Identifier: MIT
"""Reports for Word (.docx)."""

from __future__ import annotations

from typing import Any, BinaryIO

from analysis.writers.records import ReportWriter


def write(report: Any, stream: BinaryIO, language: str, style: Any, progress: Any) -> tuple[str, ...]:
    """Write the report; Word brings its own letters, so none is missing."""
    from analysis.report import write_report  # python-docx: when a file is written

    del style
    write_report(report, stream, language, progress)
    return ()


WRITER = ReportWriter("docx", ".docx", "analysis.writers.reports.docx:write", rank=10)
