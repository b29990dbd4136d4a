# SPDX-License-Identifier: MIT
"""The search bar stands in the header of a low window, on a line of its own in a high one; its keys stay in it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from workbench.interviews.panes.centre_pane import TextHeader
from workbench.widgets import Pane


class PlainSearchBar(QWidget):
    turned = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.field, self.inside = QLineEdit(), False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.field)
        self.hide()

    def stand_in_header(self, inside: bool) -> None:
        self.inside = inside


def test_the_search_bar_costs_no_line_of_a_low_window(qtbot: QtBot) -> None:
    bar, button = PlainSearchBar(), QPushButton("Memo")
    header = TextHeader(bar, button)
    page = Pane(header)
    text = QWidget()
    header.stand_over(page)
    page.body.addWidget(text, 1)
    qtbot.addWidget(page)
    page.resize(800, 380)
    page.show()
    high = text.height()
    bar.show()
    bar.turned.emit()
    bar.field.setFocus()
    qtbot.waitUntil(lambda: bar.isVisible(), timeout=2000)
    assert header.isAncestorOf(bar)
    assert (bar.inside, button.isVisible(), text.height()) == (True, False, high)
    page.resize(800, 700)
    assert not header.isAncestorOf(bar)
    assert (bar.inside, bar.isVisible(), button.isVisible()) == (False, True, True)
    assert page.focusWidget() is bar.field
    page.resize(800, 380)
    bar.hide()
    bar.turned.emit()
    assert button.isVisible()


def test_facts_give_way_to_the_name_of_an_interview(qtbot: QtBot) -> None:
    header = TextHeader(PlainSearchBar(), QPushButton("Mémo"))
    qtbot.addWidget(header)
    header.title.say("E03 homme 25-34")
    header.note.say("anglais · 1182 mots · 2 segments")
    header.resize(header.title.sizeHint().width() + header.note.sizeHint().width() + 110, 40)
    header.show()
    for _ in range(4):  # narrower, a few pixels at a time
        header.resize(header.width() - 5, 40)
        QApplication.processEvents()
        assert header.title.text() == "E03 homme 25-34"
