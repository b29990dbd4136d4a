# SPDX-License-Identifier: MIT
"""Cells about to be changed: one worked out is refused, however many steps stand below it; what it reads is not."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from projects.datasets.corrections.edits import change_cells
from projects.datasets.derived.derived_variables import add_derived
from projects.datasets.table.table_view import TableView
from projects.store.project import Project
from projects.stored_tables.cells import DatasetCell
from projects.stored_tables.stored_table import data_table
from tests.workbench.data.conftest import PASSPHRASE
from wording import Labels, Problem
from workbench.data.panes.edit_preview import propose


def test_a_cell_worked_out_from_others_worked_out_is_refused(filled: Path, tmp_path: Path) -> None:
    folder = tmp_path / "Three sites.pwb"
    shutil.copytree(filled, folder)
    with Project.open(folder, PASSPHRASE, user="AB") as project:
        age = data_table(project, "t1").named("head_age").id
        twice = project.do(add_derived("t1", "twice", Labels({}), {"do": "calculate", "expr": ["*", age, 2]})).result
        more = project.do(add_derived("t1", "more", Labels({}), {"do": "calculate", "expr": ["+", twice, 1]})).result
        view, table = TableView(project, "t1"), data_table(project, "t1")
        for name in (twice, more):
            with pytest.raises(Problem) as refused:
                propose(project, view, table, [(0, name, DatasetCell(7.0))])
            assert refused.value.message.key == "data.edit.derived"
        proposal = propose(project, view, table, [(0, age, DatasetCell(41.0))])
        assert proposal is not None
        assert [change.variable_id for change in proposal.changes] == [age]
        project.do(change_cells(project, proposal.changes, why="paper form"))
        again = TableView(project, "t1")
        assert [again.value(0, name).value for name in (age, twice, more)] == [41.0, 82.0, 83.0]
