# SPDX-License-Identifier: MIT
"""SQL of results: one constant or function a statement."""

from __future__ import annotations

INSERT_BLOCK = "INSERT INTO report_block VALUES (?, ?, ?, ?)"
SET_BLOCK = "UPDATE report_block SET content = ? WHERE id = ?"
DELETE_BLOCK = "DELETE FROM report_block WHERE id = ?"


def places_of_segments(where: object) -> str:
    """Where the segments of some codes stand, with a condition where one is given."""
    return f"SELECT id, document, start, stop FROM segment WHERE code IN (SELECT value FROM json_each(?)){where}"


def saved_analyses(where: object) -> str:
    """Saved analyses in their order, with a condition where one is given."""
    return f"SELECT * FROM saved_analysis {where} ORDER BY position, id"


def positions_of_others(table: object) -> str:
    """The other rows of a table with a position, in their order."""
    return f"SELECT id, position FROM {table} WHERE id != ? ORDER BY position, id"


def set_position(table: object) -> str:
    """Set the position of a row of a table."""
    return f"UPDATE {table} SET position = ? WHERE id = ?"


def row_exists(table: object) -> str:
    """Whether a row of a table exists."""
    return f"SELECT 1 FROM {table} WHERE id = ?"


def set_analysis(column: object) -> str:
    """Set a column of a saved analysis."""
    return f"UPDATE saved_analysis SET {column} = ? WHERE id = ?"


def next_position(table: object) -> str:
    """The position after the last row of a table."""
    return f"SELECT coalesce(max(position), 0) + 1 AS place FROM {table}"
