# SPDX-License-Identifier: MIT
"""The codebook of data tables for reading and print (.docx): a table each, its questions below each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, BinaryIO

from projects.file_writers import SurveyCodebookWriter
from wording import Text, msg, render
from wording.numbers import format_number, format_percent

if TYPE_CHECKING:
    from analysis.tables.docx_tables import GridCell
    from projects.datasets.export.codebook_sheets import CodebookSheet
    from projects.datasets.export.plain_cells import PlainCell

_WIDTHS = (30.0, 50.0, 16.0, 14.0, 17.0, 19.0, 14.0)  # mm: name or part, wording, code, count, share, base, asked
_PLACES = 2  # decimals of a mean


def write(sheets: Sequence[CodebookSheet], stream: BinaryIO, language: str, source: Text | None) -> None:
    """Write a heading and a table for each data table; `source` stands at the end, else each table's own below it."""
    from analysis.tables.docx_page import new_document, styled  # docx, 70 ms: not at start
    from analysis.tables.docx_tables import add_grid  # as above

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
    from analysis.tables.docx_tables import GridCell  # docx, 70 ms: not at start

    return GridCell(text, bold=bold, align="right" if at > 2 else "left")


WRITER = SurveyCodebookWriter("docx", ".docx", "projects.writers.survey_codebooks.docx:write", rank=30)
