# SPDX-License-Identifier: MIT
"""SQL of codes, codings and suggestions: one constant or function a statement."""

from __future__ import annotations

CODE_AND_QUOTE_OF_SEGMENT = "SELECT code, quote, document FROM segment WHERE id = ?"
CODE_BY_ID = "SELECT * FROM code WHERE id = ?"
SEGMENTS_OF_CODE_COUNT = "SELECT COUNT(*) FROM segment WHERE code = ?"
DOCUMENTS_AND_SEGMENTS_COUNT = (
    "SELECT (SELECT count(*) FROM document) AS documents, (SELECT count(*) FROM segment) AS segments"
)
CASES_OF_DOCUMENTS_AND_SPEAKERS = (
    "SELECT document, speaker, case_.name AS held FROM case_member JOIN case_ ON case_.id = "
    "case_member.case_ WHERE document IS NOT NULL ORDER BY case_member.id"
)
DOCUMENTS_WITH_SIZE_AND_GROUP = (
    "SELECT document.id, document.name, document.position, case_name, words, characters, document_group.name AS "
    "grouped FROM document JOIN document_version ON document_version.id = document.version LEFT JOIN document_group "
    "ON document_group.id = document.document_group ORDER BY document.position"
)
SEGMENTS = "SELECT * FROM segment"
CODERS = "SELECT id, guid, name FROM coder ORDER BY id"
CODERS_NOT_YET_LISTED = (
    "SELECT DISTINCT coder FROM segment WHERE coder <> '' AND coder NOT IN (SELECT name FROM coder) ORDER BY id"
)
CODER_EXISTS = "SELECT 1 FROM coder WHERE name = ?"
INSERT_CODER = "INSERT INTO coder (guid, name, since) VALUES (?, ?, ?)"
SEGMENTS_BY_CODER = (
    "SELECT coder, count(*) FROM segment WHERE document NOT IN (SELECT value FROM json_each(?)) GROUP BY coder"
)
NAME_OF_CODER = "SELECT name FROM coder WHERE id = ?"
RENAME_CODER = "UPDATE coder SET name = ? WHERE id = ?"
NOTE_CODE_GONE = "INSERT INTO code_gone (code, name, target, since) VALUES (?, ?, ?, ?)"
CODE_HAS_SEGMENTS = "SELECT 1 FROM segment WHERE code = ? LIMIT 1"
REPLACE_CODE_OF_PARAPHRASES = "UPDATE paraphrase SET code = ? WHERE code = ?"
REPLACE_CODE_OF_SUGGESTIONS = "UPDATE suggestion SET code = ? WHERE code = ?"
REPLACE_CODE_OF_SUMMARIES = "UPDATE framework_cell SET code = ? WHERE code = ?"
DELETE_CODE = "DELETE FROM code WHERE id = ?"
FORGET_CODE_OF_PARAPHRASES = "UPDATE paraphrase SET code = NULL WHERE code = ?"
DELETE_SUGGESTIONS_OF_CODE = "DELETE FROM suggestion WHERE code = ?"
DELETE_SUMMARIES_OF_CODE = "DELETE FROM framework_cell WHERE code = ?"
REPLACE_CODE_OF_SEGMENTS = "UPDATE segment SET code = ? WHERE code = ?"
SEGMENTS_OF_CODE = "SELECT id FROM segment WHERE code = ?"
CODES = "SELECT * FROM code"
DELETE_SEGMENTS_OF_CODE = "DELETE FROM segment WHERE code = ?"
# the codes of a category under which the passages most like a suggestion of it were coded, the most like first
NEAREST_CHILDREN = (
    "SELECT held.code AS code FROM suggestion JOIN suggestion_reason AS reason ON reason.suggestion = suggestion.id"
    " JOIN json_each(reason.similar) AS place JOIN segment AS similar ON similar.id = place.value"
    " JOIN segment AS held ON held.document = similar.document AND held.start = similar.start"
    " AND held.stop = similar.stop JOIN code ON code.id = held.code AND code.parent = suggestion.code"
    " WHERE suggestion.id = ? ORDER BY place.key"
)
SUGGESTION_BY_ID = "SELECT * FROM suggestion WHERE id = ?"
INSERT_REASON_OF_RULE = (
    "INSERT INTO suggestion_reason (suggestion, document, source, version, words, since) VALUES (?, ?, "
    "'rule', ?, '[]', ?)"
)
INSERT_SUGGESTION = (
    "INSERT INTO suggestion (document, code, start, stop, rule, language, matched) VALUES (?, ?, ?, ?, ?, ?, ?)"
)
INSERT_SUGGESTION_MARK = (
    "INSERT INTO suggestion_mark (suggestion, document, mark) SELECT id, document, ? FROM suggestion"
    " WHERE document = ? AND code = ? AND start = ? AND stop = ? AND verdict = 'open'"
)
ACCEPT_SUGGESTION = "UPDATE suggestion SET verdict = 'accepted', decided_by = ?, segment = ? WHERE id = ?"
REJECT_SUGGESTION = "UPDATE suggestion SET verdict = 'rejected', decided_by = ? WHERE id = ?"
DIGESTS_OF_DOCUMENTS = (
    "SELECT document.id, digest FROM document JOIN document_version ON document_version.id = document.version"
)
OPEN_SUGGESTIONS_COUNT = "SELECT count(*) AS n FROM suggestion WHERE verdict = 'open'"


