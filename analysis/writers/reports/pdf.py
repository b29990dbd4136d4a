# SPDX-License-Identifier: MIT
"""Reports as tagged pages (.pdf)."""

from __future__ import annotations

from typing import Any, BinaryIO

from analysis.writers.records import ReportWriter


def write(report: Any, stream: BinaryIO, language: str, style: Any, progress: Any) -> tuple[str, ...]:
    """Set the pages; the letters that their font lacks, by name."""
    from analysis.pages import write_pdf  # Typst: when a file is written

    return tuple(write_pdf(report, stream, language, style, progress).missing)


WRITER = ReportWriter("pdf", ".pdf", "analysis.writers.reports.pdf:write", rank=20)
