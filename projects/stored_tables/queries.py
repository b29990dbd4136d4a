# SPDX-License-Identifier: MIT
"""SQL of data sets: rows of tables, variables, choices, chunks, edits, states and pairs that may be one person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from projects.store.ports import DatabaseRow, Rows, Transaction


def table_rows(reader: Rows) -> list[DatabaseRow]:
    """The rows of all tables, in the order of the tables."""
    return reader.query("SELECT * FROM data_table ORDER BY number")


def table_names(reader: Rows) -> list[DatabaseRow]:
    """What the tables are called, in their order: id, labels, unit, name."""
    return reader.query("SELECT id, labels, unit, name FROM data_table ORDER BY number")


def stored_variables(reader: Rows, table_id: str) -> list[DatabaseRow]:
    """The rows of a table's variables, in their order."""
    return reader.query("SELECT * FROM variable WHERE table_id = ? ORDER BY position", (table_id,))


def asked_in_roles(reader: Rows, roles: Sequence[str]) -> list[DatabaseRow]:
    """The variables in one of the roles that are not worked out from others, with their tables."""
    places = ", ".join("?" * len(roles))
    sql = f"SELECT table_id, variable FROM variable WHERE recipe IS NULL AND role IN ({places})"
    return reader.query(sql, [str(one) for one in roles])


def stored_choices(reader: Rows, table_id: str) -> list[DatabaseRow]:
    """The rows of all choices of a table's variables, in their order."""
    return reader.query("SELECT * FROM choice WHERE table_id = ? ORDER BY variable, position", (table_id,))


def variable_labels(reader: Rows, ids: Sequence[str]) -> dict[str, DatabaseRow]:
    """Name and labels of variables of any table, by "t1.v3"; a derived one may have been undone."""
    if not ids:
        return {}
    places = ", ".join("?" * len(ids))
    rows = reader.query(f"SELECT id, name, labels FROM variable WHERE id IN ({places})", tuple(ids))
    return {row["id"]: row for row in rows}


def confirmed_rows(reader: Rows, table_id: str) -> list[DatabaseRow]:
    """What persons said of the variables of a table."""
    return reader.query("SELECT * FROM variable_confirmed WHERE table_id = ?", (table_id,))


def chunk_refs(reader: Rows, table_id: str) -> list[DatabaseRow]:
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


def edits_in_force(reader: Rows, table_id: str, variable_id: str) -> list[DatabaseRow]:
    """The edits of one column that were not undone, oldest first: row_id, new, sealed."""
    return reader.query(
        "SELECT row_id, new, sealed FROM cell_edit WHERE table_id = ? AND variable = ? AND taken_back = 0 ORDER BY id",
        (table_id, variable_id),
    )


def edits_of_columns(reader: Rows, table_id: str, variable_ids: str) -> list[DatabaseRow]:
    """The same of several columns at once (`variable_ids`: a list as JSON): variable, row_id, new, sealed."""
    return reader.query(
        "SELECT variable, row_id, new, sealed FROM cell_edit WHERE table_id = ? AND taken_back = 0"
        " AND variable IN (SELECT value FROM json_each(?)) ORDER BY id",
        (table_id, variable_ids),
    )


def last_edit(reader: Rows, table_id: str, variable_id: str, row_id: int) -> list[DatabaseRow]:
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


def insert(writer: Transaction, table: str, rows: Sequence[Mapping[str, object]]) -> None:
    """Insert rows that share their columns."""
    if not rows:
        return
    names = list(rows[0])
    places = ", ".join(f":{name}" for name in names)
    writer.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({places})", rows)


SET_VALUES_OF_EDIT = "UPDATE cell_edit SET old = ?, new = ? WHERE id = ?"
NAME_OF_DATA_SET = "SELECT name FROM data_set WHERE id = ?"
DELETE_CHOICES_OF_VARIABLE = "DELETE FROM choice WHERE table_id = ? AND variable = ?"
DELETE_VARIABLE = "DELETE FROM variable WHERE table_id = ? AND variable = ?"
DELETE_CHUNKS_OF_COLUMN = "DELETE FROM column_chunk WHERE table_id = ? AND column_id = ?"
DATA_SET_OF_TABLE = "SELECT data_set FROM data_table WHERE id = ?"
TABLES_AND_THEIR_DATA_SETS = "SELECT id, data_set FROM data_table ORDER BY number"
ROWS_IN_STATE_BY_TABLE = "SELECT table_id, COUNT(*) AS n FROM row_state WHERE state = ? GROUP BY table_id"
TABLE_EXISTS = "SELECT 1 FROM data_table WHERE id = ?"
INSERT_ROW_STATE = "INSERT INTO row_state (table_id, row_id, state) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
SET_CHUNK_OBJECT = "UPDATE column_chunk SET ref = ? WHERE id = ?"
SET_CHOICE_POSITION = "UPDATE choice SET position = ? WHERE id = ?"
IMPORTS_OF_DATA_SET = "SELECT * FROM data_import WHERE data_set = ? ORDER BY utc, rowid"
TOUCH_TABLES = "UPDATE data_table SET name = name"
TABLES_OF_DATA_SET = "SELECT id FROM data_table WHERE data_set = ? ORDER BY number"
SET_VARIABLE_ROLE = "UPDATE variable SET role = ? WHERE id = ?"
NAMES_OF_DATA_SETS = "SELECT id, name FROM data_set ORDER BY number"
ALL_EDITS_IN_FORCE_COUNT = "SELECT COUNT(*) AS n FROM cell_edit WHERE taken_back = 0"


def cleaning_log(condition: object) -> str:
    """The newest lines of the cleaning log that meet the condition."""
    return f"SELECT * FROM cell_edit {condition} ORDER BY id DESC LIMIT ?"


def cleaning_log_count(condition: object) -> str:
    """How many lines of the cleaning log meet the condition."""
    return f"SELECT COUNT(*) AS n FROM cell_edit {condition}"


def rows_named_in(name: object) -> str:
    """The rows of a data table that another table (states, consents …) names."""
    return f"SELECT row_id FROM {name} WHERE table_id = ?"


def delete_of_column(table: object, column: object) -> str:
    """Delete the rows of a data table with a value in a column."""
    return f"DELETE FROM {table} WHERE table_id = ? AND {column} = ?"


def set_variable(names: object) -> str:
    """Set columns of a variable: "name = ?, …"."""
    return f"UPDATE variable SET {names} WHERE id = ?"


def set_table(names: object) -> str:
    """Set columns of a data table: "name = ?, …"."""
    return f"UPDATE data_table SET {names} WHERE id = ?"


def edits_sealed_otherwise(marks: object) -> str:
    """Edits sealed although their variable is not among the marks, or open although it is."""
    return (
        "SELECT id, old, new, sealed FROM cell_edit WHERE table_id = ? AND sealed <> CASE WHEN variable IN "
        f"({marks}) THEN 1 ELSE 0 END"
    )


def set_import_object(name: object) -> str:
    """Set the object of an import: original_ref or form_ref."""
    return f"UPDATE data_import SET {name} = ? WHERE id = ?"


def set_columns(table: object, names: object) -> str:
    """Set columns of a row of any table: "name = ?, …"."""
    return f"UPDATE {table} SET {names} WHERE id = ?"


def variables_that(condition: object) -> str:
    """Names and labels of the variables of a table that meet the condition."""
    return f"SELECT name, labels FROM variable WHERE table_id = ? AND {condition} ORDER BY position"


def variables_of_edits(places: object) -> str:
    """The variables that these edits changed."""
    return f"SELECT DISTINCT variable FROM cell_edit WHERE id IN ({places})"
