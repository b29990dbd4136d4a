# SPDX-License-Identifier: MIT
"""Keys alone: what closes or is left gives the keyboard back, and Tab goes through speakers as they stand."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QTextEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from projects.transcripts.speakers import SpeakerCount
from workbench.interviews.page_parts import MemoField
from workbench.interviews.reading.speakers import SpeakerRows
from workbench.theme import colours_of
from workbench.widgets import Button
from workbench.widgets.banner import Banner
from workbench.widgets.fields import PassphraseField
from workbench.widgets.reading_list import QuietList


def shown(qtbot: QtBot, *parts: QWidget) -> QWidget:
    """A page with these one below the other, in front."""
    page = QWidget()
    column = QVBoxLayout(page)
    for part in parts:
        column.addWidget(part)
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    return page


def test_a_banner_closed_by_a_key_gives_the_keyboard_back(qtbot: QtBot) -> None:
    """The next letters went into the search field of the top bar."""
    banner, first, text = Banner("bookmark"), QLineEdit(), QTextEdit()
    _page = shown(qtbot, banner, first, text)
    banner.show_message("Delete them?", ("Keep", banner.clear))
    text.setFocus()
    banner.buttons[0].setFocus()
    QTest.keyClick(banner.buttons[0], Qt.Key.Key_Space)
    assert text.hasFocus()


def test_escape_leaves_a_memo_for_the_text(qtbot: QtBot) -> None:
    text, memo = QTextEdit(), MemoField("Memo", "")
    kept: list[str] = []
    memo.stored.connect(lambda _whose, words: kept.append(words))
    _page = shown(qtbot, text, memo)
    text.setFocus()
    memo.show_memo("s1", "")
    memo.setFocus()
    QTest.keyClicks(memo, "Ask again")
    QTest.keyClick(memo, Qt.Key.Key_Escape)
    assert text.hasFocus()
    assert kept == ["Ask again"]


def test_a_passphrase_is_shown_by_a_key(qtbot: QtBot) -> None:
    field = PassphraseField("Passphrase")
    _page = shown(qtbot, field)
    field.setFocus()
    QTest.keyClicks(field, "quiet")
    for mode in (QLineEdit.EchoMode.Normal, QLineEdit.EchoMode.Password):
        QTest.keyClick(field, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
        assert field.echoMode() == mode
    assert field.text() == "quiet"


def test_tab_goes_through_speakers_as_they_stand_and_stays_where_it_is(qtbot: QtBot) -> None:
    """Tab went to the button below before the rows, and a name changed threw the keyboard out of them."""
    before, merge = QLineEdit(), Button("Merge", lambda: None)
    rows = SpeakerRows(before)
    _page = shown(qtbot, before, rows, merge)
    speakers = [SpeakerCount(name, 1, 3, "", "Hello") for name in ("P1", "P2")]
    rows.show_speakers(speakers)
    rows.renamed.connect(lambda _old, _new: rows.show_speakers(speakers))
    qtbot.waitUntil(lambda: rows.boxes["P1"].isVisible())
    before.setFocus()
    QTest.keyClick(before, Qt.Key.Key_Tab)
    assert rows.boxes["P1"].hasFocus()
    QTest.keyClick(rows.boxes["P1"], Qt.Key.Key_Tab)
    QTest.keyClicks(rows.names["P1"], "Amina")
    QTest.keyClick(rows.names["P1"], Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: rows.roles["P1"].hasFocus())  # the rows were made anew under the keyboard
    rows.cases["P2"].setFocus()
    QTest.keyClick(rows.cases["P2"], Qt.Key.Key_Tab)
    assert merge.hasFocus()


def test_a_bar_marks_the_row_that_has_the_keys(qtbot: QtBot) -> None:
    """Tab into a list of hits showed nothing, and Down left the first one out."""
    hits, other = QuietList(), QLineEdit()
    hits.addItems(["one", "two"])
    _page = shown(qtbot, hits, other)
    accent = QColor(colours_of(hits).accent).rgb()

    def bars() -> list[bool]:
        picture = hits.viewport().grab().toImage()
        return [picture.pixel(1, hits.visualItemRect(hits.item(row)).center().y()) == accent for row in (0, 1)]

    other.setFocus()
    assert bars() == [False, False]
    hits.setFocus()
    assert bars() == [True, False]
    QTest.keyClick(hits, Qt.Key.Key_Down)
    assert bars() == [False, True]
    other.setFocus()
    assert bars() == [False, False]
