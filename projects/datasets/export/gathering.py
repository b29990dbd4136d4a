# SPDX-License-Identifier: MIT
"""What of a table leaves: which rows, which variables, as collected or as edited. It writes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from analysis.records import DataTable, Role, Variable
from projects.datasets.chunks import Column
from projects.datasets.columns import TableColumns
from projects.datasets.frames import taken
from projects.datasets.states import kept_rows
from projects.datasets.stored import Reader, data_table


@dataclass(frozen=True)
class ExportTable:
    """Rows and columns that leave. `parents`: the parent's row id for each row, None where there is no parent."""

    table: DataTable
    variables: tuple[Variable, ...]
    columns: Mapping[str, Column]
    row_ids: np.ndarray
    parents: np.ndarray | None

    @property
    def rows(self) -> int:
        """How many rows leave."""
        return len(self.row_ids)


def export_table(
    project: Reader,
    table_id: str,
    *,
    edited: bool = True,
    identifiers: bool = False,
    consent_only: bool = True,
    variable_ids: Sequence[str] | None = None,
) -> ExportTable:
    """A table ready to leave: as edited, or as collected when not `edited`.

    Direct identifiers stay behind unless `identifiers`, even when named in `variable_ids`. Raises KeyError.
    """
    table = data_table(project, table_id)
    wanted = [table.variable(name) for name in variable_ids] if variable_ids is not None else list(table.variables)
    if not identifiers:
        wanted = [variable for variable in wanted if variable.role is not Role.IDENTIFIER]
    reader = TableColumns(project, table_id, edited=edited)
    keep = kept_rows(project, table_id) if consent_only else None
    parents = reader.parents()
    row_ids = reader.row_ids
    return ExportTable(
        table,
        tuple(wanted),
        {variable.id: taken(reader.read(variable), keep) for variable in wanted},
        row_ids if keep is None else row_ids[keep],
        parents if keep is None or parents is None else parents[keep],
    )
