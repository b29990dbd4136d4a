# SPDX-License-Identifier: MIT
"""The codebook of data tables as a workbook (.xlsx), a sheet each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, BinaryIO

from projects.file_writers import SurveyCodebookWriter
from wording import Text, render

if TYPE_CHECKING:
    from projects.datasets.export.codebook_sheets import CodebookSheet


def write(sheets: Sequence[CodebookSheet], stream: BinaryIO, language: str, source: Text | None) -> None:
    """Write a sheet per table; `source`, or its own, stands below each and on printed pages."""
    import xlsxwriter  # 100 ms: only to write

    from projects.datasets.export.sheets import OPTIONS, anonymous, sheet_names, write_lines  # numpy: not at start

    with xlsxwriter.Workbook(stream, OPTIONS) as book:
        anonymous(book)
        bold, share = book.add_format({"bold": True}), book.add_format({"num_format": "0.0%"})
        for name, one in zip(sheet_names([one.title for one in sheets]), sheets, strict=True):
            sheet = book.add_worksheet(name)
            write_lines(sheet, one.heads, one.lines, bold)
            sheet.set_column(one.share_column, one.share_column, 12, share)
            if (said := source or one.source) is not None:
                sheet.write_string(len(one.lines) + 2, 0, render(said, language))
                sheet.set_header("&L" + render(said, language).replace("&", "&&"))


WRITER = SurveyCodebookWriter("xlsx", ".xlsx", "projects.writers.survey_codebooks.xlsx:write", rank=10)
