# SPDX-License-Identifier: MIT
"""Stories of the cleaning log: narrowed, of one cell, as a file, undone."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import openpyxl

from projects.stored_tables.cells import DatasetCell
from tests.workbench.data.test_change_story import log, variable
from tests.workbench.data.test_many_cells_story import store
from workbench.data.view import DataWorkspace
from workbench.shell.window import MainWindow

Calm = Callable[[], None]


def test_the_log_is_narrowed_by_table_variable_person_and_day_and_leaves_as_a_sheet(
    room: DataWorkspace, calm: Calm, window: MainWindow, tmp_path: Path
) -> None:
    for name, new in (("head_age", DatasetCell(77.0)), ("household_size", DatasetCell(9.0))):
        room.acts.cell_editing.propose(0, variable(room, name), new)
        calm()
        store(room, f"reason for {name}", calm)
    room.acts.cell_editing.propose(1, variable(room, "head_age"), DatasetCell(78.0))
    calm()
    store(room, "=HYPERLINK(1)", calm)
    room.middle.show_log()
    calm()
    filters, model = room.middle.log.filters, room.middle.log.model
    assert model.rowCount() == 3
    filters.table.choose(room.state.table_id)
    filters._table_chosen()
    calm()
    filters.variable.choose(variable(room, "head_age"))
    room.middle.log.read()
    calm()
    assert [line.edit.row_id for line in model.rows] == [2, 1]
    filters.until.setText("2020-01-01")
    room.middle.log.read()
    calm()
    assert model.rowCount() == 0
    assert "filters" in room.middle.log.note.text()
    filters.until.setText("soon")
    room.middle.log.read()
    calm()
    assert room.middle.log.problem.isVisible(), "said where it was typed"
    assert "date" in room.middle.log.problem.text()
    assert not window.strip.isVisible()
    filters.until.setText("")
    filters.who.choose("AB")
    room.middle.log.read()
    calm()
    assert model.rowCount() == 2
    room.middle.log.write(tmp_path / "log.csv")
    calm()
    with (tmp_path / "log.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [(row["Variable"], row["New value"], row["Person"]) for row in rows] == [
        ("head_age", "77", "AB"),
        ("head_age", "78", "AB"),
    ]
    assert rows[1]["Reason"] == "'=HYPERLINK(1)", "no formula leaves"
    room.middle.log.write(tmp_path / "log.xlsx")
    calm()
    sheet = openpyxl.load_workbook(tmp_path / "log.xlsx").worksheets[0]
    assert [cell.value for cell in sheet["F"]] == ["Variable", "head_age", "head_age"]
    room.acts.cell_editing.show_log(0, variable(room, "head_age"))
    calm()
    assert [line.edit.why for line in model.rows] == ["reason for head_age"]
    filters.chip.click()
    calm()
    assert model.rowCount() == 2
    room.middle.log.table.selectAll()
    room.middle.log.back.click()
    calm()
    assert [line.undone for line in log(room, calm)] == [True, False, True]
    window.table.run("edit.undo")
    calm()
    assert not any(line.undone for line in log(room, calm))


def test_a_log_without_a_line_says_how_one_comes_and_leads_back(room: DataWorkspace, calm: Calm) -> None:
    room.middle.show_log()
    calm()
    assert room.middle.log.nothing.isVisible()
    assert not room.middle.log.table.isVisible()
    assert "Double-click" in room.middle.log.nothing.sentence.text()
    button = room.middle.log.nothing.button
    assert button is not None
    button.click()
    calm()
    assert room.middle.currentWidget() is room.centre
    room.acts.cell_editing.propose(0, variable(room, "head_age"), DatasetCell(77.0))
    calm()
    store(room, "paper form", calm)
    room.middle.show_log()
    calm()
    assert room.middle.log.table.isVisible()
    assert not room.middle.log.nothing.isVisible()
