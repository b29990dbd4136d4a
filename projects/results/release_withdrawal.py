# SPDX-License-Identifier: MIT
"""Says that a released file never left, so that later files need not be checked against it; who and why is logged."""

from __future__ import annotations

from projects.release_queries import Release, note_never_left, releases
from projects.store import Project
from projects.store.actions import Action, HistoryLine
from projects.store.ports import Transaction
from wording import Problem, msg


def record_never_shared(project: Project, number: int, reason: str) -> Action:
    """The action that says of a released file that nobody outside got it. Raises Problem.

    Parameters: `number`, the release's as `releases` gives it; `reason`, why it is known, in the team's words.
    """
    release = next((one for one in releases(project) if one.number == number), None)
    if release is None:
        raise Problem(msg("releases.unknown", number=number))
    if release.never_left:
        raise Problem(msg("releases.said_already", number=number))
    if not reason.strip():
        raise Problem(msg("releases.needs_reason"))

    def perform(transaction: Transaction) -> None:
        note_never_left(transaction, number)

    values = {"file": file_of(project, release), "destination": msg(f"destination.{release.destination.value}")}
    return Action("export.never_left", msg("releases.never_left", **values, reason=reason.strip()), perform)


def file_of(project: Project, release: Release) -> str:
    """The name of the released file, as its line in the log has it."""
    line = line_of(project, release.seq)
    return "" if line is None else str(line.message.args.get("file", ""))


def line_of(project: Project, seq: int) -> HistoryLine | None:
    """The line of the log of this number."""
    return next((line for line in project.history(limit=1, before=seq + 1) if line.seq == seq), None)
