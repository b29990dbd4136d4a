# SPDX-License-Identifier: MIT
"""A named point: a line of history to come back to, and a snapshot that is kept until the user deletes it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from wording import msg
from workbench.session import Session

if TYPE_CHECKING:
    from projects.store.actions import Changes
    from workbench.jobs import Job


def name_point(session: Session, name: str, done: Callable[[], object]) -> None:
    """Store the point at once; its snapshot follows in the background."""

    def snapshot(_job: Job) -> None:
        session.fetch(lambda project: project).snapshots.make("point")

    def stored(_changes: Changes) -> None:
        session.notice.emit(msg("window.point.done", name=name))
        session.job(msg("window.point.snapshot"), snapshot)
        done()

    session.change(lambda project: project.checkpoint(name), stored)
