# SPDX-License-Identifier: MIT
"""Stories of an analyst: a set by sex, an option changed, kept, reported, taken back; the plan; what leaves."""

from __future__ import annotations

import io
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListWidget
from pytestqt.qtbot import QtBot

from analysis.declared import run
from analysis.exported import read_frame
from analysis.masking import Destination
from analysis.records import DataTable, DesignRoles, How, Variable
from analysis.report import TableBlock
from analysis.writers.layout import cell_text, print_columns
from projects.datasets.cells import Cell
from projects.datasets.edits import CellChange, change_cells
from projects.datasets.frames import load_frame
from projects.datasets.roles import set_how
from projects.export_gate import masked_tables
from projects.results.composing import compose_report
from projects.results.saved import add_block, report_blocks, saved_analyses
from wording import Stopped, render
from workbench import sample_files
from workbench.analysis.computing import dressed
from workbench.analysis.fields import VariableField
from workbench.analysis.view import AnalysisWorkspace
from workbench.analysis.where_field import WhereField
from workbench.shell.window import MainWindow

Calm = Callable[[], None]
Ask = Callable[[Callable[[Any], Any]], Any]


def main_table(room: AnalysisWorkspace) -> DataTable:
    return next(table for table in room.tables.values() if table.parent is None)


def named(room: AnalysisWorkspace, name: str) -> Variable:
    return main_table(room).named(name)


def choose(room: AnalysisWorkspace, option: str, words: str) -> None:
    """Choose a variable with the keyboard: open the list, type, Enter."""
    field = room.right.form.field(option)
    assert isinstance(field, VariableField)
    QTest.keyClick(field.button, Qt.Key.Key_Return)
    assert field.list.isVisible()
    QTest.keyClicks(field.list.search, words)
    QTest.keyClick(field.list.search, Qt.Key.Key_Return)


def set_by_sex(room: AnalysisWorkspace, calm: Calm) -> None:
    room.begin("set")
    calm()
    assert room.outcome is None
    assert room.centre.sentence.isVisible()
    choose(room, "variable", "protection_concerns")
    choose(room, "by", "head_sex")
    calm()


def printed(room: AnalysisWorkspace) -> list[tuple[str, ...]]:
    grid = room.centre.blocks[0].table.sheet.grid_
    assert grid is not None
    return [line.cells for line in grid.rows]


def test_a_set_by_sex_shows_the_numbers_of_the_engine(room: AnalysisWorkspace, calm: Calm, ask: Ask) -> None:
    set_by_sex(room, calm)
    concerns, sex = named(room, "protection_concerns"), named(room, "head_sex")
    frame = ask(lambda project: load_frame(project, main_table(room).id, [concerns.id, sex.id]))
    result = run("set", frame, {"variable": concerns.id, "by": sex.id})
    assert room.outcome is not None
    assert room.outcome.result.tables == result.tables
    table = ask(lambda project: masked_tables(project, result.tables, Destination.INSIDE))[0][0]
    expected = [
        tuple(cell_text(row.cells[column.position], column.part, "en") for column in print_columns(table))
        for row in table.rows
    ]
    assert printed(room) == expected
    assert room.outcome.figures
    assert room.centre.charts[0].isVisible()
    assert str(table.base) in room.centre.subtitle.text()


def test_kept_added_to_the_report_and_taken_back(
    room: AnalysisWorkspace, window: MainWindow, calm: Calm, ask: Ask, qtbot: QtBot
) -> None:
    before = len(ask(saved_analyses))
    set_by_sex(room, calm)
    assert len(ask(saved_analyses)) == before
    first = printed(room)
    room.set_option("level", 0.8)
    calm()
    assert printed(room) != first
    window.table.run("analysis.keep.keep")
    calm()
    assert room.present is not None
    kept = ask(saved_analyses)[-1]
    assert room.present.saved == kept.id
    assert kept.options["level"] == 0.8
    assert not room.can_keep()

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
    assert room.present.saved is None
    assert room.present.options["level"] == 0.8
    assert room.left.list.picked_id() == "draft"


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
    room.rename()
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
    assert room.present is not None
    assert room.present.saved is not None
    before, words = dict(room.present.options), printed(room)
    room.set_option("level", 0.99)
    calm()
    assert next(one for one in ask(saved_analyses) if one.id == room.present.saved).options["level"] == 0.99
    assert printed(room) != words
    window.table.run("edit.undo")
    calm()
    assert room.present.options == before
    assert printed(room) == words
    assert room.right.form.field("level").value() == 0.95  # type: ignore[attr-defined]


