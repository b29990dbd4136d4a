# SPDX-License-Identifier: MIT
"""A snapshot in words: when and why it was made, what it holds, how large it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wording import Message, msg, render
from wording.numbers import format_date

if TYPE_CHECKING:
    from projects.store.snapshots import Snapshot

_HELD = ("document", "segment", "code", "data_table", "cell_edit", "saved_analysis")


def size_text(size: int) -> Message:
    """A size in bytes in KB or MB."""
    if size < 1024**2:
        return msg("safety.size.kb", size=max(round(size / 1024), 1))
    return msg("safety.size.mb", size=round(size / 1024**2, 1))


def contents_text(snapshot: Snapshot, language: str) -> str:
    """What a snapshot holds: "2 interviews · 6 codes"."""
    return " · ".join(render(part, language) for part in held_by(snapshot))


def held_by(snapshot: Snapshot) -> list[Message]:
    """What it holds, each kind with its number."""
    held = [msg(f"safety.held.{table}", n=snapshot.counts[table]) for table in _HELD if snapshot.counts.get(table)]
    return held or [msg("safety.held.nothing")]


def why_text(snapshot: Snapshot, language: str) -> str:
    """Why it was made, and whether it is kept until the user deletes it."""
    why = msg(f"store.snapshot_reason.{snapshot.reason}")
    return render(msg("safety.snapshots.kept", why=why) if snapshot.lasting else why, language)


def details_of(snapshot: Snapshot) -> Message:
    """The number and the words of the last action in a snapshot."""
    if snapshot.last is None:
        return msg("safety.snapshots.up_to", number=str(snapshot.seq))
    return msg("safety.snapshots.last", number=str(snapshot.seq), what=snapshot.last)


def said_of(snapshot: Snapshot) -> Message:
    """Its last action and all it holds: the cells of the table may be too narrow for that."""
    return msg("safety.snapshots.chosen", last=details_of(snapshot), held=held_by(snapshot))


def when_text(snapshot: Snapshot, language: str) -> str:
    """When it was made, on this machine's clock."""
    return format_date(snapshot.utc.astimezone().replace(tzinfo=None), language)
