# SPDX-License-Identifier: MIT
"""Actions of a user, their changes, and their lines of history."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from wording import Message, msg

if TYPE_CHECKING:
    from projects.store.ports import OpenProject, Transaction


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


def rollback_sentence(project: OpenProject) -> Message | None:
    """Which line of the log is missing here that this computer has seen, for the one time that it is said."""
    with project.locked() as opened:
        seen = opened.put_back
        if seen is None or opened.told:
            return None
        opened.note_told()
    return msg("store.put_back", seq=seen.seq, when=seen.utc.strftime("%Y-%m-%d %H:%M UTC"))


def accept_rollback(project: OpenProject) -> bool:
    """Go on from this earlier state, because the user says so; whether there was anything to decide."""
    project.writable()
    with project.locked() as opened:
        seen = opened.put_back
        opened.accept_rollback()
    if seen is not None:
        project.log("store.put_back", msg("store.put_back_accepted", seq=seen.seq))
    return seen is not None


def accepted_change(project: OpenProject) -> Changes:
    """Go on from this earlier state; the line that the log has of it."""
    accept_rollback(project)
    line = project.history(1)[0]
    return Changes(line.seq, line.message, {}, None)
