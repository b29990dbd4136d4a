# SPDX-License-Identifier: MIT
"""The statements of SQL of translations."""

from __future__ import annotations

TRANSLATIONS = (
    "SELECT document.id AS id, document.name AS name, document.translates AS translates,"
    " document.translator AS translator, original.name AS original"
    " FROM document JOIN document AS original ON original.id = document.translates ORDER BY document.position"
)
TRANSLATION_OF_DOCUMENT = (
    "SELECT id, translates, translator FROM document WHERE (id = ? AND translates IS NOT NULL) OR translates = ?"
    " ORDER BY id = ? DESC, position LIMIT 1"
)
HAS_TRANSLATION = "SELECT id FROM document WHERE translates = ?"
UPDATE_TRANSLATES = "UPDATE document SET translates = ?, translator = ? WHERE id = ?"
DELETE_ALIGNMENT = "DELETE FROM turn_alignment WHERE document = ?"
DELETE_ALIGNMENT_OF_TURN = "DELETE FROM turn_alignment WHERE document = ? AND turn = ?"
ALIGNMENT = "SELECT turn, other FROM turn_alignment WHERE document = ? ORDER BY turn"
INSERT_ALIGNMENT = "INSERT INTO turn_alignment (document, turn, other, since) VALUES (?, ?, ?, ?)"
DELETE_COUNTERPARTS = "DELETE FROM segment_counterpart WHERE document IN (?, ?)"
DELETE_COUNTERPART = "DELETE FROM segment_counterpart WHERE segment = ?"
INSERT_COUNTERPART = (
    "INSERT INTO segment_counterpart (segment, document, version, start, stop, since) VALUES (?, ?, ?, ?, ?, ?)"
)
CITED = "SELECT segment, other_start, other_stop FROM citation WHERE other_document IN (?, ?)"
MOVE_CITATION = (
    "UPDATE citation SET other_start = ?, other_stop = ?, since = ?, words = iif(lead, '', words) WHERE segment = ?"
)
CITE_CODED_TEXT = (
    "UPDATE citation SET words = iif(lead, '', words), lead = 0, beside = 0, other_document = NULL,"
    " other_version = NULL, other_start = NULL, other_stop = NULL, since = ? WHERE segment = ?"
)
COUNTERPARTS_OF_VERSION = "SELECT id, start, stop FROM segment_counterpart WHERE document = ? AND version = ?"
DELETE_COUNTERPART_BY_ID = "DELETE FROM segment_counterpart WHERE id = ?"
MOVE_COUNTERPART = "UPDATE segment_counterpart SET start = ?, stop = ?, version = ? WHERE id = ?"
ALIGNMENT_ROWS = "SELECT id, turn, other FROM turn_alignment WHERE document = ?"
ALIGNMENT_ROWS_OF_ORIGINAL = (
    "SELECT turn_alignment.id AS id, turn, other FROM turn_alignment"
    " JOIN document ON document.id = turn_alignment.document WHERE document.translates = ?"
)
DELETE_ALIGNMENT_BY_ID = "DELETE FROM turn_alignment WHERE id = ?"
COUNTERPARTS = (
    "SELECT seen.segment AS segment, seen.start AS start, seen.stop AS stop FROM segment_counterpart AS seen"
    " JOIN segment ON segment.id = seen.segment JOIN document ON document.id = seen.document"
    " JOIN document_version AS kept ON kept.id = seen.version"
    " JOIN document_version AS current ON current.id = document.version AND current.digest = kept.digest"
    " WHERE seen.document IN (?, ?)"
)
CODINGS = "SELECT * FROM segment WHERE document IN (?, ?) ORDER BY document, start, stop, id"


def renumbered(column: str) -> str:
    """Give an alignment another turn: `column` is "turn" or "other"."""
    return f"UPDATE turn_alignment SET {column} = ? WHERE id = ?"
