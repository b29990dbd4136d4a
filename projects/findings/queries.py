# SPDX-License-Identifier: MIT
"""SQL of findings: one constant or function a statement."""

from __future__ import annotations

CODE_GONE_CODE_NAME_ORDERED = "SELECT code, name, target FROM code_gone ORDER BY id"
DOCUMENT_NAME_ORDERED = "SELECT name FROM document ORDER BY position"
SPEAKER_NAME_ORDERED = "SELECT DISTINCT name FROM speaker ORDER BY name"
SEGMENT_CODER_ORDERED = "SELECT DISTINCT coder FROM segment ORDER BY coder"
DOCUMENT_GROUP_NAME_ORDERED = "SELECT name FROM document_group ORDER BY position"
DOCUMENT_LANGUAGE_ORDERED = "SELECT DISTINCT language FROM document ORDER BY language"
CASE_NAME_ORDERED = "SELECT name FROM case_ ORDER BY name"
ATTRIBUTE_NAME_VALUE_ORDERED = "SELECT DISTINCT name, value FROM attribute ORDER BY name, value"
ATTRIBUTE_NAME = "SELECT DISTINCT name FROM attribute"
SUMMARIES_FRAMEWORK_CELL = (
    "SELECT framework_cell.*, case_.name AS named, action.utc AS at FROM framework_cell LEFT JOIN case_ ON "
    "case_.id = framework_cell.case_ LEFT JOIN action ON action.seq = framework_cell.since ORDER BY "
    "framework_cell.id DESC"
)
CASE_ID_BY_NAME = "SELECT id FROM case_ WHERE name = ? ORDER BY id"
DOCUMENT_ID_BY_NAME = "SELECT id FROM document WHERE name = ? ORDER BY id"
DOCUMENTS = (
    "SELECT id FROM document WHERE case_name = ? OR (case_name = '' AND name = ?) OR id IN (SELECT document "
    "FROM case_member JOIN case_ ON case_.id = case_member.case_ WHERE case_.name = ?) ORDER BY id"
)
CODE_NAME_BY_ID = "SELECT name FROM code WHERE id = ?"
WRITE_SUMMARY_INSERT_FRAMEWORK_CELL = (
    "INSERT INTO framework_cell (guid, case_, document, code, text, documents, coder, since) VALUES (?, ?, "
    "?, ?, ?, ?, ?, ?)"
)
DOCUMENT_ROWS = "SELECT * FROM document"
SEGMENT_ID_SINCE = "SELECT id, since FROM segment"
SAVED_QUERY_NAME_ORDERED = "SELECT name FROM saved_query ORDER BY name"
SEGMENT_DOCUMENT_CODE_CODER_ORIGIN = "SELECT document, code, coder, origin FROM segment"
DOCUMENT_ID_LANGUAGE = "SELECT id, language FROM document"
CODES_IN_USE = "SELECT count(*) AS n FROM code WHERE retired = 0"
SUGGESTIONS_BY_VERDICT = "SELECT verdict, count(*) FROM suggestion GROUP BY verdict"
