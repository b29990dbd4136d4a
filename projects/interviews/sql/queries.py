# SPDX-License-Identifier: MIT
"""SQL of interviews, their segments, memos and groups: one constant or function a statement."""

from __future__ import annotations

SEARCH_HITS = (
    "SELECT document.id AS id, document_group.name AS name FROM document JOIN document_group ON "
    "document_group.id = document.document_group"
)
SEGMENT_START_STOP_BY_DOCUMENT_CODE_CODER = (
    "SELECT start, stop FROM segment WHERE document = ? AND code = ? AND coder = ?"
)
BOOKMARK_ID_START_BY_DOCUMENT = "SELECT id, start FROM bookmark WHERE document = ?"
UPDATE_SUGGESTION_MATCHED_BY_DOCUMENT = "UPDATE suggestion SET matched = '[]' WHERE document = ?"
UPDATE_SUGGESTION_REASON_WORDS_BY_DOCUMENT = "UPDATE suggestion_reason SET words = '[]' WHERE document = ?"
DOCUMENT_VERSION_NUMBER_PARSED_REF_BY_ID = "SELECT number, parsed_ref FROM document_version WHERE id = ?"
UPDATE_DOCUMENT_VERSION_BY_ID = "UPDATE document SET version = ? WHERE id = ?"
UPDATE_BOOKMARK_START_BY_ID = "UPDATE bookmark SET start = ? WHERE id = ?"
DELETE_SUGGESTION_REASON_BY_SUGGESTION = "DELETE FROM suggestion_reason WHERE suggestion = ?"
INSERT_SPEAKER = "INSERT INTO speaker (document, name, role, since) VALUES (?, ?, ?, ?)"
INSERT_DOCUMENT_INSERT_ANNOTATION = (
    "INSERT INTO annotation (guid, document, start, stop, text, coder, since) VALUES (?, ?, ?, ?, ?, ?, ?)"
)
INSERT_VERSION = (
    "INSERT INTO document_version (document, number, parsed_ref, digest, characters, words, turns, reason, "
    "since) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
SEGMENT_ID_BY_DOCUMENT = "SELECT id FROM segment WHERE document = ?"
UPDATE_DOCUMENT_TRANSLATES_BY_TRANSLATES = "UPDATE document SET translates = NULL WHERE translates = ?"
DOCUMENTS_OF_THE_SAME_WORDS = (
    "SELECT id FROM document WHERE translates = ? OR id = (SELECT translates FROM document WHERE id = ?)"
)
DELETE_DOCUMENT_BY_ID = "DELETE FROM document WHERE id = ?"
KNOWN_TEXTS = (
    "SELECT digest, name FROM document JOIN document_version ON document_version.id = document.version WHERE "
    "characters > 0"
)
DOCUMENT_NAME = "SELECT name FROM document"
DOCUMENT_COALESCEMAXPOSITION_NEXT = "SELECT coalesce(max(position), -1) + 1 AS next FROM document"
SUMMARIES = (
    "SELECT DISTINCT journal.key AS cell FROM journal, json_each(json_extract(coalesce(journal.after, "
    "journal.before), '$.documents')) AS held WHERE tbl = 'framework_cell' AND held.value = ?"
)
JOURNAL_BEFORE_AFTER_BY_TBL_KEY = "SELECT before, after FROM journal WHERE tbl = 'document' AND key = ?"
DOCUMENT_ID_CASE_NAME_BY_CASE_NAME = "SELECT id, case_name FROM document WHERE case_name <> ''"
JOURNAL_BEFORE_AFTER_BY_TBL_KEY_2 = "SELECT before, after FROM journal WHERE tbl = 'case_' AND key = ?"
CASE_ID_NAME_BY_ID = "SELECT id, name FROM case_ WHERE id = ?"
DOCUMENT_ID_BY_CASE_NAME = "SELECT id FROM document WHERE case_name = ?"
UNNAME_CASE = "UPDATE document SET case_name = '' WHERE case_name <> '' AND case_name NOT IN (SELECT name FROM case_)"
CODE_ID_ANCHORS_BY_ANCHORS = "SELECT id, anchors FROM code WHERE anchors <> '[]'"
DOCUMENT_NAME_ORIGINAL_REF_BY_ID = "SELECT name, original_ref, memo FROM document WHERE id = ?"
CASE_ID_BY_NAME = "SELECT id FROM case_ WHERE name = ?"
CASE_PARTS_CASE_MEMBER = (
    "SELECT DISTINCT document FROM case_member WHERE case_ = ? AND document IS NOT NULL AND speaker = '' AND "
)
UPDATE_CODE_ANCHORS_BY_ID = "UPDATE code SET anchors = ? WHERE id = ?"
JOURNAL_EXISTS_BY_TBL_KEY = "SELECT 1 FROM journal WHERE tbl = 'document' AND key = ? LIMIT 1"
DOCUMENT_NAME_BY_ID = "SELECT name FROM document WHERE id = ?"
MEMO_COUNT_BY_DOCUMENT = "SELECT count(*) AS n FROM memo WHERE document = ?"
CONSENT_COUNT_BY_CASE_NAME = "SELECT count(*) AS n FROM consent WHERE case_name = ?"
DOCUMENT_GROUP_ID_NAME_ORDERED = "SELECT id, name FROM document_group ORDER BY position, id"
DOCUMENT_GROUP_ID_BY_NAME = "SELECT id FROM document_group WHERE name = ?"
INSERT_DOCUMENT_GROUP = "INSERT INTO document_group (guid, name, position, since) VALUES (?, ?, ?, ?)"
UPDATE_DOCUMENT_DOCUMENT_GROUP_BY_ID = "UPDATE document SET document_group = ? WHERE id = ?"
SET_GROUP_DELETE_DOCUMENT_GROUP = (
    "DELETE FROM document_group WHERE id NOT IN (SELECT document_group FROM document WHERE document_group IS NOT NULL)"
)
DOCUMENT_GROUP_COALESCEMAXPOSITION_N = "SELECT coalesce(max(position), -1) + 1 AS n FROM document_group"
BOOKMARK_ID_BY_DOCUMENT_START_CODER = "SELECT id FROM bookmark WHERE document = ? AND start = ? AND coder = ?"
LINK_EXISTS_BY_A_B = "SELECT 1 FROM link WHERE (a = ? AND b = ?) OR (a = ? AND b = ?)"
MEMO_TEXT_TITLE_BY_ID = "SELECT text, title FROM memo WHERE id = ?"
LINK_ID_BY_ID = "SELECT id FROM link WHERE id = ?"
DELETE_LINK_BY_ID = "DELETE FROM link WHERE id = ?"
SAVED_QUERY_ID_BY_NAME_CODER = "SELECT id FROM saved_query WHERE name = ? AND coder = ?"
SAVED_QUERY_NAME_BY_ID = "SELECT name FROM saved_query WHERE id = ?"
DELETE_SAVED_QUERY_BY_ID = "DELETE FROM saved_query WHERE id = ?"
DELETE_MEMO_BY_ID = "DELETE FROM memo WHERE id = ?"
UPDATE_MEMO_TEXT_TITLE_BY_ID = "UPDATE memo SET text = ?, title = ? WHERE id = ?"
DELETE_BOOKMARK_BY_ID = "DELETE FROM bookmark WHERE id = ?"
UPDATE_SAVED_QUERY_JSON_VERSION_BY_ID = "UPDATE saved_query SET json = ?, version = ? WHERE id = ?"
UPDATE_MEMO_TARGET_BY_TARGET = "UPDATE memo SET target = ? WHERE target = ?"
DELETE_LINK_BY_A = "DELETE FROM link WHERE a = b"
DELETE_LINK_BY_A_DOCUMENT_B_DOCUMENT = "DELETE FROM link WHERE a_document = ? OR b_document = ?"
MEMO_ID_BY_DOCUMENT = "SELECT id FROM memo WHERE document = ?"
SEGMENT_COUNT_BY_DOCUMENT = "SELECT count(*) AS n FROM segment WHERE document = ?"
DOCUMENT_ROWS_BY_ID = "SELECT * FROM document WHERE id = ?"
CODE_ROWS_BY_ID = "SELECT * FROM code WHERE id = ?"
DOCUMENT_VERSION_DIGEST_BY_ID = "SELECT digest FROM document_version WHERE id = ?"
SEGMENT_ROWS_BY_ID_DOCUMENT = "SELECT * FROM segment WHERE id = ? AND document = ?"
UPDATE_SEGMENT_START_STOP_BY_ID = "UPDATE segment SET start = ?, stop = ?, quote = ? WHERE id = ?"
UPDATE_SEGMENT_START_STOP_BY_ID_2 = "UPDATE segment SET start = ?, stop = ?, quote = ?, memo = ? WHERE id = ?"
UPDATE_SUGGESTION_SEGMENT_BY_SEGMENT = "UPDATE suggestion SET segment = ? WHERE segment = ?"
DELETE_SEGMENT_BY_ID = "DELETE FROM segment WHERE id = ?"
INSERT_SEGMENT = (
    "INSERT INTO segment (document, code, start, stop, quote, coder, origin, since, guid) VALUES (?, ?, ?, "
    "?, ?, ?, ?, ?, ?)"
)
RECODE_SEGMENTS = "SELECT document FROM segment WHERE id IN (SELECT value FROM json_each(?))"
ALREADY_CODED = (
    "SELECT start, stop FROM segment WHERE document = ? AND start BETWEEN ? AND ? AND code = ? AND coder = ?"
)
UPDATE_SEGMENT_CODE_BY_ID = "UPDATE segment SET code = ? WHERE id = ?"
SEGMENT_CODE_BY_ID = "SELECT code FROM segment WHERE id = ?"
UPDATE_SEGMENT_MEMO_BY_ID = "UPDATE segment SET memo = ? WHERE id = ?"
APPLY_CODE_UPDATE_SUGGESTION = (
    "UPDATE suggestion SET verdict = 'accepted', decided_by = ?, segment = ? WHERE document = ? AND verdict "
    "= 'open' AND code = ? AND start < ? AND stop > ?"
)
SEGMENT_ID_BY_ID = "SELECT id FROM segment WHERE id = ?"
JOIN_TWINS_SEGMENT = "SELECT id, memo FROM segment WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id"
DOCUMENT_CONSENT_SOURCE_BY_ID = "SELECT consent_source FROM document WHERE id = ?"
DOCUMENT_ID_NAME_ORDERED = "SELECT id, name FROM document ORDER BY position"
DATA_TABLE_EXISTS = "SELECT 1 FROM data_table LIMIT 1"
DOCUMENT_ID_BY_NAME = "SELECT id FROM document WHERE name = ?"
DOCUMENT_COUNT_BY_CASE_NAME = "SELECT count(DISTINCT case_name) AS n FROM document WHERE case_name <> ''"
DOCUMENT_ID_BY_ID = "SELECT id FROM document WHERE id = ?"
SEGMENT_EXISTS_BY_ID = "SELECT 1 FROM segment WHERE id = ?"
DOCUMENT_EXISTS_BY_ID = "SELECT 1 FROM document WHERE id = ?"


def move_rows_where(table: object) -> str:
    """The rows asked for, with `table` put into the statement."""
    return f"SELECT * FROM {table} WHERE document = ?"


def move_rows_update_set(table: object, quote: object) -> str:
    """Change rows, with `table`, `quote` put into the statement."""
    return f"UPDATE {table} SET start = ?, stop = ?{quote} WHERE id = ?"


def delete_where_by_id(table: object) -> str:
    """Take rows away, with `table` put into the statement."""
    return f"DELETE FROM {table} WHERE id = ?"


def insert_document(columns: object, places: object) -> str:
    """Put rows in, with `columns`, `places` put into the statement."""
    return f"INSERT INTO document ({columns}) VALUES ({places})"


def update_update_document(settings: object) -> str:
    """Change rows, with `settings` put into the statement."""
    return f"UPDATE document SET {settings} WHERE id = ?"


def case_parts_case_member(alone: object) -> str:
    """The rows asked for, with `alone` put into the statement."""
    return f"SELECT table_id, row_id FROM case_member WHERE case_ = ? AND row_id IS NOT NULL AND {alone}"


def items_where(table: object, table2: object) -> str:
    """The rows asked for, with `table`, `table2` put into the statement."""
    return f"SELECT count(*) AS n FROM {table} WHERE {table2}"


def owner_where(kind: object) -> str:
    """The rows asked for, with `kind` put into the statement."""
    return f"SELECT * FROM {kind} WHERE id = ?"


def change_note_where(table: object) -> str:
    """The rows asked for, with `table` put into the statement."""
    return f"SELECT text FROM {table} WHERE id = ?"


def change_note_update_set(table: object) -> str:
    """Change rows, with `table` put into the statement."""
    return f"UPDATE {table} SET text = ? WHERE id = ?"


def insert_statement(table: object, columns: object, places: object) -> str:
    """Put rows in, with `table`, `columns`, `places` put into the statement."""
    return f"INSERT INTO {table} ({columns}) VALUES ({places})"


def forget_targets_delete_memo(among: object) -> str:
    """Take rows away, with `among` put into the statement."""
    return f"DELETE FROM memo WHERE target IN {among}"


def forget_targets_delete_link(among: object) -> str:
    """Take rows away, with `among` put into the statement."""
    return f"DELETE FROM link WHERE a IN {among} OR b IN {among}"


def retarget_update_link(end: object) -> str:
    """Change rows, with `end` put into the statement."""
    return f"UPDATE link SET {end} = ? WHERE {end} = ?"


def forget_document_delete_where(table: object) -> str:
    """Take rows away, with `table` put into the statement."""
    return f"DELETE FROM {table} WHERE document = ?"


def forget_targets_memo(among: object) -> str:
    """The rows asked for, with `among` put into the statement."""
    return f"SELECT id FROM memo WHERE target IN {among}"


def join_twins_segment(where: object) -> str:
    """The rows asked for, with `where` put into the statement."""
    return (
        f"SELECT min(id) AS kept, json_group_array(id) AS ids FROM segment WHERE {where} GROUP BY document, "
        "code, coder, start, stop HAVING count(*) > 1"
    )
