# SPDX-License-Identifier: MIT
"""The statements of SQL of this package; `{}` takes the name of a table or a condition."""

from __future__ import annotations

TEXT_OF_VERSION = "SELECT parsed_ref FROM document_version WHERE id = ?"
NOTES_IN_ORDER = "SELECT * FROM {} ORDER BY document, start"
CODERS_OF_SEGMENTS = "SELECT DISTINCT coder FROM segment WHERE coder <> '' ORDER BY coder"
BOOKMARKS = "SELECT start, coder FROM bookmark WHERE document = ? ORDER BY start"
BOOKMARKS_OF_DOCUMENT = "SELECT start, name FROM bookmark WHERE document = ? ORDER BY start"
SPEAKER_IS_IN_CASE = "SELECT 1 FROM case_member WHERE case_ = ? AND document = ? AND speaker = ?"
INSERT_SPEAKER = "INSERT INTO speaker (document, name, role, language, since) VALUES (?, ?, ?, ?, ?)"
DELETE_MEMBER = "DELETE FROM case_member WHERE id = ?"
DOCUMENTS_WITH_LANGUAGE = "SELECT id, name, language FROM document ORDER BY position, id"
