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
    """Set the pages; the letters that their font lacks, by name.

    Parameters
    ----------
    report : Report
        Blocks with tables as they may be shown.
    stream : BinaryIO
        Where the PDF goes.
    language : str
        Language code, "en" or "fr".
    style : OfficeStyle | None
        The office's style; None: the plain one.
    progress : Progress | None
        Told after each block, asked whether to stop.

    Returns
    -------
    tuple[str, ...]
        Such as "U+0645 ARABIC LETTER MEEM".

    Raises
    ------
    Stopped
        The user asked to stop.
    """
    from analysis.pages import write_pdf  # Typst: when a file is written

    return tuple(write_pdf(report, stream, language, style, progress).missing)


WRITER = ReportWriter("pdf", ".pdf", "analysis.writers.reports.pdf:write", rank=20)
