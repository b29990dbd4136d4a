# SPDX-License-Identifier: MIT
"""SQL of consents: one constant or function a statement."""

from __future__ import annotations

DOCUMENTS_AND_CASE_NAMES = "SELECT id, name, case_name FROM document ORDER BY position"
TABLES = "SELECT id FROM data_table ORDER BY number"
CONSENTS_OF_CASE = "SELECT what, given FROM consent WHERE case_name = ?"
CONSENTS_OF_CASES = "SELECT case_name, what, given FROM consent WHERE case_name IS NOT NULL"
CONSENTS_OF_RESPONDENTS = (
    "SELECT interview.document AS document, interview.person AS person, what, given FROM person_member AS "
    "interview LEFT JOIN person_member AS answer ON answer.person = interview.person AND answer.table_id IS "
    "NOT NULL LEFT JOIN consent ON consent.table_id = answer.table_id AND consent.row_id = answer.row_id "
    "WHERE interview.document IS NOT NULL"
)
_TIED = (
    "WITH tied (document, table_id, row_id) AS (SELECT interview.document, answer.table_id, answer.row_id FROM "
    "person_member AS interview JOIN person_member AS answer ON answer.person = interview.person AND answer.table_id "
    "IS NOT NULL WHERE interview.document IS NOT NULL UNION SELECT id, table_id, row_id FROM document WHERE table_id "
    "IS NOT NULL UNION SELECT talk.document, answer.table_id, answer.row_id FROM case_member AS talk JOIN case_ ON "
    "case_.id = talk.case_ AND case_.kind = 'person' JOIN case_member AS answer ON answer.case_ = talk.case_ AND "
    "answer.table_id IS NOT NULL WHERE talk.document IS NOT NULL AND talk.speaker = '') "
)
ROWS_TIED_WITHOUT_CONSENT = _TIED + (
    "SELECT DISTINCT tied.document, tied.table_id, tied.row_id FROM tied JOIN row_state ON row_state.table_id = "
    "tied.table_id AND row_state.row_id = tied.row_id AND row_state.state = 'no_consent' WHERE NOT EXISTS (SELECT 1 "
    "FROM consent WHERE consent.table_id = tied.table_id AND consent.row_id = tied.row_id AND what = 'interview')"
)
REFUSALS_OF_TIED_ROWS = _TIED + (
    "SELECT DISTINCT tied.document, consent.what FROM tied JOIN consent ON consent.table_id = tied.table_id AND "
    "consent.row_id = tied.row_id WHERE consent.given = 0"
)
ANY_REFUSAL = (
    "SELECT EXISTS (SELECT 1 FROM document WHERE consent_interview = 0) OR EXISTS (SELECT 1 FROM consent WHERE what = "
    "'interview' AND given = 0) OR EXISTS (SELECT 1 FROM row_state WHERE state = 'no_consent') AS said"
)
ERASED_ROWS = "SELECT row_id FROM row_state WHERE table_id = ? AND state = 'erased'"
ROWS_WITHOUT_CONSENT = (
    "SELECT table_id, row_id FROM row_state WHERE state = ? AND table_id IN (SELECT id FROM data_table) "
    "EXCEPT SELECT table_id, row_id FROM row_state WHERE state = 'erased' ORDER BY table_id, row_id"
)
EARLIER_TEXTS = (
    "SELECT document.id AS id, document.name AS name, parsed_ref FROM document_version JOIN document ON "
    "document.id = document_version.document WHERE document_version.id <> document.version"
)
MEMBERS_OF_PEOPLE = (
    "SELECT person, table_id, row_id, document FROM person_member WHERE (document IS NULL OR document IN "
    "(SELECT id FROM document)) AND (table_id IS NULL OR table_id IN (SELECT id FROM data_table)) ORDER BY id"
)
DELETE_PERSON = "DELETE FROM person_member WHERE person = ?"
CONSENTS_OF_ROW = "SELECT what, given FROM consent WHERE table_id = ? AND row_id = ?"
RECORD_CONSENT_OF_ROW = (
    "INSERT INTO consent (table_id, row_id, what, given, since) VALUES (?, ?, ?, ?, ?) ON CONFLICT "
    "(table_id, row_id, what) WHERE table_id IS NOT NULL DO UPDATE SET given = excluded.given, since = "
    "excluded.since"
)
RECORD_CONSENT_OF_CASE = (
    "INSERT INTO consent (case_name, what, given, since) VALUES (?, ?, ?, ?) ON CONFLICT (case_name, what) "
    "WHERE case_name IS NOT NULL DO UPDATE SET given = excluded.given, since = excluded.since"
)
DELETE_CONSENT_OF_ROW = "DELETE FROM consent WHERE table_id = ? AND row_id = ? AND what = ?"
CASE_EXISTS = "SELECT 1 FROM document WHERE case_name = ?1 UNION SELECT 1 FROM case_ WHERE name = ?1"
CASES_OF_DOCUMENTS = (
    "SELECT id AS document, case_name AS held, 1 AS asked FROM document WHERE case_name <> '' UNION SELECT document, "
    "case_.name, case_.kind = 'person' OR case_.name = case_name FROM case_member JOIN case_ ON case_.id = "
    "case_member.case_ JOIN document ON document.id = document WHERE document IS NOT NULL"
)
DELETE_CONSENT_OF_CASE = "DELETE FROM consent WHERE case_name = ? AND what = ?"


def set_consent_and_source(kind: object) -> str:
    """Set one consent of a document and where it comes from."""
    return f"UPDATE document SET consent_{kind} = ?, consent_source = ? WHERE id = ?"


def rows_of(table: object) -> str:
    """All rows of a table."""
    return f"SELECT * FROM {table}"


def persons_that(condition: object) -> str:
    """The persons with a member that meets the condition."""
    return f"SELECT person FROM person_member WHERE {condition} ORDER BY id"


def delete_member_that(condition: object) -> str:
    """Delete the members of a person that meet the condition."""
    return f"DELETE FROM person_member WHERE person = ? AND {condition}"


def insert_member(row: object, places: object) -> str:
    """Insert a member of a person."""
    return f"INSERT INTO person_member ({row}) VALUES ({places})"


def set_consent(what: object) -> str:
    """Set one consent of a document."""
    return f"UPDATE document SET consent_{what} = ? WHERE id = ?"


SET_CONSENT_SOURCE = "UPDATE document SET consent_source = ? WHERE id = ?"
