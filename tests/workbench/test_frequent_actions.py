# SPDX-License-Identifier: MIT
"""Frequent actions over the rooms, counted in clicks and keys, and every command found by its name.

No action takes more than it took while each page showed all it has; those of a coder stand with the interviews.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView
from pytestqt.qtbot import QtBot

from projects.stored_tables.cells import DatasetCell
from tests.workbench.conftest import Show
from tests.workbench.frequent_actions import FORMER, Hands
from wording import render
from workbench.sample import PASSPHRASE
from workbench.shell.window import MainWindow
from workbench.widgets import Chip, EntryList

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(
    show_window: Show, sample_study: Path, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> MainWindow:  # fmt: skip
    """The sample study on a small laptop, with the rooms that this file is about."""
    monkeypatch.setattr("workbench.report.preview.DPI", 48.0)
    made = show_window("data", "report", "safety", "history", size=(1366, 768))
    shutil.copytree(sample_study, tmp_path / "Sample.pwb")
    with qtbot.waitSignal(made.rooms_ready, timeout=60_000):
        made.session.open(tmp_path / "Sample.pwb", PASSPHRASE)
    made.activateWindow()
    return made


def click_entry(hands: Hands, view: EntryList | QAbstractItemView, row: int) -> None:
    """A click on a row of a list."""
    view.scrollTo(view.model().index(row, 0))
    hands.click(view.viewport(), view.visualRect(view.model().index(row, 0)).center())


def test_from_home_into_a_table(window: MainWindow, calm: Callable[[], None], qtbot: QtBot) -> None:
    calm()
    hands, data = Hands(calm), window.rooms["data"]
    window.show_page("home")
    home = window.overview
    qtbot.waitUntil(lambda: home.found is not None, timeout=5000)
    hands.click(home.go_on)
    assert window.front is data
    assert hands.took("go on where the work stopped")
    hands.click(window.rail.buttons["home"])
    assert hands.took("go to the start page")
    places = home.columns["data"].places
    click_entry(hands, places, 2)
    assert (window.front, data.state.table_id) == (data, places.entries.entries[2].id)
    assert hands.took("open a table from the start page")
    window.show_page("home")
    calm()
    click_entry(hands, home.open, 0)
    assert window.front is data
    assert hands.took("open what waits for a decision")


def test_looking_filtering_and_changing_in_a_table(
    window: MainWindow, calm: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    calm()
    hands, data = Hands(calm), window.rooms["data"]
    centre, right = data.centre, data.right
    table = data.state.table()
    assert table is not None
    hands.click(data.variables.search)
    QTest.keyClicks(data.variables.search, "safe_at")
    calm()
    found = [at for at, one in enumerate(data.variables.list.entries.entries) if one.name == "safe_at_night"]
    click_entry(hands, data.variables.list, found[0])
    assert right.inspector.facts is not None
    assert hands.took("look at a variable")
    hands.click(centre.filters.add)
    assert centre.form.variable.value() == table.named("safe_at_night").id
    assert hands.took("filter by the variable in front")
    data.acts.sort_and_filter.close_form()
    rows = data.grid.model.rowCount()
    hands.click(next(chip for chip in centre.filters.findChildren(Chip) if chip.isVisible()))
    assert data.grid.model.rowCount() > rows
    assert hands.took("take a filter away")
    hands.click(centre.codes)
    assert data.state.codes
    assert hands.took("see codes, see words")
    hands.click(centre.codes)
    assert hands.took("see codes, see words")
    data.acts.cell_editing.propose(0, table.named("head_age").id, DatasetCell(44.0))
    calm()
    QTest.keyClicks(right.change_panel.reason, "second visit")
    hands.key(right.change_panel.reason, Qt.Key.Key_Return)
    assert data.state.contents.edits == 1
    assert hands.took("keep a changed answer")
    hands.click(window.top.undo)
    assert data.state.contents.edits == 0
    assert hands.took("undo")
    asked: list[str] = []
    monkeypatch.setattr("workbench.data.imports.file_imports.ask_files", lambda *_on: asked.append("import") or [])
    monkeypatch.setattr("workbench.data.panes.right_column.ask_clearance", lambda *_on: asked.append("export"))
    hands.click(centre.bring)
    assert hands.took("bring in a file")
    window.table.run("data.file.export")
    calm()
    hands.click(right.export_panel.leave)
    assert asked == ["import", "export"]
    assert hands.took("export a table of data")


def test_reporting_checking_and_naming_a_point(
    window: MainWindow, calm: Callable[[], None], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    calm()
    hands, report, safety = Hands(calm), window.rooms["report"], window.rooms["safety"]
    hands.click(window.rail.buttons["report"])
    qtbot.waitUntil(report.is_ready, timeout=60_000)
    assert hands.took("go to the report")
    click_entry(hands, report.list, 3)
    assert hands.took("choose a block of the report")
    before = report.list.entries.entries[3].id
    hands.key(report.list, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: report.list.entries.entries[4].id == before, timeout=20_000)
    assert hands.took("move a block of the report")
    asked: list[str] = []
    monkeypatch.setattr("workbench.report.panes.export.ask_clearance", lambda *_on: asked.append("report"))
    hands.key(report.list, Qt.Key.Key_E, CONTROL)
    assert asked == ["report"]
    assert hands.took("export the report")
    hands.click(window.rail.buttons["safety"])
    hands.click(safety.pages.check.check)
    qtbot.waitUntil(lambda: safety.pages.check.report is not None, timeout=60_000)
    assert hands.took("check what names people")
    hands.key(safety, Qt.Key.Key_S, CONTROL)
    assert window.point.isVisible()
    assert hands.took("name a point to come back to")
    hands.click(window.top.lock)
    assert not window.session.is_open
    assert hands.took("lock")


def test_there_are_twenty_frequent_actions_and_each_is_counted() -> None:
    files = Path(__file__).parent.rglob("test_frequent_actions.py")
    said = "".join(path.read_text(encoding="utf-8") for path in files)
    assert len(FORMER) >= 20
    assert [action for action in FORMER if f'took("{action}")' not in said] == []


def test_every_command_is_found_by_its_name(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(window.rooms["report"].state.has_blocks, timeout=60_000)
    missed, sought = [], set()
    for room in (*window.rooms, ""):
        if room:
            window.show_room(room)
        else:
            window.show_page("home")
        for command in window.table.offered():
            window.top.field.setText(render(command.named(), "en"))
            window.palette_list.open()
            shown = [entry.id[1] for entry in window.palette_list.list.entries.entries if entry.id[0] == "command"]
            sought.add(command.id)
            missed += [] if command.id in shown[:3] else [command.id]
            window.palette_list.leave()
    assert not missed
    assert len(sought) > 70


_FOLDED = {
    "label language": "data.table.about",
    "where the rows come from": "data.table.about",
    "with identifiers": "data.file.export",
    "undone changes": "data.table.log",
    "choose columns": "data.table.columns",
    "language of the file": "report.export",
    "langue": "view.look.language",
}


def test_what_is_folded_is_found_by_its_words(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(window.rooms["report"].state.has_blocks, timeout=60_000)
    missed = []
    for typed, command in _FOLDED.items():
        window.top.field.setText(typed)
        window.palette_list.open()
        shown = [entry.id[1] for entry in window.palette_list.list.entries.entries if entry.id[0] == "command"]
        missed += [] if command in shown[:3] else [(typed, shown[:4])]
        window.palette_list.leave()
    assert not missed
