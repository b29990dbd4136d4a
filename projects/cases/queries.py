# SPDX-License-Identifier: MIT
"""SQL of cases: one constant or function a statement."""

from __future__ import annotations

VARIABLE_EXISTS_BY_TABLE_ID_VARIABLE = "SELECT 1 FROM variable WHERE table_id = ? AND variable = ?"
SETTING_VALUE_BY_NAME = "SELECT value FROM setting WHERE name = ?"
WAITING_SUGGESTION = (
    "SELECT code, count(*) AS n FROM suggestion WHERE verdict = 'open' AND document IN (SELECT value FROM "
    "json_each(?)) GROUP BY code"
)
CODE_NAME_BY_KEY = "SELECT name FROM code WHERE key = ?"
SUGGESTION_SEGMENT_BY_VERDICT_SEGMENT = (
    "SELECT segment FROM suggestion WHERE verdict = 'accepted' AND segment IS NOT NULL"
)
JOIN_INSERT_CASE_MEMBER = (
    "INSERT INTO case_member (case_, document, speaker, table_id, row_id, since) VALUES (?, NULL, '', ?, ?, ?)"
)
DOCUMENT_ID_NAME = "SELECT id, name FROM document"
CODE_ID_NAME = "SELECT id, name FROM code"
CASE_ID_NAME = "SELECT id, name FROM case_"
MEMO_ROWS_ORDERED = "SELECT * FROM memo ORDER BY id DESC"
DOCUMENT_ID_MEMO_BY_MEMO = "SELECT id, memo, coder FROM document WHERE memo <> '' ORDER BY position"
LINK_ID_A_BY_A_B = "SELECT id, a, b FROM link WHERE a = ? OR b = ? ORDER BY id"
MEMBER_LINES_DOCUMENT_VERSION = (
    "SELECT document, turns FROM document_version WHERE id IN (SELECT version FROM document)"
)
SPEAKER_DOCUMENT_NAME_BY_ROLE = "SELECT document, name, role FROM speaker WHERE role <> ''"


def names_of_where(column: object, kind: object) -> str:
    """The rows asked for, with `column`, `kind` put into the statement."""
    return f"SELECT id, {column} FROM {kind} WHERE id IN (SELECT value FROM json_each(?))"
