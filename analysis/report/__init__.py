# SPDX-License-Identifier: MIT
"""A report of blocks, written as a Word document to a stream."""

from analysis.report.blocks import (
    Block,
    CodebookAnnex,
    FigureBlock,
    Heading,
    Methods,
    Paragraph,
    Quote,
    Quotes,
    Report,
    TableBlock,
    Title,
)
from analysis.report.docx_report import software_versions, write_report

__all__ = [
    "Block",
    "CodebookAnnex",
    "FigureBlock",
    "Heading",
    "Methods",
    "Paragraph",
    "Quote",
    "Quotes",
    "Report",
    "TableBlock",
    "Title",
    "software_versions",
    "write_report",
]
