# SPDX-License-Identifier: MIT
"""Erase: removing a person, document, row or answer everywhere, for good. What belongs to whom, only rooms know.

A room lists `ERASABLE: tuple[Erasable, ...]` in its `tables.py`. `belongings(project, id)` answers with *traces*:
"rows of table T whose column C is V". The store deletes such rows, and blanks every image of them in the journal, also
of rows deleted or changed long ago. Objects named in those images go when no other row names them. What is only a part
of a row or of an object (an answer within a column chunk, a row within the original file) is rewritten by the room's
`rewrite(transaction, id)`; all earlier images of the rows it changes are blanked too.
The chain keeps the salted digests of what was blanked and still verifies.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from projects.store.actions import Changes
from wording import Message

if TYPE_CHECKING:
    from projects.store.project import Project
    from projects.store.transaction import Transaction


@dataclass(frozen=True)
class Subject:
    """What to erase: its kind ("document", "person", "row", "answer" …, as a room declares it) and its id."""

    kind: str
    id: Any


@dataclass(frozen=True)
class Trace:
    """Rows of `table` whose `column` holds `value`, now or at any time; `more`: further columns and their values."""

    table: str
    column: str
    value: Any
    more: tuple[tuple[str, Any], ...] = ()

    def pairs(self) -> tuple[tuple[str, Any], ...]:
        """All columns and values."""
        return ((self.column, self.value), *self.more)


@dataclass(frozen=True)
class Belongings:
    """What belongs to a subject. `words`: names that may stand in lines of history; those lose their details.

    `notes`: what the user should know besides ("the original file is replaced by one without this row").
    """

    traces: tuple[Trace, ...] = ()
    link_traces: tuple[Trace, ...] = ()
    words: tuple[str, ...] = ()
    refs: tuple[str, ...] = ()  # objects to remove that no such row names
    notes: tuple[Message, ...] = ()


@dataclass(frozen=True)
class Erasable:
    """How one kind of subject is erased; `rewrite` comes after the rows of the traces are deleted."""

    kind: str
    belongings: Callable[[Project, Any], Belongings]
    rewrite: Callable[[Transaction, Any], object] | None = None


@dataclass(frozen=True)
class ErasePreview:
    """Everything Erase will remove, and the places it cannot reach."""

    rows: Mapping[str, int]  # rows there now, per table
    link_rows: Mapping[str, int]
    past_images: int  # images in the log
    objects: int
    history_lines: int  # lines that lose their details
    snapshots: int  # all are replaced by one fresh snapshot
    notes: tuple[Message, ...] = ()
    unreachable: tuple[Message, ...] = ()
    lines: tuple[Message, ...] = field(default=())  # all of the above as sentences


@dataclass(frozen=True)
class Erased:
    """What was removed; `seq` is the line of history that says so."""

    changes: Changes  # for views: which rows are gone or rewritten
    images: int
    objects: int
    snapshots: int
    unreachable: tuple[Message, ...]

    @property
    def seq(self) -> int:
        """The number of that line."""
        return self.changes.seq
