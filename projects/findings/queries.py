# SPDX-License-Identifier: MIT
"""SQL of findings: one constant or function a statement."""

from __future__ import annotations

CODES_GONE = "SELECT code, name, target FROM code_gone ORDER BY id"
SPEAKER_NAMES = "SELECT DISTINCT name FROM speaker ORDER BY name"
CODERS_OF_SEGMENTS = "SELECT DISTINCT coder FROM segment ORDER BY coder"
GROUP_NAMES = "SELECT name FROM document_group ORDER BY position"
LANGUAGES_OF_DOCUMENTS = "SELECT DISTINCT language FROM document ORDER BY language"
CASE_NAMES = "SELECT name FROM case_ ORDER BY name"
ATTRIBUTE_NAMES_AND_VALUES = "SELECT DISTINCT name, value FROM attribute ORDER BY name, value"
ATTRIBUTE_NAMES = "SELECT DISTINCT name FROM attribute"
SUMMARIES_NEWEST_FIRST = (
    "SELECT framework_cell.*, case_.name AS named, action.utc AS at FROM framework_cell LEFT JOIN case_ ON "
    "case_.id = framework_cell.case_ LEFT JOIN action ON action.seq = framework_cell.since ORDER BY "
    "framework_cell.id DESC"
)
DOCUMENTS_OF_CASE = (
    "SELECT id FROM document WHERE case_name = ? OR (case_name = '' AND name = ?) OR id IN (SELECT document "
    "FROM case_member JOIN case_ ON case_.id = case_member.case_ WHERE case_.name = ?) ORDER BY id"
)
INSERT_SUMMARY = (
    "INSERT INTO framework_cell (guid, case_, document, code, text, documents, coder, since) VALUES (?, ?, "
    "?, ?, ?, ?, ?, ?)"
)
ACTIONS_OF_SEGMENTS = "SELECT id, since FROM segment"
SEGMENTS_AFTER = "SELECT * FROM segment WHERE id > ? ORDER BY id LIMIT ?"
SEGMENTS_NAMED = "SELECT * FROM segment WHERE id IN (SELECT value FROM json_each(?))"
ERASED_SINCE = "SELECT 1 FROM action WHERE seq > ? AND role = 'erase' LIMIT 1"
ROWS_TOUCHED_SINCE = "SELECT DISTINCT tbl, key FROM journal WHERE id > (SELECT last FROM action WHERE seq = ?) LIMIT ?"
ATTRIBUTE_COUNTS_CODINGS = "SELECT 1 FROM attribute WHERE source LIKE 'computed:codings%' LIMIT 1"
SAVED_QUERY_NAMES = "SELECT name FROM saved_query ORDER BY name"
CODINGS_OF_SEGMENTS = "SELECT document, code, coder, origin FROM segment"
LANGUAGE_OF_EACH_DOCUMENT = "SELECT id, language FROM document"
CODES_IN_USE_COUNT = "SELECT count(*) AS n FROM code WHERE retired = 0"
SUGGESTIONS_BY_VERDICT = "SELECT verdict, count(*) FROM suggestion GROUP BY verdict"
RULES_OF_SUGGESTIONS = "SELECT DISTINCT rule FROM suggestion"
PIPELINES_OF_PARSES = "SELECT DISTINCT pipeline FROM parse ORDER BY pipeline"
