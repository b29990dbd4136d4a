# SPDX-License-Identifier: MIT
"""The full-text index: its derived tables, how they follow the rows, and asking it. It keeps no text, only words.

FTS5 without content: texts lie sealed in objects, and snippets are read from there. Words are folded before they go in
(`word_folding.py`), so that Arabic and Latin are treated by one rule, also when a hit is shown.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from typing import TYPE_CHECKING

from analysis.records import Kind, Role
from projects.store.model import Observer
from projects.store.ports import Connection, Reader
from projects.store.schema import Table
from projects.stored_interviews.parsed_document import from_bytes
from projects.stored_interviews.queries import DOCUMENT_IDS
from projects.stored_tables.queries import column_refs
from projects.word_folding import find, index_form, match_expression, words

if TYPE_CHECKING:
    from projects.store.ports import OpenProject, Transaction

Changed = Mapping[str, tuple[object, ...]]


@dataclass(frozen=True)
class SearchText:
    """A piece of text, a paragraph or an answer. `start` is its first code point within the owner's text."""

    place: str
    text: str
    start: int = 0


@dataclass(frozen=True)
class SearchSource:
    """Texts of one kind ("document", "answer").

    `owners(reader, changed)`: those touched by a change of the `tables`, all when `changed` is None.
    `stamp(reader, owner)`: None when it is gone. `texts(reader, owner)`: all its pieces; `pieces(reader, owner,
    places)`: some of them by place, without reading the others where that can be helped.
    """

    kind: str
    tables: frozenset[str]
    owners: Callable[[Reader, Changed | None], Iterable[str]]
    stamp: Callable[[Reader, str], str | None]
    texts: Callable[[Reader, str], Iterable[SearchText]]
    pieces: Callable[[Reader, str, Sequence[str]], dict[str, SearchText]]
    deferred: bool = False  # indexed when somebody searches, not when it changes


def paragraphs(text: str, start: int = 0, longest: int = 1000) -> Iterable[SearchText]:
    """A document's text from `start` on in pieces of whole lines, about `longest` each; place = first code point."""
    while start < len(text):
        stop = len(text)
        if stop - start > longest:
            line_end = text.find("\n", start + longest)
            stop = line_end + 1 if line_end >= 0 else stop
        if text[start:stop].strip():
            yield SearchText(str(start), text[start:stop], start)
        start = stop


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


LAST_PLACE = "SELECT coalesce(max(id), 0) AS id FROM search_place"
OWNERS_OF_KIND = "SELECT owner FROM search_owner WHERE kind = ?"
WORDS_WITH_PLACES = (
    "SELECT term, kind, owner, place, offset FROM temp.search_vocabulary JOIN search_place ON id = doc ORDER "
    "BY 1, 2, 3, 4, 5"
)
DELETE_ALL_OWNERS = "DELETE FROM search_owner"
DELETE_ALL_PLACES = "DELETE FROM search_place"
DELETE_ALL_WORDS = "INSERT INTO search_words (search_words) VALUES ('delete-all')"
DELETE_OWNER = "DELETE FROM search_owner WHERE kind = ? AND owner = ?"
DELETE_PLACES_OF_OWNER = "DELETE FROM search_place WHERE kind = ? AND owner = ?"
DELETE_WORDS_OF_OWNER = (
    "DELETE FROM search_words WHERE rowid IN (SELECT id FROM search_place WHERE kind = ? AND owner = ?)"
)
INSERT_WORDS = "INSERT INTO search_words (rowid, body) VALUES (?, ?)"
INSERT_PLACE = "INSERT INTO search_place VALUES (?, ?, ?, ?)"
INSERT_OWNER = "INSERT INTO search_owner VALUES (?, ?, ?)"
STAMP_OF_OWNER = "SELECT stamp FROM search_owner WHERE kind = ? AND owner = ?"
CHECK_INDEX = "INSERT INTO search_words (search_words) VALUES ('integrity-check')"

OWNER = Table(
    "search_owner",
    "CREATE TABLE search_owner (kind TEXT, owner TEXT, stamp TEXT, PRIMARY KEY (kind, owner)) WITHOUT ROWID",
    key="owner",
    derived=True,
)
PLACE = Table(
    "search_place",
    "CREATE TABLE search_place (id INTEGER PRIMARY KEY, kind TEXT, owner TEXT, place TEXT);\n"
    "CREATE INDEX search_place_owner ON search_place (kind, owner);",
    derived=True,
)
WORDS = Table(
    "search_words",
    "CREATE VIRTUAL TABLE search_words USING fts5(body, content='', contentless_delete=1,"
    " tokenize='unicode61 remove_diacritics 2')",
    key="rowid",
    derived=True,
)
TABLES: tuple[Table, ...] = (OWNER, PLACE, WORDS)
_ROWS = 2000  # at once


@dataclass(frozen=True)
class SearchHit:
    """Where the words stand: the snippet's own text, its matched spans, and the first match within the owner's text."""

    kind: str
    owner: str
    place: str
    start: int
    stop: int
    snippet: str
    spans: tuple[tuple[int, int], ...]


