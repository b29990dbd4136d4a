# SPDX-License-Identifier: MIT
"""Two texts: which one of an interview is shown, and any other interview beside it, each with its own consent."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from coding.alignment import AlignedTurns
from projects.interviews.documents import set_consents
from projects.interviews.segments import apply_code
from projects.transcripts.translations import Translation
from tests.workbench.interviews.user_actions import Calm
from workbench.interviews.translation.pane import turn_beside, version_entries
from workbench.interviews.view import InterviewsWorkspace
from workbench.shell.window import MainWindow


def test_the_menu_names_each_text_and_ticks_the_one_that_is_seen() -> None:
    held = [Translation("1", "2", "T2"), Translation("1", "3")]
    languages = {"1": "Swahili", "2": "French", "3": "English"}
    alone = version_entries(held, languages, "2", None)
    assert [(one.document, one.beside) for one in alone] == [
        ("1", False), ("2", False), ("3", False), ("2", True), ("3", True),
    ]  # fmt: skip
    assert [one.document for one in alone if one.shown] == ["2"]
    both = version_entries(held, languages, "1", "3")
    assert [(one.document, one.beside) for one in both if one.shown] == [("3", True)]
    assert version_entries([], languages, "1", None) == []


def test_the_other_text_opens_at_the_turn_beside() -> None:
    rows = [AlignedTurns(0, 0), AlignedTurns(1, None), AlignedTurns(2, 1), AlignedTurns(None, 2)]
    assert [turn_beside(rows, turn, of_translation=False) for turn in (0, 1, 2)] == [0, 0, 1]
    assert [turn_beside(rows, turn, of_translation=True) for turn in (0, 1, 2)] == [0, 2, 2]
    assert turn_beside([AlignedTurns(0, None)], 0, of_translation=False) is None


def test_any_two_interviews_are_read_side_by_side(
    window: MainWindow, room: InterviewsWorkspace, calm: Calm, qtbot: QtBot
) -> None:
    second, first = room.centre.second, room.transcript
    window.table.run("interviews.reading.two")
    calm()
    assert second.isVisible()
    assert second.transcript.loaded is not None
    assert second.transcript.loaded.document.name == "IDI 02"
    code = next(iter(room.state.codebook)).id
    window.session.do(apply_code(code, second.transcript.loaded.document, [(0, 9)], coder="coder"))
    calm()
    assert [mark.code for mark in second.transcript.marks.all] == [code]
    assert not first.marks.all

    window.session.do(set_consents(room.state.document_id() or "", {"interview": True, "quotation": True}))
    calm()
    QGuiApplication.clipboard().setText("before")
    second.transcript.select(0, 9)
    second.transcript.setFocus()
    QTest.keyClick(second.transcript, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    calm()
    assert QGuiApplication.clipboard().text() == "before", "the consent of the other interview is not this one's"
    assert not room._commands["interviews.coding.apply"].enabled(), "it would code the text without the keys"

    QTest.keyClick(second.transcript, Qt.Key.Key_Return)
    calm()
    assert room.state.line() is not None
    assert (room.state.line().name, second.transcript.loaded.document.name) == ("IDI 02", "IDI 01")  # type: ignore[union-attr]
    assert room._commands["interviews.coding.apply"].enabled()
    assert [mark.code for mark in first.marks.all] == [code]
    names = [second.choice.itemText(row) for row in range(second.choice.count())]
    assert "IDI 01" in names
    assert "IDI 02" not in names, "no interview beside itself"
    room.acts.navigation.open_document(str(second.document))  # the list opens the one beside: they change places
    calm()
    assert (room.state.line().name, second.transcript.loaded.document.name) == ("IDI 01", "IDI 02")  # type: ignore[union-attr]
    room.acts.navigation.open_document(str(second.document))
    calm()
    window.resize(910, 512)
    qtbot.wait(20)
    assert room.centre.texts.orientation() == Qt.Orientation.Vertical  # names in the margins keep their room
    assert second.transcript.codes.width() == first.codes.width()
    window.table.run("interviews.reading.two")
    assert not second.isVisible()
