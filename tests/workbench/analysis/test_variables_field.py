# SPDX-License-Identifier: MIT
"""Stories with several variables in one option: a model by keyboard, a drop, one taken away, items of a scale."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from analysis.analyses import run
from analysis.records import DataTable, Kind, Role
from projects.datasets.table.frames import load_frame
from workbench.analysis.panes.dependent_fields import ReferencesField, TickField
from workbench.analysis.panes.form import VariablesField
from workbench.analysis.view import AnalysisWorkspace
from workbench.variable_picker import VariableField, dragged_variable

Calm = Callable[[], None]
Ask = Callable[[Callable[[Any], Any]], Any]


def main_table(room: AnalysisWorkspace) -> DataTable:
    return next(table for table in room.state.tables.values() if table.parent is None)


def field_of(room: AnalysisWorkspace, option: str) -> VariablesField:
    field = room.right.form.field(option)
    assert isinstance(field, VariablesField)
    return field


def choose(field: VariableField, words: str) -> None:
    """Choose with the keyboard: open the list, type, Enter."""
    QTest.keyClick(field.button, Qt.Key.Key_Return)
    assert field.picker is not None
    QTest.keyClicks(field.picker.search, words)
    QTest.keyClick(field.picker.search, Qt.Key.Key_Return)


def dropped(table_id: str, variable_id: str, field: VariablesField) -> None:
    data = dragged_variable(table_id, variable_id)
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    field.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, left, none))


def test_a_logistic_regression_with_two_predictors(room: AnalysisWorkspace, calm: Calm, ask: Ask) -> None:
    room.acts.front.begin("regression")
    calm()
    outcome = room.right.form.field("variable")
    assert isinstance(outcome, VariableField)
    choose(outcome, "safe_at_night")
    field = field_of(room, "predictors")
    choose(field.add, "head_sex")
    assert QApplication.focusWidget() is field.add.button
    choose(field.add, "head_age")
    calm()
    table = main_table(room)
    wanted = [table.named(name).id for name in ("head_sex", "head_age")]
    assert field.value() == wanted
    assert room.state.current is not None
    assert room.state.current.options["predictors"] == wanted
    variable = table.named("safe_at_night").id
    frame = ask(lambda project: load_frame(project, table.id, [variable, *wanted]))
    expected = run("regression", frame, {"variable": variable, "predictors": wanted})
    assert room.state.outcome is not None
    assert room.state.outcome.result.tables == expected.tables
    assert room.state.outcome.result.facts["model"] == "logistic"


def test_one_is_taken_away_and_another_dropped(room: AnalysisWorkspace, calm: Calm) -> None:
    table = main_table(room)
    sex, age, site = (table.named(name).id for name in ("head_sex", "head_age", "site"))
    room.acts.front.begin("regression", {"variable": table.named("safe_at_night").id, "predictors": [sex, age]})
    calm()
    field = field_of(room, "predictors")
    names = [button.accessibleName() for button in field.removers]
    assert len(set(names)) == 2
    assert all("Explained by" in name for name in names)
    field.add.button.setFocus()
    field.removers[0].setFocus()
    QTest.keyClick(field.removers[0], Qt.Key.Key_Space)
    assert QApplication.focusWidget() is field.add.button
    calm()
    assert room.state.current is not None
    assert room.state.current.options["predictors"] == [age]
    dropped(table.id, site, field)
    dropped(table.id, age, field)  # is there already
    identifier = next(one for one in table.variables if one.role is Role.IDENTIFIER or one.kind is Kind.TEXT)
    dropped(table.id, identifier.id, field)  # cannot explain
    calm()
    assert room.state.current.options["predictors"] == [age, site]
    assert room.state.outcome is not None
    order, widget = [], field.removers[0]
    while widget is not field.add.button:
        order.append(widget)
        widget = widget.nextInFocusChain()  # type: ignore[assignment]  # never None in a window
    assert [one for one in order if one in field.removers] == field.removers


def test_without_the_last_one_the_analysis_asks_for_it(room: AnalysisWorkspace, calm: Calm) -> None:
    table = main_table(room)
    sex = table.named("head_sex").id
    room.acts.front.begin("regression", {"variable": table.named("safe_at_night").id, "predictors": [sex]})
    calm()
    field_of(room, "predictors").removers[0].click()
    calm()
    assert room.state.current is not None
    assert "predictors" not in room.state.current.options
    assert room.state.outcome is None
    assert room.centre.sentence.isVisible()


def test_another_kind_of_analysis_keeps_what_fits(room: AnalysisWorkspace, calm: Calm) -> None:
    table = main_table(room)
    wanted = [table.named(name).id for name in ("head_sex", "head_age")]
    room.acts.front.begin("reliability", {"items": wanted})
    calm()
    assert room.state.current is not None
    kept = room.state.current.with_declaration("reliability", table)
    assert kept.options["items"] == wanted
    assert "items" not in room.state.current.with_declaration("regression", table).options


def test_the_language_changes_with_several_variables_in_front(room: AnalysisWorkspace, calm: Calm) -> None:
    table = main_table(room)
    chosen = [table.named(name).id for name in ("head_sex", "site")]
    room.acts.front.begin("regression", {"variable": table.named("safe_at_night").id, "predictors": chosen})
    calm()
    window = room.window()
    window.set_language("fr")  # type: ignore[attr-defined]
    calm()
    assert "Sexe" in window.findChildren(VariablesField)[0].removers[0].accessibleName()
    window.set_language("en")  # type: ignore[attr-defined]
    calm()


def test_answers_pairs_and_references_are_ticked_and_chosen(room: AnalysisWorkspace, calm: Calm) -> None:
    table = main_table(room)
    outcome, sex, site = (table.named(name) for name in ("safe_at_night", "head_sex", "site"))
    room.acts.front.begin("regression", {"variable": outcome.id, "predictors": [sex.id, site.id]})
    calm()
    form = room.right.form
    events = form.field("event")
    assert isinstance(events, TickField)
    assert events.value() == [outcome.choices[0].id]
    events.item(1).setCheckState(Qt.CheckState.Checked)
    calm()
    assert room.state.current is not None
    assert room.state.current.options["event"] == [choice.id for choice in outcome.choices[:2]]
    pairs = form.field("interactions")
    assert isinstance(pairs, TickField)
    pairs.item(0).setCheckState(Qt.CheckState.Checked)
    references = form.field("reference")
    assert isinstance(references, ReferencesField)
    references.fields[sex.id].chosen.emit(sex.choices[1].id)
    calm()
    assert room.state.current.options["interactions"] == [[sex.id, site.id]]
    assert room.state.current.options["reference"] == {sex.id: sex.choices[1].id}
    assert room.state.outcome is not None
    assert any("×" in row.id for row in room.state.outcome.tables[0].rows)
    field_of(room, "predictors").removers[0].click()
    calm()
    assert not {"interactions", "reference"} & set(room.state.current.options)
    assert pairs.isHidden() or not form.field("interactions").isVisible()


def test_the_design_is_chosen_with_the_same_picker(room: AnalysisWorkspace, calm: Calm) -> None:
    room.acts.front.begin("proportions", {"variable": main_table(room).named("safe_at_night").id})
    calm()
    card = room.right.design
    card.open_editor()
    calm()
    strata = card._fields["strata"]
    strata.clear.click()
    strata.turn()
    assert strata.picker is not None
    QTest.keyClicks(strata.picker.search, "site")
    QTest.keyClick(strata.picker.search, Qt.Key.Key_Return)
    assert strata.value() == main_table(room).named("site").id
    assert "site" in strata.button.accessibleName()
    strata.turn()
    QTest.keyClicks(strata.picker.search, "no such variable")
    QTest.keyClick(strata.picker.search, Qt.Key.Key_Return)
    assert strata.value() == main_table(room).named("site").id, "nothing was marked, nothing is taken"
    QTest.keyClick(strata.picker.search, Qt.Key.Key_Escape)


def test_several_are_taken_one_after_the_other(room: AnalysisWorkspace, calm: Calm) -> None:
    room.acts.front.begin("regression", {"variable": main_table(room).named("safe_at_night").id})
    calm()
    field = field_of(room, "predictors")
    field.add.turn()
    for words in ("head_sex", "head_age"):
        assert field.add.picker is not None
        QTest.keyClicks(field.add.picker.search, words)
        QTest.keyClick(field.add.picker.search, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    calm()
    assert field.value() == [main_table(room).named(name).id for name in ("head_sex", "head_age")]
    assert field.add.picker is not None
    QTest.keyClick(field.add.picker.search, Qt.Key.Key_Escape)
    assert field.add.picker is None
