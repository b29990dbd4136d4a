# SPDX-License-Identifier: MIT
"""The tables of coders, cases, their members and attributes, and the speakers of documents.

A case is a person, group, site or institution; it joins documents, a speaker's turns and survey rows.
`document.case_name` is the name of the first case a document joined: consents and counts by case go by it.
"""

from __future__ import annotations

from projects.store.schema import Table

CASE_KINDS = ("person", "group", "site", "institution")
ROLES = ("interviewer", "interpreter", "participant")

CODER = Table(
    "coder",
    """CREATE TABLE coder (
    id INTEGER PRIMARY KEY AUTOINCREMENT, guid TEXT NOT NULL, name TEXT NOT NULL UNIQUE, since INTEGER NOT NULL);""",
)
CASE = Table(
    "case_",
    """CREATE TABLE case_ (
    id INTEGER PRIMARY KEY AUTOINCREMENT, guid TEXT NOT NULL, kind TEXT NOT NULL DEFAULT 'person', name TEXT NOT NULL,
    since INTEGER NOT NULL);
CREATE INDEX case_by_name ON case_ (name);""",
)
CASE_MEMBER = Table(
    "case_member",
    """CREATE TABLE case_member (
    id INTEGER PRIMARY KEY AUTOINCREMENT, case_ INTEGER NOT NULL, document INTEGER, speaker TEXT NOT NULL DEFAULT '',
    table_id TEXT, row_id INTEGER, since INTEGER NOT NULL,
    CHECK ((table_id IS NULL) = (row_id IS NULL) AND (table_id IS NULL) <> (document IS NULL)));
CREATE INDEX case_member_case ON case_member (case_);
CREATE INDEX case_member_document ON case_member (document);
CREATE INDEX case_member_row ON case_member (table_id, row_id);""",
)
ATTRIBUTE = Table(
    "attribute",
    """CREATE TABLE attribute (
    id INTEGER PRIMARY KEY AUTOINCREMENT, case_ INTEGER NOT NULL, name TEXT NOT NULL,
    kind TEXT NOT NULL DEFAULT 'text', value TEXT NOT NULL, source TEXT NOT NULL DEFAULT '', since INTEGER NOT NULL);
CREATE INDEX attribute_case ON attribute (case_);""",
)
SPEAKER = Table(
    "speaker",
    """CREATE TABLE speaker (
    id INTEGER PRIMARY KEY AUTOINCREMENT, document INTEGER NOT NULL, name TEXT NOT NULL,
    role TEXT NOT NULL DEFAULT '', language TEXT NOT NULL DEFAULT '', since INTEGER NOT NULL);
CREATE INDEX speaker_document ON speaker (document);""",
)

TABLES: tuple[Table, ...] = (CODER, CASE, CASE_MEMBER, ATTRIBUTE, SPEAKER)
