# SPDX-License-Identifier: MIT
"""Results kept, added to the report, copied, exported and planned in the Analysis room."""

from __future__ import annotations

import io
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from analysis.analyses import run
from analysis.exported import read_frame
from analysis.masking import Destination
from analysis.records import Role
from analysis.report import TableBlock
from analysis.result_tables import TableSpec
from analysis.tables.cell_text import cell_text
from analysis.tables.layout import print_columns
from projects.datasets.table.roles import set_role
from projects.export_gate import withhold_in_tables
from projects.pages.report_composition import compose_report
from projects.results.saved_results import report_blocks, saved_analyses
from tests.workbench.analysis.user_actions import Ask, Calm, main_table, named, set_by_sex
from wording import render
from workbench import sample_files
from workbench.analysis.actions import export
from workbench.analysis.view import AnalysisWorkspace
from workbench.clearance_form import ClearanceDialog
from workbench.shell.window import MainWindow


def test_the_copy_is_what_is_shown(room: AnalysisWorkspace, calm: Calm, ask: Ask) -> None:
    options = {"variable": named(room, "offer_source").id, "by": named(room, "site").id}
    ask(lambda project: project.do(set_role("t1", options["variable"], Role.SENSITIVE)) and None)
    calm()
    room.acts.front.begin("proportions", options)
    calm()
    assert room.state.outcome is not None
    assert room.state.outcome.withheld, "a partner gets less"
    whole = copied(room, calm)
    assert set(printed(room.state.outcome.tables[0])) <= set(whole)
    assert ask(lambda project: project.history(1))[0].kind == "export.copied"
    room.right.seen_as.choose("partner")
    room.right.seen_as.chosen.emit("partner")
    calm()
    left, _ = ask(lambda project: withhold_in_tables(project, room.state.outcome.result.tables, Destination.PARTNER))  # type: ignore[union-attr]
    assert set(printed(left[0])) <= set(copied(room, calm)), "seen as a partner, copied so"
    assert set(printed(left[0])) - set(whole)


def printed(table: TableSpec) -> list[str]:
    """The rows of a table as lines of text."""
    columns = print_columns(table)
    cells = [[cell_text(row.cells[one.position], one.part, "en") for one in columns] for row in table.rows]
    return ["\t".join([render(row.label, "en"), *line]) for row, line in zip(table.rows, cells, strict=True)]


