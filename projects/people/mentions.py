# SPDX-License-Identifier: MIT
"""Mentions of somebody who is to be erased: other interviews, answers, the team's notes.

Erasing takes what is theirs, not what others said of them; a person must look at that and decide.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from projects.datasets.erasable import rows_of
from projects.people import queries
from projects.people.identifiers import comparable, identifying
from projects.search.index import search_project
from projects.store.erase_request import Erasable, Naming, Subject
from projects.store.erasure.erase_transaction import plan
from projects.stored_interviews.parsed_document import from_bytes
from projects.stored_interviews.queries import NAMES_OF_DOCUMENTS
from projects.stored_tables.titles import table_titles
from projects.word_folding import words as parts_of
from wording import Message, msg

if TYPE_CHECKING:
    from collections.abc import Sequence

    from projects.store.project import Project

EARLIER_TEXTS = (
    "SELECT document.id AS id, document.name AS name, parsed_ref FROM document_version JOIN document ON "
    "document.id = document_version.document WHERE document_version.id <> document.version"
)

_LEAST, _MOST_WORDS, _MOST_HITS = 3, 25, 100
# what the team wrote or named: table, columns, and how the place is called
WRITTEN: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("document", ("name", "case_name"), "title"),
    ("document", ("memo",), "memo"),
    ("document_version", ("reason",), "correction"),
    ("code", ("key", "name", "definition", "keywords", "source", "memo"), "code"),
    ("code", ("inclusion", "exclusion", "anchors"), "code"),
    ("case_", ("name",), "case"),
    ("attribute", ("name", "value"), "case"),
    ("speaker", ("name",), "speaker"),
    ("memo", ("title", "text"), "note"),
    ("annotation", ("text",), "note"),
    ("paraphrase", ("text",), "note"),
    ("framework_cell", ("text",), "note"),
    ("bookmark", ("name",), "note"),
    ("citation", ("words",), "note"),
    ("document_group", ("name",), "group"),
    ("saved_query", ("name", "json"), "query"),
    ("segment", ("memo",), "segment"),
    ("saved_analysis", ("options", "title"), "analysis"),
    ("report_block", ("content",), "report"),
    ("cell_edit", ("old", "new", "why"), "edit"),
    ("data_set", ("name", "form_title"), "file"),
    ("data_import", ("file_name", "form_name"), "file"),
    ("data_table", ("name", "labels", "unit", "inference_reason"), "table"),
    ("variable", ("name", "labels", "groups", "group_labels", "hint", "recipe"), "variable"),
    ("variable", ("relevant", "constraint_text", "calculation", "choice_filter"), "variable"),
    ("choice", ("code", "labels"), "variable"),
    ("setting", ("value",), "setting"),
)


def mentions(project: Project, subjects: Sequence[Subject]) -> list[Message]:
    """Places outside what goes where a name, number or id of it stands, counted by interview, table or kind of note."""
    planned = plan(project, subjects)
    words = [word for word in planned.belongings.words if len(word.strip()) >= _LEAST]
    named = [word for word in words if parts_of(word)][:_MOST_WORDS]
    documents, rows = _going(project, planned.steps)
    found: Counter[tuple[str, str]] = Counter()
    seen: set[tuple[str, str, str, int]] = set()
    for word in named:
        for hit in search_project(project, word, _MOST_HITS):
            place = (hit.kind, hit.owner, hit.place, hit.start)
            table = hit.owner.partition(":")[0]
            ours = hit.owner in documents if hit.kind == "document" else (table, int(hit.place)) in rows
            if not ours and place not in seen and Naming([word]).in_text(hit.snippet):
                seen.add(place)
                found[hit.kind, hit.owner if hit.kind == "document" else table] += 1
    messages = [*_found_messages(project, found), *_earlier(project, words, documents), *_same(project, words, rows)]
    anew = {(one.table, one.value) for one in planned.belongings.rewritten if one.table in ("choice", "setting")}
    anew |= {(one.table, one.value) for one in planned.belongings.traces if (one.table, one.column) == ("case_", "id")}
    messages += _written(project, words, documents, rows, anew)
    return messages if len(words) <= len(named) else [*messages, msg("consents.mention.words", n=len(named))]


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


def _found_messages(project: Project, found: Counter[tuple[str, str]]) -> list[Message]:
    names = {str(row["id"]): row["name"] for row in project.query(NAMES_OF_DOCUMENTS)}
    tables = table_titles(project)
    return [
        msg(f"consents.mention.{kind}", name=names.get(owner, "") if kind == "document" else tables[owner], n=number)
        for (kind, owner), number in found.items()
    ]


def _earlier(project: Project, words: list[str], documents: set[str]) -> list[Message]:
    """Texts of other interviews as they were before a correction; the file they came from is kept beside them."""
    naming, found = Naming(words), Counter[str]()
    for row in project.query(EARLIER_TEXTS):
        if str(row["id"]) not in documents:
            found[row["name"]] += naming.in_text(from_bytes(project.read_object(row["parsed_ref"])).text)
    return [msg("consents.mention.earlier", name=name, n=number) for name, number in found.items() if number]


def _same(project: Project, words: list[str], rows: set[tuple[str, int]]) -> list[Message]:
    """Other rows that bear the same name, number or id."""
    same, titles, messages = {plain for word in words if (plain := comparable(word))}, table_titles(project), []
    for table, title in titles.items():
        others = {
            row
            for held in identifying(project, table)
            for row, value in held.values.items()
            if comparable(value) in same and (table, row) not in rows
        }
        if others:
            messages.append(msg("consents.mention.same", name=title, n=len(others)))
    return messages


def _written(
    project: Project, words: list[str], documents: set[str], rows: set[tuple[str, int]], anew: set[tuple[str, object]]
) -> list[Message]:
    """What the team wrote, and how it called things: `WRITTEN`, but what is theirs or is written `anew` without it."""
    naming, found = Naming(words), Counter[str]()
    for table, columns, kind in WRITTEN:
        for row in project.query(queries.rows_of(table)):
            held = dict(zip(row.keys(), tuple(row), strict=True))
            owner = held.get("document", held["id"] if table == "document" else None)
            ours = str(owner) in documents or (held.get("table_id"), held.get("row_id")) in rows
            if not ours and (table, held.get("id", held.get("name"))) not in anew:
                named = _renamed(held, words) if table == "code" else ""
                found[kind] += any(naming.in_text(str(held[one])) for one in columns if held[one] and one != named)
    return [msg(f"consents.mention.{kind}", n=number) for kind, number in found.items() if number]


def _renamed(code: dict[str, Any], words: list[str]) -> str:
    """The column of names of a code where erasing gives it another: each is a passage of what goes."""
    names = json.loads(code["name"]).values() if "name" in code else ()
    return "name" if names and all(name in words for name in names) else ""
