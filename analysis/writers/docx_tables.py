# SPDX-License-Identifier: MIT
"""Tables as native Word tables with captions, repeated headings and notes. It places what the layout gives."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, BinaryIO

from analysis.specs import Row, TableSpec
from analysis.writers.docx_page import LINE, MUTED, TEXT_WIDTH_MM, add_caption, new_document, no_control
from analysis.writers.layout import Place, cell_text, groups, heading, table_notes, with_source
from analysis.writers.page_columns import page_bands, stub_mm, widths_mm
from analysis.writers.precision import precision_table
from wording import Text, msg, render

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table, _Cell


def write_docx(
    tables: Sequence[TableSpec],
    stream: BinaryIO,
    language: str,
    source: Text | None = None,
    banner: Text | None = None,
) -> None:
    """Write `tables` one below the other to a Word document in `language`."""
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
            document.add_paragraph(no_control(said), style="Table Note").paragraph_format.keep_with_next = True
            add_table(document, precision, None, language, width)


def _across(document: Document) -> float:
    """Begin a section of pages on their side; the width of its text in mm."""
    from docx.enum.section import WD_ORIENT, WD_SECTION
    from docx.shared import Mm

    section = document.add_section(WD_SECTION.NEW_PAGE)
    high, wide = section.page_width, section.page_height
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, wide, high
    section.left_margin = section.right_margin = Mm(20)
    return float(wide.mm) - 40.0


def add_table(
    document: Document, table: TableSpec, number: int | None, language: str, width_mm: float = TEXT_WIDTH_MM
) -> None:
    """Append a table with its caption (none without a number), subtitle and notes; a wide one in several bands."""
    from docx.shared import Pt

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
    document.add_paragraph()


def _note(document: Document, text: str, *, lasting: bool) -> Any:
    """A line before or after a table, on one page with what follows where it is `lasting`."""
    line = document.add_paragraph(no_control(text), style="Table Note")
    line.paragraph_format.keep_with_next = lasting
    return line


def _band(document: Document, table: TableSpec, columns: tuple[Place, ...], widths: list[float], language: str) -> None:
    """A Word table with these columns."""
    spans = groups(tuple(column for column, _ in columns), language)
    heads = 2 if spans else 1
    grid = document.add_table(rows=heads + len(table.rows), cols=len(columns) + 1)
    _shape(grid, widths)
    cells = _cells(grid)
    _headings(cells, table, columns, spans, language)
    for at, row in enumerate(table.rows, start=heads):
        _row(cells[at], row, columns, language)
    for at in range(heads):
        _flag(grid.rows[at], "w:tblHeader")
    for line_of in grid.rows:
        _flag(line_of, "w:cantSplit")
    _keep_together(cells)


def _cells(grid: Table) -> list[list[_Cell]]:
    width = len(grid.columns)
    flat = grid._cells  # one walk over the table; row.cells walks it anew for each row
    return [flat[start : start + width] for start in range(0, len(flat), width)]


def _shape(grid: Table, widths: list[float]) -> None:
    from docx.enum.table import WD_TABLE_ALIGNMENT
    from docx.shared import Mm

    grid.autofit, grid.alignment = False, WD_TABLE_ALIGNMENT.LEFT
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = Mm(width)
    for row in _cells(grid):
        for cell, width in zip(row, widths, strict=True):
            cell.width = Mm(width)
    _borders(grid)


def _headings(
    cells: list[list[_Cell]],
    table: TableSpec,
    columns: tuple[Place, ...],
    spans: list[tuple[str, int]],
    language: str,
) -> None:
    if spans:
        at = 1
        for label, width in spans:
            cell = cells[0][at].merge(cells[0][at + width - 1])
            _put(cell, label, bold=True, align="center")
            at += width
    line = cells[1 if spans else 0]
    _put(line[0], render(table.stub, language), bold=True)
    for cell, (column, below) in zip(line[1:], columns, strict=True):
        _put(cell, heading(column, table, language), bold=not column.muted, align="right", muted=column.muted)
        if below is not None:
            _below(cell, heading(below, table, language))
    for row in cells[: 2 if spans else 1]:
        for cell in row:
            _shade(cell)


def _row(line: list[_Cell], row: Row, columns: tuple[Place, ...], language: str) -> None:
    from docx.shared import Mm

    bold = row.heading or row.total
    label = _put(line[0], render(row.label, language), bold=bold)
    if row.depth:
        label.paragraph_format.left_indent = Mm(4 * row.depth)
    if row.heading:
        return
    for cell, (column, below) in zip(line[1:], columns, strict=True):
        text = cell_text(row.cells[column.position], column.part, language)
        _put(cell, text, bold=bold and not column.muted, align="right", muted=column.muted)
        if below is not None:
            _below(cell, cell_text(row.cells[below.position], below.part, language))


def _below(cell: _Cell, text: str) -> None:
    """A second, muted line in the cell."""
    from docx.shared import Pt, RGBColor

    run = cell.paragraphs[0].add_run()
    run.add_break()
    run.add_text(no_control(text))
    run.bold, run.font.size = False, Pt(8)
    run.font.color.rgb = RGBColor.from_string(MUTED)


def _put(cell: _Cell, text: str, *, bold: bool = False, align: str = "left", muted: bool = False) -> Any:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import RGBColor

    paragraph = cell.paragraphs[0]
    paragraph.style = "Table Text"
    paragraph.alignment = {
        "left": WD_ALIGN_PARAGRAPH.LEFT,
        "right": WD_ALIGN_PARAGRAPH.RIGHT,
        "center": WD_ALIGN_PARAGRAPH.CENTER,
    }[align]
    run = paragraph.add_run(no_control(text))
    run.bold = bold
    if muted:
        run.font.color.rgb = RGBColor.from_string(MUTED)
    return paragraph


def _keep_together(cells: list[list[_Cell]]) -> None:
    """Short tables stay on one page: each line keeps with the next."""
    if len(cells) > 16:
        return
    for row in cells:
        for cell in row:
            cell.paragraphs[0].paragraph_format.keep_with_next = True


def _flag(row: Any, name: str) -> None:
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _shade(cell: _Cell) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    shade = OxmlElement("w:shd")
    for name, value in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", "F5F6F8")):
        shade.set(qn(name), value)
    cell._tc.get_or_add_tcPr().append(shade)


def _borders(grid: Table) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    borders = OxmlElement("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        edge = OxmlElement(f"w:{side}")
        colour = LINE if side == "insideH" else "9AA4AF"
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", colour)):
            edge.set(qn(f"w:{name}"), value)
        borders.append(edge)
    properties = grid._tbl.tblPr
    properties.append(borders)
    margins = OxmlElement("w:tblCellMar")
    for side, width in (("top", "30"), ("left", "60"), ("bottom", "30"), ("right", "60")):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), width)
        edge.set(qn("w:type"), "dxa")
        margins.append(edge)
    properties.append(margins)
