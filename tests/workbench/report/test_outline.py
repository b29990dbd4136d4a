# SPDX-License-Identifier: MIT
"""The left column of the report in a low window: pages in rows over the whole column, in place of the blocks."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from workbench.report.panes.page import ReportOutline, Thumbnails


def test_pages_take_the_column_and_leave_the_heading_where_it_was(qtbot: QtBot) -> None:
    pages, blocks = Thumbnails(), QWidget()
    outline = ReportOutline(pages, blocks)
    qtbot.addWidget(outline)
    outline.resize(252, 400)
    outline.show()
    before = outline.turner.mapTo(outline, QPoint(0, 0))
    outline.turner.click()
    outline.layout().activate()
    assert outline.turner.mapTo(outline, QPoint(0, 0)) == before
    assert not blocks.isVisible()
    assert pages.isWrapping()
    assert pages.height() > 250
    outline.resize(252, 700)
    outline.layout().activate()
    assert blocks.isVisible()
    assert not pages.isWrapping(), "one row over the blocks"
    assert pages.height() < 150
