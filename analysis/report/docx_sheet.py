# SPDX-License-Identifier: MIT
"""An infosheet in Word: the two pages of the sheet, closer set than a report, with blocks side by side.

Columns are cells of a table without borders: Word's own columns would break tables and pictures apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from analysis.tables.docx_tables import append

if TYPE_CHECKING:
    from docx.document import Document

MARGIN_MM, TOP_MM, BOTTOM_MM, EDGE_MM = 14.0, 14.0, 13.0, 6.0
SHEET_MM = 210.0 - 2 * MARGIN_MM
GUTTER_MM = 5.0
TILES_A_ROW = 5
_WIDER: dict[tuple[float, ...], tuple[float, ...]] = {
    (2.0, 1.0): (3.0, 2.0),
    (1.0, 2.0): (2.0, 3.0),
}  # in a third the numbers of an axis would touch
_TWIPS_PER_MM = 1440 / 25.4
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SIZES = {  # points, points before, points after, lines
    "Normal": (8.5, 0, 2, 1.05),
    "Lead": (9.0, 0, 3, 1.1),
    "Heading 1": (12.0, 7, 2, 1.0),
    "Heading 2": (10.0, 5, 2, 1.0),
    "Heading 3": (9.0, 4, 2, 1.0),
    "Caption": (8.5, 2, 1, 1.0),
    "Table Text": (7.5, 0, 0, 1.0),
    "Table Note": (7.0, 0, 1, 1.0),
    "Section Beside": (7.5, 0, 2, 1.0),
    "Masthead Title": (17.0, 0, 2, 1.0),
    "Masthead Line": (8.5, 0, 3, 1.0),
    "Tile Number": (18.0, 0, 0, 1.0),
    "Tile Label": (8.0, 0, 1, 1.0),
    "Tile Base": (7.0, 0, 1, 1.0),
    "Callout Number": (20.0, 0, 0, 1.0),
    "Callout Text": (8.5, 0, 1, 1.0),
    "Callout Base": (7.0, 0, 2, 1.0),
    "Quote Box": (9.5, 0, 2, 1.05),
    "Quote Box By": (7.5, 0, 3, 1.0),
}


def set_close(document: Document) -> None:
    """Narrow margins and small type, as the sheet has them on its pages.

    Parameters
    ----------
    document : Document
        An empty document.
    """
    from docx.shared import Mm, Pt  # docx, 70 ms: not at start

    section = document.sections[0]
    section.left_margin = section.right_margin = Mm(MARGIN_MM)
    section.top_margin, section.bottom_margin = Mm(TOP_MM), Mm(BOTTOM_MM)
    section.header_distance = section.footer_distance = Mm(EDGE_MM)
    for name, (size, before, after, line) in _SIZES.items():
        style: Any = document.styles[name]
        style.font.size = Pt(size)
        form = style.paragraph_format
        form.space_before, form.space_after, form.line_spacing = Pt(before), Pt(after), line


def shares_mm(widths: Sequence[float]) -> list[float]:
    """Width of each column in mm, without the gutter before it.

    Parameters
    ----------
    widths : Sequence[float]
        How the columns share the width.

    Returns
    -------
    list[float]
        Millimetres; with the gutters they fill the sheet.

    Examples
    --------
    >>> shares_mm((1, 1))
    [88.5, 88.5]
    """
    widths = _WIDER.get(tuple(widths), widths)
    room = SHEET_MM - GUTTER_MM * (len(widths) - 1)
    return [room * one / sum(widths) for one in widths]


def stand_side_by_side(document: Document, columns: Sequence[Sequence[Any]], widths_mm: Sequence[float]) -> None:
    """Move what was just written into cells beside each other.

    Parameters
    ----------
    document : Document
        The document; what goes into the cells stands at its end.
    columns : Sequence[Sequence[XML element]]
        Paragraphs and tables of each column.
    widths_mm : Sequence[float]
        Width of each column in mm.
    """
    from docx.oxml import parse_xml  # docx, 70 ms: not at start

    last = len(widths_mm) - 1
    whole = [_twips(mm + (GUTTER_MM if at < last else 0.0)) for at, mm in enumerate(widths_mm)]
    grid = "".join(f'<w:gridCol w:w="{twips}"/>' for twips in whole)
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:type="dxa" w:w="{twips}"/>{_right(0.0 if at == last else GUTTER_MM)}</w:tcPr></w:tc>'
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


def _small_line() -> Any:
    """A paragraph that takes next to no height."""
    from docx.oxml import parse_xml  # docx, 70 ms: not at start

    low = '<w:spacing w:before="0" w:after="0" w:line="40" w:lineRule="exact"/>'
    return parse_xml(f'<w:p xmlns:w="{_WORD}"><w:pPr>{low}</w:pPr></w:p>')


def _twips(mm: float) -> int:
    return round(mm * _TWIPS_PER_MM)
