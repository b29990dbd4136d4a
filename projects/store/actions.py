# SPDX-License-Identifier: MIT
"""Actions of a user, their changes, and their lines of history."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from wording import Message

if TYPE_CHECKING:
    from projects.store.ports import Transaction


BULK = 20  # so many rows deleted or replaced by one action, and a snapshot is taken before it


@dataclass(frozen=True)
class Action:
    """One thing a user does: one transaction, one line of history. It never writes its own inverse.

    `perform` is called once inside the transaction; what it returns becomes `Changes.result`; if it raises,
    nothing has changed. `message` names it in history and in "Undo …"; it should hold labels, never data values.
    """

    kind: str  # dotted: "interviews.code_segment"
    message: Message
    perform: Callable[[Transaction], object]
    snapshot: bool = False  # take a snapshot first: bulk deletes, replacements

    @property
    def needs_snapshot(self) -> bool:
        """Whether it needs a snapshot first; every import does ("datasets.import")."""
        return self.snapshot or self.kind.rpartition(".")[2].startswith("import")


@dataclass(frozen=True)
class Changes:
    """What an action, an undo or a redo changed: table name → keys of changed rows, from the row journal."""

    seq: int
    message: Message
    changed: Mapping[str, tuple[object, ...]] = field(default_factory=dict)
    result: object = None

    def touches(self, *tables: str) -> bool:
        """Whether a row of one of `tables` changed."""
        return any(table in self.changed for table in tables)


@dataclass(frozen=True)
class HistoryLine:
    """One line of history. `role`: do, undo, redo, log (a fact that cannot be undone), checkpoint, erase.

    `undone` tells that its effect is not in force now; `erased` that its details were removed for good.
    """

    seq: int
    id: str
    kind: str
    role: str
    message: Message
    user: str
    utc: dt.datetime
    local: dt.datetime
    undoes: int | None = None
    undoable: bool = True
    undone: bool = False
    erased: bool = False
    hash: str = ""
