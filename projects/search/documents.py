# SPDX-License-Identifier: MIT
"""The interviews as a source of texts: the current version of each document, in pieces of some lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice

from projects.search import queries
from projects.search.sources import Changed, SearchSource, SearchText, paragraphs
from projects.store.ports import Reader
from projects.stored_interviews.parsed_document import from_bytes
from projects.stored_interviews.queries import DOCUMENT_IDS

_CURRENT = queries.TEXT_OF_DOCUMENT


def _owners(reader: Reader, changed: Changed | None) -> Iterable[str]:
    if changed is not None:
        return [str(key) for key in changed.get("document", ())]
    return [str(row["id"]) for row in reader.query(DOCUMENT_IDS)]


def _stamp(reader: Reader, owner: str) -> str | None:
    rows = reader.query(_CURRENT, (int(owner),))
    return str(rows[0]["id"]) if rows else None


def _texts(reader: Reader, owner: str) -> Iterable[SearchText]:
    for row in reader.query(_CURRENT, (int(owner),)):
        yield from paragraphs(from_bytes(reader.read_object(row["parsed_ref"])).text)


def _pieces(reader: Reader, owner: str, places: Sequence[str]) -> dict[str, SearchText]:
    found = {}
    for row in reader.query(_CURRENT, (int(owner),)):
        text = from_bytes(reader.read_object(row["parsed_ref"])).text
        for place in places:
            found.update({piece.place: piece for piece in islice(paragraphs(text, int(place)), 1)})
    return found


DOCUMENTS = SearchSource("document", frozenset({"document"}), _owners, _stamp, _texts, _pieces)
