# SPDX-License-Identifier: MIT
"""Writers of reports: each takes blocks, a stream, a language and an office's style, and gives letters it lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from analysis import pages
from analysis.report import write_report
from wording import Progress

if TYPE_CHECKING:
    from analysis.pages.style import OfficeStyle
    from analysis.report import Report


def write_docx(
    report: Report, stream: BinaryIO, language: str, style: OfficeStyle | None, progress: Progress | None
) -> tuple[str, ...]:
    """Write the report; Word brings its own letters, so none is missing."""
    del style
    write_report(report, stream, language, progress)
    return ()


def write_pdf(
    report: Report, stream: BinaryIO, language: str, style: OfficeStyle | None, progress: Progress | None
) -> tuple[str, ...]:
    """Set the pages; the letters that their font lacks, by name."""
    return tuple(pages.write_pdf(report, stream, language, style, progress).missing)
