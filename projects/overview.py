# SPDX-License-Identifier: MIT
"""Overview of a project for its Home page: counts of what it holds, what is open, what was done last.

Counts come from the database alone: no object, no row and no text of an interview is read, and no science module is
imported. Names of interviews are told only where somebody must go on with them. In blind coding only one's own codings
count; none of an interview held back does.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from projects.interviews.coders import is_blind, seen_coder, unseen_work
from projects.people.effective_consent import refused
from projects.people.withdrawn_words import shown_lines, withheld_names
from projects.store.ports import OpenProject, Params
from projects.stored_interviews.code_queries import OPEN_SUGGESTIONS_COUNT
from projects.stored_tables.queries import ALL_EDITS_IN_FORCE_COUNT, ROWS_IN_STATE_BY_TABLE
from projects.stored_tables.row_states import NO_CONSENT
from projects.stored_tables.stored_table import data_table
from wording import Labels

if TYPE_CHECKING:
    from projects.store.actions import HistoryLine

BLOCKS_BY_KIND = "SELECT kind, count(*) AS n FROM report_block GROUP BY kind"
BLOCKS_COUNT = "SELECT count(*) AS n FROM report_block"
ANALYSES_IN_PLAN_COUNT = "SELECT count(*) AS n FROM saved_analysis WHERE in_plan = 1"
ANALYSES_COUNT = "SELECT count(*) AS n FROM saved_analysis"
FIRST_DOCUMENT_WITH_SUGGESTIONS = "SELECT document FROM suggestion WHERE verdict = 'open' ORDER BY document LIMIT 1"
QUOTABLE_DOCUMENTS_COUNT = "SELECT count(*) AS n FROM document WHERE consent_quotation = 1"
TABLES_AND_DOCUMENTS_COUNT = "SELECT (SELECT count(*) FROM data_table) AS t, (SELECT count(*) FROM document) AS d"
UNCODED_DOCUMENTS = (
    "SELECT id, name FROM document WHERE id NOT IN (SELECT document FROM segment WHERE coder = coalesce(?, coder)) "
    "AND id NOT IN (SELECT value FROM json_each(?)) ORDER BY position, id"
)
SEGMENTS_COUNT = (
    "SELECT count(*) AS n FROM segment WHERE coder = coalesce(?, coder) AND document NOT IN (SELECT value FROM "
    "json_each(?))"
)
DOCUMENTS_WITH_OPEN_QUOTATION_COUNT = "SELECT count(*) AS n FROM document WHERE consent_quotation IS NULL"
DOCUMENTS_WITHOUT_CONSENT_COUNT = "SELECT count(*) AS n FROM document WHERE consent_interview = 0"
CODES_BY_USE = (
    "SELECT code.id, code.name, count(segment.id) AS n FROM code LEFT JOIN segment ON segment.code = code.id AND "
    "segment.coder = coalesce(?, segment.coder) AND segment.document NOT IN (SELECT value FROM json_each(?)) "
    "GROUP BY code.id ORDER BY n DESC, code.position, code.id"
)
DOCUMENTS_BY_LANGUAGE = "SELECT language, count(*) AS n FROM document GROUP BY language ORDER BY n DESC, language"
TABLES_WITH_SIZE = "SELECT id, labels, unit, name, rows FROM data_table ORDER BY number"

_LAST, _LISTED, _POINTS = 6, 5, 3


@dataclass(frozen=True)
class TableLine:
    """A table with its number of rows."""

    id: str
    labels: Labels
    unit: str
    name: str
    rows: int


@dataclass(frozen=True)
class CodeCount:
    """A code with its number of segments."""

    id: str
    name: Labels
    segments: int


@dataclass(frozen=True)
class Open:
    """Something a person must look at: `what` names it, `n` counts it, `where` is a table's or an interview's id."""

    what: str
    n: int
    where: str = ""
    table: TableLine | None = None
    about: str = ""


@dataclass(frozen=True)
class Overview:
    """What Home shows of an open project."""

    tables: tuple[TableLine, ...] = ()
    edits: int = 0
    documents: int = 0
    languages: tuple[tuple[str, int], ...] = ()
    segments: int = 0
    not_begun: int = 0
    quotable: int = 0
    suggestions: int = 0
    codes: int = 0
    most_used: tuple[CodeCount, ...] = ()
    unused: int = 0
    results: int = 0
    in_plan: int = 0
    blocks: int = 0
    block_kinds: Mapping[str, int] | None = None
    last_export: HistoryLine | None = None
    open: tuple[Open, ...] = ()
    last: tuple[HistoryLine, ...] = ()
    points: tuple[HistoryLine, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether the project holds nothing yet."""
        return not (self.tables or self.documents or self.codes or self.results or self.blocks)


def holds_only_interviews(reads: OpenProject) -> bool:
    """Whether there are interviews and no table: such a project opens in Interviews."""
    row = reads.query(TABLES_AND_DOCUMENTS_COUNT)[0]
    return bool(row["t"] == 0 and row["d"] > 0)


