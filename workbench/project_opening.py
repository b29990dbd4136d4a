# SPDX-License-Identifier: MIT
"""Opening a project for work or, where that cannot be, to read only; and why."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from projects.store.problems import NoSnapshot, ProjectInUse, ReadOnlyMedia
from wording import Message, msg

if TYPE_CHECKING:
    from projects.store.project import Project


@dataclass(frozen=True)
class Reading:
    """Why the project can only be read, and the local time of the snapshot shown; none on read-only media."""

    why: Message
    moment: dt.datetime | None = None

    def sentence(self) -> Message:
        """What to say above everything the project shows."""
        if self.moment is None:
            return msg("window.reading.media")
        return msg("window.reading.in_use", why=self.why, moment=self.moment)


def open_or_read(folder: Path, passphrase: str) -> tuple[Project, Reading | None]:
    """The project for work; its newest snapshot while somebody else works in it; a copy where nothing can be written.

    Raises WrongPassphrase, DamagedProject, ForeignFolder, NewerVersion; ProjectInUse where there is no snapshot.
    """
    from projects.store.project import Project  # cryptography, platformdirs, 10 ms: not at start

    try:
        return Project.open(folder, passphrase, copy_later=True), None
    except ReadOnlyMedia as problem:
        return Project.open_to_read(folder, passphrase), Reading(problem.message)
    except ProjectInUse as problem:
        try:
            project = Project.open_to_read(folder, passphrase)
        except NoSnapshot:
            raise _without_snapshot(problem) from problem
        assert project.snapshot_time is not None
        return project, Reading(problem.message, project.snapshot_time.astimezone().replace(tzinfo=None))


def _without_snapshot(problem: ProjectInUse) -> ProjectInUse:
    """The same problem, which also says that there is nothing to read yet."""
    problem.message = msg("window.reading.none", why=problem.message)
    return problem
