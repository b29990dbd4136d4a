# SPDX-License-Identifier: MIT
"""SQL of search: one constant or function a statement."""

from __future__ import annotations

VARIABLES_TO_SEARCH = "SELECT id FROM variable WHERE kind = ? AND role <> ? AND recipe IS NULL"
STAMP_OF_EDITS = (
    "SELECT count(*) AS n, max(id) AS last, sum(taken_back) AS back FROM cell_edit WHERE table_id = ? AND variable = ?"
)
TEXT_OF_DOCUMENT = (
    "SELECT document_version.id, parsed_ref FROM document JOIN document_version ON document_version.id = "
    "version WHERE document.id = ?"
)
CHECK_INDEX = "INSERT INTO search_words (search_words) VALUES ('integrity-check')"
PLACES_WITH_WORDS = (
    "SELECT kind, owner, place FROM search_words JOIN search_place ON search_place.id = search_words.rowid "
    "WHERE search_words MATCH ? AND (? IS NULL OR kind = ?) ORDER BY rank LIMIT ?"
)
CONSENTED_PLACES_WITH_WORDS = PLACES_WITH_WORDS.replace(
    " ORDER BY",
    " AND NOT (kind = 'document' AND owner IN (SELECT value FROM json_each(?))) AND NOT (kind = 'answer' AND EXISTS "
    "(SELECT 1 FROM row_state WHERE state = 'no_consent' AND row_id = CAST(place AS INTEGER) AND table_id = "
    "substr(owner, 1, instr(owner, ':') - 1))) ORDER BY",
)
STAMP_OF_OWNER = "SELECT stamp FROM search_owner WHERE kind = ? AND owner = ?"
INSERT_OWNER = "INSERT INTO search_owner VALUES (?, ?, ?)"
INSERT_PLACE = "INSERT INTO search_place VALUES (?, ?, ?, ?)"
INSERT_WORDS = "INSERT INTO search_words (rowid, body) VALUES (?, ?)"
DELETE_WORDS_OF_OWNER = (
    "DELETE FROM search_words WHERE rowid IN (SELECT id FROM search_place WHERE kind = ? AND owner = ?)"
)
DELETE_PLACES_OF_OWNER = "DELETE FROM search_place WHERE kind = ? AND owner = ?"
DELETE_OWNER = "DELETE FROM search_owner WHERE kind = ? AND owner = ?"
DELETE_ALL_WORDS = "INSERT INTO search_words (search_words) VALUES ('delete-all')"
DELETE_ALL_PLACES = "DELETE FROM search_place"
DELETE_ALL_OWNERS = "DELETE FROM search_owner"
WORDS_WITH_PLACES = (
    "SELECT term, kind, owner, place, offset FROM temp.search_vocabulary JOIN search_place ON id = doc ORDER "
    "BY 1, 2, 3, 4, 5"
)
OWNERS_OF_KIND = "SELECT owner FROM search_owner WHERE kind = ?"
LAST_PLACE = "SELECT coalesce(max(id), 0) AS id FROM search_place"
