# SPDX-License-Identifier: MIT
"""SQL of search: one constant or function a statement."""

from __future__ import annotations

VARIABLE_ID_BY_KIND_ROLE_RECIPE = "SELECT id FROM variable WHERE kind = ? AND role <> ? AND recipe IS NULL"
COLUMN_CHUNK_REF_BY_TABLE_ID_COLUMN_ID = (
    "SELECT ref FROM column_chunk WHERE table_id = ? AND column_id = ? ORDER BY chunk"
)
STAMP_CELL_EDIT = (
    "SELECT count(*) AS n, max(id) AS last, sum(taken_back) AS back FROM cell_edit WHERE table_id = ? AND variable = ?"
)
DOCUMENT_ID_PARSED_REF_BY_ID = (
    "SELECT document_version.id, parsed_ref FROM document JOIN document_version ON document_version.id = "
    "version WHERE document.id = ?"
)
DOCUMENT_ID_ORDERED = "SELECT id FROM document ORDER BY id"
INSERT_SEARCH_WORDS = "INSERT INTO search_words (search_words) VALUES ('integrity-check')"
SEARCH_SEARCH_WORDS = (
    "SELECT kind, owner, place FROM search_words JOIN search_place ON search_place.id = search_words.rowid "
    "WHERE search_words MATCH ? AND (? IS NULL OR kind = ?) ORDER BY rank LIMIT ?"
)
SEARCH_OWNER_STAMP_BY_KIND_OWNER = "SELECT stamp FROM search_owner WHERE kind = ? AND owner = ?"
INSERT_SEARCH_OWNER = "INSERT INTO search_owner VALUES (?, ?, ?)"
INSERT_SEARCH_PLACE = "INSERT INTO search_place VALUES (?, ?, ?, ?)"
INSERT_SEARCH_WORDS_2 = "INSERT INTO search_words (rowid, body) VALUES (?, ?)"
FORGET_DELETE_SEARCH_WORDS = (
    "DELETE FROM search_words WHERE rowid IN (SELECT id FROM search_place WHERE kind = ? AND owner = ?)"
)
DELETE_SEARCH_PLACE_BY_KIND_OWNER = "DELETE FROM search_place WHERE kind = ? AND owner = ?"
DELETE_SEARCH_OWNER_BY_KIND_OWNER = "DELETE FROM search_owner WHERE kind = ? AND owner = ?"
INSERT_SEARCH_WORDS_3 = "INSERT INTO search_words (search_words) VALUES ('delete-all')"
DELETE_SEARCH_PLACE = "DELETE FROM search_place"
DELETE_SEARCH_OWNER = "DELETE FROM search_owner"
CONTENT_TEMP = (
    "SELECT term, kind, owner, place, offset FROM temp.search_vocabulary JOIN search_place ON id = doc ORDER "
    "BY 1, 2, 3, 4, 5"
)
SEARCH_OWNER_OWNER_BY_KIND = "SELECT owner FROM search_owner WHERE kind = ?"
SEARCH_PLACE_COALESCEMAXID_ID = "SELECT coalesce(max(id), 0) AS id FROM search_place"
