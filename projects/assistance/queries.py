# SPDX-License-Identifier: MIT
"""The questions of assistance to the project's tables: its switches, decisions by code and source, similar segments."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from projects.store.ports import Rows
from projects.stored_interviews.row_records import as_json


class SourceCount(NamedTuple):
    """How one source fared with one code."""

    code: str
    source: str  # "rule", "model"
    accepted: int
    rejected: int
    open: int


def counts_by_source(reads: Rows) -> list[SourceCount]:
    """Decisions by code and source; a suggestion of two sources counts for both."""
    rows = reads.query(
        "SELECT code, source, sum(verdict = 'accepted') AS accepted, sum(verdict = 'rejected') AS rejected,"
        " sum(verdict = 'open') AS open FROM (SELECT id, code, verdict, CASE WHEN rule LIKE 'model:%' THEN 'model'"
        " ELSE 'rule' END AS source FROM suggestion UNION SELECT suggestion.id, code, verdict, source FROM suggestion"
        " JOIN suggestion_reason ON suggestion_reason.suggestion = suggestion.id) GROUP BY code, source"
    )
    return [SourceCount(str(row["code"]), *tuple(row)[1:]) for row in rows]


def quotes_of_segments(reads: Rows, segment_ids: Collection[str]) -> list[tuple[str, str, str, str]]:
    """(id, document's name, quote, language) of the segments that are still there, in the order asked for."""
    wanted = [int(one) for one in segment_ids]
    rows = reads.query(
        "SELECT segment.id, document.name, quote, language FROM segment JOIN document ON document.id = segment.document"
        " WHERE segment.id IN (SELECT value FROM json_each(?))",
        (as_json(wanted),),
    )
    found = {row["id"]: (str(row["id"]), row["name"], row["quote"], row["language"]) for row in rows}
    return [found[one] for one in wanted if one in found]


def languages_of_segments(reads: Rows, segment_ids: Collection[str]) -> dict[str, str]:
    """The language of the interview in which each segment stands."""
    rows = reads.query(
        "SELECT segment.id AS id, language FROM segment JOIN document ON document.id = segment.document"
        " WHERE segment.id IN (SELECT value FROM json_each(?))",
        (as_json(sorted(map(int, segment_ids))),),
    )
    return {str(row["id"]): row["language"] for row in rows}


def place_of_segment(reads: Rows, segment_id: str) -> tuple[str, int] | None:
    """The document and start of a segment; None where it is gone."""
    rows = reads.query("SELECT document, start FROM segment WHERE id = ?", (int(segment_id),))
    return (str(rows[0]["document"]), rows[0]["start"]) if rows else None


def coded_quotes(reads: Rows, code: str | None = None, most: int = 5000) -> list[str]:
    """The words of coded segments, of one code or all; at most `most`, the newest."""
    where, params = ("", ()) if code is None else (" WHERE code = ?", (int(code),))
    rows = reads.query(f"SELECT quote FROM segment{where} ORDER BY id DESC LIMIT ?", (*params, most))
    return [row["quote"] for row in rows]


SUGGESTIONS_OF_DOCUMENT = "SELECT * FROM suggestion WHERE document = ? ORDER BY id"
DELETE_REASON_OF_MODEL = "DELETE FROM suggestion_reason WHERE suggestion = ? AND source = 'model'"
INSERT_REASON_OF_MODEL = (
    "INSERT INTO suggestion_reason (suggestion, document, source, version, score, words, similar, since) "
    "VALUES (?, ?, 'model', ?, ?, ?, ?, ?)"
)
VERSIONS_OF_OPEN_SUGGESTIONS = (
    "SELECT version, count(*) AS n FROM suggestion_reason WHERE source = 'model' AND suggestion IN "
    "(SELECT id FROM suggestion WHERE verdict = 'open') GROUP BY version"
)
# open, of these codes, by a model alone, and not proposed again in this action: today's model does not find it
OUTDATED = (
    "SELECT id FROM suggestion WHERE verdict = 'open' AND code IN (SELECT value FROM json_each(?1))"
    " AND rule LIKE 'model:%' AND NOT EXISTS (SELECT 1 FROM suggestion_reason AS reason"
    " WHERE reason.suggestion = suggestion.id AND (source = 'rule' OR reason.since = ?2))"
)
# open, by a model alone that expects less of it than is wanted now
_UNEXPECTED = (
    "SELECT id FROM suggestion WHERE verdict = 'open' AND rule LIKE 'model:%' AND NOT EXISTS (SELECT 1 FROM"
    " suggestion_reason AS reason WHERE reason.suggestion = suggestion.id AND (source = 'rule' OR score >= ?1))"
)
DELETE_OUTDATED, DELETE_UNEXPECTED = (
    (
        f"DELETE FROM suggestion_mark WHERE suggestion IN ({found})",
        f"DELETE FROM suggestion_reason WHERE suggestion IN ({found})",
        f"DELETE FROM suggestion WHERE id IN ({found})",
    )
    for found in (OUTDATED, _UNEXPECTED)
)
SET_MODEL_OF_SUGGESTION = "UPDATE suggestion SET rule = ? WHERE id = ? AND rule LIKE 'model:%'"
DECIDED_OF_CODE = (  # the newest, of the code of a suggestion
    "SELECT id, document, start, stop, verdict FROM suggestion WHERE verdict <> 'open' AND code ="
    " (SELECT code FROM suggestion WHERE id = ?) ORDER BY id DESC LIMIT 300"
)
PLACE_OF_SUGGESTION = "SELECT document, start, stop FROM suggestion WHERE id = ?"
DECIDED_SUGGESTIONS = "SELECT document, code, start, stop FROM suggestion WHERE verdict <> 'open'"
PARSES = "SELECT document, digest, pipeline FROM parse"
DELETE_PARSE = "DELETE FROM parse WHERE document = ?"
INSERT_PARSE = "INSERT INTO parse (document, digest, pipeline, parse_ref) VALUES (?, ?, ?, ?)"
PARSES_WITH_OBJECTS = "SELECT document, digest, pipeline, parse_ref FROM parse"
KEPT_VECTORS = "SELECT document, vectors_ref FROM sentence_vectors WHERE encoder = ? ORDER BY id"
DELETE_VECTORS = "DELETE FROM sentence_vectors WHERE document = ?"
INSERT_VECTORS = "INSERT INTO sentence_vectors (document, encoder, vectors_ref) VALUES (?, ?, ?)"
CODERS_BY_DOCUMENT = "SELECT DISTINCT document, coder FROM segment WHERE coder <> '' ORDER BY document, coder"
RULE_OF_SUGGESTION = "SELECT id, rule FROM suggestion WHERE id = ?"
REASONS_OF_SUGGESTIONS = (
    "SELECT * FROM suggestion_reason WHERE suggestion IN (SELECT value FROM json_each(?)) ORDER BY id"
)
OPEN_SUGGESTIONS = "SELECT * FROM suggestion WHERE verdict = 'open' ORDER BY document, start, id"
DOCUMENT_GROUPS = (
    "SELECT document.id AS id, document_group.name AS name FROM document"
    " LEFT JOIN document_group ON document_group.id = document.document_group"
)
SEGMENTS_STILL_THERE = "SELECT id FROM segment WHERE id IN (SELECT value FROM json_each(?))"
MARKS_OF_SUGGESTIONS = (
    "SELECT suggestion, mark FROM suggestion_mark WHERE suggestion IN (SELECT value FROM json_each(?))"
)


def segments_that(where: object) -> str:
    """Places, codes and quotes of segments, with a condition where one is given."""
    return f"SELECT id, document, start, stop, code, quote, origin FROM segment{where} ORDER BY id"


def rejected_and_uncoded(theirs: object) -> str:
    """Rejected suggestions on which no segment lies, with a further condition."""
    return (
        "SELECT id, document, start, stop, code FROM suggestion WHERE verdict = 'rejected' AND NOT EXISTS "
        "(SELECT 1 FROM segment WHERE segment.document = suggestion.document AND segment.start < "
        f"suggestion.stop AND segment.stop > suggestion.start){theirs} ORDER BY id"
    )


def decisions_by_source(where: object) -> str:
    """Accepted, rejected and open suggestions by source, with a condition where one is given."""
    return (
        "SELECT source, sum(verdict = 'accepted') AS accepted, sum(verdict = 'rejected') AS rejected, "
        "sum(verdict = 'open') AS open FROM (SELECT id, code, verdict, CASE WHEN rule LIKE 'model:%' THEN "
        "'model' ELSE 'rule' END AS source FROM suggestion UNION SELECT suggestion.id, code, verdict, "
        "source FROM suggestion JOIN suggestion_reason ON suggestion_reason.suggestion = suggestion.id) "
        f"{where} GROUP BY source ORDER BY source DESC"
    )


MARK_TESTS = (
    "SELECT rule_test.document, start, stop, mark FROM rule_test JOIN document ON document.id = rule_test.document"
    " JOIN document_version ON document_version.id = document.version"
    " AND document_version.digest = rule_test.digest WHERE code = ? ORDER BY rule_test.id"
)
DELETE_MARK_TEST = "DELETE FROM rule_test WHERE document = ? AND start = ? AND stop = ? AND code = ?"
INSERT_MARK_TEST = (
    "INSERT INTO rule_test (document, digest, start, stop, code, mark, coder) VALUES (?, ?, ?, ?, ?, ?, ?)"
)
ALL_MARK_TESTS = (
    "SELECT rule_test.document, start, stop, code, mark FROM rule_test"
    " JOIN document ON document.id = rule_test.document JOIN document_version ON document_version.id = document.version"
    " AND document_version.digest = rule_test.digest ORDER BY rule_test.id"
)
SUGGESTIONS_WITH_WORDS = (
    "SELECT id, rule, matched, verdict FROM suggestion WHERE document = ? AND code = ? AND verdict <> 'accepted'"
    " AND start <= ? AND stop >= ?"
)
REOPEN_SUGGESTION = "UPDATE suggestion SET verdict = 'open', decided_by = NULL WHERE id = ?"
UNMARKED_SUGGESTIONS = (  # open, of plain words or rules, as far as nothing says that they are no hit
    "SELECT id, document, code, rule, language, matched FROM suggestion WHERE verdict = 'open'"
    " AND rule NOT LIKE 'model:%' AND document IN (SELECT value FROM json_each(?))"
    " AND NOT EXISTS (SELECT 1 FROM suggestion_mark WHERE suggestion_mark.suggestion = suggestion.id) ORDER BY id"
)
GIVE_SUGGESTION_MARK = "INSERT INTO suggestion_mark (suggestion, document, mark) VALUES (?, ?, ?)"
DECIDED_WORDS = (
    "SELECT document, rule, matched, verdict FROM suggestion"
    " WHERE code = ? AND language = ? AND verdict <> 'open' AND rule NOT LIKE 'model:%'"
)
ACCEPTED_AS = (
    "SELECT suggestion.id AS id, rule, decided_by, action.local AS local FROM suggestion"
    " JOIN segment ON segment.id = suggestion.segment LEFT JOIN action ON action.seq = segment.since"
    " WHERE suggestion.segment = ? AND verdict = 'accepted' ORDER BY suggestion.id DESC LIMIT 1"
)
