# SPDX-License-Identifier: MIT
"""The codings of a project read once and kept up: after an action that only coded, the rows it touched are read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.codings.records import Codings, PrintedQuote
from coding.frames import CodedDocument, segment_frame
from coding.records import Segment
from projects.findings.coded_frames import cited_among, codings_tables, read_codings
from projects.findings.coding_variables import coding_variables
from projects.interviews.coders import seen_coder
from projects.stored_interviews.row_records import as_json, segment_of

if TYPE_CHECKING:
    import pandas as pd

    from analysis.records import DataTable, Variable
    from projects.store.project import Project

ATTRIBUTE_COUNTS_CODINGS = "SELECT 1 FROM attribute WHERE source LIKE 'computed:codings%' LIMIT 1"
ROWS_TOUCHED_SINCE = "SELECT DISTINCT tbl, key FROM journal WHERE id > (SELECT last FROM action WHERE seq = ?) LIMIT ?"
ERASED_SINCE = "SELECT 1 FROM action WHERE seq > ? AND role = 'erase' LIMIT 1"
SEGMENTS_NAMED = "SELECT * FROM segment WHERE id IN (SELECT value FROM json_each(?))"

Fetch = Callable[[Callable[["Project"], Any]], Any]

_MOST_ROWS = 2000  # where an action touched more, everything is read
_TOUCHED_BY_CODING = frozenset(("segment", "suggestion", "suggestion_mark", "suggestion_reason", "coder"))


@dataclass(frozen=True)
class ReadCodings:
    """Codings as they were after action `head`, and the table that codes and attributes are chosen from."""

    head: int
    seen_by: tuple[str, bool]  # who works, and whether identifiers can be read
    codings: Codings
    table: DataTable
    documents: Mapping[str, CodedDocument]
    segments: dict[str, Segment]


@dataclass(frozen=True)
class TouchedSegments:
    """What actions touched after those that were read: segments by id, as they are now, printed, in which action."""

    head: int
    ids: frozenset[str]
    segments: Sequence[Segment] = ()
    since: Mapping[str, int] = field(default_factory=dict)
    cited: Mapping[str, PrintedQuote] = field(default_factory=dict)
    variables: tuple[Variable, ...] = ()


class KeptCodings:
    """Holds what it read last; frames are made on the thread of whoever asks, not where the database is."""

    def __init__(self) -> None:
        self._held: ReadCodings | None = None

    def read(self, fetch: Fetch, whole: Fetch | None = None) -> ReadCodings | None:
        """The codings as the project has them now; None without interviews.

        `fetch` runs a function on the project; `whole` does where everything is read, which may take a second.
        """
        held = self._held
        found = fetch(partial(_news, held))
        if found is None:
            self._held = (whole or fetch)(_all)
        else:
            self._held = _followed(held, found) if held is not None and isinstance(found, TouchedSegments) else found
        return self._held


def _news(held: ReadCodings | None, project: Project) -> ReadCodings | TouchedSegments | None:
    """What there is to know beside what is held; None where more than codings may have changed: that is everything."""
    head = int(project.head[0])
    if held is None or held.seen_by != (project.user, project.link_open):
        return None
    if held.head == head:
        return held
    touched = segments_touched(project, held.head)
    if touched is None:
        return None
    if not touched:
        return replace(held, head=head)
    rows = project.query(SEGMENTS_NAMED, (as_json(touched),))
    own = seen_coder(project)
    segments = [one for one in map(segment_of, rows) if one.document in held.documents and own in (None, one.coder)]
    since = {str(row["id"]): int(row["since"]) for row in rows}
    ids = frozenset(map(str, touched))
    return TouchedSegments(head, ids, segments, since, cited_among(project, segments), coding_variables(project))


def segments_touched(project: Project, head: int) -> list[int] | None:
    """The ids of the segments that actions after `head` touched; None where more than codings may have changed."""
    if project.query(ERASED_SINCE, (head,)) or project.query(ATTRIBUTE_COUNTS_CODINGS):
        return None
    rows = project.query(ROWS_TOUCHED_SINCE, (head, _MOST_ROWS + 1))
    if len(rows) > _MOST_ROWS or any(row["tbl"] not in _TOUCHED_BY_CODING for row in rows):
        return None
    return [int(row["key"]) for row in rows if row["tbl"] == "segment"]


def _all(project: Project) -> ReadCodings | None:
    head, tables = int(project.head[0]), codings_tables(project)
    if not tables:
        return None
    codings, documents, segments = read_codings(project)
    table = replace(tables[0], variables=coding_variables(project))
    by_document = {one.id: one for one in documents}
    return ReadCodings(head, (project.user, project.link_open), codings, table, by_document, segments)


def _followed(held: ReadCodings, news: TouchedSegments) -> ReadCodings:
    """What was held, with the touched segments as they are now, each in its place."""
    before, known = held.codings, held.segments
    since, cited = dict(before.since), dict(before.cited)
    for one in news.ids:
        for kept in (known, since, cited):
            kept.pop(one, None)
    known |= {one.id: one for one in news.segments}  # its quotes are read through the codings, too
    segments = _placed(before.segments, held.documents, news)
    table = replace(held.table, rows=len(segments), variables=news.variables)
    codings = replace(
        before,
        segments=segments,
        since=since | dict(news.since),
        cited=cited | dict(news.cited),
        table=replace(before.table, rows=len(segments)),
        numbers={},  # found anew, of the segments there are now
    )
    return replace(held, head=news.head, codings=codings, table=table)


def _placed(frame: pd.DataFrame, documents: Mapping[str, CodedDocument], news: TouchedSegments) -> pd.DataFrame:
    """The frame without the touched rows, those that are there now put in by document, place and id."""
    import pandas as pd  # as above

    left = frame[~frame["segment"].isin(news.ids)].reset_index(drop=True)
    if not news.segments:
        return left
    fresh = segment_frame(documents.values(), news.segments)
    if not len(left):
        return fresh
    both = pd.concat([left, fresh], ignore_index=True)
    position = both["document"].map({one.id: one.position for one in documents.values()})
    ids = both["segment"].astype("int64")
    order = np.lexsort((ids, both["stop"], both["start"], position))
    return both.iloc[order].reset_index(drop=True)
