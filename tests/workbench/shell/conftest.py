# SPDX-License-Identifier: MIT
"""A window as a user has it, on an empty home; a widget, timer or thread left behind fails the test."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from workbench.app import make_application
from workbench.rooms import ROOMS, Room
from workbench.session import Session
from workbench.settings import Settings
from workbench.shell.window import MainWindow
from workbench.speech import use_language
from workbench.theme import Look, dress

PASSPHRASE = "meadow kettle orbit violin"


@pytest.fixture(autouse=True)
def nothing_left_behind(qapp: QApplication) -> Iterator[None]:
    """Compare what there is before and after."""
    before = set(QApplication.topLevelWidgets())
    threads = {thread.name for thread in threading.enumerate()}
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    left = [widget for widget in QApplication.topLevelWidgets() if widget not in before]
    assert not left, f"widgets left behind: {left}"
    timers = [timer for timer in qapp.findChildren(QTimer) if timer.isActive()]
    assert not timers, f"timers left running: {timers}"
    started = {thread.name for thread in threading.enumerate()} - threads
    assert not {name for name in started if name.startswith(("database", "job"))}, f"threads left running: {started}"


@pytest.fixture
def settings() -> Settings:
    """Settings as on first use, with a look that does not depend on the desktop."""
    return Settings(look="light")


@pytest.fixture
def shown_rooms() -> tuple[Room, ...]:
    """The rooms the window has in these stories: the frame's own."""
    return tuple(room for room in ROOMS if room.id == "history")


@pytest.fixture
def window(
    qtbot: QtBot, settings: Settings, shown_rooms: tuple[Room, ...], monkeypatch: pytest.MonkeyPatch
) -> Iterator[MainWindow]:
    """The window on Home, in English."""
    monkeypatch.setattr("workbench.shell.window.available_rooms", lambda: shown_rooms)
    application = make_application()
    use_language("en")
    dress(application, Look.LIGHT)
    session = Session()
    made = MainWindow(session, settings)
    bugs: list[BaseException] = []
    session.bug.connect(bugs.append)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.close()
    made.deleteLater()
    session.deleteLater()
    assert not bugs, bugs


@pytest.fixture
def passphrase() -> str:
    """The passphrase of the project of these stories."""
    return PASSPHRASE


@pytest.fixture
def project(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> Path:
    """The folder of a project created through the panel, as a user does."""
    window.table.run("project.start.new")
    page = window.new_page
    qtbot.keyClicks(page.name, "Three sites")
    page.place.setText(str(tmp_path))
    qtbot.keyClicks(page.first, PASSPHRASE)
    qtbot.keyClicks(page.second, PASSPHRASE)
    with qtbot.waitSignal(window.rooms_ready, timeout=15000):
        page.create_button.click()
    assert window.session.folder is not None
    return window.session.folder
