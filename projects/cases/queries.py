# SPDX-License-Identifier: MIT
"""SQL of cases: one constant or function a statement."""

from __future__ import annotations

VARIABLE_EXISTS = "SELECT 1 FROM variable WHERE table_id = ? AND variable = ?"
OPEN_SUGGESTIONS_BY_CODE = (
    "SELECT code, count(*) AS n FROM suggestion WHERE verdict = 'open' AND document IN (SELECT value FROM "
    "json_each(?)) GROUP BY code"
)
CODE_NAME_OF_KEY = "SELECT name FROM code WHERE key = ?"
SEGMENTS_FROM_SUGGESTIONS = "SELECT segment FROM suggestion WHERE verdict = 'accepted' AND segment IS NOT NULL"
INSERT_ROW_INTO_CASE = (
    "INSERT INTO case_member (case_, document, speaker, table_id, row_id, since) VALUES (?, NULL, '', ?, ?, ?)"
)
NAMES_OF_CASES = "SELECT id, name FROM case_"
DOCUMENTS_WITH_MEMO = "SELECT id, memo, coder FROM document WHERE memo <> '' ORDER BY position"
LINKS_OF = "SELECT id, a, b FROM link WHERE a = ? OR b = ? ORDER BY id"
TURNS_OF_DOCUMENTS = "SELECT document, turns FROM document_version WHERE id IN (SELECT version FROM document)"


ATTRIBUTES_BY_CASE = (
    "SELECT case_.id AS case_, case_.name AS held, attribute.name, attribute.kind, value, source FROM attribute "
    "JOIN case_ ON case_.id = attribute.case_ ORDER BY attribute.id"
)
ROWS_OF_CASES = "SELECT case_, table_id, row_id FROM case_member WHERE row_id IS NOT NULL ORDER BY id"


def names_of(column: object, kind: object) -> str:
    """A naming column of the rows of a table that are asked for."""
    return f"SELECT id, {column} FROM {kind} WHERE id IN (SELECT value FROM json_each(?))"