def test_only_where_counts_those_rows(room: AnalysisWorkspace, calm: Calm, ask: Ask) -> None:
    set_by_sex(room, calm)
    site = named(room, "site")
    where = room.right.form.field("where")
    assert isinstance(where, WhereField)
    where.add.click()
    QTest.keyClicks(where.editor.variable.list.search, "site")
    where.editor.variable.list.picked.emit(site.id)
    answers = where.editor.answers
    assert isinstance(answers, QListWidget)
    answers.item(0).setCheckState(Qt.CheckState.Checked)
    calm()
    assert room.present is not None
    condition = {"variable": site.id, "is": [site.choices[0].id]}
    assert room.present.options["where"] == [condition]
    frame = ask(lambda project: load_frame(project, main_table(room).id, None))
    expected = run("set", frame, dict(room.present.options))
    assert room.outcome is not None
    assert room.outcome.result.tables[0].base == expected.tables[0].base
    where.editor.done.emit()
    assert len(where._lines) == 1
    where._remove(0)
    calm()
    assert "where" not in room.present.options


def test_a_problem_is_one_sentence_in_place_of_the_result(room: AnalysisWorkspace, calm: Calm) -> None:
    site = named(room, "site")
    room.begin("proportions", {"variable": site.id, "by": site.id})
    calm()
    assert room.outcome is None
    assert room.centre.sentence.isVisible()
    assert render(site.labels, "en") in room.centre.sentence.text()
    assert not any(block.isVisible() for block in room.centre.blocks)
    assert not room.has_result()


def test_another_chart_computes_nothing(room: AnalysisWorkspace, calm: Calm, monkeypatch: pytest.MonkeyPatch) -> None:
    set_by_sex(room, calm)

    def never(*_args: Any, **_more: Any) -> None:
        raise AssertionError("computed again")

    monkeypatch.setattr("workbench.analysis.computing.run", never)
    room.set_option("chart", "bars")
    room.set_title("Concerns")
    calm()
    assert room.outcome is not None
    assert room.outcome.figures[0].chart == "bars"
    assert room.centre.title.heading.text() == "Concerns"


def test_dressing_a_result_is_the_same_as_running_it_so(room: AnalysisWorkspace, ask: Ask) -> None:
    for one in ask(saved_analyses):
        frame = ask(lambda project, table=one.data_table: load_frame(project, table, None))
        plain = {name: value for name, value in one.options.items() if name not in ("title", "chart")}
        whole = run(one.declaration, frame, one.options)
        made = dressed(run(one.declaration, frame, plain), one.options)
        assert made.tables == whole.tables
        assert made.figures == whole.figures


def test_a_finding_is_offered_and_becomes_the_title(room: AnalysisWorkspace, window: MainWindow, calm: Calm) -> None:
    set_by_sex(room, calm)
    assert room.outcome is not None
    finding = room.outcome.result.finding
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


