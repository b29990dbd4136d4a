# SPDX-License-Identifier: MIT
"""A Word table written as one piece of XML: no style is looked up, no cell is asked for again. It lays nothing out.

python-docx looks a style up by name for each paragraph and walks the table for each cell: 500 tables took two minutes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from analysis.writers.docx_page import LINE, MUTED, no_control

if TYPE_CHECKING:
    from docx.document import Document

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


def add_grid(
    document: Document, rows: Sequence[Sequence[GridCell]], widths_mm: Sequence[float], heads: int, together: bool
) -> None:
    """Append a table of `rows`, the first `heads` repeated on every page; `together` keeps it on one page.

    Parameters
    ----------
    document : Document
        The document to append to.
    rows : Sequence[Sequence[GridCell]]
        Cells of each row; the spans of a row add up to the number of columns.
    widths_mm : Sequence[float]
        Width of each column in mm.
    heads : int
        How many rows from the top are headings.
    together : bool
        Whether each row stays with the next on one page.
    """
    from docx.oxml import parse_xml  # docx, 70 ms: not at start

    columns = "".join(f'<w:gridCol w:w="{_twips(width)}"/>' for width in widths_mm)
    lines = "".join(_line(row, widths_mm, at < heads, together) for at, row in enumerate(rows))
    xml = f'<w:tbl xmlns:w="{_WORD}">{_PROPERTIES}<w:tblGrid>{columns}</w:tblGrid>{lines}</w:tbl>'
    append(document, parse_xml(xml.encode("utf-8")))


def append(document: Document, element: object) -> None:
    """Put an element at the end of the document, before the properties of its last section.

    Parameters
    ----------
    document : Document
        The document.
    element : XML element
        A table or paragraph.
    """
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
    size = f'<w:tcPr><w:tcW w:type="dxa" w:w="{twips}"/>{span}{shade}</w:tcPr>'
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