RENAME_WHO_DECIDED = "UPDATE suggestion SET decided_by = ? WHERE decided_by = ?"


def rename_coder_in(table: object) -> str:
    """Rename a coder in a table."""
    return f"UPDATE {table} SET coder = ? WHERE coder = ?"


def options_with_a_coder(table: object, column: object) -> str:
    """Options kept as JSON that name coders."""
    return f"SELECT id, {column} AS options FROM {table} WHERE {column} LIKE '%\"coder\"%'"


def set_options(table: object, column: object) -> str:
    """Replace options kept as JSON."""
    return f"UPDATE {table} SET {column} = ? WHERE id = ?"


def insert_code(names: object, places: object) -> str:
    """Insert a code."""
    return f"INSERT INTO code ({names}) VALUES ({places})"


def set_code(settings: object) -> str:
    """Set columns of a code: "name = ?, …"."""
    return f"UPDATE code SET {settings} WHERE id = ?"


def delete_reasons_that(of_code: object) -> str:
    """Delete the reasons of suggestions that meet the condition."""
    return f"DELETE FROM suggestion_reason WHERE {of_code}"


def delete_marks_that(of_code: object) -> str:
    """Delete marks of suggestions under a condition."""
    return f"DELETE FROM suggestion_mark WHERE {of_code}"


def places_of_suggestions(among: object) -> str:
    """Document, code and stretch of suggestions, with a condition where one is given."""
    return f"SELECT document, code, start, stop FROM suggestion{among}"


def places_of_segments(where: object) -> str:
    """Document, code and stretch of segments, with a condition where one is given."""
    return f"SELECT document, code, start, stop FROM segment{where}"


def suggestions_that(learned_only: object) -> str:
    """The suggestions that meet the condition."""
    return f"SELECT * FROM suggestion WHERE {learned_only}"


# who wrote the memo a document has now; a memo that came with its document is its coder's
MEMOS_BY_OTHERS = (
    "SELECT id FROM (SELECT id, coalesce((SELECT action.user FROM journal JOIN action USING (seq)"
    " WHERE journal.tbl = 'document' AND journal.key = document.id AND action.role = 'do'"
    " AND json_extract(journal.before, '$.id') IS NOT NULL"
    " AND json_extract(journal.after, '$.memo') = document.memo"
    " AND json_extract(journal.before, '$.memo') IS NOT document.memo ORDER BY seq DESC LIMIT 1), coder) AS author"
    " FROM document WHERE memo <> '') WHERE author NOT IN ('', ?)"
)
