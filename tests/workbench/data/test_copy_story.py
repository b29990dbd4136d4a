# SPDX-License-Identifier: MIT
"""A story of Ctrl+C in the grid: the cells go to the clipboard, and history shows how many."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from projects.store.project import Project
from tests.workbench.data.test_change_story import variable
from tests.workbench.data.test_many_cells_story import choose_rows, shown_column
from wording import render
from workbench.data.view import DataWorkspace
from workbench.shell.window import MainWindow

Calm = Callable[[], None]


def test_copied_cells_stand_in_history(room: DataWorkspace, calm: Calm, qtbot: QtBot, window: MainWindow) -> None:
    name = variable(room, "head_age")
    choose_rows(room, name, 0, 2)
    room.grid.table.setFocus()
    qtbot.keyClick(room.grid.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    calm()
    assert QGuiApplication.clipboard().text().split() == shown_column(room, "head_age", 3, calm)
    found: list[list[str]] = []

    def read(project: Project) -> list[str]:
        return [render(line.message, "en") for line in project.history(kind="export.copied")]

    window.session.ask(read, found.append)
    qtbot.waitUntil(lambda: bool(found), timeout=5000)
    assert len(found[0]) == 1
    assert "3 cells" in found[0][0]
