# SPDX-License-Identifier: MIT
"""Checks of the key that registers share: attendances that name no session, sessions that share one key."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from analysis.records import Frame
from analysis.register import Part, Register, RegisterKind
from wording import Message, msg

if TYPE_CHECKING:
    from projects.store import Project


def unjoined(project: Project, frame: Frame, register: Register) -> tuple[tuple[int, ...], Message] | None:
    """The rows of a register of participants that name no session of the register of activities, and that in words.

    None where all of them do, or where there is nothing to join.
    """
    from projects.datasets.registers.session_join import session_keys, sessions_with_key  # numpy, 80 ms: not at start
    from projects.datasets.table.frames import load_frame  # pandas: not before a register is looked at

    held = sessions_with_key(project)
    if register.kind is not RegisterKind.PARTICIPANTS or register.column(Part.SESSION) is None or held is None:
        return None
    name = held[1].column(Part.SESSION)
    sessions = load_frame(project, held[0], [str(name)], people=False)
    known = frozenset(session_keys(sessions, held[1])) - {""}
    keys = session_keys(frame, register)
    rows = [int(row) for row, key in zip(frame.row_ids, keys, strict=True) if key not in known]
    if not rows:
        return None
    return tuple(rows), msg("registers.check.unjoined", n=len(rows), of=len(keys), rows=_shown(rows))


def shared_keys(frame: Frame, register: Register) -> tuple[tuple[int, ...], Message] | None:
    """The rows of a register of activities whose key another row has too; None where each has its own."""
    from projects.datasets.registers.session_join import session_keys  # numpy, 80 ms: not at start

    if register.kind is not RegisterKind.ACTIVITIES:
        return None
    keys = session_keys(frame, register)
    often = Counter(key for key in keys if key)
    rows = [int(row) for row, key in zip(frame.row_ids, keys, strict=True) if often[key] > 1]
    return (tuple(rows), msg("registers.check.shared_key", n=len(rows), rows=_shown(rows))) if rows else None


def _shown(rows: list[int]) -> str:
    return ", ".join(str(row) for row in rows[:8]) + (" …" if len(rows) > 8 else "")
