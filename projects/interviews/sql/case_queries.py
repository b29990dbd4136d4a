# SPDX-License-Identifier: MIT
"""SQL of the cases of interviews: one constant or function a statement."""

from __future__ import annotations

CASE_ID_BY_NAME = "SELECT id FROM case_ WHERE name = ? ORDER BY id"
INSERT_CASE = "INSERT INTO case_ (guid, kind, name, since) VALUES (?, ?, ?, ?)"
CASE_MEMBER_EXISTS_BY_CASE_DOCUMENT_SPEAKER = (
    "SELECT 1 FROM case_member WHERE case_ = ? AND document = ? AND speaker = ''"
)
CASE_MEMBER_CASE_BY_DOCUMENT = "SELECT DISTINCT case_ FROM case_member WHERE document = ?"
DROP_EMPTY = (
    "DELETE FROM case_ WHERE id = ? AND id NOT IN (SELECT case_ FROM case_member) AND id NOT IN (SELECT "
    "case_ FROM attribute) AND 'case:' || id NOT IN (SELECT target FROM memo) AND 'case:' || id NOT IN "
    "(SELECT a FROM link) AND 'case:' || id NOT IN (SELECT b FROM link) AND name NOT IN (SELECT case_name "
    "FROM consent WHERE case_name IS NOT NULL)"
)
DELETE_CASE_MEMBER_BY_DOCUMENT_SPEAKER_CASE = (
    "DELETE FROM case_member WHERE document = ? AND speaker = '' AND case_ = ?"
)
UPDATE_DOCUMENT_CASE_NAME_BY_ID = "UPDATE document SET case_name = ? WHERE id = ?"
INSERT_CASE_MEMBER = "INSERT INTO case_member (case_, document, since) VALUES (?, ?, ?)"
CASE_ID_BY_NAME_2 = "SELECT id FROM case_ WHERE name = ?"
CASES = (
    "SELECT case_.*, count(DISTINCT document) AS documents, count(row_id) AS held FROM case_ LEFT JOIN "
    "case_member ON case_member.case_ = case_.id GROUP BY case_.id ORDER BY case_.kind, case_.name"
)
CASE_MEMBER_ROWS_BY_CASE = "SELECT * FROM case_member WHERE case_ = ? ORDER BY id"
ATTRIBUTE_ROWS_BY_CASE = "SELECT * FROM attribute WHERE case_ = ? ORDER BY id"
DOCUMENT_ID_CASE_NAME_BY_CASE_NAME = "SELECT id, case_name FROM document WHERE case_name <> '' ORDER BY position, id"
JOIN_INSERT_CASE_MEMBER = (
    "INSERT INTO case_member (case_, document, speaker, table_id, row_id, since) VALUES (?, ?, ?, ?, ?, ?)"
)
NAME_FIRST_CASE_CASE_MEMBER = (
    "SELECT case_.name AS name FROM case_member JOIN case_ ON case_.id = case_member.case_ WHERE document = "
    "? AND speaker = '' ORDER BY case_member.id LIMIT 1"
)
UPDATE_DOCUMENT_CASE_NAME_BY_ID_CASE_NAME = "UPDATE document SET case_name = ? WHERE id = ? AND case_name <> ?"
CASE_ROWS_BY_ID = "SELECT * FROM case_ WHERE id = ?"
CASE_EXISTS_BY_NAME = "SELECT 1 FROM case_ WHERE name = ?"
UPDATE_CASE_NAME_BY_ID = "UPDATE case_ SET name = ? WHERE id = ?"
UPDATE_DOCUMENT_CASE_NAME_BY_CASE_NAME = "UPDATE document SET case_name = ? WHERE case_name = ?"
UPDATE_CONSENT_CASE_NAME_BY_CASE_NAME = "UPDATE consent SET case_name = ? WHERE case_name = ?"
UPDATE_CASE_KIND_BY_ID = "UPDATE case_ SET kind = ? WHERE id = ?"
LEAVE_CASE = (
    "DELETE FROM case_member WHERE case_ = ? AND document IS ? AND speaker = ? AND table_id IS ? AND row_id IS ?"
)
DELETE_CONSENT_BY_CASE_NAME = "DELETE FROM consent WHERE case_name = ?"
DELETE_CASE_BY_ID = "DELETE FROM case_ WHERE id = ?"
DELETE_ATTRIBUTE_BY_CASE_NAME = "DELETE FROM attribute WHERE case_ = ? AND name = ?"
UPDATE_ATTRIBUTE_VALUE_KIND_BY_CASE_NAME = (
    "UPDATE attribute SET value = ?, kind = ?, source = ? WHERE case_ = ? AND name = ?"
)
WRITE_ATTRIBUTE_INSERT_ATTRIBUTE = (
    "INSERT INTO attribute (case_, name, kind, value, source, since) VALUES (?, ?, ?, ?, ?, ?)"
)


def delete_case_delete_where(table: object) -> str:
    """Take rows away, with `table` put into the statement."""
    return f"DELETE FROM {table} WHERE case_ = ?"