def observer(sources: tuple[SearchSource, ...]) -> Observer:
    """What keeps the index up."""

    def keep_up(transaction: Transaction, changed: Changed) -> None:
        for source in sources:
            if not source.deferred and not source.tables.isdisjoint(changed):
                for owner in dict.fromkeys(source.owners(transaction, changed)):
                    _index_owner(transaction, source, owner)

    def rebuild(transaction: Transaction) -> None:
        transaction.execute(DELETE_ALL_WORDS)
        transaction.execute(DELETE_ALL_PLACES)
        transaction.execute(DELETE_ALL_OWNERS)
        for source in sources:
            for owner in source.owners(transaction, None):
                _index_owner(transaction, source, owner)

    def refresh(transaction: Transaction) -> None:
        for source in sources:
            known = transaction.query(OWNERS_OF_KIND, (source.kind,))
            if source.deferred or not known:  # none known: the index was dropped, to be made anew
                owners = dict.fromkeys([row["owner"] for row in known])
                for owner in owners | dict.fromkeys(source.owners(transaction, None)):
                    _index_owner(transaction, source, owner)

    tables = frozenset(table for source in sources if not source.deferred for table in source.tables)
    return Observer("search", tables, keep_up, rebuild, content, refresh, _forgetting(sources))


def content(connection: Connection) -> object:
    """A digest of all words and where they stand, in one order: equal for equal texts, however it came about.

    Millions of rows are never held at once: comparing and freeing them in one go would stop the window's thread.
    """
    connection.execute(CHECK_INDEX)
    connection.execute("CREATE VIRTUAL TABLE temp.search_vocabulary USING fts5vocab(main, search_words, instance)")
    cursor, whole = connection.cursor(), sha256()
    cursor.row_factory = None
    try:
        cursor.execute(WORDS_WITH_PLACES)
        while rows := cursor.fetchmany(_ROWS):
            whole.update(repr(rows).encode())
        return whole.hexdigest()
    finally:
        cursor.close()
        connection.execute("DROP TABLE temp.search_vocabulary")


def search(
    project: Reader, sources: Iterable[SearchSource], typed: str, limit: int = 50, kind: str | None = None,
    held_back: Collection[str] | None = None,
) -> list[SearchHit]:  # fmt: skip
    """The best places that hold all words typed; accents and case do not matter, the last word may be unfinished.

    A single word of one or two letters is looked for as it is: half the texts begin a word with it. Where `held_back`
    is given, neither those documents nor answers of rows without consent are looked at.
    """
    wanted = words(typed)
    if not wanted:
        return []
    asked = match_expression(wanted)
    if held_back is None:
        rows = project.query(PLACES_WITH_WORDS, (asked, kind, kind, limit))
    else:
        out = json.dumps(sorted(held_back))
        rows = project.query(CONSENTED_PLACES_WITH_WORDS, (asked, kind, kind, out, limit))
    wanted_of: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        wanted_of.setdefault((row["kind"], row["owner"]), []).append(row["place"])
    by_kind = {source.kind: source for source in sources}
    read = {owner: by_kind[owner[0]].pieces(project, owner[1], places) for owner, places in wanted_of.items()}
    hits = []
    for row in rows:
        piece = read[row["kind"], row["owner"]].get(row["place"])
        if piece is not None:
            hits.append(_hit(row["kind"], row["owner"], piece, wanted))
    return hits


def _hit(kind: str, owner: str, piece: SearchText, wanted: list[str], around: int = 60) -> SearchHit:
    found = find(piece.text, wanted)
    first = found[0] if found else (0, 0)
    low = max(0, first[0] - around)
    high = min(len(piece.text), first[1] + around)
    spans = tuple((start - low, stop - low) for start, stop in found if low <= start and stop <= high)
    return SearchHit(
        kind, owner, piece.place, piece.start + first[0], piece.start + first[1], piece.text[low:high], spans
    )


def _index_owner(transaction: Transaction, source: SearchSource, owner: str) -> None:
    stamp = source.stamp(transaction, owner)
    known = transaction.query(STAMP_OF_OWNER, (source.kind, owner))
    if known and known[0]["stamp"] == stamp:
        return
    if known:
        _forget(transaction, source.kind, owner)
    if stamp is None:
        return
    transaction.execute(INSERT_OWNER, (source.kind, owner, stamp))
    last = transaction.query(LAST_PLACE)[0]["id"]
    pieces = list(source.texts(transaction, owner))
    numbered = list(enumerate(pieces, last + 1))
    transaction.executemany(INSERT_PLACE, [(n, source.kind, owner, piece.place) for n, piece in numbered])
    transaction.executemany(INSERT_WORDS, [(n, index_form(p.text)) for n, p in numbered])


def _forgetting(sources: tuple[SearchSource, ...]) -> Callable[[Transaction], None]:
    """What drops the words of owners that are not to be searched any more."""

    def forget(transaction: Transaction) -> None:
        for source in sources:
            for row in transaction.query(OWNERS_OF_KIND, (source.kind,)):
                if source.stamp(transaction, row["owner"]) is None:
                    _forget(transaction, source.kind, row["owner"])

    return forget


def _forget(transaction: Transaction, kind: str, owner: str) -> None:
    for sql in (
        DELETE_WORDS_OF_OWNER,
        DELETE_PLACES_OF_OWNER,
        DELETE_OWNER,
    ):
        transaction.execute(sql, (kind, owner))


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
