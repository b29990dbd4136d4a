# SPDX-License-Identifier: MIT
"""SQL of the cases of interviews: one constant or function a statement."""

from __future__ import annotations

CASES_CALLED = "SELECT id FROM case_ WHERE name = ? ORDER BY id"
ATTRIBUTES_OF_CASE = "SELECT * FROM attribute WHERE case_ = ? ORDER BY id"
DOCUMENTS_WITH_CASE_NAME = "SELECT id, case_name FROM document WHERE case_name <> '' ORDER BY position, id"
INSERT_MEMBER = "INSERT INTO case_member (case_, document, speaker, table_id, row_id, since) VALUES (?, ?, ?, ?, ?, ?)"
CASE_CALLED_EXISTS = "SELECT 1 FROM case_ WHERE name = ?"


def delete_of_case(table: object) -> str:
    """Delete the rows of a table (members, attributes) that belong to a case."""
    return f"DELETE FROM {table} WHERE case_ = ?"
