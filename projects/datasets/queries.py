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


JOURNAL_MAXCASTSUBSTRKEY_LAST_BY_TBL = "SELECT MAX(CAST(substr(key, 2) AS INTEGER)) AS last FROM journal WHERE tbl = ?"
SOLE_ORIGINAL = "SELECT file_name, original_ref FROM data_import WHERE data_set = ?"
ATTACH_UPDATE_DATA_TABLE = (
    "UPDATE data_table SET labels = ?, consent = coalesce(consent, ?), consent_given = ? WHERE id = ?"
)
CARRY_EDITS_CELL_EDIT = "SELECT id, old, new FROM cell_edit WHERE table_id = ? AND variable = ? AND sealed = 0"
UPDATE_DATA_SET_LANGUAGES_FORM_TITLE_BY_ID = (
    "UPDATE data_set SET languages = ?, form_title = ?, form_version = ? WHERE id = ?"
)
ATTACH_FORM_UPDATE_DATA_IMPORT = "UPDATE data_import SET form_name = ?, form_ref = ? WHERE data_set = ?"
UPDATE_VARIABLE_POSITION_BY_ID = "UPDATE variable SET position = ? WHERE id = ?"
DATA_TABLE_CONSENT_CONSENT_GIVEN_BY_ID = "SELECT consent, consent_given FROM data_table WHERE id = ?"
UPDATE_CELL_EDIT_OLD_NEW_BY_ID = "UPDATE cell_edit SET old = ?, new = ? WHERE id = ?"
DATA_SET_NAME_BY_ID = "SELECT name FROM data_set WHERE id = ?"
CELL_EDIT_VARIABLE_BY_TABLE_ID = "SELECT DISTINCT variable FROM cell_edit WHERE table_id = ?"
DELETE_CHOICE_BY_TABLE_ID_VARIABLE = "DELETE FROM choice WHERE table_id = ? AND variable = ?"
DELETE_VARIABLE_BY_TABLE_ID_VARIABLE = "DELETE FROM variable WHERE table_id = ? AND variable = ?"
DELETE_COLUMN_CHUNK_BY_TABLE_ID_COLUMN_ID = "DELETE FROM column_chunk WHERE table_id = ? AND column_id = ?"
CELL_EDIT_WHO_BY_WHO = "SELECT DISTINCT who FROM cell_edit WHERE who <> '' ORDER BY who"
UPDATE_CELL_EDIT_TAKEN_BACK_BY_ID = "UPDATE cell_edit SET taken_back = 1 WHERE id = ?"
CELL_EDIT_TABLE_ID_VARIABLE_BY_ID = "SELECT table_id, variable, row_id FROM cell_edit WHERE id = ?"
CONFIRM_INSERT_VARIABLE_CONFIRMED = (
    "INSERT INTO variable_confirmed (id, table_id, content, ordering, kind) VALUES (?, ?, ?, ?, ?) ON "
    "CONFLICT (id) DO UPDATE SET content = excluded.content, ordering = excluded.ordering, kind = "
    "excluded.kind"
)
UPDATE_VARIABLE_NAME_BY_ID = "UPDATE variable SET name = name WHERE id = ?"
DATA_TABLE_DATA_SET_BY_ID = "SELECT data_set FROM data_table WHERE id = ?"
DATA_TABLE_ID_DATA_SET_ORDERED = "SELECT id, data_set FROM data_table ORDER BY number"
VARIABLE_ROWS = "SELECT table_id, COUNT(*) AS n FROM variable GROUP BY table_id"
ROW_STATE_ROWS_BY_STATE = "SELECT table_id, COUNT(*) AS n FROM row_state WHERE state = ? GROUP BY table_id"
CELL_EDIT_ROWS_BY_TAKEN_BACK = "SELECT table_id, COUNT(*) AS n FROM cell_edit WHERE taken_back = 0 GROUP BY table_id"
DATA_TABLE_ID_DATA_SET_ORDERED_2 = "SELECT id, data_set, name, rows, unit, how, parent FROM data_table ORDER BY number"
DATA_SET_ID_NAME_ORDERED = "SELECT id, name, kind FROM data_set ORDER BY number"
FRESH_ID_JOURNAL = (
    "SELECT MAX(CAST(substr(key, ?) AS INTEGER)) AS last FROM journal WHERE tbl = 'variable' AND key LIKE ?"
)
VARIABLE_RECIPE_BY_ID = "SELECT recipe FROM variable WHERE id = ?"
VARIABLE_LAST_BY_TABLE_ID = "SELECT MAX(position) AS last FROM variable WHERE table_id = ?"
UPDATE_VARIABLE_LABELS_BY_ID = "UPDATE variable SET labels = ? WHERE id = ?"
CELL_EDIT_ID = "SELECT MAX(id) AS id FROM cell_edit"
DATA_IMPORT_ID_FORM_REF_BY_FORM_REF_DATA_SET = (
    "SELECT id, form_ref FROM data_import WHERE form_ref IS NOT NULL AND data_set = ?"
)
DATA_TABLE_ID_BY_PARENT = "SELECT id FROM data_table WHERE parent = ?"
DATA_TABLE_EXISTS_BY_ID = "SELECT 1 FROM data_table WHERE id = ?"
DOCUMENT_ID_TABLE_ID_BY_ROW_ID = "SELECT id, table_id, row_id FROM document WHERE row_id IS NOT NULL"
DATA_IMPORT_ID_BY_ORIGINAL_REF_DATA_SET = "SELECT id FROM data_import WHERE original_ref IS NOT NULL AND data_set = ?"
CHUNKS_OF = (
    "SELECT id, column_id, chunk, ref FROM column_chunk WHERE table_id = ? AND (? IS NULL OR column_id = ?) "
    "AND column_id NOT IN ('_row', '_parent')"
)
DROP_ORIGINAL_UPDATE_DATA_IMPORT = (
    "UPDATE data_import SET original_ref = NULL WHERE original_ref IS NOT NULL AND data_set = ?"
)
INSERT_ROW_STATE = "INSERT INTO row_state (table_id, row_id, state) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
UPDATE_COLUMN_CHUNK_REF_BY_ID = "UPDATE column_chunk SET ref = ? WHERE id = ?"
UPDATE_DATA_IMPORT_FORM_REF_BY_ID = "UPDATE data_import SET form_ref = ? WHERE id = ?"
CELL_EDIT_ROW_ID_OLD_BY_TABLE_ID_VARIABLE = (
    "SELECT row_id, old, new, sealed FROM cell_edit WHERE table_id = ? AND variable = ?"
)
ORIGINAL_ITEMS = (
    "SELECT id, file_name FROM data_import WHERE original_ref IS NOT NULL AND data_set = (SELECT data_set "
    "FROM data_table WHERE id = ?)"
)
ANSWER_ITEMS = "SELECT count(*) AS n FROM cell_edit WHERE table_id = ? AND row_id = ? AND variable = ?"
PAST_JOURNAL = (
    "SELECT DISTINCT json_extract(before, '$.value') AS value FROM journal WHERE tbl = 'setting' AND key = ? "
    "AND before IS NOT NULL"
)
IS_PAST_HIDDEN = "SELECT 1 FROM journal WHERE tbl = 'setting' AND key = ? AND digest LIKE '%' || ? LIMIT 1"
COLUMN_CHUNK_ID_REF_BY_TABLE_ID_COLUMN_ID = "SELECT id, ref FROM column_chunk WHERE table_id = ? AND column_id = ?"
CELL_EDIT_ID_OLD_BY_TABLE_ID_VARIABLE = "SELECT id, old, new FROM cell_edit WHERE table_id = ? AND variable = ?"
UPDATE_VARIABLE_KIND_LEVEL_BY_ID = "UPDATE variable SET kind = ?, level = ? WHERE id = ?"
UPDATE_VARIABLE_LEVEL_BY_ID = "UPDATE variable SET level = ? WHERE id = ?"
UPDATE_CHOICE_POSITION_BY_ID = "UPDATE choice SET position = ? WHERE id = ?"
DATA_IMPORT_ROWS_BY_DATA_SET = "SELECT * FROM data_import WHERE data_set = ? ORDER BY utc, rowid"
KEPT_FORM = (
    "SELECT form_name, form_ref FROM data_import WHERE data_set = ? AND form_ref IS NOT NULL ORDER BY utc "
    "DESC, rowid DESC LIMIT 1"
)
SETTING_VALUE_BY_NAME = "SELECT value FROM setting WHERE name = ?"
VARIABLE_POSITION_BY_TABLE_ID_VARIABLE = "SELECT position FROM variable WHERE table_id = ? AND variable = ?"
UPDATE_VARIABLE_ROLE_BY_TABLE_ID_ROLE = "UPDATE variable SET role = ? WHERE table_id = ? AND role = ?"
UPDATE_DATA_TABLE_NAME = "UPDATE data_table SET name = name"
DATA_SET_ID_ORDERED = "SELECT id FROM data_set ORDER BY number"
DATA_TABLE_ID_BY_DATA_SET = "SELECT id FROM data_table WHERE data_set = ? ORDER BY number"
COLUMN_CHUNK_ID_COLUMN_ID_BY_TABLE_ID = "SELECT id, column_id, ref FROM column_chunk WHERE table_id = ?"
SHOWN_CHUNKS = (
    "SELECT ref FROM column_chunk LEFT JOIN variable ON variable.id = column_chunk.table_id || '.' || "
    "column_id WHERE coalesce(role, '') <> ?"
)
DATA_IMPORT_ROWS_BY_DATA_SET_2 = "SELECT * FROM data_import WHERE data_set <> ?"
DATA_IMPORT_ROWS_BY_DATA_SET_3 = "SELECT * FROM data_import WHERE data_set = ?"
IMAGES_JOURNAL = (
    "SELECT tbl, before, after FROM journal WHERE digest IS NULL AND tbl IN ('choice', 'variable', "
    "'cell_edit', 'column_chunk', 'data_import')"
)
UPDATE_CELL_EDIT_OLD_NEW_BY_ID_2 = "UPDATE cell_edit SET old = ?, new = ?, sealed = ? WHERE id = ?"
VARIABLE_EXISTS_BY_TABLE_ID_SEALED = "SELECT 1 FROM variable WHERE table_id = ? AND sealed IS NOT NULL"
UPDATE_VARIABLE_ROLE_BY_ID = "UPDATE variable SET role = ? WHERE id = ?"
VARIABLE_ROWS_BY_ID = "SELECT * FROM variable WHERE id = ?"
CHOICE_ROWS_BY_TABLE_ID_VARIABLE = "SELECT * FROM choice WHERE table_id = ? AND variable = ?"
DELETE_ROW_STATE_BY_TABLE_ID_STATE = "DELETE FROM row_state WHERE table_id = ? AND state = ?"
CONSENT_ROW_ID_GIVEN_BY_TABLE_ID_WHAT = "SELECT row_id, given FROM consent WHERE table_id = ? AND what = 'interview'"
DELETE_ROW_STATE_BY_TABLE_ID_ROW_ID_STATE = "DELETE FROM row_state WHERE table_id = ? AND row_id = ? AND state = ?"
REREAD_EDITS = "SELECT DISTINCT row_id, variable FROM cell_edit WHERE table_id = ? AND taken_back = 0"
VARIABLE_VARIABLE_BY_TABLE_ID_RECIPE = "SELECT variable FROM variable WHERE table_id = ? AND recipe IS NOT NULL"
SETTING_NAME_VALUE_BY_NAME = "SELECT name, value FROM setting WHERE name IN (?, ?)"
SETTING_NAME_VALUE = "SELECT name, value FROM setting"
DATA_TABLE_ID_DATA_SET = "SELECT id, data_set FROM data_table"
THING_VARIABLE = "SELECT variable FROM variable WHERE table_id = ? AND (name = ? OR variable = ?) AND recipe IS NULL"
DATA_SET_ID_NAME_ORDERED_2 = "SELECT id, name FROM data_set ORDER BY number"
REASONS_GIVEN = (
    "SELECT why, MAX(id) AS last FROM cell_edit WHERE why <> '' AND cause = 'person' GROUP BY why ORDER BY "
    "last DESC LIMIT ?"
)
CELL_EDIT_COUNT_BY_TABLE_ID_TAKEN_BACK = "SELECT COUNT(*) AS n FROM cell_edit WHERE table_id = ? AND taken_back = 0"
CELL_EDIT_COUNT_BY_TAKEN_BACK = "SELECT COUNT(*) AS n FROM cell_edit WHERE taken_back = 0"
ROW_STATE_TABLE_ID = "SELECT DISTINCT table_id FROM row_state"


