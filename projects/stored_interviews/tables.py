# SPDX-License-Identifier: MIT
"""The tables of the interviews room: rows and references only, texts lie in objects.

Ids are numbers, never used again; records carry them as text. Names, definitions and keywords are JSON; `start`
and `stop` are code points of the document's current text, half-open; `since` is the number of the action that made the
row, which knows when and by whom. Consents are 1 given, 0 refused, NULL not recorded. A `guid` names a row in every
copy of the project; a coder is known by name here and by guid elsewhere. What a segment is: (document, code, coder,
start, stop); the actions join twins. Notes and cases have their own tables: `note_tables`, `case_tables`.
"""

from __future__ import annotations

from projects.store.schema import Table
from projects.stored_interviews.case_tables import TABLES as CASE_TABLES
from projects.stored_interviews.note_tables import TABLES as NOTE_TABLES

CODING_TABLES = frozenset(  # what analyses of codings read
    {
        *("document", "document_version", "document_group", "segment", "code", "case_", "case_member", "attribute"),
        *("speaker", "consent", "person_member", "framework_cell", "saved_query", "code_gone"),
    }
)
CONSENTS = ("interview", "recording", "quotation", "sharing", "recontact")

DOCUMENT = Table(
    "document",
    """CREATE TABLE document (
    id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, language TEXT NOT NULL,
    kind TEXT NOT NULL DEFAULT '',
    case_name TEXT NOT NULL DEFAULT '', position INTEGER NOT NULL, version INTEGER NOT NULL,
    original_ref TEXT, original_kind TEXT NOT NULL DEFAULT '', memo TEXT NOT NULL DEFAULT '', since INTEGER NOT NULL,
    consent_interview INTEGER CHECK (consent_interview IN (0, 1)),
    consent_recording INTEGER CHECK (consent_recording IN (0, 1)),
    consent_quotation INTEGER CHECK (consent_quotation IN (0, 1)),
    consent_sharing INTEGER CHECK (consent_sharing IN (0, 1)),
    consent_recontact INTEGER CHECK (consent_recontact IN (0, 1)),
    guid TEXT, coder TEXT NOT NULL DEFAULT '', document_group INTEGER, table_id TEXT, row_id INTEGER,
    translates INTEGER, translator TEXT NOT NULL DEFAULT '', consent_source TEXT NOT NULL DEFAULT '');""",
)
DOCUMENT_VERSION = Table(
    "document_version",
    """CREATE TABLE document_version (
    id INTEGER PRIMARY KEY AUTOINCREMENT, document INTEGER NOT NULL, number INTEGER NOT NULL, parsed_ref TEXT NOT NULL,
    digest TEXT NOT NULL, characters INTEGER NOT NULL, words INTEGER NOT NULL, turns INTEGER NOT NULL,
    reason TEXT NOT NULL DEFAULT '', since INTEGER NOT NULL);
CREATE INDEX document_version_document ON document_version (document);""",
)
CODE = Table(
    "code",
    """CREATE TABLE code (
    id INTEGER PRIMARY KEY AUTOINCREMENT, parent INTEGER, position INTEGER NOT NULL,
    key TEXT NOT NULL DEFAULT '', name TEXT NOT NULL,
    definition TEXT NOT NULL DEFAULT '{}', colour TEXT NOT NULL, keywords TEXT NOT NULL DEFAULT '{}',
    sensitivity TEXT NOT NULL DEFAULT '', source TEXT NOT NULL DEFAULT '', memo TEXT NOT NULL DEFAULT '',
    guid TEXT, coder TEXT NOT NULL DEFAULT '', inclusion TEXT NOT NULL DEFAULT '{}',
    exclusion TEXT NOT NULL DEFAULT '{}', anchors TEXT NOT NULL DEFAULT '[]',
    category INTEGER NOT NULL DEFAULT 0, retired INTEGER NOT NULL DEFAULT 0);""",
)
SEGMENT = Table(
    "segment",
    """CREATE TABLE segment (
    id INTEGER PRIMARY KEY AUTOINCREMENT, document INTEGER NOT NULL, code INTEGER NOT NULL, start INTEGER NOT NULL,
    stop INTEGER NOT NULL, quote TEXT NOT NULL, coder TEXT NOT NULL, origin TEXT NOT NULL, since INTEGER NOT NULL,
    memo TEXT, guid TEXT, CHECK (0 <= start AND start < stop));
CREATE INDEX segment_document ON segment (document, start);
CREATE INDEX segment_code ON segment (code);""",
)
SUGGESTION = Table(
    "suggestion",
    """CREATE TABLE suggestion (
    id INTEGER PRIMARY KEY AUTOINCREMENT, document INTEGER NOT NULL, code INTEGER NOT NULL,
    start INTEGER NOT NULL, stop INTEGER NOT NULL, rule TEXT NOT NULL, language TEXT NOT NULL, matched TEXT NOT NULL,
    verdict TEXT NOT NULL DEFAULT 'open', decided_by TEXT, segment INTEGER,
    CHECK (0 <= start AND start < stop), CHECK (verdict IN ('open', 'accepted', 'rejected')));
CREATE INDEX suggestion_document ON suggestion (document, start);""",
    forgettable=True,
)
# how a suggestion's words are meant, where they do not say that it happened (coding.marks)
SUGGESTION_MARK = Table(
    "suggestion_mark",
    """CREATE TABLE suggestion_mark (
    id INTEGER PRIMARY KEY AUTOINCREMENT, suggestion INTEGER NOT NULL, document INTEGER NOT NULL, mark TEXT NOT NULL);
CREATE INDEX suggestion_mark_suggestion ON suggestion_mark (suggestion);
CREATE INDEX suggestion_mark_document ON suggestion_mark (document);""",
    forgettable=True,
)
# what else speaks for a suggestion of that document; `words` and `similar` (ids of segments) are JSON lists
SUGGESTION_REASON = Table(
    "suggestion_reason",
    """CREATE TABLE suggestion_reason (
    id INTEGER PRIMARY KEY AUTOINCREMENT, suggestion INTEGER NOT NULL, document INTEGER NOT NULL,
    source TEXT NOT NULL, version TEXT NOT NULL, score REAL, words TEXT NOT NULL DEFAULT '[]',
    similar TEXT NOT NULL DEFAULT '[]', since INTEGER NOT NULL, CHECK (source IN ('rule', 'model')));
CREATE INDEX suggestion_reason_suggestion ON suggestion_reason (suggestion);
CREATE INDEX suggestion_reason_document ON suggestion_reason (document);""",
    forgettable=True,
)

TABLES: tuple[Table, ...] = (
    *(DOCUMENT, DOCUMENT_VERSION, CODE, SEGMENT, SUGGESTION, SUGGESTION_MARK, SUGGESTION_REASON),
    *(*CASE_TABLES, *NOTE_TABLES),
)  # fmt: skip
