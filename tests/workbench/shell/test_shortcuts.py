# SPDX-License-Identifier: MIT
"""A shortcut means one thing wherever one is: where two commands answer it, Qt lets neither run."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from workbench.manual import ManualWindow
from workbench.shell.window import MainWindow
from workbench.workspaces import ROOMS, Room


@pytest.fixture
def shown_rooms() -> tuple[Room, ...]:
    """All there are."""
    return ROOMS


def page_on_f1(window: MainWindow, qtbot: QtBot) -> str:
    """The page of the manual that F1 opens; it is closed again."""
    window.activateWindow()
    qtbot.keyClick(window.focusWidget() or window, Qt.Key.Key_F1)
    manual = window.findChild(ManualWindow)
    assert isinstance(manual, ManualWindow)
    assert manual.isVisible()
    manual.close()
    return manual.name


def test_no_two_commands_answer_the_same_keys_and_the_room_in_front_has_its_own(
    window: MainWindow, project: Path, qtbot: QtBot
) -> None:
    """F1 among them: each room's page of the manual, the page of Home where no room is in front."""
    assert len(window.rooms) == len(ROOMS)
    for room in window.rooms:
        window.show_room(room)
        answering = window.table.answering()
        assert len(answering) > 30
        assert {keys: found for keys, found in answering.items() if len(found) > 1} == {}
        assert answering["Ctrl+S"] == ["project.point"]
        assert page_on_f1(window, qtbot) == room
    for page in ("settings", "home"):
        window.show_page(page)
        assert page_on_f1(window, qtbot) == "home"
    window.show_room("data")
    assert window.table.answering()["Ctrl+E"] == ["report.export"]
    window.show_room("analysis")
    assert window.table.answering()["Ctrl+E"] == ["analysis.take.table"]
    window.show_room("report")
    assert window.table.answering()["Ctrl+E"] == ["report.export"]
