# SPDX-License-Identifier: MIT
"""The statements of SQL of this package; `{}` takes the name of a table or a condition."""

from __future__ import annotations

DOCUMENTS = (
    "SELECT document.id AS id, name, language, translates, translator, digest FROM document"
    " JOIN document_version ON document_version.id = document.version"
)
CITATIONS = (
    "SELECT citation.*, kept.digest AS other_digest FROM citation"
    " LEFT JOIN document_version AS kept ON kept.id = citation.other_version"
    " WHERE citation.segment IN (SELECT value FROM json_each(?))"
)
SEGMENTS_CITED = "SELECT segment FROM citation"
DELETE_CITATION = "DELETE FROM citation WHERE segment = ?"
INSERT_CITATION = (
    "INSERT INTO citation (segment, document, start, stop, words, lead, beside, other_document, other_version,"
    " other_start, other_stop, since) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
