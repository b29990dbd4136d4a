# SPDX-License-Identifier: MIT
"""The full-text index: its derived tables, how they follow the rows, and asking it. It keeps no text, only words.

FTS5 without content: texts lie sealed in objects, and snippets are read from there. Words are folded before they go in
(`word_folding.py`), so that Arabic and Latin are treated by one rule, also when a hit is shown.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from projects.search.sources import Changed, SearchSource, SearchText
from projects.store.observers import Observer
from projects.store.ports import Connection, Reader
from projects.store.schema import Table
from projects.word_folding import find, index_form, match_expression, words

if TYPE_CHECKING:
    from projects.store.ports import Transaction

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
