# SPDX-License-Identifier: MIT
"""A sample is planned, drawn, handed to the field, weighed and followed, as a person does it in the window."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QFontMetrics, QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from analysis.records import DataTable
from analysis.survey.calibration.frame_sheet import Sheet
from projects.datasets.table.frames import load_frame
from projects.sampling.saved_sampling import kept_draw, kept_sheet
from projects.sampling.sheet_files import read_sheet_file
from projects.stored_tables.stored_table import data_table
from wording import render
from workbench.data.view import DataWorkspace
from workbench.sampling import actions as sampling_actions
from workbench.sampling.panes.sheet_grid import SheetGrid
from workbench.sampling.view import SamplingWorkspace
from workbench.shell.window import MainWindow

Calm = Callable[[], None]


def type_line(grid: SheetGrid, row: int, *cells: object) -> None:
    """Type a line cell by cell."""
    for column, cell in enumerate(cells):
        if cell is not None:
            grid.sheet.setData(grid.sheet.index(row, column), str(cell))


def read(room: SamplingWorkspace, calm: Calm, work: Callable[[Any], Any]) -> Any:
    """Something of the project."""
    found: list[Any] = []
    room.session.ask(work, found.append, owner=room)
    calm()
    return found[0]


def test_one_population_then_strata_live(room: SamplingWorkspace, qtbot: QtBot) -> None:
    room.steps.go("size")
    form = room.pages.size_form
    form.numbers["deff"].setText("1")
    form.numbers["response"].setText("100")
    form.numbers["response"].changed.emit()
    assert "385" in [fact.value for fact in room.pages.sizing.steps][-1]
    form.numbers["population_size"].clear()
    qtbot.keyClicks(form.numbers["population_size"], "5000")
    assert [fact.value for fact in room.pages.sizing.steps][-1] == "357"
    assert "357 households are to be selected of 5,000" in room.pages.sizing.sentence.text()
    type_line(room.pages.sizing.grid, 0, "North", "9 000", "90")
    type_line(room.pages.sizing.grid, 1, "South", "1,000", "10")
    assert [line["select"] for line in room.pages.sizing.grid.sheet.results] == [372.0, 120.0]  # whole clusters of 12
    [missed] = room.pages.sizing.missed.texts()  # ten clusters of 12 are all that South has
    assert missed.startswith("1 stratum does not reach the precision asked for, ± 5 percentage points: South (±")
    form.allocation.setCurrentIndex(1)
    form.allocation.activated.emit(1)
    assert room.pages.sizing.missed.isVisible()
    [missed] = room.pages.sizing.missed.texts()
    assert missed.startswith("2 strata do not reach the precision asked for, ± 5 percentage points: North (±")
    north, south = (line["select"] for line in room.pages.sizing.grid.sheet.results)
    assert north / south == pytest.approx(9, rel=0.25)
    room.pages.sizing.copy()
    assert "in 2 strata" in QGuiApplication.clipboard().text()
    form.numbers["precision"].setText("nonsense")
    form.numbers["precision"].changed.emit()
    assert room.pages.sizing.problem.isVisible()
    assert not room.acts.can_keep_plan()


def test_a_comparison_is_planned_by_its_power(room: SamplingWorkspace, window: MainWindow, calm: Calm) -> None:
    room.steps.go("size")
    room.pages.size_form.aim.setCurrentIndex(1)
    room.pages.size_form.aim.activated.emit(1)
    calm()
    assert room.pages.power.isVisible()
    assert not room.pages.sizing.isVisible()
    # power.t.test(delta=0.5, sd=1, power=.8): n = 63.76576 per group
    assert "With 64 rows in the first group and 128 in all" in room.pages.power.sentence.text()
    form = room.pages.power_form
    assert form.rows["sd"].isVisible()
    assert not form.rows["groups"].isVisible()
    assert not form.rows["size"].isVisible()
    form.fields["test"].choose("two_shares")
    form.fields["test"].chosen.emit("two_shares")
    form.fields["share_second"].setText("70")
    form.fields["share_second"].changed.emit()
    calm()  # power.prop.test(p1=.5, p2=.7, power=.8): n = 92.99884
    assert "With 93 rows in the first group and 186 in all" in room.pages.power.sentence.text()
    assert [row.id for row in room.pages.power.planned.answer.rows] == ["size", "second", "total", "effect", "power"]
    assert room.pages.power.curve.isVisible()
    assert room.pages.power.chart.isVisible()
    room.pages.power.copy()
    assert "the difference between percentages of 50% and 70%" in QGuiApplication.clipboard().text()
    kept = room.where()
    form.fields["share_second"].setText("50")
    form.fields["share_second"].changed.emit()
    calm()
    assert room.pages.power.problem.isVisible()
    assert not room.pages.power.answer.isVisible()
    room.steps.aim_at("precision")
    assert room.pages.sizing.isVisible()
    assert room.pages.size_form.aim.value() == "precision"
    window.table.run("sampling.go.power")
    assert room.pages.power_form.aim.value() == "power"
    room.steps.aim_at("precision")
    room.return_to(kept)
    calm()
    assert room.pages.power.isVisible()
    assert "93 rows" in room.pages.power.sentence.text()
    window.set_language("fr")
    calm()
    assert "93 lignes" in room.pages.power.sentence.text()


def test_strata_are_pasted_from_a_spreadsheet(room: SamplingWorkspace) -> None:
    QGuiApplication.clipboard().setText("A\t4000\t80\nB\t900\t20\n")
    grid = room.pages.sizing.grid
    grid.setCurrentIndex(grid.sheet.index(0, 0))
    grid.paste()
    assert room.pages.sizing.strata() == {"A": [4000.0, 80.0], "B": [900.0, 20.0]}
    grid.setCurrentIndex(grid.sheet.index(0, 0))
    grid.remove_lines()
    assert list(room.pages.sizing.strata()) == ["B"]
    assert not grid.sheet.setData(grid.sheet.index(0, 1), "many")
    assert grid.sheet.flags(grid.sheet.index(0, 4)) & Qt.ItemFlag.ItemIsEditable == Qt.ItemFlag(0)
    assert grid.sheet.rowCount(QModelIndex()) == 2


def test_a_draw_is_kept_repeated_and_undone(
    room: SamplingWorkspace, window: MainWindow, calm: Calm, tmp_path: Path
) -> None:
    file = tmp_path / "list.csv"
    lines = [
        f"{site},{site[0]}{at},{900 if at == 3 else 40 + 3 * at}" for site in ("North", "South") for at in range(30)
    ]
    file.write_text("stratum,cluster,households\n" + "\n".join(lines), encoding="utf-8")
    room.pages.size_form.numbers["precision"].set_value(0.1)
    room.acts.read_list(file)
    calm()
    room.steps.go("draw")
    assert [fact.value.args["listed"] for fact in room.pages.draw_form.counts] == [30, 30]
    room.pages.draw_form.seed.set_value(77)
    room.pages.draw_form.replacements.set_value(2)
    window.table.run("sampling.draw.draw")
    calm()
    first = read(room, calm, kept_sheet)
    assert read(room, calm, kept_draw).seed == 77
    assert len([line for line in first.clusters if line.replacement]) == 4
    room.pages.drawing.only.setChecked(True)
    assert room.pages.drawing.model.rowCount() == len(first.clusters)
    assert "Seed 77" in room.pages.drawing.notes.text()
    assert "not as strata of their own" in room.pages.drawing.notes.text()
    taken = [row.households_selected for row in first.strata]
    room.steps.go("size")
    planned = [line["select"] for line in room.pages.sizing.grid.sheet.results]
    assert planned == taken, "whole households in each cluster: the plan shows those that were drawn"
    assert f"{sum(taken):,.0f} households" in room.pages.sizing.sentence.text()
    assert taken != [156, 156]
    room.steps.go("draw")
    window.table.run("sampling.draw.draw")
    calm()
    assert read(room, calm, kept_sheet) == first
    room.acts.export_sheet(tmp_path / "sheet.xlsx")
    calm()
    assert read_sheet_file(tmp_path / "sheet.xlsx") == first
    for _ in range(2):
        room.session.undo()
        calm()
    assert read(room, calm, kept_sheet) is None
    room.pages.draw_form.replacements.setText("-1")
    room.acts.draw()
    assert room.pages.draw_form.problem.isVisible()


def weights_sheet(tmp_path: Path, third: str = "Site C") -> Path:
    path = tmp_path / "filled.csv"
    rows = ("Site A,4180,62,pps,16,260", "Site B,2640,41,pps,14,250", f"{third},1120,18,pps,10,200")
    head = "stratum,households in frame,clusters in frame,selection,clusters selected,households selected"
    path.write_text("\n".join((head, *rows)), encoding="utf-8")
    return path


def households(project: Any) -> DataTable:
    return data_table(project, "t1")


def test_a_filled_sheet_becomes_weights_in_one_step(
    room: SamplingWorkspace, window: MainWindow, calm: Calm, tmp_path: Path
) -> None:
    before = read(room, calm, households)
    room.steps.go("weights")
    room.acts.read_sheet(weights_sheet(tmp_path))
    calm()
    assert "3 of 3 strata" in room.pages.weights_form.names.text()
    shown = [room.pages.weights.model.row_at(room.pages.weights.model.index(row, 0)) for row in range(3)]
    assert [round(one.total) for one in shown] == [4180, 2640, 1120]
    assert room.pages.weights_form.spread.value.startswith("1 : ")
    window.table.run("sampling.weights.add")
    calm()
    after = read(room, calm, households)
    assert len(after.variables) == len(before.variables) + 3
    assert after.design.weight not in (None, before.design.weight)
    weight = read(room, calm, lambda project: load_frame(project, "t1", []).design.weight)
    assert weight.sum() == pytest.approx(4180 + 2640 + 1120)
    data = window.rooms["data"]
    assert isinstance(data, DataWorkspace)
    data.acts.inspector_actions.show("t1", after.design.weight)
    calm()
    said = " ".join(label.text() for label in data.right.inspector.findChildren(type(room.kept)))
    assert "(4180 / 260) × (260 / " in said
    room.session.undo()
    calm()
    assert read(room, calm, households) == before


@pytest.mark.parametrize(
    ("act", "function"),
    [("read_strata", "read_clusters_file"), ("read_list", "read_clusters_file"), ("read_sheet", "read_sheet_file")],
)
def test_files_are_read_off_the_window(
    room: SamplingWorkspace, calm: Calm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, act: str, function: str
) -> None:
    file = tmp_path / "sheet.csv"
    file.write_text("stratum,cluster,households in frame,households selected\nNorth,N1,40,5\n", encoding="utf-8")
    read, threads = getattr(sampling_actions, function), []

    def watched(path: Path) -> object:
        threads.append(threading.get_ident())
        return read(path)

    monkeypatch.setattr(sampling_actions, function, watched)
    said: list[str] = []
    room.session.problem.connect(lambda message: said.append(message.key))
    getattr(room.acts, act)(file)
    calm()
    getattr(room.acts, act)(tmp_path / "absent.csv")
    calm()
    assert len(threads) == 2
    assert threading.get_ident() not in threads
    assert said[-1] == "sampling.no_file"


def test_names_that_do_not_match_are_said_and_mended_in_the_table(
    room: SamplingWorkspace, calm: Calm, tmp_path: Path
) -> None:
    room.steps.go("weights")
    room.acts.read_sheet(weights_sheet(tmp_path, third="Camp C"))
    calm()
    said = " ".join(room.pages.weights_form.findings.texts())
    assert "site_c" in said
    assert "Camp C" in said
    type_line(room.pages.weights.strata, 2, "site c")
    calm()
    assert room.pages.weights_form.findings.texts() == []
    type_line(room.pages.weights.strata, 2, None, "5")  # fewer households than were selected
    calm()
    assert room.pages.weights.problem.isVisible()
    assert not room.acts.can_add_weights()


def test_what_was_achieved_against_the_sheet(
    room: SamplingWorkspace, window: MainWindow, calm: Calm, tmp_path: Path
) -> None:
    room.steps.go("weights")
    room.acts.read_sheet(weights_sheet(tmp_path))
    calm()
    window.table.run("sampling.sheet.keep")
    calm()
    room.steps.go("achieved")
    calm()
    assert room.state.outcome is not None
    table = room.state.outcome.tables[0]
    assert [row.cells[1].estimate for row in table.rows[:3]] == [260, 250, 200]
    assert [column.id for column in table.columns] == ["achieved", "target", "share", "short", "refused"]
    assert table.rows[-1].cells[4].estimate == 7  # visits without consent
    room.pages.achieved_form.each.setText("40")
    by = room.pages.achieved_form.by
    by.turn()
    assert by.picker is not None
    QTest.keyClicks(by.picker.search, "Day")
    QTest.keyClick(by.picker.search, Qt.Key.Key_Return)
    assert by.button.whole().startswith("Day")
    calm()
    days = room.state.outcome.tables[0].rows
    assert all(row.cells[1].estimate == 40 for row in days[:-1])
    assert room.acts.can_analyse()
    room.acts.analyse()
    calm()
    analysis = window.rooms["analysis"]
    assert analysis.state.current.declaration == "achieved"
    assert analysis.state.outcome is not None
    assert analysis.state.outcome.tables[0].rows == days


def test_no_heading_is_cut_within_a_word(room: SamplingWorkspace, window: MainWindow, calm: Calm) -> None:
    """At 910 × 512 in French a column was headed “À électionner”, and a cell said “selo…ille”."""
    window.set_language("fr")
    room.steps.go("size")
    calm()
    (sheet,) = room.pages.centre.currentWidget().findChildren(SheetGrid)
    assert sheet.horizontalScrollBar().maximum() == 0, "at 1366 × 768 all seven columns are in sight"
    window.resize(910, 512)
    for step in ("size", "weights"):
        room.steps.go(step)
        calm()
        for grid in room.pages.centre.currentWidget().findChildren(SheetGrid):
            header, metrics = grid.horizontalHeader(), QFontMetrics(grid.horizontalHeader().font())
            for at, field in enumerate(grid.sheet.fields):
                head = str(grid.sheet.headerData(at, Qt.Orientation.Horizontal))
                words = [*head.split(), *(render(text, "fr") for _key, text in field.choices)]
                longest = max(metrics.horizontalAdvance(word) for word in words)
                assert header.sectionSize(at) >= longest + 16, (head, words)


def test_everything_speaks_french(room: SamplingWorkspace, window: MainWindow, calm: Calm) -> None:
    window.set_language("fr")
    calm()
    assert room.pages.size_form.numbers["deff"].text() == "1,5"
    assert "ménages sont à sélectionner" in room.pages.sizing.sentence.text()


def test_what_was_typed_is_there_again_after_a_lock(room: SamplingWorkspace, window: MainWindow, calm: Calm) -> None:
    type_line(room.pages.sizing.grid, 0, "North", "9000", "90")
    room.steps.go("weights")
    type_line(room.pages.weights.strata, 0, "Site A", "500")
    kept = room.where()
    room.pages.weights.show_sheet(Sheet())
    room.pages.sizing.show_strata({})
    room.steps.go("draw")
    room.return_to(kept)
    assert room.state.step == "weights"
    assert room.pages.sizing.strata() == {"North": [9000.0, 90.0]}
    assert room.pages.weights.strata.sheet.lines == [{"stratum": "Site A", "households_in_frame": 500.0}]
    room.return_to({})
    assert room.state.step == "weights"
