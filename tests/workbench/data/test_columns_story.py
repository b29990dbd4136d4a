# SPDX-License-Identifier: MIT
"""Columns are moved, filtered and looked at from their head; nothing beside the table is cut off."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from analysis.records import RowOrigin
from projects.datasets.table.filters import InRange
from tests.workbench.data.cells import variable
from wording import Labels
from workbench.data.view import DataWorkspace
from workbench.shell.window import MainWindow


def test_find_says_how_many_and_goes_back(room: DataWorkspace, calm: Callable[[], None], qtbot: QtBot) -> None:
    site = variable(room, "site")
    room.acts.column_layout.show_columns([site])
    room.acts.cell_search.open()
    field = room.centre.search.field
    qtbot.keyClicks(field, "lakeside")
    qtbot.waitUntil(lambda: room.centre.search.note.text().startswith("1 of "), timeout=10_000)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: room.centre.search.note.text().startswith("2 of "), timeout=10_000)
    qtbot.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: room.grid.current() == (0, site), timeout=10_000)
    qtbot.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    count = room.centre.search.note.text().rpartition(" ")[2]
    qtbot.waitUntil(lambda: room.centre.search.note.text() == f"{count} of {count}", timeout=10_000)
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    qtbot.keyClick(room.centre.search, Qt.Key.Key_Escape)
    assert room.centre.search.isHidden()
    assert room.grid.table.hasFocus()


def test_a_heading_is_dragged_and_moved_by_keys(
    room: DataWorkspace, window: MainWindow, calm: Callable[[], None]
) -> None:
    age, site, consent = (variable(room, name) for name in ("head_age", "site", "consent"))
    room.acts.column_layout.show_columns([age, site, consent])
    room.grid.table.horizontalHeader().moveSection(3, 1)
    calm()
    assert room.state.shown().columns == [consent, age, site]
    assert room.grid.table.horizontalHeader().visualIndex(3) == 3
    room.grid.go_to(0, site)
    window.table.run("data.column.left")
    assert room.state.shown().columns == [consent, site, age]
    assert room.grid.current() == (0, site)
    window.table.run("data.column.hide")
    assert room.state.shown().columns == [consent, age]
    room.acts.column_layout.add_column(site)
    assert room.state.shown().columns == [site, consent, age], "a column comes back among its neighbours of the table"


def test_many_filters_leave_the_count_of_rows_in_sight(
    room: DataWorkspace, window: MainWindow, calm: Callable[[], None]
) -> None:
    age = variable(room, "head_age")
    for low in range(1, 9):
        room.acts.sort_and_filter.add_filter(InRange(age, float(low), None))
    calm()
    assert window.width() == 1366
    line = room.centre.filters.line
    assert line.isVisible()
    assert line.width() >= 150
    assert "rows" in line.text()


def test_the_head_of_a_column_has_a_menu(room: DataWorkspace, calm: Callable[[], None]) -> None:
    table = room.state.table()
    assert table is not None
    site = table.named("site").id
    menu = room.head_menu.made(site)
    texts = [action.text() for action in menu.actions() if action.text()]
    assert texts[:2] == ["Sort ascending", "Sort descending"]
    assert "Back to the order of the file" not in texts
    chosen = {action.text(): action for action in menu.actions()}
    chosen["Sort descending"].trigger()
    calm()
    assert room.state.shown().sorts == ((site, True),)
    chosen["Freeze columns up to here"].trigger()
    assert room.state.shown().frozen == room.grid.model.column_of(site)
    chosen["Filter by this…"].trigger()
    assert room.centre.form.isVisible()
    chosen["New variable from others…"].trigger()
    assert room.right.currentWidget() is room.right.derive_panel
    menu.deleteLater()
    again = room.head_menu.made(site)
    assert {"Back to the order of the file", "Unfreeze all columns"} <= {action.text() for action in again.actions()}
    again.deleteLater()


def test_a_wording_of_several_lines_keeps_rows_beside_their_numbers(room: DataWorkspace) -> None:
    model = room.grid.model
    heads = [half.horizontalHeader() for half in (room.grid.frozen, room.grid.table)]
    before = heads[1].sizeHint().height()
    name = model.columns[1]
    wording = Labels({"en": "First line\nsecond line\n\nfourth line"})
    model.variables[name] = dataclasses.replace(model.variables[name], labels=wording)
    model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, 1)
    assert model.headerData(1, Qt.Orientation.Horizontal) == "First line second line fourth line"
    assert {head.sizeHint().height() for head in heads} == {before}


def test_nothing_beside_the_table_is_cut_off(room: DataWorkspace, calm: Callable[[], None]) -> None:
    """A long heading of a field pushed counts and lists out of the column on the right; it does not scroll sideways."""
    calm()
    inspector = room.right.table_inspector
    assert room.right.currentWidget() is inspector
    assert inspector.facts is not None
    inspector.turn_settings()
    table = dataclasses.replace(inspector.facts.table, how=RowOrigin.PURPOSIVE)
    inspector.show_facts(dataclasses.replace(inspector.facts, table=table))  # asks why intervals make sense
    assert inspector.scrolled.page.minimumSizeHint().width() <= inspector.scrolled.viewport().width()