def logged_cell_edit(condition: object) -> str:
    """The rows asked for, with `condition` put into the statement."""
    return f"SELECT * FROM cell_edit {condition} ORDER BY id DESC LIMIT ?"


def count_logged(condition: object) -> str:
    """The rows asked for, with `condition` put into the statement."""
    return f"SELECT COUNT(*) AS n FROM cell_edit {condition}"


def counted_where(name: object) -> str:
    """The rows asked for, with `name` put into the statement."""
    return f"SELECT row_id FROM {name} WHERE table_id = ?"


def replace_delete_where(table: object, column: object) -> str:
    """Take rows away, with `table`, `column` put into the statement."""
    return f"DELETE FROM {table} WHERE table_id = ? AND {column} = ?"


def update_update_variable(names: object) -> str:
    """Change rows, with `names` put into the statement."""
    return f"UPDATE variable SET {names} WHERE id = ?"


def update_table(names: object) -> str:
    """Change rows, with `names` put into the statement."""
    return f"UPDATE data_table SET {names} WHERE id = ?"


def move_columns_cell_edit(marks: object) -> str:
    """The rows asked for, with `marks` put into the statement."""
    return (
        "SELECT id, old, new, sealed FROM cell_edit WHERE table_id = ? AND sealed <> CASE WHEN variable IN "
        f"({marks}) THEN 1 ELSE 0 END"
    )


def move_files_update_data_import(name: object) -> str:
    """Change rows, with `name` put into the statement."""
    return f"UPDATE data_import SET {name} = ? WHERE id = ?"


def update_update_set(table: object, names: object) -> str:
    """Change rows, with `table`, `names` put into the statement."""
    return f"UPDATE {table} SET {names} WHERE id = ?"


def named_variables(condition: object) -> str:
    """The rows asked for, with `condition` put into the statement."""
    return f"SELECT name, labels FROM variable WHERE table_id = ? AND {condition} ORDER BY position"


def cell_edit_variable_by_id(places: object) -> str:
    """The rows asked for, with `places` put into the statement."""
    return f"SELECT DISTINCT variable FROM cell_edit WHERE id IN ({places})"
