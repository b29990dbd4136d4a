# SPDX-License-Identifier: MIT
"""SQL of codes, codings and suggestions: one constant or function a statement."""

from __future__ import annotations

SEGMENTS = "SELECT * FROM segment"
INSERT_CODER = "INSERT INTO coder (guid, name, since) VALUES (?, ?, ?)"
INSERT_SUGGESTION = (
    "INSERT INTO suggestion (document, code, start, stop, rule, language, matched) VALUES (?, ?, ?, ?, ?, ?, ?)"
)
INSERT_SUGGESTION_MARK = (
    "INSERT INTO suggestion_mark (suggestion, document, mark) SELECT id, document, ? FROM suggestion"
    " WHERE document = ? AND code = ? AND start = ? AND stop = ? AND verdict = 'open'"
)
REJECT_SUGGESTION = "UPDATE suggestion SET verdict = 'rejected', decided_by = ? WHERE id = ?"
DIGESTS_OF_DOCUMENTS = (
    "SELECT document.id, digest FROM document JOIN document_version ON document_version.id = document.version"
)
OPEN_SUGGESTIONS_COUNT = "SELECT count(*) AS n FROM suggestion WHERE verdict = 'open'"


def rename_coder_in(table: object) -> str:
    """Rename a coder in a table."""
    return f"UPDATE {table} SET coder = ? WHERE coder = ?"


def options_with_a_coder(table: object, column: object) -> str:
    """Options kept as JSON that name coders."""
    return f"SELECT id, {column} AS options FROM {table} WHERE {column} LIKE '%\"coder\"%'"


def set_options(table: object, column: object) -> str:
    """Replace options kept as JSON."""
    return f"UPDATE {table} SET {column} = ? WHERE id = ?"


def insert_code(names: object, places: object) -> str:
    """Insert a code."""
    return f"INSERT INTO code ({names}) VALUES ({places})"


def set_code(settings: object) -> str:
    """Set columns of a code: "name = ?, …"."""
    return f"UPDATE code SET {settings} WHERE id = ?"


def delete_reasons_that(of_code: object) -> str:
    """Delete the reasons of suggestions that meet the condition."""
    return f"DELETE FROM suggestion_reason WHERE {of_code}"


def delete_marks_that(of_code: object) -> str:
    """Delete marks of suggestions under a condition."""
    return f"DELETE FROM suggestion_mark WHERE {of_code}"


def places_of_suggestions(among: object) -> str:
    """Document, code and stretch of suggestions, with a condition where one is given."""
    return f"SELECT document, code, start, stop FROM suggestion{among}"


def places_of_segments(where: object) -> str:
    """Document, code and stretch of segments, with a condition where one is given."""
    return f"SELECT document, code, start, stop FROM segment{where}"


def suggestions_that(learned_only: object) -> str:
    """The suggestions that meet the condition."""
    return f"SELECT * FROM suggestion WHERE {learned_only}"
