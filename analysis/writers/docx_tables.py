# SPDX-License-Identifier: MIT
"""Tables as native Word tables with captions, repeated headings and notes. It places what the layout gives."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, BinaryIO

from analysis.specs import Row, TableSpec
from analysis.writers.docx_grid import GridCell, add_grid
from analysis.writers.docx_page import TEXT_WIDTH_MM, add_caption, new_document, styled
from analysis.writers.layout import cell_text, groups, heading, table_notes, with_source
from analysis.writers.page_columns import Place, page_bands, stub_mm, widths_mm
from analysis.writers.precision import precision_table
from wording import Text, msg, render

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

_SHORT = 16  # rows of a table that stays on one page


def write_docx(
    tables: Sequence[TableSpec],
    stream: BinaryIO,
    language: str,
    source: Text | None = None,
    banner: Text | None = None,
) -> None:
    """Write `tables` one below the other to a Word document in `language`.

    Parameters
    ----------
    tables : Sequence[TableSpec]
        Masked tables, in order; what is known of their estimates follows in an annex.
    stream : BinaryIO
        Where the document goes.
    language : str
        Language code, "en" or "fr".
    source : Text | None
        Source line for tables that have none.
    banner : Text | None
        A line at the top of every page.
    """
    document = new_document(language, render(msg("report.tables"), language), banner)
    for number, table in enumerate(tables, start=1):
        add_table(document, with_source(table, source), number, language)
    _annex(document, tables, language)
    document.save(stream)


def _annex(document: Document, tables: Sequence[TableSpec], language: str) -> None:
    """What is known of each estimate, after all tables, so that those stay easy to read."""
    known = [(number, precision_table(table)) for number, table in enumerate(tables, start=1)]
    if not any(precision is not None for _, precision in known):
        return
    width = _across(document)
    document.add_heading(render(msg("precision.annex"), language), 1)
    for number, precision in known:
        if precision is not None:
            said = render(msg("precision.of_table", number=number, title=precision.title), language)
            styled(document, said, "TableNote").paragraph_format.keep_with_next = True
            add_table(document, precision, None, language, width)


def _across(document: Document) -> float:
    """Begin a section of pages on their side; the width of its text in mm."""
    from docx.enum.section import WD_ORIENT, WD_SECTION  # docx, 70 ms: not at start
    from docx.shared import Mm  # docx, 70 ms: not at start

    section = document.add_section(WD_SECTION.NEW_PAGE)
    high, wide = section.page_width, section.page_height
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, wide, high
    section.left_margin = section.right_margin = Mm(20)
    return float(wide.mm) - 40.0


def add_table(
    document: Document, table: TableSpec, number: int | None, language: str, width_mm: float = TEXT_WIDTH_MM
) -> None:
    """Append a table with its caption (none without a number), subtitle and notes; a wide one in several bands.

    Parameters
    ----------
    document : Document
        The document to append to.
    table : TableSpec
        A masked table.
    number : int | None
        Its number in the caption.
    language : str
        Language code, "en" or "fr".
    width_mm : float
        Width of the text in mm.
    """
    from docx.shared import Pt  # docx, 70 ms: not at start

    if number is not None:
        add_caption(document, language, "table", number, render(table.title, language))
    if table.subtitle is not None:
        _note(document, render(table.subtitle, language), lasting=True)
    bands = page_bands(table, language, width_mm)
    stub = stub_mm(table, bands, language, width_mm)
    for place, band in enumerate(bands):
        if place:
            on = _note(document, render(msg("caption.continued"), language), lasting=True)
            on.paragraph_format.space_before = Pt(6)
        _band(document, table, band.places, widths_mm(band, stub, width_mm), language)
    said = table_notes(table, language)
    for number_of, note in enumerate(said):
        line = _note(document, note, lasting=number_of < len(said) - 1)
        if not number_of:
            line.paragraph_format.space_before = Pt(3)
    styled(document, "", "Normal")


def _note(document: Document, text: str, *, lasting: bool) -> Paragraph:
    """A line before or after a table, on one page with what follows where it is `lasting`."""
    line = styled(document, text, "TableNote")
    line.paragraph_format.keep_with_next = lasting
    return line


def _band(document: Document, table: TableSpec, columns: tuple[Place, ...], widths: list[float], language: str) -> None:
    """A Word table with these columns."""
    spans = groups(tuple(column for column, _ in columns), language)
    rows = _headings(table, columns, spans, language)
    heads = len(rows)
    rows += [_row(row, columns, language) for row in table.rows]
    add_grid(document, rows, widths, heads, together=len(rows) <= _SHORT)


def _headings(
    table: TableSpec, columns: tuple[Place, ...], spans: list[tuple[str, int]], language: str
) -> list[list[GridCell]]:
    over = [GridCell(), *(GridCell(label, bold=True, align="center", span=width) for label, width in spans)]
    line = [GridCell(render(table.stub, language), bold=True)]
    for column, below in columns:
        second = heading(below, table, language) if below is not None else None
        text = heading(column, table, language)
        line.append(GridCell(text, second, bold=not column.muted, muted=column.muted, align="right"))
    return [over, line] if spans else [line]


def _row(row: Row, columns: tuple[Place, ...], language: str) -> list[GridCell]:
    bold = row.heading or row.total
    line = [GridCell(render(row.label, language), bold=bold, indent_mm=4.0 * row.depth)]
    for column, below in columns:
        if row.heading:
            line.append(GridCell())
            continue
        second = cell_text(row.cells[below.position], below.part, language) if below is not None else None
        text = cell_text(row.cells[column.position], column.part, language)
        line.append(GridCell(text, second, bold=bold and not column.muted, muted=column.muted, align="right"))
    return line
