# SPDX-License-Identifier: MIT
"""Searches the words of a project: its interviews, and its free-text answers but identifiers.

Interviews: the current version of each document, in pieces of some lines. Answers: one owner per variable ("t1:v7"),
one place per row; an import or an edit does not index at once: what changed is brought up when somebody next searches.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from analysis.records import Kind, Role
from projects.search.index import SearchHit, search
from projects.search.sources import Changed, SearchSource, SearchText, paragraphs
from projects.store.ports import Reader
from projects.stored_interviews.parsed_document import from_bytes
from projects.stored_interviews.queries import DOCUMENT_IDS
from projects.stored_tables.queries import column_refs

if TYPE_CHECKING:
    from projects.store.ports import OpenProject

TEXT_OF_DOCUMENT = (
    "SELECT document_version.id, parsed_ref FROM document JOIN document_version ON document_version.id = "
    "version WHERE document.id = ?"
)
STAMP_OF_EDITS = (
    "SELECT count(*) AS n, max(id) AS last, sum(taken_back) AS back FROM cell_edit WHERE table_id = ? AND variable = ?"
)
VARIABLES_TO_SEARCH = "SELECT id FROM variable WHERE kind = ? AND role <> ? AND recipe IS NULL"


def _document_owners(reader: Reader, changed: Changed | None) -> Iterable[str]:
    if changed is not None:
        return [str(key) for key in changed.get("document", ())]
    return [str(row["id"]) for row in reader.query(DOCUMENT_IDS)]


def _document_stamp(reader: Reader, owner: str) -> str | None:
    rows = reader.query(TEXT_OF_DOCUMENT, (int(owner),))
    return str(rows[0]["id"]) if rows else None


def _document_texts(reader: Reader, owner: str) -> Iterable[SearchText]:
    for row in reader.query(TEXT_OF_DOCUMENT, (int(owner),)):
        yield from paragraphs(from_bytes(reader.read_object(row["parsed_ref"])).text)


def _document_pieces(reader: Reader, owner: str, places: Sequence[str]) -> dict[str, SearchText]:
    found = {}
    for row in reader.query(TEXT_OF_DOCUMENT, (int(owner),)):
        text = from_bytes(reader.read_object(row["parsed_ref"])).text
        for place in places:
            found.update({piece.place: piece for piece in islice(paragraphs(text, int(place)), 1)})
    return found


DOCUMENTS = SearchSource(
    "document", frozenset({"document"}), _document_owners, _document_stamp, _document_texts, _document_pieces
)


def _answer_owners(reader: Reader, _: Changed | None) -> Iterable[str]:
    return [row["id"].replace(".", ":", 1) for row in reader.query(VARIABLES_TO_SEARCH, (Kind.TEXT, Role.IDENTIFIER))]


def _answer_stamp(reader: Reader, owner: str) -> str | None:
    """The column's objects and how many edits there are, undone ones too; None when it is no free text any more."""
    if not reader.query(f"{VARIABLES_TO_SEARCH} AND id = ?", (Kind.TEXT, Role.IDENTIFIER, owner.replace(":", ".", 1))):
        return None
    place = owner.split(":", 1)
    refs = column_refs(reader, place[0], place[1])
    edits = reader.query(STAMP_OF_EDITS, place)[0]
    return f"{refs} {edits['n']} {edits['last']} {edits['back']}"


def _answer_texts(reader: Reader, owner: str) -> Iterable[SearchText]:
    from projects.stored_tables.columns import TableColumns  # numpy, 80 ms: not at start
    from projects.stored_tables.stored_table import variables  # numpy, 80 ms: not at start

    table, variable_id = owner.split(":", 1)
    columns = TableColumns(reader, table)
    (variable,) = variables(reader, table, [variable_id])
    values = columns.read(variable).values.to_pylist()
    for row_id, value in zip(columns.row_ids.tolist(), values, strict=True):
        if value:
            yield SearchText(str(row_id), value)


def _answer_pieces(reader: Reader, owner: str, places: Sequence[str]) -> dict[str, SearchText]:
    from projects.stored_tables.columns import TableColumns  # numpy, 80 ms: not at start
    from projects.stored_tables.stored_table import variables  # numpy, 80 ms: not at start

    table, variable_id = owner.split(":", 1)
    (variable,) = variables(reader, table, [variable_id])
    columns = TableColumns(reader, table)
    values = {place: columns.cell(variable, int(place)).value for place in places}
    return {place: SearchText(place, value) for place, value in values.items() if isinstance(value, str) and value}


ANSWERS = SearchSource(
    "answer",
    frozenset({"variable", "column_chunk", "cell_edit"}),
    _answer_owners,
    _answer_stamp,
    _answer_texts,
    _answer_pieces,
    deferred=True,
)

SOURCES: tuple[SearchSource, ...] = (DOCUMENTS, ANSWERS)


def search_project(
    project: OpenProject, typed: str, limit: int = 50, kind: str | None = None,
    held_back: Collection[str] | None = None,
) -> list[SearchHit]:  # fmt: skip
    """The best places in documents and free-text answers that hold all words typed; accents and case do not matter.

    `kind`: "document" (owner: its id) or "answer" (owner: "table:variable", place: the row's id); both when None.
    `held_back`: interviews whose words are not to be seen, nor then answers of rows without consent. Erase asks without
    it, to find a name wherever it stands.
    """
    project.refresh_derived()
    return search(project, SOURCES, typed, limit, kind, held_back)