def copied(room: AnalysisWorkspace, calm: Calm) -> list[str]:
    """The lines on the clipboard after Ctrl+C."""
    QTest.keyClick(room.centre.blocks[0].table.sheet, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    calm()
    data = QGuiApplication.clipboard().mimeData()
    assert "<table>" in data.html()
    return data.text().split("\n")


def test_files_leave_through_the_gate(room: AnalysisWorkspace, calm: Calm, ask: Ask, tmp_path: Path) -> None:
    set_by_sex(room, calm)
    room.acts.exports.write_table(tmp_path / "table.html")
    room.acts.exports.draw_figure(tmp_path / "figure.svg")
    room.acts.exports.write_frame(tmp_path / "table.pwtable")
    calm()
    assert b"Fictitious" in (tmp_path / "table.html").read_bytes()
    assert (tmp_path / "figure.svg").stat().st_size > 1000
    kinds = {line.kind for line in ask(lambda project: project.history(5))}
    assert {"export.tables", "export.figure", "export.frame"} <= kinds
    frame = read_frame(io.BytesIO((tmp_path / "table.pwtable").read_bytes()))
    assert room.state.current is not None
    assert room.state.outcome is not None
    again = run("set", frame, dict(room.state.current.options))
    cells = [row.cells for row in again.tables[0].rows]
    assert cells == [row.cells for row in room.state.outcome.result.tables[0].rows]


def test_whoever_exports_is_asked_for_whom_and_who_cleared_what_the_public_gets(
    room: AnalysisWorkspace, window: MainWindow, calm: Calm, ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.table.run("analysis.plan.run")
    calm()
    set_by_sex(room, calm)
    for asks, file in (("table", "table.html"), ("figure", "figure.svg"), ("plan", "tables.xlsx")):
        path = tmp_path / file
        monkeypatch.setattr(export, "ask_file", lambda *asked, to=path: asked[-1](to))
        getattr(room.acts.exports, f"export_{asks}")()
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        menu.actions()[2].trigger()
        menu.close()
        calm()
        assert not path.exists(), "nothing leaves before somebody clears it"
        form = room.findChildren(ClearanceDialog)[-1]
        form.purpose.setText(asks)
        form.audience.setText("journalists")
        form.go_on.click()
        calm()
        assert path.exists()
        lines = [render(line.message, "en") for line in ask(lambda project: project.history(2))]
        assert [line for line in lines if f"purpose: {asks}; audience: journalists" in line]
        assert [line for line in lines if file in line and "to the public" in line]


def test_the_rows_of_an_achieved_sample_leave_with_its_refusals(
    room: AnalysisWorkspace, calm: Calm, tmp_path: Path
) -> None:
    room.acts.front.begin("achieved", {"variable": named(room, "site").id, "target_each": 230}, main_table(room).id)
    calm()
    room.acts.exports.write_frame(tmp_path / "table.pwtable")
    calm()
    assert room.state.current is not None
    assert room.state.outcome is not None
    shown = room.state.outcome.result.tables[0]
    assert "refused" in {column.id for column in shown.columns}
    frame = read_frame(io.BytesIO((tmp_path / "table.pwtable").read_bytes()))
    [again] = run("achieved", frame, dict(room.state.current.options)).tables
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
    assert room.state.outcome is not None
    assert room.centre.why.sentence.text() == render(room.state.outcome.result.why, "en")


def test_the_plan_is_imported_run_and_exported(
    room: AnalysisWorkspace, window: MainWindow, calm: Calm, ask: Ask, tmp_path: Path
) -> None:
    before = len(ask(saved_analyses))
    room.acts.plan.import_file(sample_files.PLAN)
    calm()
    planned = ask(lambda project: saved_analyses(project, plan_only=True))
    assert len(planned) == 2 * before
    assert str(2 * before) in room.left.plan_rows.text()
    window.table.run("analysis.plan.run")
    calm()
    assert set(room.state.plan_results) == {one.id for one in planned}
    assert room.left.plan_state.isVisible()
    room.acts.exports.write_plan(tmp_path / "tables.xlsx")
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
    room.acts.plan.import_file(wrong)
    calm()
    assert "no_such_question" in window.strip.label.text()
    assert ask(saved_analyses) == before


def test_lines_of_a_plan_that_cannot_be_done_are_told_and_the_others_added(
    room: AnalysisWorkspace, calm: Calm, ask: Ask, tmp_path: Path
) -> None:
    before = len(ask(saved_analyses))
    plan = tmp_path / "plan.csv"
    plan.write_text(
        "analysis,variable,level\nproportions,no_such_question,\nproportions,safe_at_night,\n"
        "proportions,safe_at_night,much\n",
        encoding="utf-8",
    )
    room.acts.plan.import_file(plan)
    calm()
    assert len(ask(saved_analyses)) == before + 1
    told = room.left.plan_state.text()
    assert room.left.plan_state.isVisible()
    assert "2 lines" in told
    assert "line 2: column “variable”: there is no “no_such_question”" in told
    assert "line 4: level, decimals" in told


def test_order_copies_and_deletion(room: AnalysisWorkspace, window: MainWindow, calm: Calm, ask: Ask) -> None:
    names = [one.id for one in ask(saved_analyses)]
    assert room.state.current is not None
    assert room.state.current.saved == names[0]
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
    assert room.state.current.saved == twins[1].id
    window.table.run("analysis.one.delete")
    calm()
    assert [one.id for one in ask(saved_analyses)] == names
    assert room.state.current.saved in names
    assert room.state.outcome is not None


def test_every_table_of_a_result_goes_to_the_report(
    room: AnalysisWorkspace, window: MainWindow, calm: Calm, ask: Ask
) -> None:
    names = {name: named(room, name).id for name in ("safe_at_night", "head_sex")}
    options = {"variable": names["safe_at_night"], "by": names["head_sex"], "contrasts": "first"}
    room.acts.front.begin("proportions", options)
    calm()
    window.table.run("analysis.keep.report")
    calm()
    blocks = ask(report_blocks)
    assert [(block.kind, block.content.get("table", 0)) for block in blocks] == [
        ("figure", 0),
        ("table", 0),
        ("table", 1),
    ]
    assert room.state.outcome is not None
    report = ask(compose_report)
    tables = [block.table.title for block in report.blocks if isinstance(block, TableBlock)]
    assert tables == [table.title for table in room.state.outcome.result.tables]


def test_a_new_analysis_asks_about_one_that_is_not_kept(room: AnalysisWorkspace, calm: Calm) -> None:
    table = main_table(room)
    room.acts.front.begin("proportions", {"variable": table.named("safe_at_night").id})
    calm()
    draft, before = room.state.current, len(room.state.saved)
    room.acts.new_analysis.new("means")
    question = room.acts.new_analysis.question
    assert question.isVisible()
    assert room.state.current is draft, "nothing is begun before it is decided"
    begun = room.unkept()
    assert begun is not None
    assert begun.title == room.state.current_title(), "whoever closes the project is asked about the same"
    keep, drop, cancel = question.buttons
    cancel.click()
    assert not question.isVisible()
    assert room.state.current is draft
    room.acts.new_analysis.new("means")
    question.buttons[0].click()
    calm()
    assert len(room.state.saved) == before + 1
    assert room.state.current is not None
    assert room.state.current.declaration == "means"
    assert room.unkept() is None
    room.acts.new_analysis.new("describe")
    assert not question.isVisible(), "an empty draft is not asked about"
    assert room.state.current.declaration == "describe"
    room.acts.front.set_option("variable", table.named("head_age").id)
    calm()
    room.acts.new_analysis.new("means")
    question.buttons[1].click()
    calm()
    assert len(room.state.saved) == before + 1
    assert room.state.current.declaration == "means"


def test_a_new_analysis_starts_on_the_table_in_front(
    room: AnalysisWorkspace, calm: Calm, monkeypatch: pytest.MonkeyPatch
) -> None:
    members = next(table for table in room.state.tables.values() if table.parent is not None)
    data = SimpleNamespace(table_in_front=lambda: members.id)
    monkeypatch.setitem(room.window().rooms, "data", data)  # type: ignore[attr-defined]
    room.shown()
    room.acts.new_analysis.new("proportions")
    assert room.state.current is not None
    assert room.state.current.table == members.id
    room.state.draft = None
    room.acts.front.show_saved(next(one.id for one in room.state.saved if one.data_table != members.id))
    room.left.chosen.emit(room.state.current.saved)
    room.shown()
    room.acts.new_analysis.new("proportions")
    assert room.state.current.table != members.id, "the result in front was turned to last"
    monkeypatch.delitem(room.window().rooms, "data")  # type: ignore[attr-defined]
