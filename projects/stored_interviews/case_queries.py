# SPDX-License-Identifier: MIT
"""SQL of the cases of interviews: one constant or function a statement."""

from __future__ import annotations

CASES_CALLED = "SELECT id FROM case_ WHERE name = ? ORDER BY id"
INSERT_CASE = "INSERT INTO case_ (guid, kind, name, since) VALUES (?, ?, ?, ?)"
DOCUMENT_IS_IN_CASE = "SELECT 1 FROM case_member WHERE case_ = ? AND document = ? AND speaker = ''"
DOCUMENTS_ORIGINALS_FIRST = (
    "SELECT id, name, case_name, translates FROM document ORDER BY translates IS NOT NULL, position"
)
CASES_OF_DOCUMENT = "SELECT DISTINCT case_ FROM case_member WHERE document = ?"
DELETE_CASE_WITHOUT_ANYTHING = (
    "DELETE FROM case_ WHERE id = ? AND id NOT IN (SELECT case_ FROM case_member) AND id NOT IN (SELECT "
    "case_ FROM attribute) AND 'case:' || id NOT IN (SELECT target FROM memo) AND 'case:' || id NOT IN "
    "(SELECT a FROM link) AND 'case:' || id NOT IN (SELECT b FROM link) AND name NOT IN (SELECT case_name "
    "FROM consent WHERE case_name IS NOT NULL)"
)
DELETE_DOCUMENT_FROM_CASE = "DELETE FROM case_member WHERE document = ? AND speaker = '' AND case_ = ?"
SET_CASE_NAME = "UPDATE document SET case_name = ? WHERE id = ?"
INSERT_DOCUMENT_INTO_CASE = "INSERT INTO case_member (case_, document, since) VALUES (?, ?, ?)"
CASES_WITH_COUNTS = (
    "SELECT case_.*, count(DISTINCT document) AS documents, count(row_id) AS held FROM case_ LEFT JOIN "
    "case_member ON case_member.case_ = case_.id GROUP BY case_.id ORDER BY case_.kind, case_.name"
)
MEMBERS_OF_CASE = "SELECT * FROM case_member WHERE case_ = ? ORDER BY id"
CASES_OF_ALL_DOCUMENTS = (
    "SELECT document, speaker, case_, kind FROM case_member JOIN case_ ON case_.id = case_member.case_ WHERE document "
    "IS NOT NULL"
)
ATTRIBUTES_OF_CASE = "SELECT * FROM attribute WHERE case_ = ? ORDER BY id"
CASES_AND_DOCUMENTS = (
    "SELECT DISTINCT case_.name AS name, document FROM case_member JOIN case_ ON case_.id = case_member.case_ WHERE "
    "document IS NOT NULL"
)
DOCUMENTS_WITH_CASE_NAME = "SELECT id, case_name FROM document WHERE case_name <> '' ORDER BY position, id"
INSERT_MEMBER = "INSERT INTO case_member (case_, document, speaker, table_id, row_id, since) VALUES (?, ?, ?, ?, ?, ?)"
FIRST_CASE_NAME_OF_DOCUMENT = (
    "SELECT case_.name AS name FROM case_member JOIN case_ ON case_.id = case_member.case_ WHERE document = "
    "? AND speaker = '' ORDER BY case_member.id LIMIT 1"
)
SET_CASE_NAME_IF_OTHER = "UPDATE document SET case_name = ? WHERE id = ? AND case_name <> ?"
CASE_BY_ID = "SELECT * FROM case_ WHERE id = ?"
CASE_CALLED_EXISTS = "SELECT 1 FROM case_ WHERE name = ?"
RENAME_CASE = "UPDATE case_ SET name = ? WHERE id = ?"
RENAME_CASE_OF_DOCUMENTS = "UPDATE document SET case_name = ? WHERE case_name = ?"
RENAME_CASE_OF_CONSENTS = "UPDATE consent SET case_name = ? WHERE case_name = ?"
SET_CASE_KIND = "UPDATE case_ SET kind = ? WHERE id = ?"
DELETE_MEMBER = (
    "DELETE FROM case_member WHERE case_ = ? AND document IS ? AND speaker = ? AND table_id IS ? AND row_id IS ?"
)
DELETE_CONSENTS_OF_CASE = "DELETE FROM consent WHERE case_name = ?"
DELETE_CASE = "DELETE FROM case_ WHERE id = ?"
DELETE_ATTRIBUTE = "DELETE FROM attribute WHERE case_ = ? AND name = ?"
SET_ATTRIBUTE = "UPDATE attribute SET value = ?, kind = ?, source = ? WHERE case_ = ? AND name = ?"
INSERT_ATTRIBUTE = "INSERT INTO attribute (case_, name, kind, value, source, since) VALUES (?, ?, ?, ?, ?, ?)"


def delete_of_case(table: object) -> str:
    """Delete the rows of a table (members, attributes) that belong to a case."""
    return f"DELETE FROM {table} WHERE case_ = ?"


NAMES_OF_PEOPLE = (
    "SELECT name FROM case_ WHERE kind = 'person' UNION SELECT name FROM speaker WHERE role NOT IN"
    " ('interviewer', 'interpreter') UNION SELECT case_name FROM document WHERE case_name <> ''"
)
