# SPDX-License-Identifier: MIT
"""Passages paraphrased and annotated by keys: in the margin, listed, sorted into codes; memo and other code."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.workbench.interviews.user_actions import Calm, select_words, stored
from workbench.interviews.codebook.codebook_tree import DRAGS_TEXT
from workbench.interviews.view import InterviewsWorkspace
from workbench.shell.about import ShortcutsPage
from workbench.shell.window import MainWindow
from workbench.widgets import KeyHints

PASSAGE = "The man took my passport"
CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def test_a_passage_is_paraphrased_seen_in_the_margin_and_sorted_into_a_code(
    window: MainWindow, room: InterviewsWorkspace, calm: Calm, qtbot: QtBot
) -> None:
    notes, margin = room.acts.notes, room.transcript.codes

    def press(key: Qt.Key, modifiers: Any = Qt.KeyboardModifier.NoModifier, on: Any = None) -> None:
        QTest.keyClick(on or room.transcript, key, modifiers)

    def beside() -> list[str]:
        margin.grab()
        return [
            margin.note_words[label.marks[0].id] for label in margin._labels if label.marks[0].id in margin.note_words
        ]

    def write(key: Qt.Key, words: str, modifiers: Any = Qt.KeyboardModifier.NoModifier) -> None:
        press(key, modifiers)
        assert notes.bar.isVisible()
        assert notes.bar.words.hasFocus()
        QTest.keyClicks(notes.bar.words, words)
        press(Qt.Key.Key_Return, CONTROL, notes.bar.words)
        calm()
        assert not notes.bar.isVisible()
        assert room.transcript.hasFocus()

    select_words(room, PASSAGE)
    write(Qt.Key.Key_P, "papers were kept")
    assert beside() == ["papers were kept"]
    assert stored(window, qtbot) == []
    select_words(room, PASSAGE)
    write(Qt.Key.Key_P, "his ")  # the same passage again changes what was written
    assert beside() == ["his papers were kept"]
    select_words(room, "Good pay")
    write(Qt.Key.Key_A, "how much?", CONTROL | ALT)
    assert beside() == ["how much?", "his papers were kept"]
    select_words(room, "There was no hotel.")
    press(Qt.Key.Key_P)
    QTest.keyClicks(notes.bar.words, "hotel denied")
    select_words(room, "Good pay")  # as after Ctrl+F: nobody said to drop what was typed
    press(Qt.Key.Key_P)
    calm()
    assert notes.bar.words.toPlainText() == ""
    QTest.keyClicks(notes.bar.words, "pay")
    press(Qt.Key.Key_Return, SHIFT, notes.bar.words)
    QTest.keyClicks(notes.bar.words, "promised")
    press(Qt.Key.Key_Return, on=notes.bar.words)
    calm()
    assert not notes.bar.isVisible(), "Enter keeps"
    assert {one.text for one in notes.notes} >= {"hotel denied", "pay\npromised"}
    for _ in range(2):
        window.session.undo()
        calm()
    select_words(room, "There was no hotel.")
    scrolled = room.transcript.verticalScrollBar()
    scrolled.setMaximum(400)
    before = scrolled.value()
    press(Qt.Key.Key_P)
    calm()
    notes._scrolled = before, before + 7  # the field took the passage's room: the text was scrolled
    scrolled.setValue(before + 7)
    QTest.keyClicks(notes.bar.words, "never kept")
    press(Qt.Key.Key_Escape, on=notes.bar.words)
    calm()
    assert scrolled.value() == before
    assert len(beside()) == 2
    press(Qt.Key.Key_P)
    assert notes.bar.words.toPlainText() == "never kept", "Esc puts off what was typed"
    QTest.keyClicks(notes.bar.words, " yet")
    kept = json.loads(json.dumps(room.where()["_notes"]))  # as it is sealed when the project is locked
    notes.bar.leave.click()
    press(Qt.Key.Key_P)
    assert notes.bar.words.toPlainText() == "", "the button drops it"
    notes.bar.leave.click()
    notes.return_to(kept)
    assert notes.bar.isVisible()
    assert notes.bar.words.toPlainText() == "never kept yet"
    assert notes.bar.words.document().isModified()
    notes.bar.leave.click()
    calm()

    press(Qt.Key.Key_L, CONTROL | ALT)
    calm()
    assert notes.pane.isVisible()
    assert [note.text for note in notes.pane.notes] == ["his papers were kept"]
    press(Qt.Key.Key_Return, on=notes.pane.list)
    assert room.picker.isVisible()
    QTest.keyClicks(room.picker.field, "confisc")
    press(Qt.Key.Key_Return, on=room.picker.field)
    calm()
    code = room.state.codebook.named("Document confiscation", None)
    assert code is not None
    assert [(one.quote, one.code) for one in stored(window, qtbot)] == [(PASSAGE, code.id)]
    assert notes.pane.notes[0].code == code.id
    window.session.undo()
    calm()
    assert stored(window, qtbot) == []
    assert notes.pane.notes[0].code == ""
    assert notes.pane.list.dragEnabled()
    assert notes.pane.list.property(DRAGS_TEXT)
    room.tree.text_dropped.emit(code.id)  # dragged upon the code
    calm()
    assert notes.pane.notes[0].code == code.id

    room.centre.show_transcript()
    mark = room.transcript.marks.all[0]
    room.acts.place.choose(mark)
    calm()
    press(Qt.Key.Key_C)
    assert room.picker.isVisible()
    press(Qt.Key.Key_Escape, on=room.picker.field)
    room.transcript.setFocus()
    room.right.segment.memo.setPlainText("Asked")
    press(Qt.Key.Key_M)
    assert room.right.segment.memo.hasFocus()
    assert room.right.segment.memo.textCursor().atEnd(), "one adds to what one wrote"


def test_the_keys_that_have_room_are_whole(window: MainWindow, room: InterviewsWorkspace, calm: Calm) -> None:
    (hints,) = room.centre.reading.findChildren(KeyHints)
    for width in (910, 1366):
        window.resize(width, 512)
        calm()
        shown = [label for pair in hints._pairs for label in pair if label.isVisible()]
        assert shown
        assert all(label.width() >= label.sizeHint().width() for label in shown), width
        assert all(label.isVisible() for label in hints._all), width  # "?" stays: the list of all keys
    press = partial(QTest.keyClick, room.transcript)
    room.transcript.setFocus()
    press(Qt.Key.Key_Question)
    page = window.findChild(ShortcutsPage)
    assert page.isVisible()
    assert page.model.rows[0].id.startswith("interviews.")  # of the room in front first
