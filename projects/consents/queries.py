# SPDX-License-Identifier: MIT
"""SQL of consents: one constant or function a statement."""

from __future__ import annotations

DOCUMENT_ID_NAME = "SELECT id, name FROM document"
DOCUMENT_CONSENT_SOURCE_BY_ID = "SELECT consent_source FROM document WHERE id = ?"
DOCUMENT_ID_NAME_ORDERED = "SELECT id, name, case_name FROM document ORDER BY position"
DATA_TABLE_ID_ORDERED = "SELECT id FROM data_table ORDER BY number"
DATA_TABLE_ID_DATA_SET = "SELECT id, data_set FROM data_table"
CONSENT_WHAT_GIVEN_BY_CASE_NAME = "SELECT what, given FROM consent WHERE case_name = ?"
CONSENT_CASE_NAME_WHAT_BY_CASE_NAME = "SELECT case_name, what, given FROM consent WHERE case_name IS NOT NULL"
DOCUMENT_ROWS = "SELECT * FROM document"
RESPONDENTS = (
    "SELECT interview.document AS document, interview.person AS person, what, given FROM person_member AS "
    "interview LEFT JOIN person_member AS answer ON answer.person = interview.person AND answer.table_id IS "
    "NOT NULL LEFT JOIN consent ON consent.table_id = answer.table_id AND consent.row_id = answer.row_id "
    "WHERE interview.document IS NOT NULL"
)
ROW_STATE_ROW_ID_BY_TABLE_ID_STATE = "SELECT row_id FROM row_state WHERE table_id = ? AND state = 'erased'"
LACKING_CONSENT = (
    "SELECT table_id, row_id FROM row_state WHERE state = ? AND table_id IN (SELECT id FROM data_table) "
    "EXCEPT SELECT table_id, row_id FROM row_state WHERE state = 'erased' ORDER BY table_id, row_id"
)
DOCUMENT_EXISTS_BY_ID = "SELECT 1 FROM document WHERE id = ?"
DATA_TABLE_EXISTS_BY_ID = "SELECT 1 FROM data_table WHERE id = ?"
EARLIER_DOCUMENT_VERSION = (
    "SELECT document.id AS id, document.name AS name, parsed_ref FROM document_version JOIN document ON "
    "document.id = document_version.document WHERE document_version.id <> document.version"
)
PEOPLE_PERSON_MEMBER = (
    "SELECT person, table_id, row_id, document FROM person_member WHERE (document IS NULL OR document IN "
    "(SELECT id FROM document)) AND (table_id IS NULL OR table_id IN (SELECT id FROM data_table)) ORDER BY id"
)
DELETE_PERSON_MEMBER_BY_PERSON = "DELETE FROM person_member WHERE person = ?"
CONSENT_WHAT_GIVEN_BY_TABLE_ID_ROW_ID = "SELECT what, given FROM consent WHERE table_id = ? AND row_id = ?"
DOCUMENT_ROWS_BY_ID = "SELECT * FROM document WHERE id = ?"
RECORD_INSERT_CONSENT = (
    "INSERT INTO consent (table_id, row_id, what, given, since) VALUES (?, ?, ?, ?, ?) ON CONFLICT "
    "(table_id, row_id, what) WHERE table_id IS NOT NULL DO UPDATE SET given = excluded.given, since = "
    "excluded.since"
)
RECORD_CASE_INSERT_CONSENT = (
    "INSERT INTO consent (case_name, what, given, since) VALUES (?, ?, ?, ?) ON CONFLICT (case_name, what) "
    "WHERE case_name IS NOT NULL DO UPDATE SET given = excluded.given, since = excluded.since"
)
DELETE_CONSENT_BY_TABLE_ID_ROW_ID_WHAT = "DELETE FROM consent WHERE table_id = ? AND row_id = ? AND what = ?"
DOCUMENT_EXISTS_BY_CASE_NAME = "SELECT 1 FROM document WHERE case_name = ?"
DELETE_CONSENT_BY_CASE_NAME_WHAT = "DELETE FROM consent WHERE case_name = ? AND what = ?"


def record_update_document(kind: object) -> str:
    """Change rows, with `kind` put into the statement."""
    return f"UPDATE document SET consent_{kind} = ?, consent_source = ? WHERE id = ?"


def written_statement(table: object) -> str:
    """The rows asked for, with `table` put into the statement."""
    return f"SELECT * FROM {table}"


def persons_of(condition: object) -> str:
    """The rows asked for, with `condition` put into the statement."""
    return f"SELECT person FROM person_member WHERE {condition} ORDER BY id"


def untie_delete_person_member(condition: object) -> str:
    """Take rows away, with `condition` put into the statement."""
    return f"DELETE FROM person_member WHERE person = ? AND {condition}"


def insert_person_member(row: object, places: object) -> str:
    """Put rows in, with `row`, `places` put into the statement."""
    return f"INSERT INTO person_member ({row}) VALUES ({places})"


def record_update_document_2(what: object) -> str:
    """Change rows, with `what` put into the statement."""
    return f"UPDATE document SET consent_{what} = ? WHERE id = ?"
