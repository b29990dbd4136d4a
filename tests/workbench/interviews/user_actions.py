# SPDX-License-Identifier: MIT
"""Actions of a coder in the Interviews room, used by the stories."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from coding.spans import broken
from projects.interviews import queries
from workbench.interviews.view import InterviewsWorkspace
from workbench.shell.window import MainWindow

Calm = Callable[[], None]


def text_of(room: InterviewsWorkspace) -> str:
    assert room.state.loaded is not None
    return room.state.loaded.document.text


def stored(window: MainWindow, qtbot: QtBot) -> list:
    """The segments of the project; each quote is the text at its place."""
    found: list = []

    def read(project):
        segments = queries.segments(project)
        bad = [
            broken(one.document.text, [s for s in segments if s.document == one.document.id])
            for one in queries.load_documents(project)
        ]
        return segments, bad

    window.session.ask(read, found.append)
    qtbot.waitUntil(lambda: bool(found), timeout=5000)
    segments, bad = found[0]
    assert not any(bad)
    return segments


def select_words(room: InterviewsWorkspace, words: str) -> None:
    """Put the caret before `words` and select them with the keyboard."""
    room.transcript.go_to(text_of(room).index(words))
    for _letter in words:
        QTest.keyClick(room.transcript, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)


def code(window: MainWindow, room: InterviewsWorkspace, letters: str, calm: Calm) -> None:
    QTest.keyClick(room.transcript, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert room.picker.isVisible()
    QTest.keyClicks(room.picker.field, letters)
    QTest.keyClick(room.picker.field, Qt.Key.Key_Return)
    calm()
