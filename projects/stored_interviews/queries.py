# SPDX-License-Identifier: MIT
"""SQL of interviews, their segments, memos and groups: one constant or function a statement."""

from __future__ import annotations

GROUP_OF_EACH_DOCUMENT = (
    "SELECT document.id AS id, document_group.name AS name FROM document JOIN document_group ON "
    "document_group.id = document.document_group"
)
STRETCHES_OF_CODE = "SELECT document, start, stop FROM segment WHERE code = ? AND coder = ?"
BOOKMARKS_OF_DOCUMENT = "SELECT id, start FROM bookmark WHERE document = ?"
CLEAR_MATCHED_WORDS = "UPDATE suggestion SET matched = '[]' WHERE document = ?"
CLEAR_REASON_WORDS = "UPDATE suggestion_reason SET words = '[]' WHERE document = ?"
NUMBER_AND_TEXT_OF_VERSION = "SELECT number, parsed_ref FROM document_version WHERE id = ?"
SET_DOCUMENT_VERSION = "UPDATE document SET version = ? WHERE id = ?"
MOVE_BOOKMARK = "UPDATE bookmark SET start = ? WHERE id = ?"
DELETE_REASONS_OF_SUGGESTION = "DELETE FROM suggestion_reason WHERE suggestion = ?"
DELETE_MARKS_OF_SUGGESTION = "DELETE FROM suggestion_mark WHERE suggestion = ?"
INSERT_SPEAKER = "INSERT INTO speaker (document, name, role, since) VALUES (?, ?, ?, ?)"
INSERT_ANNOTATION = (
    "INSERT INTO annotation (guid, document, start, stop, text, coder, since) VALUES (?, ?, ?, ?, ?, ?, ?)"
)
INSERT_VERSION = (
    "INSERT INTO document_version (document, number, parsed_ref, digest, characters, words, turns, reason, "
    "since) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
SEGMENTS_OF_DOCUMENT = "SELECT id FROM segment WHERE document = ?"
FORGET_TRANSLATIONS = "UPDATE document SET translates = NULL WHERE translates = ?"
DOCUMENTS_OF_THE_SAME_WORDS = (
    "SELECT id FROM document WHERE translates = ? OR id = (SELECT translates FROM document WHERE id = ?)"
)
DELETE_DOCUMENT = "DELETE FROM document WHERE id = ?"
TEXTS_BY_DIGEST = (
    "SELECT digest, name FROM document JOIN document_version ON document_version.id = document.version WHERE "
    "characters > 0"
)
DOCUMENT_NAMES = "SELECT name FROM document ORDER BY position"
NEXT_DOCUMENT_POSITION = "SELECT coalesce(max(position), -1) + 1 AS next FROM document"
SUMMARIES_OF_DOCUMENT = (
    "SELECT DISTINCT journal.key AS cell FROM journal, json_each(json_extract(coalesce(journal.after, "
    "journal.before), '$.documents')) AS held WHERE tbl = 'framework_cell' AND held.value = ?"
)
IMAGES_OF_DOCUMENT = "SELECT before, after FROM journal WHERE tbl = 'document' AND key = ?"
IMAGES_OF_CASE = "SELECT before, after FROM journal WHERE tbl = 'case_' AND key = ?"
CASE_ID_AND_NAME = "SELECT id, name FROM case_ WHERE id = ?"
DOCUMENTS_OF_CASE_NAME = "SELECT id FROM document WHERE case_name = ?"
FORGET_CASE_NAMES_WITHOUT_CASE = (
    "UPDATE document SET case_name = '' WHERE case_name <> '' AND case_name NOT IN (SELECT name FROM case_)"
)
CODES_WITH_ANCHORS = "SELECT id, anchors FROM code WHERE anchors <> '[]'"
NAME_ORIGINAL_AND_MEMO_OF_DOCUMENT = "SELECT name, original_ref, memo FROM document WHERE id = ?"
DOCUMENTS_ONLY_IN_CASE = (
    "SELECT DISTINCT document FROM case_member WHERE case_ = ? AND document IS NOT NULL AND speaker = '' AND "
)
NAMES_OF_CODES = "SELECT id, name FROM code"
SET_NAME_OF_CODE = "UPDATE code SET name = ? WHERE id = ?"
NAMES_OF_CODES_GONE = "SELECT id, name FROM code_gone"
SET_NAME_OF_CODE_GONE = "UPDATE code_gone SET name = ? WHERE id = ?"
QUOTES_EVER_OF_DOCUMENTS = (
    "SELECT DISTINCT json_extract(image, '$.quote') AS quote FROM (SELECT before AS image FROM journal"
    " WHERE tbl = 'segment' AND before IS NOT NULL UNION ALL SELECT after FROM journal WHERE tbl = 'segment' AND after"
    " IS NOT NULL) WHERE json_extract(image, '$.document') IN (SELECT value FROM json_each(?))"
)
REMOVED_CODES_WITH_NAME = "SELECT code AS id, name FROM code_gone ORDER BY code_gone.id"
QUOTES_EVER_OF = (  # the journal holds what a segment was before it was changed or removed
    "SELECT quote FROM segment WHERE document IN (SELECT value FROM json_each(?1)) UNION SELECT json_extract(before,"
    " '$.quote') FROM journal WHERE tbl = 'segment' AND before IS NOT NULL AND CAST(json_extract(before, '$.document')"
    " AS INTEGER) IN (SELECT value FROM json_each(?1))"
)
QUOTES_OF_CODES_ELSEWHERE = (
    "SELECT DISTINCT code, quote FROM segment WHERE code IN (SELECT value FROM json_each(?)) AND document NOT IN"
    " (SELECT value FROM json_each(?))"
)
SET_ANCHORS = "UPDATE code SET anchors = ? WHERE id = ?"
DOCUMENT_EVER_EXISTED = "SELECT 1 FROM journal WHERE tbl = 'document' AND key = ? LIMIT 1"
NAME_OF_DOCUMENT = "SELECT name FROM document WHERE id = ?"
MEMOS_OF_DOCUMENT_COUNT = "SELECT count(*) AS n FROM memo WHERE document = ?"
CONSENTS_OF_CASE_COUNT = "SELECT count(*) AS n FROM consent WHERE case_name = ?"
GROUPS = "SELECT id, name FROM document_group ORDER BY position, id"
GROUP_CALLED = "SELECT id FROM document_group WHERE name = ?"
INSERT_GROUP = "INSERT INTO document_group (guid, name, position, since) VALUES (?, ?, ?, ?)"
SET_GROUP = "UPDATE document SET document_group = ? WHERE id = ?"
DELETE_EMPTY_GROUPS = (
    "DELETE FROM document_group WHERE id NOT IN (SELECT document_group FROM document WHERE document_group IS NOT NULL)"
)
NEXT_GROUP_POSITION = "SELECT coalesce(max(position), -1) + 1 AS n FROM document_group"
BOOKMARK_AT = "SELECT id FROM bookmark WHERE document = ? AND start = ? AND coder = ?"
LINK_EITHER_WAY_EXISTS = "SELECT 1 FROM link WHERE (a = ? AND b = ?) OR (a = ? AND b = ?)"
TEXT_AND_TITLE_OF_MEMO = "SELECT text, title FROM memo WHERE id = ?"
LINK_BY_ID = "SELECT id FROM link WHERE id = ?"
DELETE_LINK = "DELETE FROM link WHERE id = ?"
SAVED_QUERY_CALLED = "SELECT id FROM saved_query WHERE name = ? AND coder = ?"
NAME_OF_SAVED_QUERY = "SELECT name FROM saved_query WHERE id = ?"
DELETE_SAVED_QUERY = "DELETE FROM saved_query WHERE id = ?"
DELETE_MEMO = "DELETE FROM memo WHERE id = ?"
SET_TEXT_AND_TITLE_OF_MEMO = "UPDATE memo SET text = ?, title = ? WHERE id = ?"
DELETE_BOOKMARK = "DELETE FROM bookmark WHERE id = ?"
SET_SAVED_QUERY = "UPDATE saved_query SET json = ?, version = ? WHERE id = ?"
RETARGET_MEMOS = "UPDATE memo SET target = ? WHERE target = ?"
DELETE_LINKS_TO_THEMSELVES = "DELETE FROM link WHERE a = b"
DELETE_LINKS_OF_DOCUMENT = "DELETE FROM link WHERE a_document = ? OR b_document = ?"
MEMOS_OF_DOCUMENT = "SELECT id FROM memo WHERE document = ?"
SEGMENTS_OF_DOCUMENT_COUNT = "SELECT count(*) AS n FROM segment WHERE document = ?"
DOCUMENT_BY_ID = "SELECT * FROM document WHERE id = ?"
DIGEST_OF_VERSION = "SELECT digest FROM document_version WHERE id = ?"
SEGMENT_IN_DOCUMENT = "SELECT * FROM segment WHERE id = ? AND document = ?"
SET_STRETCH = "UPDATE segment SET start = ?, stop = ?, quote = ? WHERE id = ?"
SET_STRETCH_AND_MEMO = "UPDATE segment SET start = ?, stop = ?, quote = ?, memo = ? WHERE id = ?"
REPLACE_SEGMENT_OF_SUGGESTIONS = "UPDATE suggestion SET segment = ? WHERE segment = ?"
DELETE_SEGMENT = "DELETE FROM segment WHERE id = ?"
INSERT_SEGMENT = (
    "INSERT INTO segment (document, code, start, stop, quote, coder, origin, since, guid) VALUES (?, ?, ?, "
    "?, ?, ?, ?, ?, ?)"
)
PARAPHRASE_BY_ID = "SELECT * FROM paraphrase WHERE id = ?"
SET_CODE_OF_PARAPHRASE = "UPDATE paraphrase SET code = ? WHERE id = ?"
DOCUMENTS_OF_SEGMENTS = "SELECT document FROM segment WHERE id IN (SELECT value FROM json_each(?))"
STRETCHES_OF_CODE_WITHIN = (
    "SELECT start, stop FROM segment WHERE document = ? AND start BETWEEN ? AND ? AND code = ? AND coder = ?"
)
RECODE_SEGMENT = "UPDATE segment SET code = ? WHERE id = ?"
CODE_OF_SEGMENT = "SELECT code FROM segment WHERE id = ?"
SET_MEMO_OF_SEGMENT = "UPDATE segment SET memo = ? WHERE id = ?"
ACCEPT_SUGGESTIONS_MET = (
    "UPDATE suggestion SET verdict = 'accepted', decided_by = ?, segment = ? WHERE document = ? AND verdict "
    "= 'open' AND code = ? AND start < ? AND stop > ?"
)
WHOLE_SEGMENT = "SELECT * FROM segment WHERE id = ?"
SPEAKER_ROLES = "SELECT document, name, role FROM speaker WHERE role <> ''"
SEGMENT_BY_ID = "SELECT id FROM segment WHERE id = ?"
MEMOS_OF_SEGMENTS = "SELECT id, memo FROM segment WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id"
CONSENT_SOURCE_OF_DOCUMENT = "SELECT consent_source FROM document WHERE id = ?"
NAMES_OF_DOCUMENTS = "SELECT id, name FROM document ORDER BY position, id"
ANY_TABLE_EXISTS = "SELECT 1 FROM data_table LIMIT 1"
ANY_CODE_EXISTS = "SELECT 1 FROM code LIMIT 1"
DOCUMENTS_CALLED = "SELECT id FROM document WHERE name = ? ORDER BY id"
CASE_NAMES_COUNT = "SELECT count(DISTINCT case_name) AS n FROM document WHERE case_name <> ''"
DOCUMENT_ID_BY_ID = "SELECT id FROM document WHERE id = ?"
DOCUMENT_EXISTS = "SELECT 1 FROM document WHERE id = ?"
MEMOS_NEWEST_FIRST = "SELECT * FROM memo ORDER BY id DESC"
DOCUMENTS = "SELECT * FROM document"
DOCUMENT_IDS = "SELECT id FROM document ORDER BY id"


def rows_of_document(table: object) -> str:
    """The rows of a table (segments, suggestions …) that lie in a document."""
    return f"SELECT * FROM {table} WHERE document = ?"


def set_stretch_in(table: object, quote: object) -> str:
    """Move a row of a table to another stretch of its document."""
    return f"UPDATE {table} SET start = ?, stop = ?{quote} WHERE id = ?"


def delete_row_of(table: object) -> str:
    """Delete a row of a table."""
    return f"DELETE FROM {table} WHERE id = ?"


def insert_document(columns: object, places: object) -> str:
    """Insert a document."""
    return f"INSERT INTO document ({columns}) VALUES ({places})"


def set_document(settings: object) -> str:
    """Set columns of a document: "name = ?, …"."""
    return f"UPDATE document SET {settings} WHERE id = ?"


def rows_only_in_case(alone: object) -> str:
    """The data rows of a case that meet the condition."""
    return f"SELECT table_id, row_id FROM case_member WHERE case_ = ? AND row_id IS NOT NULL AND {alone}"


def count_that(table: object, table2: object) -> str:
    """How many rows of a table meet the condition."""
    return f"SELECT count(*) AS n FROM {table} WHERE {table2}"


def row_of(kind: object) -> str:
    """A row of a table."""
    return f"SELECT * FROM {kind} WHERE id = ?"


def text_of_note(table: object) -> str:
    """The text of a note: annotation or paraphrase."""
    return f"SELECT text FROM {table} WHERE id = ?"


def set_text_of_note(table: object) -> str:
    """Set the text of a note: annotation or paraphrase."""
    return f"UPDATE {table} SET text = ? WHERE id = ?"


def insert_into(table: object, columns: object, places: object) -> str:
    """Insert a row into a table."""
    return f"INSERT INTO {table} ({columns}) VALUES ({places})"


def delete_memos_on(among: object) -> str:
    """Delete the memos on these targets."""
    return f"DELETE FROM memo WHERE target IN {among}"


def delete_links_between(among: object) -> str:
    """Delete the links from or to these targets."""
    return f"DELETE FROM link WHERE a IN {among} OR b IN {among}"


def retarget_links(end: object) -> str:
    """Let links that start (a) or end (b) at a target start or end at another."""
    return f"UPDATE link SET {end} = ? WHERE {end} = ?"


def delete_in_document(table: object) -> str:
    """Delete the rows of a table that lie in a document."""
    return f"DELETE FROM {table} WHERE document = ?"


def memos_on(among: object) -> str:
    """The memos on these targets."""
    return f"SELECT id FROM memo WHERE target IN {among}"


def twin_segments(where: object) -> str:
    """Segments of one coder and code on the same stretch, with the oldest of each set."""
    return (
        f"SELECT min(id) AS kept, json_group_array(id) AS ids FROM segment WHERE {where} GROUP BY document, "
        "code, coder, start, stop HAVING count(*) > 1"
    )


SEGMENTS_LOOKED_AT = (
    "SELECT segment.id AS id FROM quote_look JOIN segment ON segment.id = quote_look.segment AND "
    "segment.start = quote_look.start AND segment.stop = quote_look.stop WHERE NOT EXISTS (SELECT 1 FROM citation "
    "WHERE citation.segment = segment.id AND citation.since > quote_look.since)"
)
INSERT_LOOK = "INSERT INTO quote_look (segment, document, start, stop, since) VALUES (?, ?, ?, ?, ?)"
STRETCH_OF_SEGMENT = "SELECT document, start, stop FROM segment WHERE id = ?"
ROLES_OF_DOCUMENT = "SELECT name, role FROM speaker WHERE document = ? AND role <> ''"
