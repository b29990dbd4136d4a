# SPDX-License-Identifier: MIT
"""SQL of consents: one constant or function a statement."""

from __future__ import annotations

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
