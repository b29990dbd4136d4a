# SPDX-License-Identifier: MIT
"""SQL of exchange: one constant or function a statement."""

from __future__ import annotations

SQLITE_MASTER_NAME_TYPE = "SELECT name, type, sql FROM sqlite_master"
BOOKMARK_COUNT = "SELECT count(*) AS n FROM bookmark"
SAVED_QUERY_COUNT = "SELECT count(*) AS n FROM saved_query"
FRAMEWORK_CELL_COUNT = "SELECT count(*) AS n FROM framework_cell"
SUGGESTION_COUNT_BY_VERDICT = "SELECT count(*) AS n FROM suggestion WHERE verdict = 'open'"
DOCUMENT_VERSION_COUNT_BY_NOT = (
    "SELECT count(*) AS n FROM document_version WHERE id NOT IN (SELECT version FROM document)"
)
CASE_MEMBER_COUNT_BY_ROW_ID = "SELECT count(*) AS n FROM case_member WHERE row_id IS NOT NULL"
CASE_MEMBER_COUNT_BY_SPEAKER = "SELECT count(*) AS n FROM case_member WHERE speaker <> ''"
SPEAKER_COUNT = "SELECT count(*) AS n FROM speaker"
STORE_META_VALUE_BY_NAME = "SELECT value FROM store_meta WHERE name = 'project'"
CODER_GUID_NAME_ORDERED = "SELECT guid, name FROM coder ORDER BY id"
CODE_ID_GUID = "SELECT id, guid FROM code"
DOCUMENTS = (
    "SELECT document.*, parsed_ref FROM document JOIN document_version ON document_version.id = version "
    "ORDER BY position"
)
DOCUMENT_GROUP_ID_GUID_ORDERED = "SELECT id, guid, name FROM document_group ORDER BY position"
SEGMENT_ROWS_ORDERED = "SELECT * FROM segment ORDER BY document, start, stop, id"
CASE_MEMBER_ROWS_ORDERED = "SELECT * FROM case_member ORDER BY id"
CASE_ROWS_ORDERED = "SELECT * FROM case_ ORDER BY id"
MEMO_ROWS_ORDERED = "SELECT * FROM memo ORDER BY id"
LINK_ROWS_ORDERED = "SELECT * FROM link ORDER BY id"
ATTRIBUTE_ROWS_BY_CASE = "SELECT * FROM attribute WHERE case_ = ? ORDER BY id"
DOCUMENT_ID_NAME_ORDERED = "SELECT id, name FROM document ORDER BY position, id"
DOCUMENT_ID_DOCUMENT_GROUP = "SELECT id, document_group FROM document"
CASE_MEMBER_EXISTS_BY_CASE_DOCUMENT_SPEAKER = (
    "SELECT 1 FROM case_member WHERE case_ = ? AND document = ? AND speaker = ?"
)
CODER_GUID_NAME = "SELECT guid, name FROM coder"
DOCUMENT_NAME_GUID = "SELECT name, guid FROM document"
UPDATE_SEGMENT_MEMO_BY_ID = "UPDATE segment SET memo = ? WHERE id = ?"
THERE_SEGMENT = (
    "SELECT document, code, coder, start, stop FROM segment WHERE document IN (SELECT value FROM json_each(?))"
)
CASE_MEMBER_CASE_BY_DOCUMENT = "SELECT case_ FROM case_member WHERE document = ? ORDER BY id LIMIT 1"
MEMO_EXISTS_BY_TARGET_TEXT = "SELECT 1 FROM memo WHERE target = ? AND text = ?"
MEMO_INSERT_MEMO = "INSERT INTO memo (guid, target, document, title, text, coder, since) VALUES (?, ?, ?, ?, ?, ?, ?)"
INSERT_CODER = "INSERT INTO coder (guid, name, since) VALUES (?, ?, ?)"
TAKE_SOURCES_UPDATE_DOCUMENT = "UPDATE document SET document_group = ? WHERE id = ? AND document_group IS NULL"
CASE_EXISTS_BY_NAME = "SELECT 1 FROM case_ WHERE name = ?"
INSERT_CASE_MEMBER = "INSERT INTO case_member (case_, document, speaker, since) VALUES (?, ?, ?, ?)"
ATTRIBUTE_NAME_BY_CASE = "SELECT name FROM attribute WHERE case_ = ?"
SEGMENT_ID_GUID_BY_SINCE = "SELECT id, guid, document FROM segment WHERE since = ?"
TAKE_SOURCES_DOCUMENT = (
    "SELECT document.id AS id, digest FROM document JOIN document_version ON document_version.id = "
    "document.version WHERE characters > 0"
)
DOCUMENT_COALESCEMAXPOSITION_N = "SELECT coalesce(max(position), -1) + 1 AS n FROM document"
SEGMENT_COALESCEMAXID_N = "SELECT coalesce(max(id), 0) AS n FROM segment"
SEGMENT_ID_GUID_BY_ID = "SELECT id, guid FROM segment WHERE id > ?"
CASE_ID_GUID = "SELECT id, guid FROM case_"
CASE_NAME_BY_ID = "SELECT name FROM case_ WHERE id = ?"
DOCUMENT_CASE_NAME_BY_ID = "SELECT case_name FROM document WHERE id = ?"
DOCUMENT_NAME_BY_ID = "SELECT name FROM document WHERE id = ?"
TAKE_LINKS_INSERT_LINK = "INSERT INTO link (guid, a, b, a_document, b_document, since) VALUES (?, ?, ?, ?, ?, ?)"
LINK_EXISTS_BY_A_B = "SELECT 1 FROM link WHERE a = ? AND b = ?"


def rows_statement(quoted: object, table: object, most_rows: object) -> str:
    """The rows asked for, with `quoted`, `table`, `most_rows` put into the statement."""
    return f'SELECT {quoted} FROM "{table}" LIMIT {most_rows}'


def notes_order(table: object) -> str:
    """The rows asked for, with `table` put into the statement."""
    return f"SELECT * FROM {table} ORDER BY id"


def annotation_where(table: object) -> str:
    """The rows asked for, with `table` put into the statement."""
    return f"SELECT 1 FROM {table} WHERE document = ? AND start = ? AND stop = ? AND text = ?"


def annotation_statement(table: object) -> str:
    """Put rows in, with `table` put into the statement."""
    return f"INSERT INTO {table} (guid, document, start, stop, text, coder, since) VALUES (?, ?, ?, ?, ?, ?, ?)"
