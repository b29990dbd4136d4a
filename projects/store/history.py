# SPDX-License-Identifier: MIT
"""Reading the log: lines of history, and which actions undo and redo would take."""

from __future__ import annotations

import datetime as dt
import json
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from projects.store.actions import HistoryLine
from projects.store.ports import Connection, DatabaseRow, UnseenWork
from wording import DEFAULT_LANGUAGE, Message, render, text_from_json

JUMP = "store.jump_back"
_BATCH = 500


@dataclass
class Stacks:
    """What can be undone and redone: pairs of (action to reverse, action the user did)."""

    done: list[tuple[int, int]] = field(default_factory=list)
    undone: list[tuple[int, int]] = field(default_factory=list)

    def note(self, seq: int, role: str, undoable: bool) -> None:
        """Follow one more action of the log."""
        if role == "undo":
            self.undone.append((seq, self.done.pop()[1]))
        elif role == "redo":
            self.done.append((seq, self.undone.pop()[1]))
        elif role == "erase":  # undo does not reach behind it
            self.done.clear()
            self.undone.clear()
        elif undoable:
            self.done.append((seq, seq))
            self.undone.clear()


def read_stacks(connection: Connection) -> Stacks:
    """The stacks as the whole log leaves them."""
    stacks = Stacks()
    rows = connection.execute(
        "SELECT seq, role, undoable FROM action WHERE undoable OR role IN ('undo', 'redo', 'erase') ORDER BY seq"
    )
    for seq, role, undoable in rows:
        stacks.note(seq, role, bool(undoable))
    return stacks


def undone_stretches(connection: Connection) -> list[range]:
    """The stretches of the log whose actions are not in force now, the oldest first.

    Read from the newest line back: after an undo, a redo or a return to a line all is as it was before what it
    undid, so the lines between are passed over.
    """
    stretches: list[range] = []
    rows = connection.execute(
        "SELECT seq, kind, undoes, args FROM action JOIN action_args USING (seq)"
        " WHERE role IN ('undo', 'redo') OR kind = ? ORDER BY seq DESC",
        (JUMP,),
    )
    for row in rows:
        first = row["undoes"] if row["kind"] != JUMP else _after_target(row["args"])
        if first is not None and not (stretches and row["seq"] >= stretches[-1].start):
            stretches.append(range(first, row["seq"]))
    return stretches[::-1]


def _after_target(args: str | None) -> int | None:
    """The first line that a return undid; None where its arguments were erased."""
    return int(json.loads(args)["seq"]) + 1 if args is not None else None


def message_of(connection: Connection, seq: int) -> Message:
    """What action `seq` was; without its arguments when they were erased."""
    row = connection.execute(
        "SELECT message, args FROM action JOIN action_args USING (seq) WHERE seq = ?", (seq,)
    ).fetchone()
    return stored_message(row["message"], row["args"])


def words_of(connection: Connection, stack: list[tuple[int, int]]) -> Message | None:
    """What the action on top of a stack was; None where there is none."""
    return message_of(connection, stack[-1][1]) if stack else None


def stored_message(key: str, args: str | None) -> Message:
    """The message of an action row; "details erased" where its arguments are gone."""
    if args is None:
        return Message("store.details_erased", {})
    found: Message = text_from_json({"key": key, "args": json.loads(args)})
    return found


@dataclass(frozen=True)
class HistoryFilter:
    """Which lines to show: `subject` is a table and a key in it; `text` is part of the sentence."""

    kind: str | None = None  # a kind, or a room: "interviews" matches "interviews.code_segment"
    role: str | None = None
    subject: tuple[str, object] | None = None
    text: str | None = None
    language: str = DEFAULT_LANGUAGE
    user: str | None = None
    touched: tuple[Mapping[str, object], ...] | None = None  # rows whose columns hold all of one of these
    unseen: UnseenWork | None = None


