# SPDX-License-Identifier: MIT
"""Declares the texts of a room for search.

A source's *owner* is what a text belongs to ("3", a document). Its *stamp* changes when the text does, so that renaming
a long document does not index it again. A *place* says where in the owner a piece of text stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from projects.store.ports import Reader

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
