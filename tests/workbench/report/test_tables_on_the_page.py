# SPDX-License-Identifier: MIT
"""Tables on the page of the report: whole, and with intervals where the Word table has them."""

from __future__ import annotations

import io

import pytest
from PySide6.QtGui import QFontInfo, QTextDocument, QTextOption
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from analysis.report.blocks import TableBlock
from analysis.specs import Cell, Column, Row, TableSpec, Unit
from analysis.writers.docx_tables import write_docx
from projects.results.saved import ReportBlock
from wording import LANGUAGES, msg, render
from workbench.report.composed import PAGE_WIDTH, Composed
from workbench.report.page import Page, _table_parts


def crossed(groups: int) -> TableSpec:
    """A table of three rows: per group a share with its interval and its count."""
    cell = Cell(0.25, 0.2, 0.31, n=140, base=560, unit=Unit.SHARE)
    names = ("Short", "An answer whose words take", "two lines, if not three, of the page it stands on")
    rows = tuple(Row(name, name, (cell,) * groups) for name in names)
    heads = tuple(
        Column(f"g{at}", f"Group {at} (Lakeside)", base=560, show=("estimate", "interval", "n")) for at in range(groups)
    )
    return TableSpec("t", "Title", "Base", "Was it so?", heads, rows, base=560)


def shown(table: TableSpec, qtbot: QtBot) -> tuple[QTextDocument, QLabel]:
    """The table as the page lays it out, in the letters of its label."""
    label = _table_parts(table, 1, "en")[1]
    qtbot.addWidget(label)
    document = QTextDocument()
    document.setDocumentMargin(0)
    by_words = QTextOption()
    by_words.setWrapMode(QTextOption.WrapMode.WordWrap)  # a label breaks no word
    document.setDefaultTextOption(by_words)
    document.setDefaultFont(label.font())
    document.setHtml(label.text())
    document.setTextWidth(PAGE_WIDTH)
    return document, label


@pytest.mark.parametrize("groups", [1, 4, 6, 8, 10, 12, 20])
def test_no_table_is_cut_at_the_edge_of_the_page(groups: int, qtbot: QtBot) -> None:
    document, label = shown(crossed(groups), qtbot)
    assert document.size().width() <= PAGE_WIDTH
    assert document.size().height() <= label.minimumHeight()
    assert QFontInfo(label.font()).pixelSize() >= 10  # smaller is hard to read


@pytest.mark.parametrize("groups", [8, 10, 12])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_shows_the_bands_of_the_word_table(groups: int, language: str, qtbot: QtBot) -> None:
    import docx

    stream = io.BytesIO()
    write_docx([crossed(groups)], stream, language)
    grids = [grid for grid in docx.Document(stream).tables if "Was it so?" in grid.rows[0].cells[0].text]
    label = _table_parts(crossed(groups), 1, language)[1]
    qtbot.addWidget(label)
    shown = [part.split("</tr>")[0].count("(Lakeside)") for part in label.text().split("<table")[1:]]
    assert shown == ["".join(cell.text for cell in grid.rows[0].cells).count("(Lakeside)") for grid in grids]
    assert sum(shown) == groups
    assert label.text().count(render(msg("caption.continued"), language)) == len(grids) - 1 > 0


@pytest.mark.parametrize(("groups", "below"), [(1, False), (4, True)])
def test_intervals_stand_where_the_word_table_has_them(groups: int, below: bool, qtbot: QtBot) -> None:
    import docx

    stream = io.BytesIO()
    write_docx([crossed(groups)], stream, "en")
    cells = docx.Document(stream).tables[0].rows[1].cells
    assert ("25%\n20–31" in [cell.text for cell in cells]) is below
    label = _table_parts(crossed(groups), 1, "en")[1]
    qtbot.addWidget(label)
    assert (">25%<br><span" in label.text()) is below


def test_what_stands_on_the_page_has_that_room(qtbot: QtBot) -> None:
    page = Page()
    qtbot.addWidget(page)
    page.resize(900, 700)
    block = ReportBlock("b", "table", {})
    page.show_report(Composed([block], [TableBlock(crossed(4))], {}, {}, (), ()))
    page.show()
    qtbot.waitExposed(page)
    tables = [label for label in page.findChildren(QLabel) if "<table" in label.text()]
    assert [label.width() for label in tables] == [PAGE_WIDTH]