def read_history(connection: Connection, limit: int, before: int | None, wanted: HistoryFilter) -> list[HistoryLine]:
    """The newest lines first, at most `limit`, those before line `before` when given."""
    lines: list[HistoryLine] = []
    stretches = undone_stretches(connection)
    for row in _rows(connection, before, wanted):
        line = _line(row, stretches)
        if wanted.text and wanted.text.casefold() not in render(line.message, wanted.language).casefold():
            continue
        lines.append(line)
        if len(lines) == limit:
            break
    return lines


def _rows(connection: Connection, before: int | None, wanted: HistoryFilter) -> Iterator[DatabaseRow]:
    conditions: list[str] = ["1"]
    params: dict[str, object] = {"kind": wanted.kind, "role": wanted.role, "user": wanted.user}
    if wanted.kind:
        conditions.append("(kind = :kind OR kind LIKE :kind || '.%')")
    if wanted.user is not None:
        conditions.append("user = :user")
    if wanted.unseen is not None:
        params |= {"own": wanted.unseen.user} | {f"room{at}": room for at, room in enumerate(wanted.unseen.rooms)}
        kinds = [f"kind LIKE :room{at} || '.%'" for at in range(len(wanted.unseen.rooms))]
        conditions.append(f"(user = :own OR NOT ({' OR '.join(kinds)}))")
    if wanted.role:
        conditions.append("role = :role")
    if wanted.subject:
        table, key = wanted.subject
        params |= {"table": table, "key": key, "path": f'$."{table}"'}
        conditions.append(
            "seq IN (SELECT seq FROM journal WHERE (tbl = :table AND key = :key)"
            " OR json_extract(before, :path) = :key OR json_extract(after, :path) = :key)"
        )
    if wanted.touched is not None:
        conditions.append(f"seq IN (SELECT seq FROM journal WHERE {_touching(wanted.touched, params)})")
    until = before if before is not None else 1 << 62
    while True:
        rows = connection.execute(
            "SELECT action.*, args FROM action JOIN action_args USING (seq)"
            f" WHERE seq < :until AND {' AND '.join(conditions)} ORDER BY seq DESC LIMIT {_BATCH}",
            {**params, "until": until},
        ).fetchall()
        yield from rows
        if len(rows) < _BATCH:
            return
        until = rows[-1]["seq"]


def _touching(touched: tuple[Mapping[str, object], ...], params: dict[str, object]) -> str:
    """Journal rows with an image that holds what is asked for; one column asked for may also be the row itself."""
    found = ["0"]
    for columns in touched:
        for image in ("before", "after"):
            parts = []
            for column, value in columns.items():
                name = f"t{len(params)}"
                params |= {name: value, f"{name}_path": f'$."{column}"'}
                parts.append(f"json_extract({image}, :{name}_path) = :{name}")
            found.append(f"({' AND '.join(parts)})")
        if len(columns) == 1:
            (table, key) = next(iter(columns.items()))
            name = f"t{len(params)}"
            params |= {name: table, f"{name}_key": key}
            found.append(f"(tbl = :{name} AND key = :{name}_key)")
    return " OR ".join(found)


def _line(row: DatabaseRow, stretches: list[range]) -> HistoryLine:
    place = bisect_right(stretches, row["seq"], key=lambda stretch: stretch.start) - 1
    gone = place >= 0 and row["seq"] in stretches[place]
    return HistoryLine(
        seq=row["seq"],
        id=row["id"],
        kind=row["kind"],
        role=row["role"],
        message=stored_message(row["message"], row["args"]),
        user=row["user"],
        utc=dt.datetime.fromisoformat(row["utc"]),
        local=dt.datetime.fromisoformat(row["local"]),
        undoes=row["undoes"],
        undoable=bool(row["undoable"]),
        undone=gone and row["role"] == "do" and bool(row["undoable"]),
        erased=row["args"] is None,
        hash=row["hash"],
    )
