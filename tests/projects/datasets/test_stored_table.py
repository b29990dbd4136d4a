# SPDX-License-Identifier: MIT
"""A stored table is read once per state of the journal, whatever is asked of it."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import numpy as np
import pytest

from projects.datasets.table.frames import load_frame
from projects.datasets.table.variable_summary import inspect_variable
from projects.design.sample_design import describe_design, sample_columns
from projects.design.within_household_selection import set_within_household_selection
from projects.store.actions import Action
from projects.store.project import Project
from projects.stored_tables.cells import DatasetCell
from projects.stored_tables.columns import TableColumns
from projects.stored_tables.row_states import kept_rows
from projects.stored_tables.stored_table import data_table, stored_table, tables_of
from tests.projects.cells import change_cell
from tests.projects.datasets.adjusted_schools import MARGINS, adjust, sample_of_schools
from wording import msg


@pytest.fixture
def schools(tmp_path: Path) -> Iterator[Project]:
    with sample_of_schools(tmp_path) as project:
        adjust(project, tmp_path, MARGINS)
        project.do(set_within_household_selection("t2", "t2", "v2"))
        yield project


@contextmanager
def counted(project: Project) -> Iterator[Counter[str]]:
    """The statements that reach the database, each with its values."""
    found: Counter[str] = Counter()
    project._connection.set_trace_callback(lambda sql: found.update([sql]))
    try:
        yield found
    finally:
        project._connection.set_trace_callback(None)


@pytest.mark.parametrize("table", ["t1", "t2"])
def test_a_frame_asks_nothing_twice_and_another_frame_asks_nothing(schools: Project, table: str) -> None:
    with counted(schools) as first:
        frame = load_frame(schools, table)
    assert sum("FROM data_table" in sql for sql in first) == 1  # was six times the same row
    assert {sql: n for sql, n in first.items() if n > 1} == {}
    with counted(schools) as again:
        other = load_frame(schools, table)
        describe_design(schools, table)
        inspect_variable(schools, table, "v2")
    assert not any("FROM data_table" in sql or "FROM variable" in sql or "FROM setting" in sql for sql in again), again
    assert other.data.equals(frame.data)
    np.testing.assert_array_equal(other.design.weight, frame.design.weight)


def test_a_frame_enters_the_stored_table_once_for_all_columns(schools: Project) -> None:
    """It was entered five times a column: which table, its chunks, each object, which table, its edits."""
    load_frame(schools, "t2")
    entered: Counter[str] = Counter()

    def seen(frame: FrameType, event: str, _: object) -> None:
        file, by = (one.f_code.co_filename if one is not None else "" for one in (frame, frame.f_back))
        if event == "call" and file != by:
            entered[Path(file).name] += 1

    sys.setprofile(seen)
    try:
        columns = len(load_frame(schools, "t2").table.variables)
    finally:
        sys.setprofile(None)
    assert entered["columns.py"] >= columns
    assert entered["stored_table.py"] <= 30  # whatever the number of columns


def test_edits_of_many_columns_are_asked_for_together(schools: Project) -> None:
    table = data_table(schools, "t1")
    for variable in ("v10", "v11"):
        schools.do(change_cell(schools, "t1", 1, variable, DatasetCell(4.0), why="seen on paper"))
    with counted(schools) as asked:
        frame = load_frame(schools, "t1")
    assert sum("FROM cell_edit" in sql for sql in asked) == 2  # which columns have any, and what they are
    columns = TableColumns(schools, "t1")
    for one in table.variables:
        np.testing.assert_array_equal(columns.read(one).reasons, frame.reasons[one.id])
    assert [frame.data[name][0] for name in ("v10", "v11")] == [4.0, 4.0]


def test_sample_columns_are_assembled_once_per_state(schools: Project) -> None:
    first = sample_columns(schools, "t2")
    assert sample_columns(schools, "t2").weight is first.weight
    with counted(schools) as asked:
        load_frame(schools, "t2", ["v2"], consent_only=False)
    assert not any("column_chunk" in sql and "_parent" in sql for sql in asked)
    assert first.weight is not None
    with pytest.raises(ValueError, match="read-only"):
        first.weight[0] = 7
    schools.do(set_within_household_selection("t2", None))
    assert sample_columns(schools, "t2").weight is not first.weight


def test_every_change_undo_and_redo_is_seen_at_once(schools: Project) -> None:
    before = load_frame(schools, "t1", ["v8"])
    row = int(before.row_ids[4])
    schools.do(change_cell(schools, "t1", row, "v8", DatasetCell(1.5), why="typing error"))
    assert load_frame(schools, "t1", ["v8"]).data["v8"][4] == 1.5
    schools.undo()
    assert load_frame(schools, "t1", ["v8"]).data["v8"][4] == before.data["v8"][4]
    schools.redo()
    assert load_frame(schools, "t1", ["v8"]).data["v8"][4] == 1.5
    assert data_table(schools, "t2").within_household is not None
    schools.do(set_within_household_selection("t2", None))
    assert data_table(schools, "t2").within_household is None


def test_within_an_action_rows_are_asked_anew(schools: Project) -> None:
    row = int(load_frame(schools, "t1").row_ids[0])

    def perform(transaction: object) -> None:
        assert kept_rows(schools, "t1").all()
        insert = "INSERT INTO row_state (table_id, row_id, state) VALUES (?, ?, ?)"
        transaction.execute(insert, ("t1", row, "excluded"))  # type: ignore[attr-defined]
        assert not kept_rows(transaction, "t1")[0]  # type: ignore[arg-type]
        assert not kept_rows(schools, "t1")[0]
        raise ValueError("nothing is kept")

    with pytest.raises(ValueError, match="nothing is kept"):
        schools.do(Action("test.exclude", msg("data.erase.link"), perform))
    assert kept_rows(schools, "t1").all()


def test_what_is_remembered_cannot_be_written_over(schools: Project) -> None:
    table = stored_table(schools, "t2")
    assert table is tables_of(schools).table("t2")
    assert table.parent is tables_of(schools).table("t1")
    parents = table.parents()
    assert parents is not None
    for values in (table.row_ids, parents):
        with pytest.raises(ValueError, match="read-only"):
            values[0] = 7
    recipes = table.recipes()
    recipes["v99"] = {}
    assert "v99" not in table.recipes()
    kept = kept_rows(schools, "t1")
    kept[:] = False
    assert kept_rows(schools, "t1").all()
    assert sample_columns(schools, "t2").weight is not None