def test_the_copy_is_masked_as_for_a_partner(room: AnalysisWorkspace, calm: Calm, ask: Ask) -> None:
    set_by_sex(room, calm)
    QTest.keyClick(room.centre.blocks[0].table.sheet, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    calm()
    data = QGuiApplication.clipboard().mimeData()
    assert room.outcome is not None
    masked, _ = ask(lambda project: masked_tables(project, room.outcome.result.tables, Destination.PARTNER))  # type: ignore[union-attr]
    lines = data.text().split("\n")
    for row in masked[0].rows:
        wanted = [cell_text(row.cells[column.position], column.part, "en") for column in print_columns(masked[0])]
        assert "\t".join([render(row.label, "en"), *wanted]) in lines
    assert "<table>" in data.html()
    assert ask(lambda project: project.history(1))[0].kind == "export.copied"


def test_files_leave_through_the_gate(room: AnalysisWorkspace, calm: Calm, ask: Ask, tmp_path: Path) -> None:
    set_by_sex(room, calm)
    room.write_table(tmp_path / "table.html")
    room.draw_figure(tmp_path / "figure.svg")
    room.write_frame(tmp_path / "table.pwtable")
    calm()
    assert b"Fictitious" in (tmp_path / "table.html").read_bytes()
    assert (tmp_path / "figure.svg").stat().st_size > 1000
    kinds = {line.kind for line in ask(lambda project: project.history(5))}
    assert {"export.tables", "export.figure", "export.frame"} <= kinds
    frame = read_frame(io.BytesIO((tmp_path / "table.pwtable").read_bytes()))
    assert room.present is not None
    assert room.outcome is not None
    again = run("set", frame, dict(room.present.options))
    cells = [row.cells for row in again.tables[0].rows]
    assert cells == [row.cells for row in room.outcome.result.tables[0].rows]


def test_the_rows_of_an_achieved_sample_leave_with_its_refusals(
    room: AnalysisWorkspace, calm: Calm, tmp_path: Path
) -> None:
    room.begin("achieved", {"variable": named(room, "site").id, "target_each": 230}, main_table(room).id)
    calm()
    room.write_frame(tmp_path / "table.pwtable")
    calm()
    assert room.present is not None
    assert room.outcome is not None
    shown = room.outcome.result.tables[0]
    assert "refused" in {column.id for column in shown.columns}
    frame = read_frame(io.BytesIO((tmp_path / "table.pwtable").read_bytes()))
    [again] = run("achieved", frame, dict(room.present.options)).tables
    assert [row.cells for row in again.rows] == [row.cells for row in shown.rows]


def test_the_shown_python_names_the_options(room: AnalysisWorkspace, window: MainWindow, calm: Calm) -> None:
    set_by_sex(room, calm)
    window.table.run("analysis.take.python")
    text = room.centre.python.code.toPlainText()
    assert "run('set', frame, options)" in text
    assert named(room, "protection_concerns").id in text
    room.centre.python.copy()
    assert QGuiApplication.clipboard().text() == text
    window.table.run("analysis.take.why")
    assert room.centre.why.isVisible()
    assert room.outcome is not None
    assert room.centre.why.sentence.text() == render(room.outcome.result.why, "en")


def test_the_plan_is_imported_run_and_exported(
    room: AnalysisWorkspace, window: MainWindow, calm: Calm, ask: Ask, tmp_path: Path
) -> None:
    before = len(ask(saved_analyses))
    room.import_plan(sample_files.PLAN)
    calm()
    planned = ask(lambda project: saved_analyses(project, plan_only=True))
    assert len(planned) == 2 * before
    assert str(2 * before) in room.left.plan_rows.text()
    window.table.run("analysis.plan.run")
    calm()
    assert set(room.plan_results) == {one.id for one in planned}
    assert room.left.plan_state.isVisible()
    room.write_plan(tmp_path / "tables.xlsx")
    calm()
    assert (tmp_path / "tables.xlsx").stat().st_size > 5000
    window.table.run("edit.undo")
    calm()
    assert len(ask(saved_analyses)) == before


def test_a_plan_that_names_what_is_not_there_changes_nothing(
    room: AnalysisWorkspace, window: MainWindow, calm: Calm, ask: Ask, tmp_path: Path
) -> None:
    before = ask(saved_analyses)
    wrong = tmp_path / "plan.csv"
    wrong.write_text("analysis,variable\nproportions,no_such_question\n", encoding="utf-8")
    room.import_plan(wrong)
    calm()
    assert "no_such_question" in window.strip.label.text()
    assert ask(saved_analyses) == before


def test_order_copies_and_deletion(room: AnalysisWorkspace, window: MainWindow, calm: Calm, ask: Ask) -> None:
    names = [one.id for one in ask(saved_analyses)]
    assert room.present is not None
    assert room.present.saved == names[0]
    window.table.run("analysis.one.down")
    calm()
    assert [one.id for one in ask(saved_analyses)][:2] == [names[1], names[0]]
    window.table.run("analysis.one.up")
    calm()
    assert [one.id for one in ask(saved_analyses)] == names
    window.table.run("analysis.one.duplicate")
    calm()
    twins = ask(saved_analyses)
    assert twins[0].options == twins[1].options
    assert room.present.saved == twins[1].id
    window.table.run("analysis.one.delete")
    calm()
    assert [one.id for one in ask(saved_analyses)] == names
    assert room.present.saved in names
    assert room.outcome is not None


def test_other_rooms_open_a_variable(room: AnalysisWorkspace, window: MainWindow, calm: Calm) -> None:
    window.show_room("history")
    concerns = named(room, "protection_concerns")
    room.analyse_variable(main_table(room).id, concerns.id)
    calm()
    assert window.front is room
    assert room.present is not None
    assert (room.present.declaration, room.present.options["variable"]) == ("set", concerns.id)
    found: list[Any] = []
    room.look_for("coping strateg", found.extend)
    assert len(found) == 1
    found[0].show()
    calm()
    assert room.present.declaration == "means"


def test_another_design_gives_other_intervals(room: AnalysisWorkspace, window: MainWindow, calm: Calm) -> None:
    set_by_sex(room, calm)
    before = printed(room)
    room.right.design.open_editor()
    room.right.design._fields["cluster"].choose(None)
    room.right.design._fields["weight"].choose(None)
    room.right.design.take()
    calm()
    assert main_table(room).design == DesignRoles(strata=main_table(room).design.strata)
    assert printed(room) != before
    window.table.run("edit.undo")
    calm()
    assert printed(room) == before


def test_inference_is_asked_for_where_rows_are_no_sample(
    room: AnalysisWorkspace, window: MainWindow, calm: Calm
) -> None:
    table = main_table(room).id
    window.session.do(set_how(table, How.PURPOSIVE))
    calm()
    set_by_sex(room, calm)
    assert room.right.form.field("inference_reason").isVisible()
    assert all(cell.low is None for row in room.outcome.tables[0].rows for cell in row.cells)  # type: ignore[union-attr]
    room.set_option("inference", "on")
    calm()
    assert room.centre.sentence.isVisible()
    assert room.right.form._rows["inference_reason"].isVisible()
    room.set_option("inference_reason", "every fifth tent was visited")
    calm()
    assert "every fifth tent" in room.centre.blocks[0].notes.text()


def test_a_reason_typed_once_prints_intervals_for_a_purposive_selection(
    room: AnalysisWorkspace, window: MainWindow, calm: Calm
) -> None:
    window.session.do(set_how(main_table(room).id, How.PURPOSIVE))
    calm()
    room.begin("proportions", {"variable": named(room, "safe_at_night").id})
    calm()
    assert room.outcome is not None
    assert all(cell.low is None for row in room.outcome.tables[0].rows for cell in row.cells)
    reason = room.right.form.field("inference_reason")
    assert reason.isVisible()
    QTest.keyClicks(reason, "Drawn from the camp's list")
    QTest.keyClick(reason, Qt.Key.Key_Return)
    calm()
    assert all(cell.low is not None for row in room.outcome.tables[0].rows for cell in row.cells)
    assert "Drawn from the camp's list" in room.centre.blocks[0].notes.text()


def test_options_seldom_changed_are_one_step_away_and_shown_once_set(room: AnalysisWorkspace, calm: Calm) -> None:
    room.begin("proportions", {"variable": named(room, "safe_at_night").id})
    calm()
    form = room.right.form
    assert not form.field("level").isVisible()
    form.more.click()
    assert form.field("level").isVisible()
    form.more.click()
    assert not form.field("level").isVisible()
    room.set_option("level", 0.9)
    calm()
    assert form.field("level").isVisible()


def test_groups_are_crossed_and_their_differences_shown(room: AnalysisWorkspace, calm: Calm) -> None:
    names = {name: named(room, name).id for name in ("safe_at_night", "head_sex", "site")}
    room.begin("proportions", {"variable": names["safe_at_night"], "by": names["head_sex"]})
    calm()
    room.set_option("also_by", [names["site"]])
    room.set_option("contrasts", "first")
    calm()
    assert room.outcome is not None
    assert len(room.outcome.tables[0].columns) == 7
    assert room.centre.blocks[1].isVisible()
    assert any("−" in render(row.label, "en") for row in room.outcome.tables[1].rows)


def test_a_long_analysis_shows_that_it_works_and_stops(
    room: AnalysisWorkspace, window: MainWindow, calm: Calm, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An analysis that ends only when it is asked to: what it was asked is counted."""
    asked: list[bool] = []
    running = threading.Event()

    def endless(_name: str, _study: Any, _options: Any, progress: Any) -> Any:
        running.set()
        while True:
            asked.append(progress.stop_requested())
            if asked[-1]:
                raise Stopped
            time.sleep(0.001)

    with monkeypatch.context() as patch:
        patch.setattr("workbench.analysis.computing.run", endless)
        room.begin("means", {"variable": named(room, "head_age").id})
        qtbot.waitUntil(lambda: room.centre.busy.stop.isVisible(), timeout=10000)
        assert running.is_set()
        assert room.is_computing()
        QTest.mouseClick(room.centre.busy.stop, Qt.MouseButton.LeftButton)
        calm()
    assert asked.count(True) == 1  # heard at the next step, and nothing ran after it
    assert room.outcome is None
    assert not room.centre.busy.stop.isVisible()
    assert not any(block.isVisible() for block in room.centre.blocks)
    QTest.mouseClick(room.centre.busy.again, Qt.MouseButton.LeftButton)
    calm()
    assert room.outcome is not None
    assert not room.centre.busy.isVisible()


def test_after_a_change_of_the_data_one_sees_what_moved(
    room: AnalysisWorkspace, window: MainWindow, calm: Calm, ask: Ask
) -> None:
    safe = named(room, "safe_at_night")
    room.begin("proportions", {"variable": safe.id})
    calm()
    assert room.outcome is not None
    before = [row.cells[0].n for row in room.outcome.tables[0].rows]
    window.table.run("analysis.plan.run")
    calm()
    assert not room.plan_has_changed()
    table = main_table(room).id
    frame = ask(lambda project: load_frame(project, table, [safe.id]))
    first, last = safe.choices[0].id, safe.choices[4].id
    rows = [int(name) for name, answer in zip(frame.row_ids, frame.data[safe.id], strict=True) if answer == first][:40]
    edits = ask(lambda project: change_cells(project, [CellChange(table, row, safe.id, Cell(last)) for row in rows]))
    window.session.do(edits)
    calm()
    after = [row.cells[0].n for row in room.outcome.tables[0].rows]
    assert (after[0], after[4]) == (before[0] - 40, before[4] + 40)  # type: ignore[operator]
    note = room.centre.changed
    assert note.isVisible()
    assert "of 5 figures moved" in note.sentence.text()
    assert not note.table.isVisible()
    note.more.click()
    assert note.table.isVisible()
    grid = note.table.sheet.grid_
    assert grid is not None
    assert {render(line.row.label, "en") for line in grid.rows} >= {render(safe.choices[0].labels, "en")}

    window.table.run("analysis.plan.run")
    calm()
    assert room.plan_has_changed()
    assert "figures moved" in room.left.plan_state.text()
    window.table.run("analysis.plan.changed")
    assert note.isVisible()
    assert note.table.isVisible()
    room.begin("means")
    calm()
    assert not note.isVisible()


def test_every_table_of_a_result_goes_to_the_report(
    room: AnalysisWorkspace, window: MainWindow, calm: Calm, ask: Ask
) -> None:
    names = {name: named(room, name).id for name in ("safe_at_night", "head_sex")}
    options = {"variable": names["safe_at_night"], "by": names["head_sex"], "contrasts": "first"}
    room.begin("proportions", options)
    calm()
    window.table.run("analysis.keep.report")
    calm()
    blocks = ask(report_blocks)
    assert [(block.kind, block.content.get("table", 0)) for block in blocks] == [
        ("figure", 0),
        ("table", 0),
        ("table", 1),
    ]
    assert room.outcome is not None
    report = ask(compose_report)
    tables = [block.table.title for block in report.blocks if isinstance(block, TableBlock)]
    assert tables == [table.title for table in room.outcome.result.tables]
