# SPDX-License-Identifier: MIT
"""SQL of cases: one constant or function a statement."""

from __future__ import annotations

VARIABLE_EXISTS = "SELECT 1 FROM variable WHERE table_id = ? AND variable = ?"
NAMES_OF_CASES = "SELECT id, name FROM case_"


def names_of(column: object, kind: object) -> str:
    """A naming column of the rows of a table that are asked for."""
    return f"SELECT id, {column} FROM {kind} WHERE id IN (SELECT value FROM json_each(?))"
