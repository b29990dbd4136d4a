# SPDX-License-Identifier: MIT
"""Tables as native Word tables with captions, repeated headings and notes. It places what the layout gives.

The grid is written as one piece of XML: python-docx looks a style up by name for each paragraph and walks the table
for each cell, so 500 tables took two minutes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any, BinaryIO

from analysis.result_tables import Row, TableSpec
from analysis.tables.cell_text import cell_text
from analysis.tables.docx_page import LINE, MUTED, TEXT_WIDTH_MM, add_caption, new_document, no_control, styled
from analysis.tables.layout import (
    groups,
    heading,
    is_note_alone,
    is_withheld,
    precision_table,
    table_notes,
    with_source,
    withheld_sentence,
)
from analysis.tables.page_columns import Place, page_bands, stub_mm, stub_text, widths_mm, words_alone, words_columns
from wording import Text, msg, render

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

_TWIPS_PER_MM = 1440 / 25.4
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_EDGE, _WASH, _SMALL = "9AA4AF", "F5F6F8", 16  # half points of a muted second line


@dataclass(frozen=True)
class GridCell:
    """What stands in a cell: a line, perhaps a smaller one below, over `span` columns, `indent_mm` from the left."""

    text: str = ""
    below: str | None = None
    bold: bool = False
    muted: bool = False
    align: str = "left"
    indent_mm: float = 0.0
    span: int = 1
    merged: str = ""  # "restart" where it goes on in the row below, "continue" there


def add_grid(
    document: Document, rows: Sequence[Sequence[GridCell]], widths_mm: Sequence[float], heads: int, together: bool
) -> None:
    """Append a table of `rows`, the first `heads` repeated on every page; `together` keeps it on one page."""
    from docx.oxml import parse_xml  # docx, 70 ms: not at start

    columns = "".join(f'<w:gridCol w:w="{_twips(width)}"/>' for width in widths_mm)
    lines = "".join(_line(row, widths_mm, at < heads, together) for at, row in enumerate(rows))
    xml = f'<w:tbl xmlns:w="{_WORD}">{_PROPERTIES}<w:tblGrid>{columns}</w:tblGrid>{lines}</w:tbl>'
    append(document, parse_xml(xml.encode("utf-8")))


def append(document: Document, element: object) -> None:
    """Put an element at the end of the document, before the properties of its last section."""
    document.element.body[-1].addprevious(element)


def _line(row: Sequence[GridCell], widths_mm: Sequence[float], head: bool, together: bool) -> str:
    cells, at = [], 0
    for cell in row:
        width = sum(widths_mm[at : at + cell.span])
        cells.append(_cell(cell, _twips(width), head, together))
        at += cell.span
    repeated = "<w:tblHeader/>" if head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{''.join(cells)}</w:tr>"


def _cell(cell: GridCell, twips: int, head: bool, together: bool) -> str:
    span = f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else ""
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{_WASH}"/>' if head else ""
    keep = "<w:keepNext/>" if together else ""
    indent = f'<w:ind w:left="{_twips(cell.indent_mm)}"/>' if cell.indent_mm else ""
    colour = f'<w:color w:val="{MUTED}"/>'
    look = f"{'<w:b/>' if cell.bold else ''}{colour if cell.muted else ''}"
    runs = _run(cell.text, look)
    if cell.below is not None:
        runs += _run(cell.below, f'{colour}<w:sz w:val="{_SMALL}"/>', "<w:br/>")
    form = f'<w:pPr><w:pStyle w:val="TableText"/>{keep}{indent}<w:jc w:val="{cell.align}"/></w:pPr>'
    merge = f'<w:vMerge w:val="{cell.merged}"/>' if cell.merged else ""
    size = f'<w:tcPr><w:tcW w:type="dxa" w:w="{twips}"/>{span}{merge}{shade}</w:tcPr>'
    return f"<w:tc>{size}<w:p>{form}{runs}</w:p></w:tc>"


def _run(text: str, look: str, before: str = "") -> str:
    words = escape(no_control(text), quote=False)
    marked = words.replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')
    marked = marked.replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')
    return f'<w:r><w:rPr>{look}</w:rPr>{before}<w:t xml:space="preserve">{marked}</w:t></w:r>'


def _twips(mm: float) -> int:
    return round(mm * _TWIPS_PER_MM)


def _properties() -> str:
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{LINE if side == "insideH" else _EDGE}"/>'
        for side in ("top", "bottom", "insideH")
    )
    margins = "".join(
        f'<w:{side} w:w="{width}" w:type="dxa"/>'
        for side, width in (("top", 30), ("left", 60), ("bottom", 30), ("right", 60))
    )
    return (
        '<w:tblPr><w:tblW w:type="auto" w:w="0"/><w:jc w:val="left"/>'
        f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar>'
        '<w:tblLook w:firstColumn="1" w:firstRow="1" w:lastColumn="0" w:lastRow="0" w:noHBand="0" w:noVBand="1" '
        'w:val="04A0"/></w:tblPr>'
    )


_PROPERTIES = _properties()


_SHORT = 16  # rows of a table that stays on one page


def write_docx(
    tables: Sequence[TableSpec],
    stream: BinaryIO,
    language: str,
    source: Text | None = None,
    banner: Text | None = None,
) -> None:
    """Write `tables` one below the other to a Word document in `language`."""
    document = new_document(language, render(msg("report.tables"), language), banner)
    gone = [table for table in tables if is_withheld(table)]
    tables = [table for table in tables if not is_withheld(table)]
    for number, table in enumerate(tables, start=1):
        add_table(document, with_source(table, source), number, language)
    for table in gone:
        styled(document, no_control(render(withheld_sentence([table.title], [table]), language)), "Normal")
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
    """Append a table with its caption (none without a number), subtitle and notes; a wide one in several bands."""
    from docx.shared import Pt  # docx, 70 ms: not at start

    if number is not None:
        add_caption(document, language, "table", number, render(table.title, language))
    if table.subtitle is not None:
        _note(document, render(table.subtitle, language), lasting=True)
    bands = [] if is_note_alone(table) else page_bands(table, language, width_mm)
    stub = stub_mm(table, bands, language, width_mm)
    for place, band in enumerate(bands):
        if place:
            on = _note(document, render(msg("caption.continued", at=place + 1, of=len(bands)), language), lasting=True)
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
    words = words_columns(table)
    rows += [_row(row, columns, language, words) for row in table.rows]
    add_grid(document, rows, widths, heads, together=len(rows) <= _SHORT)


def _headings(
    table: TableSpec, columns: tuple[Place, ...], spans: list[tuple[str, int]], language: str
) -> list[list[GridCell]]:
    stub = GridCell(stub_text(table, language), bold=True, merged="restart" if spans else "")
    over = [stub, *(GridCell(label, bold=True, align="center", span=width) for label, width in spans)]
    line = [GridCell(merged="continue") if spans else stub]
    words = words_columns(table)
    for column, below in columns:
        second = heading(below, table, language) if below is not None else None
        text = heading(column, table, language)
        side = "left" if column.position in words and not column.column.against_next else "right"
        line.append(GridCell(text, second, bold=not column.muted, muted=column.muted, align=side))
    return [over, line] if spans else [line]


def _row(row: Row, columns: tuple[Place, ...], language: str, words: frozenset[int]) -> list[GridCell]:
    bold = row.heading or row.total
    line = [GridCell(render(row.label, language), bold=bold, indent_mm=4.0 * row.depth)]
    alone = words_alone(row, words, language)
    if alone and any(column.position in words for column, _ in columns):
        return [*line, GridCell(alone, span=len(columns))]
    for column, below in columns:
        if row.heading:
            line.append(GridCell())
            continue
        second = cell_text(row.cells[below.position], below.part, language) if below is not None else None
        text = cell_text(row.cells[column.position], column.part, language)
        side = "left" if column.position in words and not column.column.against_next else "right"
        line.append(GridCell(text, second, bold=bold and not column.muted, muted=column.muted, align=side))
    return line


def stand_side_by_side(
    document: Document, columns: Sequence[Sequence[object]], widths_mm: Sequence[float], gutter_mm: float
) -> None:
    """Move what was just written into cells beside each other."""
    from docx.oxml import parse_xml  # docx, 70 ms: not at start

    last = len(widths_mm) - 1
    whole = [_twips(mm + (gutter_mm if at < last else 0.0)) for at, mm in enumerate(widths_mm)]
    grid = "".join(f'<w:gridCol w:w="{twips}"/>' for twips in whole)
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:type="dxa" w:w="{twips}"/>{_right(0.0 if at == last else gutter_mm)}</w:tcPr></w:tc>'
        for at, twips in enumerate(whole)
    )
    table: Any = parse_xml(
        f'<w:tbl xmlns:w="{_WORD}"><w:tblPr><w:tblW w:type="dxa" w:w="{sum(whole)}"/><w:tblInd w:w="0" w:type="dxa"/>'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/>'
        f"</w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid><w:tr>{cells}</w:tr></w:tbl>"
    )
    append(document, table)
    for cell, column in zip(table.tr_lst[0].tc_lst, columns, strict=True):
        for element in column:
            cell.append(element)
        if not len(cell.p_lst) or cell[-1] is not cell.p_lst[-1]:  # Word wants a paragraph at the end of a cell
            cell.append(_small_line())
    append(document, _small_line())  # two tables without a paragraph between them would be one


def _right(mm: float) -> str:
    return f'<w:tcMar><w:right w:w="{_twips(mm)}" w:type="dxa"/></w:tcMar>'


def _small_line() -> object:
    """A paragraph that takes next to no height."""
    from docx.oxml import parse_xml  # docx, 70 ms: not at start

    low = '<w:spacing w:before="0" w:after="0" w:line="40" w:lineRule="exact"/>'
    return parse_xml(f'<w:p xmlns:w="{_WORD}"><w:pPr>{low}</w:pPr></w:p>')
