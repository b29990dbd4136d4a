# SPDX-License-Identifier: MIT
"""After a lock the room one was in comes to the front at once, or not at all: nobody is torn from the first room."""

from __future__ import annotations

import json
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, cast

import pytest
from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWindow
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from workbench.shell.session_restore import SessionRestore


class AskedLater(QObject):
    """A session that answers when it is told to, as one under load."""

    opened, closed = Signal(), Signal()

    def __init__(self) -> None:
        super().__init__()
        self.answers: list[Callable[[], None]] = []

    def ask(self, work: Callable[[Any], Any], done: Callable[[Any], None], **_said: object) -> None:
        """Keep the question."""
        self.answers.append(lambda: done(work(None)))


class Rail(QObject):
    chosen = Signal(str)


class OpeningWindow(QObject):
    """A window whose room "data" is made first."""

    rooms_ready = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.session, self.rail, self.handle = AskedLater(), Rail(), QWindow()
        self.rooms: dict[str, Any] = {}
        self.front: Any = None
        self.shown: list[str] = []

    def windowHandle(self) -> QWindow:
        """What the desktop gives clicks and keys to."""
        return self.handle

    def has_room(self, room: str) -> bool:
        """Whether there is such a room."""
        return room in ("data", "analysis")

    def show_room(self, room: str) -> None:
        """Note it."""
        self.shown.append(room)

    def stand_in_data(self) -> None:
        """The first room is made and in front."""
        self.rooms = {"data": SimpleNamespace(id="data")}
        self.front = self.rooms["data"]


def click(window: OpeningWindow) -> None:
    left, at = Qt.MouseButton.LeftButton, QPointF(5, 5)
    press = QMouseEvent(QEvent.Type.MouseButtonPress, at, at, left, left, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(window.handle, press)


def key(window: OpeningWindow, name: Qt.Key) -> None:
    QApplication.sendEvent(window.handle, QKeyEvent(QEvent.Type.KeyPress, name, Qt.KeyboardModifier.NoModifier))


@pytest.mark.parametrize(
    ("in_front", "meanwhile", "shown"),
    [
        (False, lambda _window: None, ["analysis"]),
        (True, lambda _window: None, ["analysis"]),
        (True, lambda window: key(window, Qt.Key.Key_Shift), ["analysis"]),
        (True, click, []),
        (True, lambda window: key(window, Qt.Key.Key_J), []),
        (True, lambda window: window.rail.chosen.emit("data"), []),
    ],
    ids=["before the first is made", "after", "a key that does nothing", "a click", "a key", "chosen at the left"],
)
def test_the_last_room_comes_at_once_or_never(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, in_front: bool, meanwhile: Callable[[Any], None], shown: list[str]
) -> None:
    kept = json.dumps({"front": "analysis", "rooms": {}}).encode()
    monkeypatch.setattr("projects.store.drafts.kept_drafts", lambda _project: kept)
    window = OpeningWindow()
    restore = SessionRestore(cast("Any", window), lambda: "" if in_front else "data")
    window.session.opened.emit()
    if in_front:
        window.stand_in_data()
    meanwhile(window)
    window.session.answers.pop(0)()
    assert window.shown == shown
    assert restore.awaited
    window.shown.clear()
    window.stand_in_data()
    restore._take(kept)  # every room is made, seconds later
    assert window.shown == []
    restore.stop()
