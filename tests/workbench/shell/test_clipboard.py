# SPDX-License-Identifier: MIT
"""The clipboard is cleared of people's words after half a minute, at a lock and at closing; results stay."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from analysis.result_tables import TableSpec
from workbench.results.export import clipboard_of
from workbench.shell import lock_sequence
from workbench.shell.window import MainWindow
from workbench.workspaces import ROOMS, Room


@pytest.fixture
def shown_rooms() -> tuple[Room, ...]:
    """One room of people's words, one of results."""
    return tuple(room for room in ROOMS if room.id in ("history", "analysis"))


@pytest.fixture(autouse=True)
def ours(monkeypatch: pytest.MonkeyPatch) -> None:
    """A window without a screen is never told that the clipboard is its own."""
    monkeypatch.setattr(lock_sequence, "owns_clipboard", lambda: True)


def copy_by_key(window: MainWindow, qtbot: QtBot) -> None:
    """Ctrl+C in a field, as anybody does."""
    field = window.rooms["history"].line.name  # type: ignore[attr-defined]
    field.setFocus()
    field.setText("said in confidence")
    field.selectAll()
    qtbot.keyClick(field, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "said in confidence"


def test_words_copied_are_cleared(window: MainWindow, qtbot: QtBot, project: Path) -> None:
    assert lock_sequence.SECONDS == 30
    window.show_room("history")
    window.clipboard._timer.setInterval(30)
    copy_by_key(window, qtbot)
    assert window.clipboard.waits()
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().text() == "", timeout=5000)


def test_a_lock_clears_at_once(window: MainWindow, qtbot: QtBot, project: Path) -> None:
    window.show_room("history")
    copy_by_key(window, qtbot)
    with qtbot.waitSignal(window.session.closed, timeout=10_000):
        window.project.lock()
    assert QGuiApplication.clipboard().text() == ""


def test_closing_the_window_clears(window: MainWindow, qtbot: QtBot, project: Path) -> None:
    window.show_room("history")
    copy_by_key(window, qtbot)
    window.close()
    assert QGuiApplication.clipboard().text() == ""


def test_results_stay(window: MainWindow, qtbot: QtBot, project: Path) -> None:
    window.show_room("analysis")
    QGuiApplication.clipboard().setText("45.2 %")
    assert not window.clipboard.waits()
    assert QGuiApplication.clipboard().mimeData().formats() == ["text/plain"]
    plain = TableSpec("t", "Harm", None, None, (), ())
    QGuiApplication.clipboard().setMimeData(clipboard_of([plain], "en"))
    assert not window.clipboard.waits()
    for kept in (replace(plain, sensitive=True), replace(plain, inside_only=True)):
        QGuiApplication.clipboard().setMimeData(clipboard_of([plain, kept], "en"))
        assert window.clipboard.waits()
        window.clipboard.stop()
    QGuiApplication.clipboard().clear()


def test_histories_of_the_clipboard_are_asked_to_leave_words_out(
    window: MainWindow, qtbot: QtBot, project: Path
) -> None:
    """The names and values of Microsoft's "Clipboard Formats" and of Klipper's hint for passwords."""
    window.show_room("history")
    copy_by_key(window, qtbot)
    held = QGuiApplication.clipboard().mimeData()
    assert held.text() == "said in confidence"
    named = {name.partition('value="')[2].rstrip('"'): held.data(name).data() for name in held.formats()}
    assert named["ExcludeClipboardContentFromMonitorProcessing"]
    assert named["CanIncludeInClipboardHistory"] == named["CanUploadToCloudClipboard"] == b"\0\0\0\0"
    assert held.data("x-kde-passwordManagerHint").data() == b"secret"
    assert window.clipboard.waits()
