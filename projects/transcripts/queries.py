# SPDX-License-Identifier: MIT
"""The statements of SQL of this package; `{}` takes the name of a table or a condition."""

from __future__ import annotations

TRANSLATIONS = (
    "SELECT document.id AS id, document.name AS name, document.translates AS translates,"
    " document.translator AS translator, original.name AS original"
    " FROM document JOIN document AS original ON original.id = document.translates ORDER BY document.position"
)
UPDATE_TRANSLATES = "UPDATE document SET translates = ?, translator = ? WHERE id = ?"


def renumbered(column: str) -> str:
    """Give an alignment another turn: `column` is "turn" or "other"."""
    return f"UPDATE turn_alignment SET {column} = ? WHERE id = ?"


NOTES_IN_ORDER = "SELECT * FROM {} ORDER BY document, start"
CODERS_OF_SEGMENTS = "SELECT DISTINCT coder FROM segment WHERE coder <> '' ORDER BY coder"
SPEAKER_IS_IN_CASE = "SELECT 1 FROM case_member WHERE case_ = ? AND document = ? AND speaker = ?"
DOCUMENTS_WITH_LANGUAGE = "SELECT id, name, language FROM document ORDER BY position, id"
