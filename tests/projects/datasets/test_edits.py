# SPDX-License-Identifier: MIT
"""Changed cells: the log, undoing, skip logic, consent, identifiers. What was imported stays readable."""

from __future__ import annotations

import dataclasses
import datetime as dt
import importlib.util
from pathlib import Path

import pytest

from analysis.records import Kind, Reason
from projects.datasets.add_dataset import import_action
from projects.datasets.cleaning_log import LogFilter, count_logged, logged, undo_edits
from projects.datasets.corrections.edits import CellChange, change_cells
from projects.datasets.corrections.skip_consequences import consequences_of
from projects.datasets.export.cleaning_log_table import log_lines
from projects.datasets.table.frames import load_frame
from projects.store.problems import LinkLocked
from projects.store.project import Project
from projects.stored_tables.cells import DatasetCell
from projects.stored_tables.row_states import rows_in_state
from tests.projects.cells import change_cell, read_column
from wording import Problem, render

_spec = importlib.util.spec_from_file_location("datasets_study", Path(__file__).with_name("conftest.py"))
study_module = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(study_module)


def age(project: Project, row: int) -> float:
    frame = load_frame(project, "t1", ["v6"], consent_only=False)
    return float(frame.data["v6"].iloc[row - 1])


def test_a_change_is_logged_with_who_when_why(stored: Project) -> None:
    changes = stored.do(change_cell(stored, "t1", 1, "v6", DatasetCell(35.0), why="typing error"))
    assert render(changes.message, "en") == "Changed “Label of age” in row 1"
    assert age(stored, 1) == 35
    (line,) = logged(stored, LogFilter("t1"))
    assert (line.old, line.new, line.why, line.who) == (DatasetCell(34.0), DatasetCell(35.0), "typing error", "Analyst")
    assert read_column(stored, "t1", "v6", edited=False).values[0] == 34
    stored.undo()
    assert logged(stored) == []
    assert age(stored, 1) == 34


def test_edits_are_filtered_and_undone_one_by_one(stored: Project) -> None:
    (first,) = stored.do(change_cell(stored, "t1", 1, "v6", DatasetCell(35.0), why="typing error")).result
    (second,) = stored.do(change_cell(stored, "t1", 1, "v6", DatasetCell(36.0), why="called back")).result
    assert [line.id for line in logged(stored, LogFilter(text="CALLED"))] == [second]
    stored.do(undo_edits([first]))
    assert age(stored, 1) == 36, "the later change stays"
    stored.do(undo_edits([second]))
    assert age(stored, 1) == 34
    assert len(logged(stored, LogFilter(undone=True))) == 2
    stored.undo()
    assert age(stored, 1) == 36


def test_every_kind_can_be_changed_and_made_absent(stored: Project) -> None:
    new = {
        "v2": DatasetCell("c2"),
        "v3": DatasetCell("k9"),
        "v4": DatasetCell(3.5),
        "v5": DatasetCell(("c2",)),
        "v8": DatasetCell("2026-04-02"),
    }
    for name, cell in new.items():
        stored.do(change_cell(stored, "t1", 1, name, cell))
        assert logged(stored, LogFilter(variable_id=name))[0].new == cell
    frame = load_frame(stored, "t1", list(new))
    first = frame.data.iloc[0]
    assert (first["v2"], first["v3"], first["v4"]) == ("c2", "k9", 3.5)
    assert (first["v5.c1"], first["v5.c2"]) == (False, True)
    assert str(first["v8"].date()) == "2026-04-02"
    for name in new:
        stored.do(change_cell(stored, "t1", 1, name, DatasetCell(None, Reason.REFUSED)))
    frame = load_frame(stored, "t1", list(new))
    assert all(frame.reasons[name][0] == Reason.REFUSED for name in new)
    assert frame.data.iloc[0].isna().all()


def test_a_set_and_its_columns_change_together(stored: Project) -> None:
    stored.do(change_cell(stored, "t1", 1, "v5", DatasetCell(("c2",))))
    frame = load_frame(stored, "t1", ["v5"])
    assert frame.data.iloc[0].tolist() == [False, True, False]


def test_a_value_the_question_cannot_hold_is_refused(stored: Project) -> None:
    wrong = {
        "v2": DatasetCell("c9"),
        "v5": DatasetCell("c1"),
        "v6": DatasetCell(1.5),
        "v4": DatasetCell("x"),
        "v8": DatasetCell("soon"),
        "v3": DatasetCell(1.0),
    }
    for name, cell in wrong.items():
        with pytest.raises(Problem):
            change_cell(stored, "t1", 1, name, cell)
    with pytest.raises(Problem):
        stored.do(change_cell(stored, "t1", 77, "v6", DatasetCell(1.0)))
    assert logged(stored) == []


