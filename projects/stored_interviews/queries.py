# SPDX-License-Identifier: MIT
"""SQL of interviews, their segments, memos and groups: one constant or function a statement."""

from __future__ import annotations

CASES_CALLED = "SELECT id FROM case_ WHERE name = ? ORDER BY id"
ATTRIBUTES_OF_CASE = "SELECT * FROM attribute WHERE case_ = ? ORDER BY id"
DOCUMENTS_WITH_CASE_NAME = "SELECT id, case_name FROM document WHERE case_name <> '' ORDER BY position, id"
INSERT_MEMBER = "INSERT INTO case_member (case_, document, speaker, table_id, row_id, since) VALUES (?, ?, ?, ?, ?, ?)"
CASE_CALLED_EXISTS = "SELECT 1 FROM case_ WHERE name = ?"


def delete_of_case(table: object) -> str:
    """Delete the rows of a table (members, attributes) that belong to a case."""
    return f"DELETE FROM {table} WHERE case_ = ?"


NUMBER_AND_TEXT_OF_VERSION = "SELECT number, parsed_ref FROM document_version WHERE id = ?"
SET_DOCUMENT_VERSION = "UPDATE document SET version = ? WHERE id = ?"
DELETE_MARKS_OF_SUGGESTION = "DELETE FROM suggestion_mark WHERE suggestion = ?"
DOCUMENT_NAMES = "SELECT name FROM document ORDER BY position"
NEXT_DOCUMENT_POSITION = "SELECT coalesce(max(position), -1) + 1 AS next FROM document"
NAMES_OF_CODES = "SELECT id, name FROM code"
NAME_OF_DOCUMENT = "SELECT name FROM document WHERE id = ?"
GROUPS = "SELECT id, name FROM document_group ORDER BY position, id"
DOCUMENT_BY_ID = "SELECT * FROM document WHERE id = ?"
REPLACE_SEGMENT_OF_SUGGESTIONS = "UPDATE suggestion SET segment = ? WHERE segment = ?"
DELETE_SEGMENT = "DELETE FROM segment WHERE id = ?"
DOCUMENTS_OF_SEGMENTS = "SELECT document FROM segment WHERE id IN (SELECT value FROM json_each(?))"
STRETCHES_OF_CODE_WITHIN = (
    "SELECT start, stop FROM segment WHERE document = ? AND start BETWEEN ? AND ? AND code = ? AND coder = ?"
)
SET_MEMO_OF_SEGMENT = "UPDATE segment SET memo = ? WHERE id = ?"
WHOLE_SEGMENT = "SELECT * FROM segment WHERE id = ?"
SPEAKER_ROLES = "SELECT document, name, role FROM speaker WHERE role <> ''"
CONSENT_SOURCE_OF_DOCUMENT = "SELECT consent_source FROM document WHERE id = ?"
NAMES_OF_DOCUMENTS = "SELECT id, name FROM document ORDER BY position, id"
DOCUMENTS_CALLED = "SELECT id FROM document WHERE name = ? ORDER BY id"
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


ROLES_OF_DOCUMENT = "SELECT name, role FROM speaker WHERE document = ? AND role <> ''"
