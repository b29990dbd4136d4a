# SPDX-License-Identifier: MIT
"""Every action of data sets is undone and done again to the letter, and the project's own check finds nothing wrong."""

from __future__ import annotations

import dataclasses
import importlib.util
from pathlib import Path

import pyarrow as pa

from analysis.records import Choice, DesignRoles, Level, Role, RowOrigin
from projects.datasets.add_dataset import import_action
from projects.datasets.cleaning_log import logged, undo_edits
from projects.datasets.derived.derived_variables import add_derived, remove_derived
from projects.datasets.export.withholding_limits import WithholdingLimits, set_limits
from projects.datasets.merge.comparison import compare
from projects.datasets.merge.merge_action import merge_action
from projects.datasets.table.frames import load_frame
from projects.datasets.table.roles import set_consent, set_design, set_how, set_level, set_role, set_unit
from projects.datasets.table.tables import TABLES
from projects.store.project import Project
from projects.stored_tables.cells import DatasetCell
from tests.projects.cells import change_cell
from wording import Labels

_spec = importlib.util.spec_from_file_location("datasets_study", Path(__file__).with_name("conftest.py"))
study_module = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(study_module)


def rows(project: Project) -> dict[str, list[tuple[object, ...]]]:
    """All rows of the room."""
    found = {}
    for table in TABLES:
        lines = project.query(f"SELECT * FROM {table.name} ORDER BY {table.key}")
        found[table.name] = [tuple(line) for line in lines]
    return found


def much(project: Project) -> int:
    """Do each action once; how many there were."""
    project.do(import_action(study_module.study(), b"file"))
    (first,) = project.do(change_cell(project, "t1", 1, "v6", DatasetCell(40.0), why="a")).result
    newer = dataclasses.replace(study_module.households(), row_keys={"uuid": pa.array(["a", "b", "c", "d", "e", "z"])})
    export = dataclasses.replace(study_module.study(), tables=(newer, study_module.members()))
    actions = [
        lambda: set_role("t1", "v6", Role.QUASI_IDENTIFIER),
        lambda: set_level("t1", "v2", Level.ORDINAL),
        lambda: set_unit("t1", "case"),
        lambda: set_how("t1", RowOrigin.CASES),
        lambda: set_design("t1", DesignRoles(weight="v4")),
        lambda: set_consent("t1", None),
        lambda: set_limits(WithholdingLimits(20, 5, 3, "one camp")),
        lambda: change_cell(project, "t1", 2, "v5", DatasetCell(("c1",))),
        lambda: undo_edits([first]),
        lambda: add_derived(
            "t1", "g", Labels({}), {"do": "bins", "of": "v6", "edges": [30]}, (Choice("c1", "a", Labels({})),)
        ),
        lambda: remove_derived("t1", "v9"),
        lambda: merge_action(compare(project, "d1", export)),
    ]
    for action in actions:
        project.do(action())
    return len(actions) + 2


def test_undone_and_done_again_to_the_letter(project: Project) -> None:
    empty = rows(project)
    count = much(project)
    full, frame = rows(project), load_frame(project, "t1", consent_only=False)
    for _ in range(count):
        project.undo()
    assert rows(project) == empty
    for _ in range(count):
        project.redo()
    assert rows(project) == full
    assert load_frame(project, "t1", consent_only=False).data.equals(frame.data)
    assert project.check().findings == []


def test_a_project_opened_again_is_the_same(tmp_path: Path) -> None:
    folder = tmp_path / "again.pwb"
    with Project.create(folder, study_module.PASSPHRASE, name="again") as project:
        much(project)
        before, log = rows(project), logged(project)
    with Project.open(folder, study_module.PASSPHRASE) as project:
        assert rows(project) == before
        assert logged(project) == log
        project.undo()
        assert len(load_frame(project, "t1", ["v6"], consent_only=False).row_ids) == 6
