# SPDX-License-Identifier: MIT
"""Says of a file that it never left, or of one of the team that it was passed on; who and why is logged."""

from __future__ import annotations

from analysis.masking import Destination
from projects.release_queries import Release, is_passed_on, note_never_left, note_passed_on, releases
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


def record_passed_on(project: Project, number: int, to: Destination) -> Action:
    """The action that makes a file for the team an earlier file of a partner or the public. Raises Problem."""
    release = next((one for one in releases(project) if one.number == number), None)
    if release is None:
        raise Problem(msg("releases.unknown", number=number))
    if release.destination is not Destination.INSIDE:
        raise Problem(msg("releases.only_of_team", number=number))
    readers = msg(f"destination.{to.value}")
    if is_passed_on(project, number, to):
        raise Problem(msg("releases.passed_already", number=number, destination=readers))
    told = msg("releases.passed_on", file=file_of(project, release), destination=readers)
    return Action("export.passed_on", told, lambda transaction: note_passed_on(transaction, number, to))


def file_of(project: Project, release: Release) -> str:
    """The name of the released file, as its line in the log has it."""
    line = line_of(project, release.seq)
    return "" if line is None else str(line.message.args.get("file", ""))


def line_of(project: Project, seq: int) -> HistoryLine | None:
    """The line of the log of this number."""
    return next((line for line in project.history(limit=1, before=seq + 1) if line.seq == seq), None)
