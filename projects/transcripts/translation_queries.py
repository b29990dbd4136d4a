# SPDX-License-Identifier: MIT
"""The statements of SQL of translations."""

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
