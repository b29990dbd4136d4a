# SPDX-License-Identifier: MIT
"""Stories of Ctrl+C in a transcript: nothing leaves without consent to quote; with it, a line stands in history."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from projects.interviews.documents import set_consents
from tests.workbench.interviews.deeds import Calm, select_words
from wording import Message, render
from workbench.interviews.view import InterviewsWorkspace
from workbench.shell.window import MainWindow

WORDS = "she offered me a job in a hotel"
COPY = (Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)


@pytest.fixture(autouse=True)
def clipboard() -> None:
    QGuiApplication.clipboard().setText("before")


def copies(window: MainWindow, qtbot: QtBot) -> int:
    """How many lines of history tell of a copy."""
    found: list[int] = []

    window.session.ask(lambda project: len(project.history(kind="export.copied")), found.append)
    qtbot.waitUntil(lambda: bool(found), timeout=5000)
    return found[0]


def allow(window: MainWindow, room: InterviewsWorkspace, calm: Calm) -> None:
    document = room.state.document_id()
    assert document is not None
    window.session.do(set_consents(document, {"interview": True, "quotation": True}))
    calm()


def test_without_consent_to_quote_nothing_is_copied(
    window: MainWindow, room: InterviewsWorkspace, calm: Calm, qtbot: QtBot
) -> None:
    said: list[Message] = []
    window.session.problem.connect(said.append)
    select_words(room, WORDS)
    QTest.keyClick(room.transcript, *COPY)
    calm()
    assert QGuiApplication.clipboard().text() == "before"
    assert [message.key for message in said] == ["kinds.quote_refused"]
    assert "IDI 01" in render(said[0], "fr")
    assert copies(window, qtbot) == 0


def test_with_it_the_words_leave_and_history_tells_so_without_them(
    window: MainWindow, room: InterviewsWorkspace, calm: Calm, qtbot: QtBot
) -> None:
    allow(window, room, calm)
    select_words(room, WORDS)
    QTest.keyClick(room.transcript, *COPY)
    calm()
    assert QGuiApplication.clipboard().text() == WORDS
    assert copies(window, qtbot) == 1


def test_choosing_words_or_dragging_them_copies_nothing(
    window: MainWindow, room: InterviewsWorkspace, calm: Calm, qtbot: QtBot
) -> None:
    """Qt asks for what to hand over at a drag, and on X11 at each choice of words by the mouse."""
    allow(window, room, calm)
    select_words(room, WORDS)
    assert room.transcript.createMimeDataFromSelection().formats() == []
    calm()
    assert QGuiApplication.clipboard().text() == "before"
    assert copies(window, qtbot) == 0
