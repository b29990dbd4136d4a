# SPDX-License-Identifier: MIT
"""Stories of an analyst: a set by sex, an option changed, kept, reported, undone; the plan; what leaves."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListWidget
from pytestqt.qtbot import QtBot

from analysis.analyses import run
from analysis.masking import Destination
from analysis.tables.cell_text import cell_text
from analysis.tables.layout import print_columns
from projects.datasets.table.frames import load_frame
from projects.export_gate import withhold_in_tables
from projects.results.saved_results import add_block, report_blocks, saved_analyses
from tests.workbench.analysis.user_actions import Ask, Calm, main_table, named, printed, printed_below, set_by_sex
from wording import render
from workbench.analysis.capabilities import Capabilities
from workbench.analysis.view import AnalysisWorkspace
from workbench.conditions.where_field import WhereField
from workbench.results.computation import with_presentation
from workbench.shell.window import MainWindow


def test_a_set_by_sex_shows_the_numbers_of_the_engine(room: AnalysisWorkspace, calm: Calm, ask: Ask) -> None:
    set_by_sex(room, calm)
    concerns, sex = named(room, "protection_concerns"), named(room, "head_sex")
    frame = ask(lambda project: load_frame(project, main_table(room).id, [concerns.id, sex.id]))
    result = run("set", frame, {"variable": concerns.id, "by": sex.id})
    assert room.state.outcome is not None
    assert room.state.outcome.result.tables == result.tables
    table = ask(lambda project: withhold_in_tables(project, result.tables, Destination.INSIDE))[0][0]
    expected = [
        tuple(cell_text(row.cells[column.position], column.part, "en") for column in print_columns(table))
        for row in table.rows
    ]
    assert printed(room) == expected
    assert room.state.outcome.figures
    assert room.centre.charts[0].isVisible()
    assert str(table.base) in room.centre.subtitle.text()


def test_kept_added_to_the_report_and_undone(
    room: AnalysisWorkspace, window: MainWindow, calm: Calm, ask: Ask, qtbot: QtBot
) -> None:
    before = len(ask(saved_analyses))
    set_by_sex(room, calm)
    assert len(ask(saved_analyses)) == before
    first = printed(room)
    room.acts.front.set_option("level", 0.8)
    calm()
    assert printed(room) != first
    window.table.run("analysis.keep.keep")
    calm()
    assert room.state.current is not None
    kept = ask(saved_analyses)[-1]
    assert room.state.current.saved == kept.id
    assert kept.options["level"] == 0.8
    assert not Capabilities(room.state).can_keep()

    window.table.run("analysis.keep.report")
    calm()
    assert [(block.kind, block.content["analysis"]) for block in ask(report_blocks)] == [
        ("figure", kept.id),
        ("table", kept.id),
    ]
    window.table.run("edit.undo")
    calm()
    assert ask(report_blocks) == []
    window.table.run("edit.undo")
    calm()
    assert len(ask(saved_analyses)) == before
    assert room.state.current.saved is None
    assert room.state.current.options["level"] == 0.8
    assert room.left.list.picked_id() == "draft"
    listed = {entry.id: entry.name for entry in room.left.list.entries.entries}
    assert listed["draft"] == room.state.current.declared.label, "as the menu New names it"


def test_a_result_stands_before_the_methods_note(
    room: AnalysisWorkspace, window: MainWindow, calm: Calm, ask: Ask
) -> None:
    window.session.do(add_block("heading", {"text": "Methods", "level": 1}))
    window.session.do(add_block("methods", {}))
    calm()
    window.table.run("analysis.keep.report")
    calm()
    kinds = [block.kind for block in ask(report_blocks)]
    assert kinds == ["figure", "table", "heading", "methods"]


def test_the_delete_key_deletes_in_the_list_only(room: AnalysisWorkspace, calm: Calm, ask: Ask) -> None:
    before = len(ask(saved_analyses))
    room.acts.results.rename()
    QTest.keyClick(room.centre.title.field, Qt.Key.Key_Delete)
    calm()
    assert len(ask(saved_analyses)) == before
    room.left.list.setFocus()
    QTest.keyClick(room.left.list, Qt.Key.Key_Delete)
    calm()
    assert len(ask(saved_analyses)) == before - 1


def test_an_option_of_a_kept_result_is_stored_and_undone(
    room: AnalysisWorkspace, window: MainWindow, calm: Calm, ask: Ask
) -> None:
    assert room.state.current is not None
    assert room.state.current.saved is not None
    before, words = dict(room.state.current.options), (printed(room), printed_below(room))
    room.acts.front.set_option("level", 0.99)
    calm()
    assert next(one for one in ask(saved_analyses) if one.id == room.state.current.saved).options["level"] == 0.99
    assert (printed(room), printed_below(room)) != words
    window.table.run("edit.undo")
    calm()
    assert room.state.current.options == before
    assert (printed(room), printed_below(room)) == words
    assert room.right.form.field("level").value() == 0.95  # type: ignore[attr-defined]


def test_only_where_counts_those_rows(room: AnalysisWorkspace, calm: Calm, ask: Ask) -> None:
    set_by_sex(room, calm)
    site = named(room, "site")
    where = room.right.form.field("where")
    assert isinstance(where, WhereField)
    where.add.click()
    QTest.keyClicks(where.editor.variable.picker.search, "site")
    QTest.keyClick(where.editor.variable.picker.search, Qt.Key.Key_Return)
    assert where.editor.variable.value() == site.id
    answers = where.editor.answers
    assert isinstance(answers, QListWidget)
    answers.item(0).setCheckState(Qt.CheckState.Checked)
    calm()
    assert room.state.current is not None
    condition = {"variable": site.id, "is": [site.choices[0].id]}
    assert room.state.current.options["where"] == [condition]
    frame = ask(lambda project: load_frame(project, main_table(room).id, None))
    expected = run("set", frame, dict(room.state.current.options))
    assert room.state.outcome is not None
    assert room.state.outcome.result.tables[0].base == expected.tables[0].base
    where.editor.done.emit()
    assert len(where._lines) == 1
    where._remove(0)
    calm()
    assert "where" not in room.state.current.options


def test_a_problem_is_one_sentence_in_place_of_the_result(room: AnalysisWorkspace, calm: Calm) -> None:
    site = named(room, "site")
    room.acts.front.begin("proportions", {"variable": site.id, "by": site.id})
    calm()
    assert room.state.outcome is None
    assert room.centre.sentence.isVisible()
    assert render(site.labels, "en") in room.centre.sentence.text()
    assert not any(block.isVisible() for block in room.centre.blocks)
    assert not Capabilities(room.state).has_result()


def test_another_chart_computes_nothing(room: AnalysisWorkspace, calm: Calm, monkeypatch: pytest.MonkeyPatch) -> None:
    set_by_sex(room, calm)

    def never(*_args: Any, **_more: Any) -> None:
        raise AssertionError("computed again")

    monkeypatch.setattr("workbench.results.computation.run", never)
    room.acts.front.set_option("chart", "bars")
    room.acts.results.set_title("Concerns")
    calm()
    assert room.state.outcome is not None
    assert room.state.outcome.figures[0].chart == "bars"
    assert room.centre.title.heading.text() == "Concerns"


def test_a_title_that_was_written_stays_with_another_variable_and_it_is_said(
    room: AnalysisWorkspace, calm: Calm, window: MainWindow
) -> None:
    set_by_sex(room, calm)
    front, said = room.acts.front, []
    room.acts.results.set_title("Concerns by sex")
    window.session.notice.connect(said.append)
    front.set_option("decimals", 1)
    assert room.state.current is not None
    assert "title" in room.state.current.options
    assert not said
    front.set_option("by", main_table(room).named("site").id)
    assert "Concerns by sex" in render(said[0], "en")
    calm()
    assert room.centre.title.heading.text() == "Concerns by sex"


def test_dressing_a_result_is_the_same_as_running_it_so(room: AnalysisWorkspace, ask: Ask) -> None:
    for one in ask(saved_analyses):
        frame = ask(lambda project, table=one.data_table: load_frame(project, table, None))
        plain = {name: value for name, value in one.options.items() if name not in ("title", "chart")}
        whole = run(one.declaration, frame, one.options)
        made = with_presentation(run(one.declaration, frame, plain), one.options)
        assert made.tables == whole.tables
        assert made.figures == whole.figures


def test_a_finding_is_offered_and_becomes_the_title(room: AnalysisWorkspace, window: MainWindow, calm: Calm) -> None:
    set_by_sex(room, calm)
    assert room.state.outcome is not None
    assert room.state.outcome.result.finding is None  # the concerns are sensitive: nothing is said of them by itself
    room.acts.front.begin("proportions", {"variable": named(room, "lighting").id, "by": named(room, "site").id})
    calm()
    assert room.state.outcome is not None
    finding = room.state.outcome.result.finding
    assert room.centre.title.use.isVisible() == (finding is not None)
    assert finding is not None
    room.centre.title.use.click()
    calm()
    assert room.centre.title.heading.text() == render(finding, "en")
    assert not room.centre.title.use.isVisible()
    QTest.keyClick(room.centre.title, Qt.Key.Key_F2)
    window.table.run("analysis.one.rename")
    assert room.centre.title.field.isVisible()
    room.centre.title.field.clear()
    QTest.keyClick(room.centre.title.field, Qt.Key.Key_Return)
    calm()
    assert room.centre.title.use.isVisible()


def test_other_rooms_open_a_variable(room: AnalysisWorkspace, window: MainWindow, calm: Calm) -> None:
    window.show_room("history")
    concerns = named(room, "protection_concerns")
    room.acts.front.analyse_variable(main_table(room).id, concerns.id)
    calm()
    assert window.front is room
    assert room.state.current is not None
    assert (room.state.current.declaration, room.state.current.options["variable"]) == ("set", concerns.id)
    found: list[Any] = []
    room.find_by_words("coping strateg", found.extend)
    assert len(found) == 1
    found[0].show()
    calm()
    assert room.state.current.declaration == "means"


def test_options_seldom_changed_are_one_step_away_and_a_chip_says_what_differs(
    room: AnalysisWorkspace, calm: Calm
) -> None:
    room.acts.front.begin("proportions", {"variable": named(room, "safe_at_night").id})
    calm()
    form = room.right.form
    assert not form.field("level").isVisible()
    form.more.click()
    assert form.field("level").isVisible()
    form.more.click()
    assert not form.field("level").isVisible()
    assert not form.chips.isVisible()
    room.acts.front.set_option("level", 0.9)
    room.acts.front.set_option("base", "asked")
    calm()
    assert not form.field("level").isVisible()
    chip = form.chips.chips["level"]
    assert chip.isVisible()
    assert "90" in chip.text()
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(12, chip.height() // 2))  # its words open the option
    assert form.field("level").isVisible()
    assert not form.chips.isVisible()  # each field says it itself
    form.more.click()
    cross = QPoint(chip.width() - 10, chip.height() // 2)
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton, pos=cross)  # its cross takes the default
    calm()
    assert list(form.chips.chips) == ["base"]
    assert room.state.current is not None
    assert "level" not in room.state.current.options
    QTest.keyClick(form.chips.chips["base"], Qt.Key.Key_Delete)
    calm()
    assert "base" not in room.state.current.options
    assert not form.chips.isVisible()


def test_groups_are_crossed_and_their_differences_shown(room: AnalysisWorkspace, calm: Calm) -> None:
    names = {name: named(room, name).id for name in ("safe_at_night", "head_sex", "site")}
    room.acts.front.begin("proportions", {"variable": names["safe_at_night"], "by": names["head_sex"]})
    calm()
    room.acts.front.set_option("also_by", [names["site"]])
    room.acts.front.set_option("contrasts", "first")
    calm()
    assert room.state.outcome is not None
    assert len(room.state.outcome.tables[0].columns) == 7
    assert room.centre.blocks[1].isVisible()
    assert any("−" in render(row.label, "en") for row in room.state.outcome.tables[1].rows)


def test_a_new_analysis_is_asked_for_from_the_top(room: AnalysisWorkspace, calm: Calm) -> None:
    room.window().resize(1100, 480)
    room.right.form.turn_more()
    set_by_sex(room, calm)
    bar = room.right.area.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert bar.value() > 0
    room.acts.front.set_option("interval", "wald")  # the same analysis otherwise: nothing moves
    calm()
    assert bar.value() > 0
    room.acts.front.begin("means")
    calm()
    assert bar.value() == 0
