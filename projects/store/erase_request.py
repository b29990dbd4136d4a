# SPDX-License-Identifier: MIT
"""Erase: removing a person, document, row or answer everywhere, for good. What belongs to whom, only rooms know.

A room lists `ERASABLE: tuple[Erasable, ...]` in its `tables.py`. `belongings(project, id)` answers with *traces*:
"rows of table T whose column C is V". The store deletes such rows, and blanks every image of them in the journal, also
of rows deleted or changed long ago. Objects named in those images go when no other row names them. What is only a part
of a row or of an object (an answer within a column chunk, a row within the original file) is rewritten by the room's
`rewrite(transaction, id)`; all earlier images of the rows it changes are blanked too.
What was removed earlier and only the journal still held goes as well: undo does not reach behind an erasure, so nobody
could bring it back, and it may hold the same person's words.
The chain keeps the salted digests of what was blanked and still verifies.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from projects.store.actions import Changes
from projects.store.ports import OpenProject, Trace, Transaction
from wording import Message, Problem, Text, msg


@dataclass(frozen=True)
class Subject:
    """What to erase: its kind ("document", "person", "row", "answer" …, as a room declares it) and its id."""

    kind: str
    id: Any


@dataclass(frozen=True)
class EraseItem:
    """One line of the preview: what kind of thing, where it is, which one, and how many of them."""

    kind: Message
    where: Text
    label: Text = ""
    n: int = 1


@dataclass(frozen=True)
class Belongings:
    """What belongs to a subject. `words`: names that may stand in lines of history; those lose their details.

    `rewritten`: rows that stay and are written anew without it.
    `notes`: what the user should know besides ("the original file is replaced by one without this row").
    """

    traces: tuple[Trace, ...] = ()
    link_traces: tuple[Trace, ...] = ()
    words: tuple[str, ...] = ()
    refs: tuple[str, ...] = ()  # objects to remove that no such row names
    notes: tuple[Message, ...] = ()
    items: tuple[EraseItem, ...] = ()
    rewritten: tuple[Trace, ...] = ()

    def __add__(self, other: Belongings) -> Belongings:
        """What belongs to the one or the other, said once."""
        notes = list(self.notes)
        notes += [note for note in other.notes if note not in notes]
        return Belongings(
            traces=tuple(dict.fromkeys((*self.traces, *other.traces))),
            link_traces=tuple(dict.fromkeys((*self.link_traces, *other.link_traces))),
            words=tuple(dict.fromkeys((*self.words, *other.words))),
            refs=tuple(dict.fromkeys((*self.refs, *other.refs))),
            notes=tuple(notes),
            items=(*self.items, *other.items),
            rewritten=tuple(dict.fromkeys((*self.rewritten, *other.rewritten))),
        )


@dataclass(frozen=True)
class Erasable:
    """How one kind of subject is erased; `rewrite` comes after the rows of the traces are deleted.

    `parts`: the subjects it consists of (the rows and interviews of a person), which are erased with it.
    `together`: several ids of this kind as few, so that what they share is rewritten once.
    """

    kind: str
    belongings: Callable[[OpenProject, Any], Belongings]
    rewrite: Callable[[Transaction, Any], object] | None = None
    parts: Callable[[OpenProject, Any], tuple[Subject, ...]] | None = None
    together: Callable[[list[Any]], list[Any]] | None = None


_PARTS = re.compile(r"\w+")
REASONS = ("withdrawn", "asked", "no_consent", "mistake", "retention", "other")


@dataclass(frozen=True)
class EraseReason:
    """Why: one of REASONS, and with "other" a note. It stays in the history for ever and must name nobody."""

    kind: str
    note: str = ""

    def reason_message(self) -> Message:
        """As history tells it."""
        if self.kind == "other":
            return msg("store.erase_reason.noted", note=self.note.strip())
        return msg(f"store.erase_reason.{self.kind}")

    def insist(self, words: Sequence[str]) -> None:
        """Raises Problem for a reason there is not, "other" without a note, and a note that holds one of `words`."""
        if self.kind not in REASONS or (self.kind == "other") is not bool(self.note.strip()):
            raise Problem(msg("store.erase_reason_wanted"))
        if Naming(words).in_text(self.note):
            raise Problem(msg("store.erase_reason_names"))


class Naming:
    """Words, each of which may name somebody, and whether a text holds one of them by itself.

    In any case, with or without its accents: a name is often typed without.

    A word of one or two letters, or a short number, counts only where it is all that stands between quotes.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._by_first: dict[str, list[str]] = {}
        self._short: set[str] = set()
        for word in words:
            plain = _plain(word).strip()
            parts = _PARTS.findall(plain)
            if len(word.strip()) < (5 if word.strip().isdecimal() else 3):
                self._short.add(f'"{plain}"')
            elif parts:
                self._by_first.setdefault(parts[0], []).append(plain)

    def in_text(self, text: str) -> bool:
        """Whether one of them stands in `text`."""
        low = _plain(text)
        return any(word in low for word in self._short) or any(
            re.search(rf"(?<!\w){re.escape(word)}(?!\w)", low) is not None
            for part in set(_PARTS.findall(low))
            for word in self._by_first.get(part, ())
        )


def _plain(text: str) -> str:
    """A text in small letters without accents, however those are encoded."""
    low = text.casefold()
    if low.isascii():
        return low
    return "".join(sign for sign in unicodedata.normalize("NFKD", low) if not unicodedata.combining(sign))


@dataclass(frozen=True)
class ErasePreview:
    """Everything Erase will remove, and the places it cannot reach."""

    rows: Mapping[str, int]  # rows there now, per table
    link_rows: Mapping[str, int]
    past_images: int  # images in the log
    objects: int
    history_lines: int  # lines that lose their details
    snapshots: int  # all are replaced by one fresh snapshot
    items: tuple[EraseItem, ...] = ()  # one by one
    notes: tuple[Message, ...] = ()
    unreachable: tuple[Message, ...] = ()
    lines: tuple[Message, ...] = field(default=())  # the counts and notes as sentences


@dataclass(frozen=True)
class Erased:
    """What was removed; `seq` is the line of history that says so."""

    changes: Changes  # for views: which rows are gone or rewritten
    images: int
    objects: int
    snapshots: int
    unreachable: tuple[Message, ...]
    unfinished: Message | None = None  # what is still to be cleared away, and when that goes on

    @property
    def seq(self) -> int:
        """The number of that line."""
        return self.changes.seq
