# SPDX-License-Identifier: MIT
"""Stories of the table: look, sort, filter, find, choose columns, copy, inspect; the numbers are counted here anew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

import workbench.sample_files
from projects.datasets.table.filters import HasChoice, InAnalysis, InRange, IsMissing
from tests.workbench.data.cells import column, variable
from tests.workbench.data.conftest import opened
from workbench.data.panes.grid_model import ROW
from workbench.data.view import DataWorkspace
from workbench.room_columns import LEFT
from workbench.shell.window import MainWindow
from workbench.widgets import Bar, Chip

Calm = Callable[[], None]
DATA = Path(workbench.sample_files.__file__).parent / "protection_assessment_data.xlsx"


@pytest.fixture(scope="module")
def households() -> list[dict[str, Any]]:
    """The households of the workbook, read without the program."""
    book = openpyxl.load_workbook(DATA, read_only=True)
    lines = list(book.worksheets[0].iter_rows(values_only=True))
    heads = [str(head).rsplit("/", 1)[-1] for head in lines[0]]
    book.close()
    return [dict(zip(heads, line, strict=True)) for line in lines[1:]]


def test_the_households_are_in_front_with_the_rows_in_analysis(
    room: DataWorkspace, households: list[dict[str, Any]]
) -> None:
    agreed = [one for one in households if one["consent"] == "yes"]
    assert room.table_in_front() == room.state.table_id, "rooms that begin with a table ask for it"
    assert room.grid.model.rowCount() == len(agreed) == 633
    assert room.state.shown().filters == [InAnalysis()]
    assert "633 of 640 rows" in room.centre.filters.line.toolTip()
    assert "3 strata · 40 sites (clusters) · weights 0.4–2.3" in room.centre.filters.line.toolTip()


def test_a_table_begins_at_its_first_column_whatever_was_looked_for_before(room: DataWorkspace, calm: Calm) -> None:
    other = room.state.contents.tables[1]
    room.grid.scroll_to_variable(other.variables[-1].id)
    room.state.table_requested.emit(other.id)
    calm()
    bar = room.grid.table.horizontalScrollBar()
    assert bar.maximum() > 0
    assert bar.value() == 0


def test_a_folded_side_gives_its_keys_to_the_grid(room: DataWorkspace, qtbot: QtBot) -> None:
    window = room.window()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    room.variables.search.setFocus()
    assert window.focusWidget() is room.variables.search
    room.columns.fold(LEFT)
    assert window.focusWidget() is room.grid.table, "a letter typed on the drop-down would show another table"


def test_another_table_begins_at_its_first_column_with_nothing_to_find(
    room: DataWorkspace, calm: Callable[[], None]
) -> None:
    households, members = (table.id for table in room.state.contents.tables[:2])
    bar = room.grid.table.horizontalScrollBar()
    bar.setValue(bar.maximum())
    room.variables.search.setText("age")
    room.acts.cell_search.open()
    room.centre.search.field.setText("Yes")
    calm()
    room.loading.show_table(members)
    calm()
    assert room.variables.search.text() == ""
    assert room.centre.search.field.text() == ""
    assert room.centre.search.isHidden()
    bar.setValue(bar.maximum())
    room.loading.show_table(households)
    calm()
    assert bar.value() == 0
    assert room.grid.table.verticalScrollBar().value() == 0


def test_identifiers_and_paperwork_are_hidden_at_first(room: DataWorkspace) -> None:
    shown = set(room.state.shown().columns)
    assert variable(room, "phone") not in shown
    assert variable(room, "_uuid") not in shown
    assert variable(room, "head_age") in shown


def test_sorting_by_a_heading_goes_up_down_and_back(
    room: DataWorkspace, households: list[dict[str, Any]], calm: Callable[[], None]
) -> None:
    ages = sorted(int(one["head_age"]) for one in households if one["consent"] == "yes")
    name = variable(room, "head_age")
    room.grid.scroll_to_variable(name)
    calm()
    room.grid.sort_requested.emit(name, False)
    calm()
    room.grid.model.shown(0, room.grid.model.column_of(name))
    calm()
    assert column(room, "head_age", 10) == [str(age) for age in ages[:10]]
    current = room.grid.current()
    assert current is not None
    assert current[1] == name, "the grid does not go back to the column where one was"
    room.grid.sort_requested.emit(name, False)
    calm()
    room.grid.model.shown(0, room.grid.model.column_of(name))
    calm()
    assert column(room, "head_age", 10) == [str(age) for age in reversed(ages[-10:])]
    room.grid.sort_requested.emit(name, False)
    calm()
    assert room.state.shown().sorts == ()
    assert room.grid.model.row_id(0) == 1


def test_filters_narrow_the_rows_and_a_chip_takes_one_away(
    room: DataWorkspace, households: list[dict[str, Any]], calm: Callable[[], None], qtbot: QtBot
) -> None:
    name = variable(room, "head_age")
    room.acts.sort_and_filter.open_form(name)
    form = room.centre.form
    assert form.variable.value() == name
    qtbot.keyClicks(form.low, "30")
    qtbot.keyClicks(form.high, "39")
    qtbot.keyClick(form.high, Qt.Key.Key_Return)
    calm()
    wanted = [one for one in households if one["consent"] == "yes" and 30 <= int(one["head_age"]) <= 39]
    assert room.grid.model.rowCount() == len(wanted) > 0
    assert room.state.shown().filters == [InAnalysis(), InRange(name, 30.0, 39.0)]
    chips = room.centre.filters.findChildren(Chip)
    chips[-1].click()
    calm()
    assert room.grid.model.rowCount() == 633


def test_a_set_is_filtered_by_a_ticked_answer(
    room: DataWorkspace, households: list[dict[str, Any]], calm: Callable[[], None], qtbot: QtBot
) -> None:
    room.acts.sort_and_filter.open_form(variable(room, "protection_concerns"))
    form = room.centre.form
    place = next(n for n in range(form.answers.count()) if form.answers.item(n).text() == "Theft")
    form.answers.setCurrentRow(place)
    qtbot.keyClick(form.answers, Qt.Key.Key_Space)
    qtbot.keyClick(form.answers, Qt.Key.Key_Return)
    calm()
    stolen = [
        one for one in households if one["consent"] == "yes" and "theft" in str(one["protection_concerns"]).split()
    ]
    assert room.grid.model.rowCount() == len(stolen) > 0


def test_missing_kinds_are_filtered_and_refusals_of_consent_come_back(
    room: DataWorkspace, calm: Callable[[], None]
) -> None:
    name = variable(room, "child_out_of_school")
    room.acts.sort_and_filter.add_filter(IsMissing(name, frozenset((1,))))
    calm()
    not_asked = room.grid.model.rowCount()
    room.acts.sort_and_filter.clear_filters()
    calm()
    assert room.grid.model.rowCount() == 640
    assert 0 < not_asked < 633


def test_an_empty_condition_is_not_applied(room: DataWorkspace, qtbot: QtBot) -> None:
    room.acts.sort_and_filter.open_form(variable(room, "site"))
    room.centre.form.apply.click()
    assert room.centre.form.note.isVisible()
    assert room.state.shown().filters == [InAnalysis()]
    qtbot.keyClick(room.centre.form, Qt.Key.Key_Escape)
    assert room.centre.form.isHidden()


def test_labels_turn_into_codes_and_into_french(
    window: MainWindow, room: DataWorkspace, calm: Callable[[], None]
) -> None:
    assert column(room, "site", 1) == ["Site A (Lakeside)"]
    window.table.run("data.table.codes")
    calm()
    assert column(room, "site", 1) == ["site_a"]
    assert room.grid.model.heading(room.grid.model.column_of(variable(room, "site"))) == "site"
    window.table.run("data.table.codes")
    window.set_setting("language", "fr")
    calm()
    room.grid.model.shown(0, room.grid.model.column_of(variable(room, "consent")))
    calm()
    assert column(room, "consent", 1) == ["Oui"]
    assert "633 lignes sur 640" in room.centre.filters.line.toolTip()


def test_find_goes_to_the_cell(room: DataWorkspace, calm: Callable[[], None], qtbot: QtBot) -> None:
    room.acts.column_layout.show_columns([variable(room, "site"), variable(room, "respondent_code")])
    calm()
    room.acts.cell_search.open()
    (pause,) = room.centre.search.field.findChildren(QTimer)
    pause.setInterval(60_000)
    asked: list[tuple[str, int]] = []
    room.centre.search.asked.connect(lambda text, step: asked.append((text, step)))
    room.centre.search.field.setText("A01-004")
    qtbot.keyClick(room.centre.search.field, Qt.Key.Key_Return)
    assert asked == [("A01-004", 0)]  # from this cell on
    assert not pause.isActive()  # and not once more
    calm()
    wanted = (3, variable(room, "respondent_code"))
    qtbot.waitUntil(lambda: room.grid.current() == wanted, timeout=10_000)
    room.centre.search.asked.emit("nowhere in the data", 0)
    calm()
    note = room.centre.search.note
    qtbot.waitUntil(lambda: note.text() == "Nothing found in these rows", timeout=10_000)


def test_columns_are_chosen_and_kept_in_sight(room: DataWorkspace, calm: Callable[[], None]) -> None:
    room.acts.column_layout.choose_columns()
    assert room.right.currentWidget() is room.right.chooser
    assert room.right.chooser.list.textElideMode() == Qt.TextElideMode.ElideMiddle
    for place, one in enumerate(room.right.chooser._listed()):
        assert room.right.chooser.list.item(place).text().endswith(one.name), "the export name is in sight"
    entry = room.right.chooser.list.item(0)
    first = str(entry.data(Qt.ItemDataRole.UserRole))
    assert first in room.state.shown().columns
    entry.setCheckState(Qt.CheckState.Unchecked)
    calm()
    assert first not in room.state.shown().columns
    assert room.grid.model.column_of(first) == -1
    room.right.chooser.frozen.emit(2)
    assert [room.grid.frozen.isColumnHidden(n) for n in range(4)] == [False, False, False, True]
    assert [room.grid.table.isColumnHidden(n) for n in range(4)] == [True, True, True, False]


def test_arrows_cross_from_the_frozen_half(room: DataWorkspace, calm: Callable[[], None], qtbot: QtBot) -> None:
    room.grid.go_to(2, ROW)
    room.grid.frozen.setFocus()
    qtbot.keyClick(room.grid.frozen, Qt.Key.Key_Right)
    calm()
    assert room.grid.current() == (2, room.state.shown().columns[0])
    assert room.grid.table.hasFocus()
    qtbot.keyClick(room.grid.table, Qt.Key.Key_Left)
    assert room.grid.current() == (2, ROW)


def test_copying_leaves_identifiers_behind(room: DataWorkspace, calm: Callable[[], None]) -> None:
    phone = variable(room, "phone")
    room.acts.column_layout.show_columns([variable(room, "site"), phone])
    calm()
    room.grid.table.selectAll()
    room.acts.sort_and_filter.copy()
    calm()
    lines = QGuiApplication.clipboard().text().split("\n")
    assert len(lines) == 633
    assert lines[0] == "Site A (Lakeside)\t"
    assert all(line.endswith("\t") for line in lines)


def test_the_inspector_says_counts_and_base(
    room: DataWorkspace, households: list[dict[str, Any]], calm: Callable[[], None]
) -> None:
    room.variables.picked.emit(variable(room, "protection_concerns"))
    calm()
    chosen: Counter[str] = Counter()
    answered = 0
    for one in households:
        codes = str(one["protection_concerns"] or "").split()
        if one["consent"] == "yes" and codes and not {"refused", "dont_know"} & set(codes):
            answered += 1
            chosen.update(codes)
    facts = room.right.inspector.facts
    assert facts is not None
    assert facts.answered == answered
    bars = [bar for bar in room.right.inspector.findChildren(Bar) if bar.share is not None]
    theft = next(bar for bar in bars if "Theft" in bar.accessibleName())
    share = round(100 * chosen["theft"] / answered)
    assert theft.value == f"{chosen['theft']} · {share}%"
    assert theft.share == pytest.approx(chosen["theft"] / answered)


def test_the_palette_finds_a_variable_and_shows_it(room: DataWorkspace, calm: Callable[[], None]) -> None:
    found: list[Any] = []
    room.find_by_words("debt to the recruiter", found.extend)
    assert len(found) == 1
    found[0].show()
    calm()
    assert room.state.variable_id == variable(room, "recruiter_debt")
    assert room.right.currentWidget() is room.right.inspector


def test_rows_with_one_value_are_kept_from_the_menu(room: DataWorkspace, calm: Callable[[], None]) -> None:
    name = variable(room, "site")
    room.grid.go_to(0, name)
    room.acts.sort_and_filter.filter_current()
    calm()
    assert room.state.shown().filters[-1] == HasChoice(name, frozenset(("c1",)))
    menu = room.acts.cell_editing.made_menu()
    words = [one.text() for one in menu.actions() if not one.isSeparator()]
    assert {"Copy", "Change…", "Changes of this cell", "Only rows with this value", "Mark as: Refused"} <= set(words)
    menu.deleteLater()


def test_another_table_is_shown_with_the_design_it_inherits(room: DataWorkspace, calm: Callable[[], None]) -> None:
    room.centre.tables.chosen.emit("t2")
    calm()
    facts = room.right.table_inspector.facts
    assert facts is not None
    assert facts.table.id == "t2"
    assert facts.design.inherited_from == "t1"
    assert room.grid.model.rowCount() < 3095 + 1


def test_how_a_table_was_shown_is_there_after_a_restart(
    room: DataWorkspace, window: MainWindow, calm: Callable[[], None], qtbot: QtBot
) -> None:
    age, site, consent = (variable(room, name) for name in ("head_age", "site", "consent"))
    before = window.session.undo_text
    room.acts.column_layout.show_columns([age, site, consent])
    room.acts.column_layout.move_to(consent, 0)
    room.acts.column_layout.freeze(1)
    room.grid.table.setColumnWidth(2, 97)
    room.acts.sort_and_filter.add_filter(InRange(age, 30.0, 39.0))
    room.acts.sort_and_filter.sort(site)
    room.acts.sort_and_filter.sort(age, descending=True, further=True)
    room.acts.sort_and_filter.use_codes(True)
    qtbot.wait(300)
    calm()
    assert window.session.undo_text == before, "looking is no change"
    shown = [room.grid.model.row_id(row) for row in range(5)]
    folder = window.session.folder
    assert folder is not None
    window.session.close()
    calm()
    again = opened(window, qtbot, folder)
    calm()
    assert again is not room
    assert again.state.shown().columns == [consent, age, site]
    assert again.grid.model.columns == [ROW, consent, age, site]
    assert again.state.shown().filters == [InAnalysis(), InRange(age, 30.0, 39.0)]
    assert again.state.shown().sorts == ((site, False), (age, True))
    assert (again.state.codes, again.grid.frozen_count, again.grid.table.columnWidth(2)) == (True, 2, 97)
    again.grid.model.shown(0, 1)
    calm()
    assert [again.grid.model.row_id(row) for row in range(5)] == shown
    order = again.centre.filters.findChildren(Chip)[-1].text()
    assert order.startswith("Site ↑ · Age of the head of")
