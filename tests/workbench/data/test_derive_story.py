# SPDX-License-Identifier: MIT
"""Stories of variables worked out from others: grouped, banded, calculated; previewed, added, undone, removed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.workbench.data.test_change_story import text, variable
from wording import render
from workbench.data.view import DataWorkspace
from workbench.shell.window import MainWindow
from workbench.widgets import Bar

Calm = Callable[[], None]


def begin(room: DataWorkspace, name: str, qtbot: QtBot, calm: Calm) -> None:
    """Open the panel with a variable and let its preview come."""
    room.acts.deriving.open(variable(room, name))
    calm()
    qtbot.wait(300)
    calm()
    assert room.right.currentWidget() is room.right.derive_panel


def bars(room: DataWorkspace) -> list[str]:
    panel = room.right.derive_panel
    found = (panel.outcome.itemAt(place).widget() for place in range(panel.outcome.count()))
    return [bar.accessibleName() for bar in found if isinstance(bar, Bar)]


def test_ages_are_put_into_bands_and_the_bands_are_undone(
    room: DataWorkspace, calm: Calm, qtbot: QtBot, window: MainWindow
) -> None:
    begin(room, "head_age", qtbot, calm)
    panel = room.right.derive_panel
    assert panel.kind.value() == "bands"
    qtbot.keyClicks(panel.form.edges, "30, 60")
    qtbot.wait(300)
    calm()
    assert [name.split(",")[0] for name in bars(room)] == ["below 30", "30–59", "60 and over"]
    panel.add()
    assert panel.name_row.problem.text(), "a variable needs a name"
    qtbot.keyClicks(panel.name, "Age group")
    qtbot.keyClick(panel.name, Qt.Key.Key_Return)
    calm()
    table = room.state.table()
    assert table is not None
    made = table.named("Age_group")
    assert room.state.variable_id == made.id
    assert room.state.shown().columns[-1] == made.id or made.id in room.state.shown().columns
    ages = [int(text(room, row, "head_age", calm)) for row in range(8)]
    shown = [text(room, row, "Age_group", calm) for row in range(8)]
    assert shown == ["below 30" if age < 30 else "30–59" if age < 60 else "60 and over" for age in ages]
    room.acts.cell_editing.edit(0, made.id)
    calm()
    window.table.run("edit.undo")
    calm()
    table = room.state.table()
    assert table is not None
    assert made.id not in {one.id for one in table.variables}


def test_answers_are_grouped_by_the_same_name(room: DataWorkspace, calm: Calm, qtbot: QtBot) -> None:
    begin(room, "site", qtbot, calm)
    panel = room.right.derive_panel
    fields = list(panel.form.groups.values())
    for field in fields[:2]:
        field.setText("Near the lake")
    fields[2].setText("")
    panel.name.setText("Zone")
    panel.add()
    calm()
    table = room.state.table()
    assert table is not None
    zone = table.named("Zone")
    assert [choice.labels.by_language for choice in zone.choices] == [{"en": "Near the lake"}]
    facts = room.right.inspector.facts
    assert facts is not None
    assert facts.variable.id == zone.id
    assert facts.recipe is not None
    sites = Counter(text(room, row, "site", calm) for row in range(30))
    zones = Counter(text(room, row, "Zone", calm) for row in range(30))
    assert zones["Near the lake"] == sum(sorted(sites.values(), reverse=True)) - zones["Missing"]
    room.right.inspector.remove_requested.emit(zone.id)
    calm()
    table = room.state.table()
    assert table is not None
    assert "Zone" not in {one.name for one in table.variables}


def test_numbers_are_reckoned_and_too_few_are_refused(room: DataWorkspace, calm: Calm, qtbot: QtBot) -> None:
    begin(room, "head_age", qtbot, calm)
    panel = room.right.derive_panel
    panel.kind.choose("calculate")
    panel._use("calculate", variable(room, "head_age"))
    qtbot.wait(300)
    calm()
    assert "two number variables" in panel.note.text()
    panel.form.numbers.add.chosen.emit(variable(room, "household_size"))
    qtbot.wait(300)
    calm()
    assert not panel.note.text(), "two are chosen"
    lines = [render(line, "en") for line in panel.form.numbers.called(panel.form.numbers.value())]
    assert [line.rpartition(" · ")[2] for line in lines] == ["head_age", "household_size"], "export names are in sight"
    panel.form.operator.choose("-")
    panel.form._fit()
    panel.form.one.choose(variable(room, "head_age"))
    panel.form.other.choose(variable(room, "household_size"))
    panel.name.setText("Age less size")
    panel.add()
    calm()
    for row in range(4):
        age, size = (int(text(room, row, name, calm)) for name in ("head_age", "household_size"))
        assert text(room, row, "Age_less_size", calm) == str(age - size)
    qtbot.keyClick(panel, Qt.Key.Key_Escape)
    assert room.right.currentWidget() is not panel


def test_bands_are_changed_and_one_in_use_stays(room: DataWorkspace, calm: Calm, qtbot: QtBot) -> None:
    begin(room, "head_age", qtbot, calm)
    panel = room.right.derive_panel
    qtbot.keyClicks(panel.form.edges, "30, 60")
    qtbot.keyClicks(panel.name, "Age group")
    panel.add()
    calm()
    made = variable(room, "Age_group")
    room.right.inspector.recipe_requested.emit(made)
    calm()
    assert room.right.currentWidget() is panel
    assert (panel.name.text(), panel.form.edges.text(), panel.kind.isEnabled()) == ("Age group", "30, 60", False)
    panel.use_edges("40")
    panel.name.setText("Two ages")
    panel.add()
    calm()
    table = room.state.table()
    assert table is not None
    assert table.variable(made).labels.by_language["en"] == "Two ages"
    assert [render(choice.labels, "en") for choice in table.variable(made).choices] == ["below 40", "40 and over"]
    begin(room, "Age_group", qtbot, calm)
    for field, name in zip(panel.form.groups.values(), ("young", "old"), strict=True):
        field.setText(name)
    panel.name.setText("Grouped again")
    panel.add()
    calm()
    again = variable(room, "Grouped_again")
    room.right.inspector.remove_requested.emit(made)
    calm()
    table = room.state.table()
    assert table is not None
    assert {made, again} <= {one.id for one in table.variables}, "one in use stays"
    room.right.inspector.remove_requested.emit(again)
    calm()
    room.right.inspector.remove_requested.emit(made)
    calm()
    table = room.state.table()
    assert table is not None
    assert not {made, again} & {one.id for one in table.variables}


def test_a_food_security_index_is_made_of_the_questions_chosen(room: DataWorkspace, calm: Calm, qtbot: QtBot) -> None:
    begin(room, "head_age", qtbot, calm)
    panel = room.right.derive_panel
    panel.kind.choose("rcsi")
    panel._use("rcsi")
    qtbot.wait(300)
    calm()
    assert "none was found for" in panel.note.text(), "the sample asks nothing of coping"
    for field in panel.form.parts.values():
        field.choose(variable(room, "household_size"))
    panel.form.made.choose("score")
    panel.name.setText("Coping")
    panel.add()
    calm()
    size = int(text(room, 0, "household_size", calm))
    assert text(room, 0, "Coping", calm) == str(8 * size), "1 + 2 + 1 + 1 + 3 by day"
    qtbot.keyClick(panel, Qt.Key.Key_Escape)
