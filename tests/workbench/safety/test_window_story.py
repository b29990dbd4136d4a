# SPDX-License-Identifier: MIT
"""From a row, an answer, an interview, by menu or command, to their erasure; search hits lead to their place."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from pytestqt.qtbot import QtBot

from projects.interviews.queries import documents
from projects.store.project import Project
from projects.stored_tables.row_states import rows_in_state
from workbench.app import make_application
from workbench.colours_and_sizes import DARK, LIGHT
from workbench.data.view import DataWorkspace
from workbench.interviews.view import InterviewsWorkspace
from workbench.requests import ShowTables
from workbench.safety.panes.erase_panel import ErasePanel
from workbench.safety.view import SafetyWorkspace
from workbench.session import Session
from workbench.settings import WindowSettings
from workbench.shell.window import MainWindow
from workbench.theme import ColourScheme, apply_theme
from workbench.translation import use_language
from workbench.workspaces import ROOMS

PASSPHRASE = "meadow kettle orbit violin"
Calm = Callable[[], None]


@pytest.fixture
def window(filled: Path, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    """The window with a copy of the project and its data, interviews and safety rooms."""
    folder = tmp_path / "Three sites.pwb"
    shutil.copytree(filled, folder)
    rooms = tuple(room for room in ROOMS if room.id in ("data", "interviews", "safety"))
    monkeypatch.setattr("workbench.shell.window.available_rooms", lambda: rooms)
    application = make_application()
    use_language("en")
    apply_theme(application, ColourScheme.LIGHT)
    session = Session()
    made = MainWindow(session, WindowSettings(look="light"))
    bugs: list[BaseException] = []
    session.bug.connect(bugs.append)
    made.resize(1366, 768)
    made.show()
    qtbot.waitExposed(made)
    with qtbot.waitSignal(session.opened, timeout=20_000):
        session.open(folder, PASSPHRASE)
    qtbot.waitUntil(lambda: len(made.rooms) == 3, timeout=20_000)
    yield made
    made.close()
    session.deleteLater()
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not bugs, bugs


@pytest.fixture
def settled(window: MainWindow, qtbot: QtBot) -> Calm:
    """Wait until all that was asked is answered and shown."""

    def wait() -> None:
        for _ in range(4):
            qtbot.waitUntil(lambda: window.session.waiting == 0 and not window.session.jobs, timeout=60_000)
            qtbot.wait(5)

    return wait


def asked(window: MainWindow, qtbot: QtBot, work: Callable[[Project], Any]) -> Any:
    found: list[Any] = []
    window.session.ask(work, found.append)
    qtbot.waitUntil(lambda: bool(found), timeout=30_000)
    return found[0]


def data_room(window: MainWindow, settled: Calm) -> DataWorkspace:
    window.show_room("data")
    settled()
    room = window.rooms["data"]
    assert isinstance(room, DataWorkspace)
    return room


def erasing(window: MainWindow, settled: Calm) -> ErasePanel:
    settled()
    room = window.rooms["safety"]
    assert isinstance(room, SafetyWorkspace)
    assert room.isVisible()
    panel = room.pages.consent.panel
    assert isinstance(panel, ErasePanel)
    assert panel.previewed
    return panel


def confirm(panel: ErasePanel, qtbot: QtBot, settled: Calm) -> None:
    panel.word.setText("erase")
    qtbot.mouseClick(panel.button, Qt.MouseButton.LeftButton)
    settled()
    assert panel.done.isVisible()


def test_a_row_is_erased_from_the_menu_of_its_cell(window: MainWindow, qtbot: QtBot, settled: Calm) -> None:
    room = data_room(window, settled)
    room.grid.go_to(1, "v4")
    menu = room.acts.cell_editing.made_menu()
    texts = {action.text(): action for action in menu.actions()}
    texts["Erase the chosen rows for good…"].trigger()
    panel = erasing(window, settled)
    assert "2" in {panel.model.columns[1].show(row, "en")[-1:] for row in panel.model.rows}
    confirm(panel, qtbot, settled)
    menu.deleteLater()
    assert asked(window, qtbot, lambda project: rows_in_state(project, "t1", "erased")) == [2]


def test_an_answer_is_erased_by_its_command(window: MainWindow, qtbot: QtBot, settled: Calm) -> None:
    room = data_room(window, settled)
    room.grid.go_to(0, "v4")
    window.table.run("data.cell.erase")
    confirm(erasing(window, settled), qtbot, settled)
    assert asked(window, qtbot, lambda project: rows_in_state(project, "t1", "erased")) == []
    assert asked(window, qtbot, lambda project: project.check().sound)
    room = data_room(window, settled)
    assert room.state.view is not None
    assert asked(window, qtbot, lambda _project: room.state.view.value(0, "v4")).value is None


def test_the_consents_of_a_row_are_shown_by_its_command(window: MainWindow, settled: Calm) -> None:
    room = data_room(window, settled)
    room.grid.go_to(2, "v4")
    window.table.run("data.row.consents")
    settled()
    page = window.rooms["safety"].pages.consent  # type: ignore[attr-defined]
    assert page.list.picked_id() == "row:t1:3"
    assert page.consents["quotation"].isVisible()


def test_an_interview_is_erased_where_it_is_read(window: MainWindow, qtbot: QtBot, settled: Calm) -> None:
    window.show_room("interviews")
    settled()
    room = window.rooms["interviews"]
    assert isinstance(room, InterviewsWorkspace)
    room.acts.navigation.open_document("2", lambda: None)
    settled()
    window.table.run("interviews.document.erase")
    confirm(erasing(window, settled), qtbot, settled)
    assert [line.name for line in asked(window, qtbot, documents)] == ["IDI 01"]


def test_search_hits_and_requests_open_their_place(window: MainWindow, qtbot: QtBot, settled: Calm) -> None:
    for typed, room_id in (("debt", "interviews"), ("brindle", "data")):
        window.palette_list.summon()
        qtbot.keyClicks(window.top.field, typed)
        settled()
        found = next(one for one in window.palette_list._found if typed in str(one.text).casefold())
        found.show()
        window.palette_list.leave()
        settled()
        assert window.rooms[room_id].isVisible()
    room = window.rooms["interviews"]
    assert isinstance(room, InterviewsWorkspace)
    assert room.transcript.textCursor().selectedText() == "debt"
    data = window.rooms["data"]
    assert isinstance(data, DataWorkspace)
    assert data.grid.current() == (0, "v4")
    safety = window.rooms["safety"]
    assert isinstance(safety, SafetyWorkspace)
    safety.pages.snapshots.ask_second_place()
    assert window.pages.currentWidget() is window.late.page("restore")
    safety.asked.emit(ShowTables())
    assert window.pages.currentWidget() is data


@pytest.mark.parametrize("look", [ColourScheme.LIGHT, ColourScheme.DARK])
def test_fields_are_told_apart_from_what_they_stand_on(window: MainWindow, settled: Calm, look: ColourScheme) -> None:
    window.set_setting("look", str(look))
    window.show_room("safety")
    settled()
    room = window.rooms["safety"]
    assert isinstance(room, SafetyWorkspace)
    room.list.pick("check")
    settled()
    field = room.pages.check.printed
    whole = window.grab().toImage()
    ratio = whole.devicePixelRatio()

    def colour(x: int, y: int) -> str:
        at = field.mapTo(window, QPoint(x, y))
        return whole.pixelColor(round(at.x() * ratio), round(at.y() * ratio)).name()

    inside, outside = colour(field.width() // 2, field.height() // 2), colour(field.width() // 2, -4)
    tokens = DARK if look is ColourScheme.DARK else LIGHT
    assert (inside, outside) == (tokens.surface, tokens.background)
