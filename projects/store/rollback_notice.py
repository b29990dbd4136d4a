# SPDX-License-Identifier: MIT
"""A project folder put back to an earlier state, or copied and worked in twice: what is said of it, once, and the
user's decision to go on from there.

This computer remembers the head of the log it saw last, and reads that memory before anything is written. While the
log does not hold that head, the memory stays as it is and nothing that an earlier state does not know is swept away.
Once that was said, the folder has a memory of its own beside it, by its place: put back again, it is said again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from projects.store.actions import Changes
from wording import Message, msg

if TYPE_CHECKING:
    from projects.store.ports import OpenProject


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
