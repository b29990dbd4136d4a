# SPDX-License-Identifier: MIT
"""SQL of codes, codings and suggestions: one constant or function a statement."""

from __future__ import annotations

SEGMENT_CODE_QUOTE_BY_ID = "SELECT code, quote, document FROM segment WHERE id = ?"
CODE_ROWS_BY_ID = "SELECT * FROM code WHERE id = ?"
SEGMENT_COUNT_BY_CODE = "SELECT COUNT(*) FROM segment WHERE code = ?"
ATTRIBUTES = (
    "SELECT case_.name AS held, attribute.name, value FROM attribute JOIN case_ ON case_.id = "
    "attribute.case_ ORDER BY attribute.id"
)
CODINGS_TABLES = "SELECT (SELECT count(*) FROM document) AS documents, (SELECT count(*) FROM segment) AS segments"
SPEAKER_DOCUMENT_NAME_BY_ROLE = "SELECT document, name, role AS held FROM speaker WHERE role <> ''"
DOCUMENTS_CASE_MEMBER = (
    "SELECT document, speaker, case_.name AS held FROM case_member JOIN case_ ON case_.id = "
    "case_member.case_ WHERE document IS NOT NULL AND speaker <> ''"
)
DOCUMENTS = (
    "SELECT document.id, document.position, case_name, words, characters, document_group.name AS grouped "
    "FROM document JOIN document_version ON document_version.id = document.version LEFT JOIN document_group "
    "ON document_group.id = document.document_group"
)
SEGMENT_ROWS = "SELECT * FROM segment"
CODER_ID_GUID_ORDERED = "SELECT id, guid, name FROM coder ORDER BY id"
NOTE_CODERS = (
    "SELECT DISTINCT coder FROM segment WHERE coder <> '' AND coder NOT IN (SELECT name FROM coder) ORDER BY id"
)
CODER_EXISTS_BY_NAME = "SELECT 1 FROM coder WHERE name = ?"
INSERT_CODER = "INSERT INTO coder (guid, name, since) VALUES (?, ?, ?)"
SEGMENT_ROWS_2 = "SELECT coder, count(*) FROM segment GROUP BY coder"
CODER_NAME_BY_ID = "SELECT name FROM coder WHERE id = ?"
UPDATE_CODER_NAME_BY_ID = "UPDATE coder SET name = ? WHERE id = ?"
INSERT_CODE_GONE = "INSERT INTO code_gone (code, name, target, since) VALUES (?, ?, ?, ?)"
SEGMENT_EXISTS_BY_CODE = "SELECT 1 FROM segment WHERE code = ? LIMIT 1"
UPDATE_PARAPHRASE_CODE_BY_CODE = "UPDATE paraphrase SET code = ? WHERE code = ?"
UPDATE_SUGGESTION_CODE_BY_CODE = "UPDATE suggestion SET code = ? WHERE code = ?"
UPDATE_FRAMEWORK_CELL_CODE_BY_CODE = "UPDATE framework_cell SET code = ? WHERE code = ?"
DELETE_CODE_BY_ID = "DELETE FROM code WHERE id = ?"
UPDATE_PARAPHRASE_CODE_BY_CODE_2 = "UPDATE paraphrase SET code = NULL WHERE code = ?"
DELETE_SUGGESTION_BY_CODE = "DELETE FROM suggestion WHERE code = ?"
DELETE_FRAMEWORK_CELL_BY_CODE = "DELETE FROM framework_cell WHERE code = ?"
UPDATE_SEGMENT_CODE_BY_CODE = "UPDATE segment SET code = ? WHERE code = ?"
SEGMENT_ID_BY_CODE = "SELECT id FROM segment WHERE code = ?"
CODE_ROWS = "SELECT * FROM code"
DELETE_SEGMENT_BY_CODE = "DELETE FROM segment WHERE code = ?"
SUGGESTION_ROWS_BY_ID = "SELECT * FROM suggestion WHERE id = ?"
STORE_SUGGESTIONS_INSERT_SUGGESTION_REASON = (
    "INSERT INTO suggestion_reason (suggestion, document, source, version, words, since) VALUES (?, ?, "
    "'rule', ?, '[]', ?)"
)
STORE_SUGGESTIONS_INSERT_SUGGESTION = (
    "INSERT INTO suggestion (document, code, start, stop, rule, language, matched) VALUES (?, ?, ?, ?, ?, ?, ?)"
)
UPDATE_SUGGESTION_VERDICT_DECIDED_BY_BY_ID = (
    "UPDATE suggestion SET verdict = 'accepted', decided_by = ?, segment = ? WHERE id = ?"
)
UPDATE_SUGGESTION_VERDICT_DECIDED_BY_BY_ID_2 = "UPDATE suggestion SET verdict = 'rejected', decided_by = ? WHERE id = ?"
REFUSE_STALE = (
    "SELECT document.id, digest FROM document JOIN document_version ON document_version.id = document.version"
)


def rename_coder_update_set(table: object) -> str:
    """Change rows, with `table` put into the statement."""
    return f"UPDATE {table} SET coder = ? WHERE coder = ?"


def insert_code(names: object, places: object) -> str:
    """Put rows in, with `names`, `places` put into the statement."""
    return f"INSERT INTO code ({names}) VALUES ({places})"


def update_codes(settings: object) -> str:
    """Change rows, with `settings` put into the statement."""
    return f"UPDATE code SET {settings} WHERE id = ?"


def delete_code_delete_suggestion_reason(of_code: object) -> str:
    """Take rows away, with `of_code` put into the statement."""
    return f"DELETE FROM suggestion_reason WHERE {of_code}"


def suggestion_document_code(among: object) -> str:
    """The rows asked for, with `among` put into the statement."""
    return f"SELECT document, code, start, stop FROM suggestion{among}"


def decided_by_document_segment(where: object, theirs: object) -> str:
    """The rows asked for, with `where`, `theirs` put into the statement."""
    return f"SELECT document, code, start, stop FROM segment{where}{theirs}"


def store_suggestions(learned_only: object) -> str:
    """The rows asked for, with `learned_only` put into the statement."""
    return f"SELECT * FROM suggestion WHERE {learned_only}"
