# SPDX-License-Identifier: MIT
"""Writers of the codebook of data tables: workbook, text with commas, and a document for reading and print."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, BinaryIO

import xlsxwriter

from analysis.tables.docx_page import new_document, styled
from analysis.tables.docx_tables import GridCell, add_grid
from projects.datasets.export.data_writing import write_rows
from projects.datasets.export.sheets import OPTIONS, anonymous, sheet_names, write_lines
from wording import Text, msg, render
from wording.numbers import format_number, format_percent

if TYPE_CHECKING:
    from projects.datasets.export.codebook_sheets import CodebookSheet
    from projects.datasets.export.plain_cells import PlainCell

_WIDTHS = (30.0, 50.0, 16.0, 14.0, 17.0, 19.0, 14.0)  # mm: name or part, wording, code, count, share, base, asked
_PLACES = 2  # decimals of a mean


def write_xlsx(sheets: Sequence[CodebookSheet], stream: BinaryIO, language: str, source: Text | None) -> None:
    """Write a sheet per table; `source`, or its own, stands below each and on printed pages."""

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


def write_csv(sheets: Sequence[CodebookSheet], stream: BinaryIO, language: str, source: Text | None) -> None:
    """Write one line a question, answer and figure; the first column names the table. The source stands in no line."""
    spoken = list(dict.fromkeys(code for one in sheets for code in one.languages))
    widest = max(sheets, key=lambda one: len(one.languages), default=None)
    if widest is None:
        return
    wording = dict(zip(widest.languages, widest.heads[2:], strict=False))
    heads = [render(msg("data.codebook.table"), language), *widest.heads[:2]]
    heads += [wording.get(code, code) for code in spoken]
    lines = []
    for one in sheets:
        at = {code: 2 + place for place, code in enumerate(one.languages)}
        for line in one.lines:
            words = [line[at[code]] if code in at else "" for code in spoken]
            rest = [*line[2 + len(one.languages) :], *[None] * len(one.heads)][: len(one.heads) - 2 - len(at)]
            lines.append([one.title, *line[:2], *words, *rest])
    write_rows(stream, [*heads, *widest.heads[2 + len(widest.languages) :]], lines)


def write_docx(sheets: Sequence[CodebookSheet], stream: BinaryIO, language: str, source: Text | None) -> None:
    """Write a heading and a table for each data table; `source` stands at the end, else each table's own below it."""
    title = render(msg("data.codebook.title"), language)
    document = new_document(language, title)
    styled(document, title, "Title")
    for one in sheets:
        styled(document, one.title, "Heading1")
        heads = [one.heads[0], render(msg("data.dictionary.wording"), language), *one.heads[2 + len(one.languages) :]]
        rows = [[_cell(head, at, bold=True) for at, head in enumerate(heads)]]
        rows += [_row(line, one, language) for line in one.lines]
        add_grid(document, rows, _WIDTHS, 1, together=False)
        if source is None and one.source is not None:
            styled(document, render(one.source, language), "Normal")
    if source is not None:
        styled(document, render(source, language), "Normal")
    document.save(stream)


def _row(line: Sequence[PlainCell], sheet: CodebookSheet, language: str) -> list[GridCell]:
    """A line of the codebook: a question by its name, in bold, any other by its part; languages below each other."""
    width = len(sheet.languages)
    figures = [*line[2 + width :], *[None] * len(_WIDTHS)][: len(_WIDTHS) - 2]
    question = len(line) == len(sheet.heads)
    worded = zip(sheet.languages, line[2 : 2 + width], strict=False)  # the language of the document first
    words = "\n".join(dict.fromkeys(str(one) for _, one in sorted(worded, key=lambda pair: pair[0] != language) if one))
    texts = [str(line[0] if question else line[1]), words]
    texts += [_figure(one, at == 2, language) for at, one in enumerate(figures)]
    return [_cell(text, at, bold=question) for at, text in enumerate(texts)]


def _figure(cell: PlainCell, share: bool, language: str) -> str:
    if cell is None or isinstance(cell, str):
        return cell or ""
    if share:
        return format_percent(cell, language)
    return format_number(cell, language, 0 if float(cell).is_integer() else _PLACES)


def _cell(text: str, at: int, *, bold: bool) -> GridCell:
    return GridCell(text, bold=bold, align="right" if at > 2 else "left")
