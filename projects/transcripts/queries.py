# SPDX-License-Identifier: MIT
"""The statements of SQL of this package; `{}` takes the name of a table or a condition."""

from __future__ import annotations

NOTES_IN_ORDER = "SELECT * FROM {} ORDER BY document, start"
CODERS_OF_SEGMENTS = "SELECT DISTINCT coder FROM segment WHERE coder <> '' ORDER BY coder"
SPEAKER_IS_IN_CASE = "SELECT 1 FROM case_member WHERE case_ = ? AND document = ? AND speaker = ?"
DOCUMENTS_WITH_LANGUAGE = "SELECT id, name, language FROM document ORDER BY position, id"
