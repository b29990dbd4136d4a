# SPDX-License-Identifier: MIT
"""Statements on the tables of entities and events: numbers in the project, names and places under the link key."""

from __future__ import annotations

ENTITIES = "SELECT id, kind, number, label, mentions, documents FROM entity"
INSERT_ENTITY = "INSERT INTO entity (kind, number, label, mentions, documents) VALUES (?, ?, ?, ?, ?)"
UPDATE_ENTITY = "UPDATE entity SET label = ?, mentions = ?, documents = ? WHERE id = ?"
DELETE_ENTITY = "DELETE FROM entity WHERE id = ?"
DELETE_ALL_ENTITIES = "DELETE FROM entity"
SPANS = "SELECT id, document, digest, start, stop, kind FROM entity_span ORDER BY document, start, id"
INSERT_SPAN = "INSERT INTO entity_span (document, digest, start, stop, kind) VALUES (?, ?, ?, ?, ?)"
DELETE_SPAN = "DELETE FROM entity_span WHERE id = ?"
DELETE_ALL_SPANS = "DELETE FROM entity_span"
DOCUMENTS = (
    "SELECT document.id AS id, document.name AS name, digest, language FROM document"
    " JOIN document_version ON document_version.id = document.version"
)

NAMES = "SELECT id, kind, known, name FROM entity_name"
INSERT_NAME = "INSERT INTO entity_name (id, kind, known, name) VALUES (?, ?, ?, ?)"
UPDATE_NAME = "UPDATE entity_name SET name = ? WHERE id = ?"
DELETE_NAME = "DELETE FROM entity_name WHERE id = ?"
MENTIONS = "SELECT id, document, digest, start, stop, kind, known, plain, said FROM entity_mention ORDER BY id"
INSERT_MENTION = (
    "INSERT INTO entity_mention (document, digest, start, stop, kind, known, plain, said)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)
DELETE_MENTION = "DELETE FROM entity_mention WHERE id = ?"
CORRECTIONS = "SELECT id, kind, known, what, to_kind, to_known FROM entity_correction ORDER BY id"
INSERT_CORRECTION = (
    "INSERT INTO entity_correction (kind, known, what, to_kind, to_known) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"
)
DELETE_CORRECTION = "DELETE FROM entity_correction WHERE id = ?"
EMPTIED = ("DELETE FROM entity_name", "DELETE FROM entity_mention", "DELETE FROM entity_correction")
MENTIONED_IN = "SELECT 1 FROM entity_mention WHERE document = ? LIMIT 1"

EVENTS_OF_CASE = "SELECT * FROM case_event WHERE case_ = ? ORDER BY id"
EVENT = "SELECT verdict FROM case_event WHERE id = ?"
INSERT_EVENT = (
    "INSERT INTO case_event (case_, document, digest, start, stop, is_leg, said, date, quote, hidden, origin,"
    " destination, means, company) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
DELETE_EVENT = "DELETE FROM case_event WHERE id = ?"
DECIDE_EVENT = "UPDATE case_event SET verdict = ?, decided_by = ? WHERE id = ?"
_WORKED_OUT = ("parse", "sentence_vectors", "suggestion", "suggestion_mark", "suggestion_reason", "entity_span")
_OF = "WHERE document IN (SELECT value FROM json_each(?1))"
_IMAGE = "coalesce(json_extract(after, '$.document'), json_extract(before, '$.document'))"
_OF_IMAGE = f"WHERE digest IS NULL AND {_IMAGE} IN (SELECT value FROM json_each(?1)) AND tbl IN"
WORKED_OUT_FROM = (  # what there is, or the log still holds, of these interviews: table and document
    " UNION ".join(f"SELECT '{table}' AS tbl, document FROM {table} {_OF}" for table in _WORKED_OUT)
    + f" UNION SELECT tbl, {_IMAGE} FROM journal {_OF_IMAGE} {_WORKED_OUT}"
)
FORGET = {table: f"DELETE FROM {table} {_OF}" for table in (*_WORKED_OUT, "entity_mention", "case_event")}
NAMED_IN = (
    f"SELECT 1 FROM entity_mention {_OF} UNION SELECT 1 FROM case_event {_OF}"
    f" UNION SELECT 1 FROM journal {_OF_IMAGE} ('entity_mention', 'case_event') LIMIT 1"
)
GONE_FROM_LINK = (
    "DELETE FROM entity_mention WHERE document NOT IN (SELECT value FROM json_each(?))",
    "DELETE FROM case_event WHERE document NOT IN (SELECT value FROM json_each(?))",
)
PERSON_NUMBERS = "SELECT id, number FROM entity WHERE kind = 'person'"
ANY_PHONE = "SELECT 1 FROM entity WHERE kind = 'phone' LIMIT 1"
PEOPLE_AND_PHONES = "SELECT id, kind, name FROM entity_name WHERE kind IN ('person', 'phone')"
PHONES_SAID = "SELECT DISTINCT said FROM entity_mention WHERE kind = 'phone'"