def test_skip_logic_lists_orphaned_and_newly_missing_answers(project: Project) -> None:
    """`concerns` is asked only with consent; `help` only when theft was named: the second follows the first."""
    follow_up = study_module.variable(9, "help", Kind.TEXT, relevant="selected(${concerns}, 'theft')")
    table = study_module.households()
    import numpy as np
    import pyarrow as pa

    table = dataclasses.replace(
        table,
        variables=(*table.variables, follow_up),
        columns={**table.columns, "v9": pa.array(["police", None, None, "none", None, None])},
        reasons={**table.reasons, "v9": np.array([0, 1, 1, 0, 1, 1], np.int8)},
    )
    project.do(import_action(dataclasses.replace(study_module.study(), tables=(table, study_module.members()))))
    found = consequences_of(project, [CellChange("t1", 1, "v1", DatasetCell("c2"))])
    assert [(change.variable_id, change.new.reason) for change in found.orphaned] == [("v5", 1), ("v9", 1)]
    assert found.newly_missing == []
    back = consequences_of(project, [CellChange("t1", 5, "v1", DatasetCell("c1"))])
    assert [(change.variable_id, change.new.reason) for change in back.newly_missing] == [("v5", 4)]
    project.do(change_cell(project, "t1", 1, "v1", DatasetCell("c2"), why="withdrew", also=found.changes))
    assert rows_in_state(project, "t1", "no_consent") == [1, 5]
    lines = logged(project)
    assert len({line.batch for line in lines}) == 1
    assert {line.cause for line in lines} == {"person", "relevant"}
    project.undo()
    assert rows_in_state(project, "t1", "no_consent") == [5]


def test_edits_of_identifiers_are_sealed(stored: Project) -> None:
    stored.do(change_cell(stored, "t1", 1, "v7", DatasetCell("Adah"), why="spelling"))
    assert load_frame(stored, "t1", ["v7"]).data["v7"].iloc[0] == "Adah"
    dumped = "".join(
        str(tuple(row)) for row in stored.query("SELECT before, after FROM journal WHERE tbl = 'cell_edit'")
    )
    assert "Adah" not in dumped
    stored.close_link()
    assert logged(stored)[0].new is None
    with pytest.raises(LinkLocked):
        stored.do(change_cell(stored, "t1", 1, "v7", DatasetCell("Ada")))


def test_many_cells_at_once_keep_what_they_held_and_come_back_together(stored: Project) -> None:
    ages = [34.0, 51.0, 27.0, 45.0, 38.0, None]
    changes = [CellChange("t1", row, "v6", DatasetCell(float(row))) for row in range(1, 7)]
    changes += [CellChange("t1", row, "v2", DatasetCell("c2")) for row in (1, 2, 3)] + [
        CellChange("t1", 1, "v6", DatasetCell(99.0))
    ]
    done = stored.do(change_cells(stored, changes, why="second visit"))
    lines = {line.id: line for line in logged(stored)}
    assert [lines[number].old for number in done.result[:6]] == [
        *(DatasetCell(age) for age in ages[:5]),
        DatasetCell(None, Reason.DONT_KNOW),
    ]
    assert lines[done.result[-1]].old == DatasetCell(1.0), "a cell changed twice"
    assert len({line.batch for line in lines.values()}) == 1
    assert render(done.message, "en") == "Changed 10 answers: “Label of age”"
    stored.do(undo_edits(done.result[:2]))
    assert count_logged(stored, LogFilter(undone=False)) == 8
    stored.undo()
    stored.undo()
    assert logged(stored) == []


def test_the_log_is_narrowed_by_day(stored: Project) -> None:
    stored.do(change_cell(stored, "t1", 1, "v6", DatasetCell(35.0), why="x"))
    today = dt.datetime.now().date()
    day = dt.timedelta(days=1)
    assert count_logged(stored, LogFilter(since=today, until=today)) == 1
    assert count_logged(stored, LogFilter(until=today - day)) == 0
    assert count_logged(stored, LogFilter(since=today + day)) == 0
    assert LogFilter().narrows is False
    assert LogFilter(since=today).narrows is True


def test_identifiers_stay_behind_when_the_log_leaves(stored: Project) -> None:
    stored.do(change_cell(stored, "t1", 1, "v7", DatasetCell("Adele"), why="spelling"))
    hidden = log_lines(stored, LogFilter(), identifiers=False, language="en")
    assert "Adele" not in str(hidden)
    assert "Ada" not in str(hidden)
    (line,) = log_lines(stored, LogFilter(), identifiers=True, language="en")
    assert line[4] == "uuid:a"
    assert line[7:11] == ["Ada", "Adele", "Ada", "Adele"]


def test_consequences_of_many_changes_are_those_of_each(stored: Project) -> None:
    changes = [CellChange("t1", row, "v1", DatasetCell("c2" if row < 5 else "c1")) for row in range(1, 7)]
    changes += [CellChange("t1", row, "v3", DatasetCell("k9")) for row in range(1, 7)]
    found = consequences_of(stored, changes)
    each = [consequences_of(stored, [one]) for one in changes]
    assert found.orphaned == [change for part in each for change in part.orphaned]
    assert found.newly_missing == [change for part in each for change in part.newly_missing]
    assert [change.row_id for change in found.orphaned] == [1, 2, 4], "the third had refused"
    assert [change.row_id for change in found.newly_missing] == [5]


def test_what_is_changed_on_purpose_is_not_proposed_otherwise(stored: Project) -> None:
    changes = [CellChange("t1", 5, "v1", DatasetCell("c1")), CellChange("t1", 5, "v5", DatasetCell(("c1",)))]
    assert consequences_of(stored, changes).changes == ()