def read_overview(reads: OpenProject) -> Overview:
    """All that Home shows, in some twenty small questions to the database."""
    tables = _tables(reads)
    exports = reads.history(limit=1, kind="export")
    return Overview(
        tables=tables,
        edits=_count(reads, ALL_EDITS_IN_FORCE_COUNT),
        **_interviews(reads),
        **_codes(reads),
        results=_count(reads, ANALYSES_COUNT),
        in_plan=_count(reads, ANALYSES_IN_PLAN_COUNT),
        blocks=_count(reads, BLOCKS_COUNT),
        block_kinds={row["kind"]: row["n"] for row in reads.query(BLOCKS_BY_KIND)},
        last_export=exports[0] if exports else None,
        open=tuple(_open(reads, tables)),
        last=tuple(shown_lines(reads, reads.history(limit=_LAST, unseen=unseen_work(reads)))),
        points=tuple(reads.history(limit=_POINTS, role="checkpoint")),
    )


def _count(reads: OpenProject, sql: str, params: Params = ()) -> int:
    return int(reads.query(sql, params)[0]["n"])


def _counted(reads: OpenProject) -> tuple[str | None, str]:
    """Whose segments count, None for everybody's, and the interviews held back, whose do not."""
    return seen_coder(reads), json.dumps(sorted(map(int, refused(reads))))


def _tables(reads: OpenProject) -> tuple[TableLine, ...]:
    rows = reads.query(TABLES_WITH_SIZE)
    return tuple(
        TableLine(row["id"], Labels(json.loads(row["labels"])), row["unit"], row["name"], row["rows"]) for row in rows
    )


def _interviews(reads: OpenProject) -> dict[str, Any]:
    languages, counted = reads.query(DOCUMENTS_BY_LANGUAGE), _counted(reads)
    return {
        "documents": sum(row["n"] for row in languages),
        "languages": tuple((row["language"], row["n"]) for row in languages),
        "segments": _count(reads, SEGMENTS_COUNT, counted),
        "not_begun": len(reads.query(UNCODED_DOCUMENTS, counted)),
        "quotable": _count(reads, QUOTABLE_DOCUMENTS_COUNT),
        "suggestions": _suggestions(reads),
    }


def _suggestions(reads: OpenProject) -> int:
    """How many wait; none is shown while everybody codes blind."""
    return 0 if is_blind(reads) else _count(reads, OPEN_SUGGESTIONS_COUNT)


def _codes(reads: OpenProject) -> dict[str, Any]:
    rows = reads.query(CODES_BY_USE, _counted(reads))
    neutral = withheld_names(reads)
    most = tuple(
        CodeCount(str(row["id"]), neutral.get(str(row["id"])) or _labels(row["name"]), row["n"])
        for row in rows[: _LISTED - 1]
        if row["n"]
    )
    return {"codes": len(rows), "most_used": most, "unused": sum(row["n"] == 0 for row in rows)}


def _labels(stored: str) -> Labels:
    found = json.loads(stored)
    return Labels(found if isinstance(found, dict) else {"": str(found)})


def _open(reads: OpenProject, tables: tuple[TableLine, ...]) -> list[Open]:
    """What waits for a person, what keeps results from leaving first."""
    return [
        *_unconfirmed(reads, tables),
        *_without_consent(reads, tables),
        *_of_interviews(reads),
    ]


def _unconfirmed(reads: OpenProject, tables: tuple[TableLine, ...]) -> list[Open]:
    """Text columns that neither a form nor a person explained: withheld from partner and public."""
    found = []
    for table in tables:
        waiting = [one for one in data_table(reads, table.id).variables if one.content_unconfirmed]
        if waiting:
            found.append(Open("text_columns", len(waiting), table.id, table))
    return found


def _without_consent(reads: OpenProject, tables: tuple[TableLine, ...]) -> list[Open]:
    known = {table.id: table for table in tables}
    rows = reads.query(ROWS_IN_STATE_BY_TABLE, (NO_CONSENT,))
    return [
        Open("without_consent", row["n"], row["table_id"], known[row["table_id"]])
        for row in rows
        if row["table_id"] in known
    ]


def _of_interviews(reads: OpenProject) -> list[Open]:
    found = []
    refused = _count(reads, DOCUMENTS_WITHOUT_CONSENT_COUNT)
    if refused:
        found.append(Open("refused", refused))
    waiting = _suggestions(reads)
    if waiting:
        first = reads.query(FIRST_DOCUMENT_WITH_SUGGESTIONS)
        found.append(Open("suggestions", waiting, str(first[0]["document"])))
    unrecorded = _count(reads, DOCUMENTS_WITH_OPEN_QUOTATION_COUNT)
    if unrecorded:
        found.append(Open("quotation_consent", unrecorded))
    counted = _counted(reads)
    coded = _count(reads, SEGMENTS_COUNT, counted)
    rows = reads.query(UNCODED_DOCUMENTS, counted)
    if rows:
        what = "not_begun" if coded else "nothing_coded"
        found.append(Open(what, len(rows), str(rows[0]["id"]), about=rows[0]["name"]))
    return found
