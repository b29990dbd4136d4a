# SPDX-License-Identifier: MIT
"""Segments copied as a table: no words whose quoting was refused, one line of history, the words not kept."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from projects.exchange.codebook_files import without_formula
from projects.exchange.segment_table import COLUMNS, segment_table
from projects.exchange.whole_text_consent import ShareableDocuments
from projects.interviews import queries
from projects.people.effective_consent import effective_consents, may_quote
from projects.stored_interviews.queries import DOCUMENTS_OF_SEGMENTS
from projects.stored_interviews.row_records import as_json
from wording import Message, Problem, msg, render

if TYPE_CHECKING:
    from projects.store.actions import Changes
    from projects.store.project import Project

_COPIED = ("document", "case", "speaker", "time", "page", "paragraph", "code", "coder", "quote", "memo")


@dataclass(frozen=True)
class CopiedSegments:
    """The table as text between tabs, how many rows it has, the interviews that stayed out, the line of history."""

    text: str
    n: int
    withheld: tuple[str, ...]
    logged: Changes

    def message(self) -> Message:
        """What whoever copied is to know."""
        said = msg("kinds.segments_copied", n=self.n)
        if not self.withheld:
            return said
        names = list(self.withheld)
        return msg("group.pair", first=said, second=msg("kinds.segments_withheld", n=len(names), names=names))


def copied_segments(project: Project, segment_ids: Sequence[str], language: str) -> CopiedSegments:
    """The table of these segments, in the order of the texts, with its line in history.

    Words of an interview that may not be quoted stay out with their row; so does another's coding while all code
    blind. Raises Problem where nothing is left to copy; history then has no line.
    """
    wanted, consents = frozenset(segment_ids), effective_consents(project)
    documents = {str(row["document"]) for row in project.query(DOCUMENTS_OF_SEGMENTS, (as_json(sorted(wanted)),))}
    allowed = tuple(one for one in documents if may_quote(consents[one], inside=True))
    names = tuple(line.name for line in queries.documents(project) if line.id in documents.difference(allowed))
    shareable = ShareableDocuments(allowed, names, (), frozenset())
    rows = segment_table(project, shareable, language, only=wanted).rows if allowed else ()
    if not rows:
        raise Problem(msg("kinds.segments_refused", names=list(names), n=len(names)))
    logged = project.log("export.copied", msg("kinds.copied_segments", n=len(rows)))
    return CopiedSegments(_text(rows, language), len(rows), names, logged)


def _text(rows: Sequence[Sequence[str | int]], language: str) -> str:
    """As spreadsheets and word processors paste it: a heading, tabs between cells, no formula."""
    places = [COLUMNS.index(name) for name in _COPIED]
    text = io.StringIO(newline="")
    writer = csv.writer(text, dialect="excel-tab", lineterminator="\n")
    writer.writerow([render(Message(f"segments.column.{name}", {}), language) for name in _COPIED])
    for row in rows:
        cells = [row[place] for place in places]
        writer.writerow([without_formula(" ".join(cell.split())) if isinstance(cell, str) else cell for cell in cells])
    return text.getvalue()
