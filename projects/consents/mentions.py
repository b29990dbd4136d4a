# SPDX-License-Identifier: MIT
"""Where somebody who is to be erased is also named: other interviews, answers, memos, the report. It changes nothing.

Erasing takes what is theirs, not what others said of them; a person must look at that and decide.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from projects.datasets.erasable import rows_of
from projects.datasets.titles import table_titles
from projects.search.folding import words as parts_of
from projects.search.program import search_project
from projects.store.eraser import plan
from projects.store.erasing import Erasable, Naming, Subject
from wording import Message, msg

if TYPE_CHECKING:
    from collections.abc import Sequence

    from projects.store.project import Project

_LEAST, _MOST_WORDS, _MOST_HITS = 4, 25, 100
# own words of the team: table, column, and how the place is called
_WRITTEN = (
    ("code", "memo", "code"),
    ("document", "memo", "memo"),
    ("segment", "memo", "segment"),
    ("report_block", "content", "report"),
    ("cell_edit", "why", "edit"),
)


def mentions(project: Project, subjects: Sequence[Subject]) -> list[Message]:
    """Places outside what goes where a name, number or id of it stands, counted by interview, table or kind of note."""
    planned = plan(project, subjects)
    named = [word for word in planned.belongings.words if len(word.strip()) >= _LEAST][:_MOST_WORDS]
    documents, rows = _going(project, planned.steps)
    found: Counter[tuple[str, str]] = Counter()
    seen: set[tuple[str, str, str, int]] = set()
    for word in named:
        if not parts_of(word):
            continue
        for hit in search_project(project, word, _MOST_HITS):
            place = (hit.kind, hit.owner, hit.place, hit.start)
            table = hit.owner.partition(":")[0]
            ours = hit.owner in documents if hit.kind == "document" else (table, int(hit.place)) in rows
            if not ours and place not in seen and Naming([word]).in_text(hit.snippet):
                seen.add(place)
                found[hit.kind, hit.owner if hit.kind == "document" else table] += 1
    return [*_told(project, found), *_written(project, named, documents, rows)]


def _going(project: Project, steps: Sequence[tuple[Erasable, Any]]) -> tuple[set[str], set[tuple[str, int]]]:
    """The interviews and rows that are erased, with what hangs on the rows."""
    documents: set[str] = set()
    rows: set[tuple[str, int]] = set()
    for erasable, one in steps:
        kind = erasable.kind
        if kind == "document":
            documents |= {str(number) for number in (one if isinstance(one, (tuple, list)) else (one,))}
        elif kind == "row":
            held = rows_of(project, *one)
            rows |= {(table, row) for table, ids in held.items() for row in ids}
        elif kind == "answer":
            rows.add((one[0], int(one[1])))
    return documents, rows


def _told(project: Project, found: Counter[tuple[str, str]]) -> list[Message]:
    names = {str(row["id"]): row["name"] for row in project.query("SELECT id, name FROM document")}
    tables = table_titles(project)
    return [
        msg(f"consents.mention.{kind}", name=names.get(owner, "") if kind == "document" else tables[owner], n=number)
        for (kind, owner), number in found.items()
    ]


def _written(project: Project, named: list[str], documents: set[str], rows: set[tuple[str, int]]) -> list[Message]:
    """Memos, the report, reasons of edits: what the team wrote."""
    naming, told = Naming(named), []
    for table, column, kind in _WRITTEN:
        number = 0
        for row in project.query(f"SELECT * FROM {table} WHERE {column} <> ''"):
            held = dict(zip(row.keys(), tuple(row), strict=True))
            owner = held.get("document", held["id"] if table == "document" else None)
            ours = str(owner) in documents or (held.get("table_id"), held.get("row_id")) in rows
            number += not ours and naming.in_text(str(held[column]))
        if number:
            told.append(msg(f"consents.mention.{kind}", n=number))
    return told
