# SPDX-License-Identifier: MIT
"""A window as a user has it, on an empty home."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.workbench.conftest import PASSPHRASE, Show
from workbench.settings import WindowSettings
from workbench.shell.window import MainWindow
from workbench.workspaces import ROOMS, Room


@pytest.fixture
def settings() -> WindowSettings:
    """Settings as on first use, with a look that does not depend on the desktop."""
    return WindowSettings(look="light")


@pytest.fixture
def shown_rooms() -> tuple[Room, ...]:
    """The rooms the window has in these stories: the frame's own."""
    return tuple(room for room in ROOMS if room.id == "history")


@pytest.fixture
def window(show_window: Show, settings: WindowSettings, shown_rooms: tuple[Room, ...]) -> MainWindow:
    """The window on Home, in English."""
    return show_window(*(room.id for room in shown_rooms), settings=settings)


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
    with qtbot.waitSignal(window.rooms_ready, timeout=60_000):
        qtbot.keyClick(page.place, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not window.arriving.keys.is_active, timeout=5000)
    assert window.session.folder is not None
    return window.session.folder
