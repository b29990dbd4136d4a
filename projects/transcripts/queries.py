# SPDX-License-Identifier: MIT
"""The statements of SQL of this package; `{}` takes the name of a table or a condition."""

from __future__ import annotations

NOTES_OF_DOCUMENT = "SELECT * FROM {} WHERE document = ? ORDER BY start"
TEXT_OF_VERSION = "SELECT parsed_ref FROM document_version WHERE id = ?"
SET_LANGUAGE = "UPDATE document SET language = ? WHERE id = ?"
SEGMENTS_WITH_MEMO = "SELECT * FROM segment WHERE memo IS NOT NULL AND memo <> '' ORDER BY document, start"
_WRITER = (  # of the memo that stands in a row; where history does not tell, whoever made the row
    " coalesce((SELECT action.user FROM journal JOIN action USING (seq) WHERE journal.tbl = '{0}'"
    " AND journal.key = {0}.id AND action.role = 'do' AND json_extract(journal.before, '$.id') IS NOT NULL"
    " AND json_extract(journal.after, '$.memo') = {0}.memo"
    " AND json_extract(journal.before, '$.memo') IS NOT {0}.memo ORDER BY seq DESC LIMIT 1), coder) AS coder"
)
CODES_WITH_MEMO = f"SELECT id, name, memo,{_WRITER.format('code')} FROM code WHERE memo <> '' ORDER BY id"
DOCUMENTS_WITH_MEMO = (
    f"SELECT id, name, memo,{_WRITER.format('document')} FROM document WHERE memo <> '' ORDER BY position"
)
NOTES_IN_ORDER = "SELECT * FROM {} ORDER BY document, start"
STARTS_OF_SEGMENTS = "SELECT id, start, document FROM segment"
ENDS_OF_LINKS = "SELECT a, b FROM link"
CODERS_OF_SEGMENTS = "SELECT DISTINCT coder FROM segment WHERE coder <> '' ORDER BY coder"
BOOKMARKS = "SELECT start, coder FROM bookmark WHERE document = ? ORDER BY start"
BOOKMARKS_OF_DOCUMENT = "SELECT start, name FROM bookmark WHERE document = ? ORDER BY start"
NUMBER_OF_VERSION = "SELECT number FROM document_version WHERE id = ?"
SET_SPEAKER_OF_MEMBER = "UPDATE case_member SET speaker = ? WHERE id = ?"
SPEAKER_IS_IN_CASE = "SELECT 1 FROM case_member WHERE case_ = ? AND document = ? AND speaker = ?"
CASES_OF_SPEAKER = "SELECT id, case_ FROM case_member WHERE document = ? AND speaker = ?"
RENAME_SPEAKER = "UPDATE speaker SET name = ? WHERE document = ? AND name = ?"
SPEAKER_EXISTS = "SELECT 1 FROM speaker WHERE document = ? AND name = ?"
INSERT_SPEAKER = "INSERT INTO speaker (document, name, role, language, since) VALUES (?, ?, ?, ?, ?)"
DELETE_SPEAKER = "DELETE FROM speaker WHERE document = ? AND name = ?"
DELETE_MEMBER = "DELETE FROM case_member WHERE id = ?"
SET_ROLE_AND_LANGUAGE = "UPDATE speaker SET role = ?, language = ? WHERE id = ?"
SPEAKER_OF_DOCUMENT = "SELECT * FROM speaker WHERE document = ? AND name = ?"
CASES_OF_SPEAKERS = (
    "SELECT case_member.speaker AS speaker, case_.name AS name FROM case_member JOIN case_ ON "
    "case_.id = case_ WHERE document = ? AND speaker <> '' ORDER BY case_member.id"
)
SPEAKERS_OF_DOCUMENT = "SELECT name, role, language FROM speaker WHERE document = ?"
DOCUMENTS_WITH_LANGUAGE = "SELECT id, name, language FROM document ORDER BY position, id"
