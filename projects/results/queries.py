# SPDX-License-Identifier: MIT
"""SQL of results: one constant or function a statement."""

from __future__ import annotations

DOCUMENT_ID_NAME_ORDERED = "SELECT id, name, case_name FROM document ORDER BY position"
SPEAKERS_CASE_MEMBER = (
    "SELECT document, speaker, case_.name AS held FROM case_member JOIN case_ ON case_.id = "
    "case_member.case_ WHERE document IS NOT NULL AND speaker <> ''"
)
JOINED_CASE_MEMBER = (
    "SELECT row_id, case_.name AS held FROM case_member JOIN case_ ON case_.id = case_member.case_ WHERE table_id = ?"
)
JOINED_PERSON_MEMBER = (
    "SELECT one.row_id AS row_id, other.document AS document FROM person_member AS one JOIN person_member AS "
    "other ON other.person = one.person WHERE one.table_id = ? AND other.document IS NOT NULL"
)
VARIABLE_NAME_BY_TABLE_ID = "SELECT name FROM variable WHERE table_id = ?"
REPORT_BLOCK_ROWS_ORDERED = "SELECT * FROM report_block ORDER BY position, id"
INSERT_SAVED_ANALYSIS = "INSERT INTO saved_analysis VALUES (?, ?, ?, ?, ?, ?, ?)"
DELETE_SAVED_ANALYSIS_BY_ID = "DELETE FROM saved_analysis WHERE id = ?"
INSERT_REPORT_BLOCK = "INSERT INTO report_block VALUES (?, ?, ?, ?)"
UPDATE_REPORT_BLOCK_CONTENT_BY_ID = "UPDATE report_block SET content = ? WHERE id = ?"
DELETE_REPORT_BLOCK_BY_ID = "DELETE FROM report_block WHERE id = ?"


def case_counts_segment(where: object) -> str:
    """The rows asked for, with `where` put into the statement."""
    return f"SELECT document, start FROM segment WHERE code IN (SELECT value FROM json_each(?)){where}"


def saved_analyses(where: object) -> str:
    """The rows asked for, with `where` put into the statement."""
    return f"SELECT * FROM saved_analysis {where} ORDER BY position, id"


def position_where(table: object) -> str:
    """The rows asked for, with `table` put into the statement."""
    return f"SELECT id, position FROM {table} WHERE id != ? ORDER BY position, id"


def move_update_set(table: object) -> str:
    """Change rows, with `table` put into the statement."""
    return f"UPDATE {table} SET position = ? WHERE id = ?"


def there_where(table: object) -> str:
    """The rows asked for, with `table` put into the statement."""
    return f"SELECT 1 FROM {table} WHERE id = ?"


def change_analysis(column: object) -> str:
    """Change rows, with `column` put into the statement."""
    return f"UPDATE saved_analysis SET {column} = ? WHERE id = ?"


def last_statement(table: object) -> str:
    """The rows asked for, with `table` put into the statement."""
    return f"SELECT coalesce(max(position), 0) + 1 AS place FROM {table}"
