# SPDX-License-Identifier: MIT
"""Statements on the tables of entities and events: numbers in the project, names and places under the link key."""

from __future__ import annotations

ENTITIES = "SELECT id, kind, number, label, mentions, documents FROM entity"
DOCUMENTS = (
    "SELECT document.id AS id, document.name AS name, digest, language FROM document"
    " JOIN document_version ON document_version.id = document.version"
)

NAMES = "SELECT id, kind, known, name FROM entity_name"
MENTIONS = "SELECT id, document, digest, start, stop, kind, known, plain, said FROM entity_mention ORDER BY id"
CORRECTIONS = "SELECT id, kind, known, what, to_kind, to_known FROM entity_correction ORDER BY id"
DELETE_CORRECTION = "DELETE FROM entity_correction WHERE id = ?"
EMPTIED = ("DELETE FROM entity_name", "DELETE FROM entity_mention", "DELETE FROM entity_correction")

_WORKED_OUT = ("parse", "sentence_vectors", "suggestion", "suggestion_mark", "suggestion_reason", "entity_span")
OF_DOCUMENTS = "WHERE document IN (SELECT value FROM json_each(?1))"
_IMAGE = "coalesce(json_extract(after, '$.document'), json_extract(before, '$.document'))"
OF_IMAGE = f"WHERE digest IS NULL AND {_IMAGE} IN (SELECT value FROM json_each(?1)) AND tbl IN"
WORKED_OUT_FROM = (  # what there is, or the log still holds, of these interviews: table and document
    " UNION ".join(f"SELECT '{table}' AS tbl, document FROM {table} {OF_DOCUMENTS}" for table in _WORKED_OUT)
    + f" UNION SELECT tbl, {_IMAGE} FROM journal {OF_IMAGE} {_WORKED_OUT}"
)
FORGET = {table: f"DELETE FROM {table} {OF_DOCUMENTS}" for table in (*_WORKED_OUT, "entity_mention", "case_event")}
GONE_FROM_LINK = (
    "DELETE FROM entity_mention WHERE document NOT IN (SELECT value FROM json_each(?))",
    "DELETE FROM case_event WHERE document NOT IN (SELECT value FROM json_each(?))",
)
