# SPDX-License-Identifier: MIT
"""Columns of a stored table as they stand: chunks read, edits laid over, recipes worked out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from analysis.records import Variable
from projects.store.model import program_model
from projects.store.ports import Reader
from projects.store.problems import LinkLocked
from projects.stored_tables import queries
from projects.stored_tables.cells import DatasetCell, apply_edits, cell_at
from projects.stored_tables.chunks import (
    CHUNK_ROWS,
    LOCKED,
    ChunkColumn,
    build_column,
    column_names,
    decode,
    decode_column,
)
from projects.stored_tables.recipes import evaluate, sources
from projects.stored_tables.stored_table import StoredTable, StoredTables, recipes, stored_table, variables

if TYPE_CHECKING:
    from projects.store.ports import DatabaseRow


class TableColumns:
    """Reads columns of one table; row ids and edits are looked up once. `edited=False` gives what was imported."""

    def __init__(self, project: Reader, table_id: str, *, edited: bool = True) -> None:
        self.project, self.table_id, self.edited = project, table_id, edited
        self.table = stored_table(project, table_id)
        self._still = isinstance(project, StoredTables) or not self.table.tables.steady
        self._objects = project.reader if isinstance(project, StoredTables) else project
        self.rows = int(self.table.row["rows"])
        self._recipes: dict[str, dict[str, Any]] | None = None

    @property
    def row_ids(self) -> np.ndarray:
        """The immutable ids of the rows, int64, in their order; read only."""
        return self.table.row_ids

    def _now(self) -> StoredTable:
        """The table as it stands now: an open project goes on, and within an action chunks and edits are asked anew.

        What was handed the stored tables reads them as they stood.
        """
        return self.table if self._still else stored_table(self.project, self.table_id)

    def positions(self, row_ids: Sequence[int] | np.ndarray) -> np.ndarray:
        """Where rows with these ids stand, -1 for ids there are none of."""
        return positions_of(self.row_ids, np.asarray(row_ids, dtype=np.int64))

    def parents(self) -> np.ndarray | None:
        """The row id of each row's parent (-1: none), or None when the table has no parent; read only."""
        return self._now().parents()

    def own(self, column_id: str) -> np.ndarray | None:
        """A column of the table itself, int64, read only; None where there is none."""
        return self._now().own(column_id)

    def keys(self, kind: str) -> list[str | None] | None:
        """The keys of one kind ("uuid" …) that match rows of another export, or None where there are none."""
        found: list[str | None] = []
        refs = self.refs(f"_key.{kind}")
        for ref in refs:
            found += decode(self._objects.read_object(ref))[0].column(0).to_pylist()
        return found if refs else None

    def read(self, variable: Variable) -> ChunkColumn:
        """The column of a variable. One under the link key is all absent with reason `LOCKED` while that is closed."""
        return self.read_all([variable])[variable.id]

    def read_all(self, wanted: Sequence[Variable]) -> dict[str, ChunkColumn]:
        """The columns of many variables by their ids, what the table says of them asked for in one pass."""
        if self._recipes is None:
            self._recipes = recipes(self.project, self.table_id)
        lie = self._now().columns([one.id for one in wanted if one.id not in self._recipes])
        return {
            one.id: self._stored(one, *lie[one.id]) if one.id in lie else self._derived(one, self._recipes[one.id])
            for one in wanted
        }

    def _stored(self, variable: Variable, refs: Sequence[str], edits: Sequence[DatabaseRow]) -> ChunkColumn:
        try:
            column = decode_column(variable, [self._objects.read_object(ref) for ref in refs])
            return apply_edits(column, self._placed(edits), variable) if self.edited else column
        except LinkLocked:
            return locked_column(variable, self.rows)

    def cell(self, variable: Variable, row_id: int) -> DatasetCell:
        """One cell as it stands, reading one chunk at most. Raises KeyError for a row there is not, LinkLocked."""
        place = int(self.positions([row_id])[0])
        if place < 0:
            raise KeyError(row_id)
        edits = queries.last_edit(self.project, self.table_id, variable.id, row_id)
        if edits:
            stored = edits[0]["new"]
            return DatasetCell.from_json(self._objects.read_object(stored).decode() if edits[0]["sealed"] else stored)
        refs = queries.chunk_ref(self.project, self.table_id, variable.id, place // CHUNK_ROWS)
        column = decode_column(variable, [self._objects.read_object(ref) for ref in refs])
        return cell_at(column, place % CHUNK_ROWS)

    def refs(self, column_id: str) -> list[str]:
        """The objects that hold a column's chunks, in order."""
        return self._now().refs(column_id)

    def edits(self, variable: Variable) -> list[tuple[int, DatasetCell]]:
        """The edits in force by position of their rows, oldest first. Raises LinkLocked."""
        return self._placed(self._now().edits(variable.id))

    def _placed(self, rows: Sequence[DatabaseRow]) -> list[tuple[int, DatasetCell]]:
        if not rows:
            return []
        places = self.positions([row["row_id"] for row in rows])
        cells = [
            DatasetCell.from_json(self._objects.read_object(row["new"]).decode() if row["sealed"] else row["new"])
            for row in rows
        ]
        return [(int(place), cell) for place, cell in zip(places, cells, strict=True) if place >= 0]

    def _derived(self, variable: Variable, recipe: Mapping[str, object]) -> ChunkColumn:
        needed = variables(self.project, self.table_id, sources(recipe))
        joined = program_model().joined_columns.get(str(recipe["do"]))
        if joined is not None:
            key = next(((source, self.read(source)) for source in needed), None)
            return cast(ChunkColumn, joined(self.project, self.table_id, self.row_ids, recipe, variable, key))
        return evaluate(recipe, variable, {source.id: (source, self.read(source)) for source in needed})


def locked_column(variable: Variable, rows: int) -> ChunkColumn:
    """A column whose cells are all absent because their key is not open."""
    import pyarrow as pa  # pyarrow, 100 ms: not at start

    types = {"one": pa.string(), "set": pa.bool_(), "integer": pa.float64(), "number": pa.float64()}
    types |= {"date": pa.timestamp("ns"), "datetime": pa.timestamp("ns")}
    empty = pa.nulls(rows, types.get(str(variable.kind), pa.string()))
    reasons = np.full(rows, LOCKED, dtype=np.int8)
    return build_column(variable, [dict.fromkeys(column_names(variable), empty)], reasons)


def positions_of(ids: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Where `wanted` ids stand among `ids`, -1 where there is none."""
    if len(ids) == 0:
        return np.full(len(wanted), -1, dtype=np.int64)
    if int(ids[0]) == 1 and int(ids[-1]) == len(ids):  # ids only grow: they are 1 … n
        return np.where((wanted >= 1) & (wanted <= len(ids)), wanted - 1, -1)
    order = np.argsort(ids, kind="stable")
    place = np.minimum(np.searchsorted(ids[order], wanted), len(ids) - 1)
    found = order[place]
    return np.where(ids[found] == wanted, found, -1)
