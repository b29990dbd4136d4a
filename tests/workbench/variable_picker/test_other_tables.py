# SPDX-License-Identifier: MIT
"""The picker in a project: variables of all tables, and how many answered each, without a wait."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from projects.datasets.table.variable_summary import answered_counts, inspect_variable
from projects.store.project import Project
from projects.stored_tables.stored_table import data_tables
from tests.workbench.conftest import PASSPHRASE, Show
from workbench.analysis.view import AnalysisWorkspace
from workbench.shell.window import MainWindow
from workbench.variable_picker import VariableField, VariablePicker
from workbench.variable_picker.candidates import Candidate

Open = Callable[[Path, str], Any]
Calm = Callable[[], None]


@pytest.fixture
def window(show_window: Show) -> MainWindow:
    return show_window("data", "analysis", size=(1366, 768))


def rows(picker: VariablePicker) -> list[Candidate]:
    return [row for row in picker.list.rows.rows if isinstance(row, Candidate)]


def opened(field: VariableField, calm: Calm) -> VariablePicker:
    field.turn()
    calm()
    assert field.picker is not None
    return field.picker


def test_the_analysis_moves_to_the_table_whose_variable_is_taken(
    window: MainWindow, open_project: Open, calm: Calm, filled: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    shutil.copytree(filled, tmp_path / "S.pwb")
    room: AnalysisWorkspace = open_project(tmp_path / "S.pwb", "analysis")
    calm()
    room.acts.front.begin("proportions", table_id="t1")
    calm()
    field = room.right.form.field("variable")
    assert isinstance(field, VariableField)
    picker = opened(field, calm)
    assert not picker.tables.isHidden()
    assert {row.table for row in rows(picker)} == {""}, "one table until all are wanted"
    picker.tables.setChecked(True)
    members = [row for row in rows(picker) if row.table == "t2" and row.fits]
    assert members
    picker.list.mark_value(members[0].value)
    picker._enter(False)
    calm()
    assert room.state.current is not None
    assert (room.state.current.table, room.state.current.options["variable"]) == ("t2", members[0].value[1])  # type: ignore[index]


def test_every_row_in_sight_says_how_many_answered(
    window: MainWindow, open_project: Open, calm: Calm, filled: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    shutil.copytree(filled, tmp_path / "S.pwb")
    room: AnalysisWorkspace = open_project(tmp_path / "S.pwb", "analysis")
    calm()
    room.acts.front.begin("proportions", table_id="t1")
    calm()
    field = room.right.form.field("variable")
    assert isinstance(field, VariableField)
    picker = opened(field, calm)
    seen = [row for row in rows(picker)][:3]
    qtbot.waitUntil(lambda: all(picker.list.answered(row, "en") for row in seen), timeout=10000)
    assert not picker.list.answered(rows(picker)[-1], "en"), "what nobody sees is not read"
    with Project.open(filled, PASSPHRASE) as project:
        for row in seen:
            assert row.source is not None
            facts = inspect_variable(project, *row.source)
            assert picker.list.answered(row, "en") == f"n = {facts.answered}"


def test_counts_are_of_the_rows_in_analysis(filled: Path) -> None:
    with Project.open(filled, PASSPHRASE) as project:
        for table in data_tables(project):
            ids = [one.id for one in table.variables][:12]
            found = answered_counts(project, table.id, ids)
            for one in ids:
                known = inspect_variable(project, table.id, one)
                assert found[one] in (None, known.answered)


def test_a_filter_says_in_which_other_table_a_variable_stands(
    window: MainWindow, open_project: Open, calm: Calm, filled: Path, tmp_path: Path
) -> None:
    shutil.copytree(filled, tmp_path / "S.pwb")
    room = open_project(tmp_path / "S.pwb", "data")
    calm()
    room.acts.sort_and_filter.open_form()
    calm()
    field = next(one for one in room.findChildren(VariableField) if one.isVisible())
    picker = opened(field, calm)
    picker.tables.setChecked(True)
    other = next(row for row in rows(picker) if row.table)
    picker.list.mark_value(other.value)
    picker._enter(False)
    assert field.picker is picker, "it is not taken"
    assert "not offered here" in picker.refusal.text()
    field.close_picker()
