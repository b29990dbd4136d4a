# SPDX-License-Identifier: MIT
"""One cell or column at a time, for tests that say what is in a table and change it."""

from __future__ import annotations

from collections.abc import Sequence

from projects.datasets.corrections.edits import CellChange, change_cells
from projects.store.actions import Action
from projects.store.ports import Reader
from projects.store.project import Project
from projects.stored_tables.cells import DatasetCell
from projects.stored_tables.chunks import ChunkColumn
from projects.stored_tables.columns import TableColumns
from projects.stored_tables.stored_table import variables


def change_cell(
    project: Project,
    table_id: str,
    row_id: int,
    variable_id: str,
    new: DatasetCell,
    *,
    why: str = "",
    also: Sequence[CellChange] = (),
) -> Action:
    """Change a cell, and with it the cells in `also`, as one action."""
    return change_cells(project, [CellChange(table_id, row_id, variable_id, new), *also], why=why)


def read_column(project: Reader, table_id: str, variable_id: str, *, edited: bool = True) -> ChunkColumn:
    """The column of one variable as it stands, or, when not `edited`, as imported."""
    (variable,) = variables(project, table_id, [variable_id])
    return TableColumns(project, table_id, edited=edited).read(variable)
