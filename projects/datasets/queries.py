# SPDX-License-Identifier: MIT
"""SQL of data sets: rows of tables, variables, choices, chunks, edits and states."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from projects.store.ports import Rows, Transaction


def setting_texts(reader: Rows, names: Sequence[str]) -> dict[str, str]:
    """Settings as the JSON they are kept in, those that are set."""
    places = ", ".join("?" * len(names))
    rows = reader.query(f"SELECT name, value FROM setting WHERE name IN ({places})", tuple(names))
    return {row["name"]: row["value"] for row in rows}


def table_rows(reader: Rows) -> list[Any]:
    """The rows of all tables, in the order of the tables."""
    return reader.query("SELECT * FROM data_table ORDER BY number")


def table_names(reader: Rows) -> list[Any]:
    """What the tables are called, in their order: id, labels, unit, name."""
    return reader.query("SELECT id, labels, unit, name FROM data_table ORDER BY number")


def stored_variables(reader: Rows, table_id: str) -> list[Any]:
    """The rows of a table's variables, in their order."""
    return reader.query("SELECT * FROM variable WHERE table_id = ? ORDER BY position", (table_id,))


def stored_choices(reader: Rows, table_id: str) -> list[Any]:
    """The rows of all choices of a table's variables, in their order."""
    return reader.query("SELECT * FROM choice WHERE table_id = ? ORDER BY variable, position", (table_id,))


def variable_labels(reader: Rows, ids: Sequence[str]) -> dict[str, Any]:
    """Name and labels of variables of any table, by "t1.v3"; a derived one may have been taken back."""
    if not ids:
        return {}
    places = ", ".join("?" * len(ids))
    rows = reader.query(f"SELECT id, name, labels FROM variable WHERE id IN ({places})", tuple(ids))
    return {row["id"]: row for row in rows}


def confirmed_rows(reader: Rows, table_id: str) -> list[Any]:
    """What persons said of the variables of a table."""
    return reader.query("SELECT * FROM variable_confirmed WHERE table_id = ?", (table_id,))


def chunk_refs(reader: Rows, table_id: str) -> list[Any]:
    """The objects that hold the columns of a table: column_id and ref, each column's in order."""
    return reader.query(
        "SELECT column_id, ref FROM column_chunk WHERE table_id = ? ORDER BY column_id, chunk", (table_id,)
    )


def column_refs(reader: Rows, table_id: str, column_id: str) -> list[str]:
    """The objects that hold one column, in order."""
    rows = reader.query(
        "SELECT ref FROM column_chunk WHERE table_id = ? AND column_id = ? ORDER BY chunk", (table_id, column_id)
    )
    return [row["ref"] for row in rows]


def chunk_ref(reader: Rows, table_id: str, column_id: str, chunk: int) -> list[str]:
    """The object that holds one chunk of a column; none where there is no such chunk."""
    rows = reader.query(
        "SELECT ref FROM column_chunk WHERE table_id = ? AND column_id = ? AND chunk = ?",
        (table_id, column_id, chunk),
    )
    return [row["ref"] for row in rows]


def edited_variables(reader: Rows, table_id: str) -> frozenset[str]:
    """The variables of a table of which any cell has an edit in force."""
    rows = reader.query("SELECT DISTINCT variable FROM cell_edit WHERE table_id = ? AND taken_back = 0", (table_id,))
    return frozenset(row["variable"] for row in rows)


def edits_in_force(reader: Rows, table_id: str, variable_id: str) -> list[Any]:
    """The edits of one column that were not taken back, oldest first: row_id, new, sealed."""
    return reader.query(
        "SELECT row_id, new, sealed FROM cell_edit WHERE table_id = ? AND variable = ? AND taken_back = 0 ORDER BY id",
        (table_id, variable_id),
    )


def last_edit(reader: Rows, table_id: str, variable_id: str, row_id: int) -> list[Any]:
    """The edit of a cell that is in force, if there is one: new, sealed."""
    return reader.query(
        "SELECT new, sealed FROM cell_edit "
        "WHERE table_id = ? AND variable = ? AND row_id = ? AND taken_back = 0 ORDER BY id DESC LIMIT 1",
        (table_id, variable_id, row_id),
    )


def states_of_rows(reader: Rows, table_id: str) -> list[tuple[int, str]]:
    """Row id and state of the rows of a table that left analysis."""
    rows = reader.query("SELECT row_id, state FROM row_state WHERE table_id = ?", (table_id,))
    return [(int(row["row_id"]), str(row["state"])) for row in rows]


def insert(writer: Transaction, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that share their columns."""
    if not rows:
        return
    names = list(rows[0])
    places = ", ".join(f":{name}" for name in names)
    writer.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({places})", rows)
