# SPDX-License-Identifier: MIT
"""Cost of a Word document grows with its cells only: no style is looked up by name for a cell or a paragraph."""

from __future__ import annotations

import io

import pytest
from docx import Document
from docx.oxml.styles import CT_Styles

from analysis.result_tables import Cell, Column, Row, TableSpec, Unit
from analysis.writers import write_docx


def table(number: int) -> TableSpec:
    cells = tuple(Cell(0.1 * at, 0.05, 0.9, 0.02, 30, 300, unit=Unit.SHARE) for at in range(1, 4))
    columns = tuple(Column(f"g{at}", f"Site {at}", "Sites", 300) for at in range(3))
    rows = (Row("h", "A <heading> & more", (Cell(),) * 3, heading=True), Row("c", "Line\tone", cells, depth=1))
    return TableSpec(f"t{number}", f"Table {number}", "% of households", "Answers", columns, rows, ("A note.",))


def test_styles_are_never_looked_up_for_each_cell(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    before = CT_Styles.default_for
    monkeypatch.setattr(CT_Styles, "default_for", lambda self, kind: asked.append(kind) or before(self, kind))
    counts = []
    for tables in (5, 25):
        asked.clear()
        write_docx([table(at) for at in range(tables)], io.BytesIO(), "en")
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_cells_keep_their_words_styles_and_widths() -> None:
    stream = io.BytesIO()
    write_docx([table(1)], stream, "en")
    document = Document(io.BytesIO(stream.getvalue()))
    grid = document.tables[0]
    assert grid.cell(0, 1).text == "Sites"
    assert grid.cell(2, 0).text == "A <heading> & more"
    assert grid.cell(3, 0).text == "Line\tone"
    assert {paragraph.style.name for cell in grid._cells for paragraph in cell.paragraphs} == {"Table Text"}
    assert all(cell.width for cell in grid._cells)
    assert sum(column.width.mm for column in grid.columns) <= 160.5
