# SPDX-License-Identifier: MIT
"""An error of background work is named by its room and stands there; a refused cell says why beside the cell."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import pytest
import shiboken6
from PySide6.QtCore import QObject, QRect, Qt
from pytestqt.qtbot import QtBot

from analysis.records import Kind
from projects.datasets.table.roles import set_unit
from projects.store.project import Project
from tests.workbench.conftest import Show
from wording import Problem, Progress, msg
from workbench.data.view import DataWorkspace
from workbench.shell.room_messages import room_of
from workbench.shell.window import MainWindow

Open = Callable[[Path, str], Any]
Calm = Callable[[], None]


@pytest.fixture
def window(show_window: Show) -> MainWindow:
    return show_window("data", "history", size=(910, 512))


@pytest.fixture
def room(window: MainWindow, open_project: Open, calm: Calm, filled: Path, tmp_path: Path) -> DataWorkspace:
    shutil.copytree(filled, tmp_path / "S.pwb")
    found: DataWorkspace = open_project(tmp_path / "S.pwb", "data")
    calm()
    return found


def fail(window: MainWindow, room: DataWorkspace) -> None:
    def work(_progress: Progress) -> None:
        raise Problem(msg("cli.no_report"))

    window.session.job("reading", work, owner=room.acts.meaning)


def test_an_error_is_named_by_its_room_and_stands_there(window: MainWindow, room: DataWorkspace, calm: Calm) -> None:
    window.show_room("history")
    fail(window, room)
    calm()
    assert window.strip.isVisible()
    assert window.strip.label.text().startswith("Data: ")
    said = window.strip.label.text().removeprefix("Data: ")
    window.show_page("settings")
    window.strip.clear()
    window.show_room("history")
    assert not window.strip.isVisible()
    window.show_room("data")
    assert window.strip.isVisible()
    assert window.strip.label.text() == said, "it waits in the room where it arose"
    window.strip.clear()
    window.show_room("history")
    window.show_room("data")
    assert not window.strip.isVisible(), "once it was read it is gone"


def test_a_problem_leaves_once_the_next_change_went_well(
    window: MainWindow, room: DataWorkspace, calm: Calm, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    """It stayed red above work that had long been put right."""
    monkeypatch.setattr("workbench.widgets.message_strip.PROBLEM_SECONDS", 0)
    fail(window, room)
    calm()
    table = room.state.table()
    assert table is not None
    room.session.ask(lambda _project: None)
    calm()
    assert window.strip.isVisible(), "reading mends nothing"
    room.session.do(set_unit(table.id, "person"))
    qtbot.waitUntil(lambda: not window.strip.label.text())
    fail(window, room)
    calm()
    assert window.strip.isVisible(), "a new one stands"


def test_a_direct_change_is_told_where_it_was_asked_for(window: MainWindow, room: DataWorkspace, calm: Calm) -> None:
    """Without a handler of its own it was told in whatever room had come to the front meanwhile."""

    def refuse(_project: Project) -> NoReturn:
        raise Problem(msg("cli.no_report"))

    room.session.do(refuse)
    window.show_room("history")
    calm()
    assert window.strip.label.text().startswith("Data: ")
    window.show_room("data")
    assert not window.strip.label.text().startswith("Data: ")
    window.strip.clear()
    room.session.ask(lambda _project: None, lambda _none: room.session.do(refuse))
    window.show_room("history")
    calm()
    assert window.strip.label.text().startswith("Data: "), "what an answer leads to belongs to where was asked"
    window.strip.clear()
    room.session.do(refuse)
    calm()
    assert not window.strip.label.text().startswith("Data: "), "what is asked for here is told here"


def test_what_went_with_its_window_belongs_to_no_room() -> None:
    """Locking while a passphrase was added: the answer came when the card that had asked was gone."""
    asked = QObject()
    shiboken6.delete(asked)
    assert room_of(asked) is None


def test_the_room_is_one_click_away(window: MainWindow, room: DataWorkspace, calm: Calm) -> None:
    window.show_room("history")
    fail(window, room)
    calm()
    window.strip._buttons[0].click()
    assert window.front is room
    assert window.strip.isVisible()


def test_an_error_in_the_room_in_front_is_not_named_by_it(window: MainWindow, room: DataWorkspace, calm: Calm) -> None:
    fail(window, room)
    calm()
    assert not window.strip.label.text().startswith("Data: ")
    window.show_room("history")
    window.strip.go_to("history")


def test_a_refused_cell_says_why_beside_it(window: MainWindow, room: DataWorkspace, calm: Calm, qtbot: QtBot) -> None:
    grid = room.grid
    number = next(one for one in room.state.table().variables if one.kind is Kind.INTEGER)  # type: ignore[union-attr]
    for row in (0, 7):
        grid.go_to(row, number.id)
        room.acts.cell_editing.edit(row, number.id)
        calm()
        assert grid._editor is not None
        grid._editor.setText("many")  # type: ignore[union-attr]
        qtbot.keyClick(grid._editor, Qt.Key.Key_Return)
        assert grid.note.isVisible()
        assert not window.strip.isVisible(), "it stands in the grid, not below the page"
        half = grid._half_of(grid.model.column_of(number.id))
        cell = half.visualRect(grid.model.index(row, grid.model.column_of(number.id)))
        place = QRect(half.viewport().mapTo(grid, cell.topLeft()), cell.size())
        assert not grid.note.geometry().intersects(place), "the cell itself stays in sight"
        assert abs(grid.note.geometry().center().y() - place.center().y()) < 120
        assert grid.rect().contains(grid.note.geometry())
        assert grid.note.label.heightForWidth(grid.note.label.width()) <= grid.note.label.height()
        qtbot.keyClick(grid._editor, Qt.Key.Key_1)
        assert not grid.note.isVisible(), "the next key takes it away"
        grid.close_editor()
