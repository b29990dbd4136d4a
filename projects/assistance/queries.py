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
OPEN_SUGGESTIONS = "SELECT * FROM suggestion WHERE verdict = 'open' ORDER BY document, start, id"


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


ALL_MARK_TESTS = (
    "SELECT rule_test.document, start, stop, code, mark FROM rule_test"
    " JOIN document ON document.id = rule_test.document JOIN document_version ON document_version.id = document.version"
    " AND document_version.digest = rule_test.digest ORDER BY rule_test.id"
)
GIVE_SUGGESTION_MARK = "INSERT INTO suggestion_mark (suggestion, document, mark) VALUES (?, ?, ?)"
