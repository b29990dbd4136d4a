# SPDX-License-Identifier: MIT
"""SQL of exchange: one constant or function a statement."""

from __future__ import annotations

BOOKMARKS_COUNT = "SELECT count(*) AS n FROM bookmark"
SAVED_QUERIES_COUNT = "SELECT count(*) AS n FROM saved_query"
SUMMARIES_COUNT = "SELECT count(*) AS n FROM framework_cell"
EARLIER_TEXTS_COUNT = "SELECT count(*) AS n FROM document_version WHERE id NOT IN (SELECT version FROM document)"
ROWS_IN_CASES_COUNT = "SELECT count(*) AS n FROM case_member WHERE row_id IS NOT NULL"
SPEAKERS_IN_CASES_COUNT = "SELECT count(*) AS n FROM case_member WHERE speaker <> ''"
SPEAKERS_COUNT = "SELECT count(*) AS n FROM speaker"
CODERS = "SELECT guid, name FROM coder ORDER BY id"
GUIDS_OF_CODES = "SELECT id, guid FROM code"
DOCUMENTS_WITH_TEXT = (
    "SELECT document.*, parsed_ref FROM document JOIN document_version ON document_version.id = version "
    "ORDER BY position"
)
GROUPS = "SELECT id, guid, name FROM document_group ORDER BY position"
SEGMENTS_IN_ORDER = "SELECT * FROM segment ORDER BY document, start, stop, id"
MEMBERS_OF_CASES = "SELECT * FROM case_member ORDER BY id"
CASES = "SELECT * FROM case_ ORDER BY id"
MEMOS = "SELECT * FROM memo ORDER BY id"
LINKS = "SELECT * FROM link ORDER BY id"
TRANSLATED_DOCUMENTS = "SELECT id, translates FROM document WHERE translates IS NOT NULL"
GROUP_OF_DOCUMENTS = "SELECT id, document_group FROM document"
NAMES_AND_GUIDS_OF_DOCUMENTS = "SELECT name, guid FROM document"
STRETCHES_IN_DOCUMENTS = (
    "SELECT document, code, coder, start, stop FROM segment WHERE document IN (SELECT value FROM json_each(?))"
)
FIRST_CASE_OF_DOCUMENT = "SELECT case_ FROM case_member WHERE document = ? ORDER BY id LIMIT 1"
MEMO_EXISTS = "SELECT 1 FROM memo WHERE target = ? AND text = ?"
INSERT_MEMO = "INSERT INTO memo (guid, target, document, title, text, coder, since) VALUES (?, ?, ?, ?, ?, ?, ?)"
SET_GROUP_WHERE_NONE = "UPDATE document SET document_group = ? WHERE id = ? AND document_group IS NULL"
INSERT_SPEAKER_INTO_CASE = "INSERT INTO case_member (case_, document, speaker, since) VALUES (?, ?, ?, ?)"
ATTRIBUTE_NAMES_OF_CASE = "SELECT name FROM attribute WHERE case_ = ?"
SEGMENTS_OF_ACTION = "SELECT id, guid, document FROM segment WHERE since = ?"
DOCUMENTS_BY_DIGEST = (
    "SELECT document.id AS id, digest FROM document JOIN document_version ON document_version.id = "
    "document.version WHERE characters > 0"
)
LAST_SEGMENT = "SELECT coalesce(max(id), 0) AS n FROM segment"
SEGMENTS_AFTER = "SELECT id, guid FROM segment WHERE id > ?"
GUIDS_OF_CASES = "SELECT id, guid FROM case_"
NAME_OF_CASE = "SELECT name FROM case_ WHERE id = ?"
CASE_NAME_OF_DOCUMENT = "SELECT case_name FROM document WHERE id = ?"
INSERT_LINK = "INSERT INTO link (guid, a, b, a_document, b_document, since) VALUES (?, ?, ?, ?, ?, ?)"
LINK_EXISTS = "SELECT 1 FROM link WHERE a = ? AND b = ?"


def notes_in_order(table: object) -> str:
    """All notes of a table: annotations or paraphrases."""
    return f"SELECT * FROM {table} ORDER BY id"


def note_exists(table: object) -> str:
    """Whether a note with this text lies on a stretch."""
    return f"SELECT 1 FROM {table} WHERE document = ? AND start = ? AND stop = ? AND text = ?"


def insert_note(table: object) -> str:
    """Insert a note: annotation or paraphrase."""
    return f"INSERT INTO {table} (guid, document, start, stop, text, coder, since) VALUES (?, ?, ?, ?, ?, ?, ?)"


TRANSLATIONS_COUNT = "SELECT (SELECT count(*) FROM turn_alignment) + (SELECT count(*) FROM segment_counterpart) AS n"
PROPOSED_SEGMENTS_COUNT = "SELECT count(*) AS n FROM segment WHERE origin NOT IN ('person', 'import')"
CITATIONS_COUNT = "SELECT count(*) AS n FROM citation"
