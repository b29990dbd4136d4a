# SPDX-License-Identifier: MIT
"""Timer of snapshots: makes one when ten minutes of change have gathered, and moves a large log in a pause.

Every minute the project is asked whether a snapshot is due; it makes it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from wording import Message, Problem, msg
from workbench.session import Session

if TYPE_CHECKING:
    from projects.store import Project
    from workbench.jobs import Job

MINUTE = 60_000
_PAUSE = 2_000  # ms after the last change


class SnapshotWatch(QTimer):
    """Runs while a project is open; a snapshot that cannot be made is told in the message strip."""

    def __init__(self, session: Session, interval: int = MINUTE) -> None:
        super().__init__(session)
        self._session, self._copying = session, False
        self._reported: Message | None = None
        self.setInterval(interval)
        self.timeout.connect(self.look)
        session.opened.connect(self.start)
        session.opened.connect(self.look)  # changes that no snapshot holds yet wait for one since before the opening
        session.closed.connect(self.stop)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self.move_log)
        session.changed.connect(lambda _changes: self._pause.start())
        session.closed.connect(self._pause.stop)

    def move_log(self) -> None:
        """Move a large write-ahead log into the database; later, where work is going on."""
        if self._session.waiting or self._session.jobs:
            self._pause.start()
        elif self._session.is_open:
            self._session.ask(_move_log)

    def look(self) -> None:
        """Ask once; a new snapshot goes to the second place as well."""
        if self._session.is_open:
            self._session.ask(_keep, self._go_on, latest=("snapshots", "due"), owner=self)

    def _go_on(self, found: tuple[Message | None, bool]) -> None:
        absent, lacks = found
        if absent is not None and absent != self._reported:  # said once, until it was there again
            self._session.notice.emit(absent)
        self._reported = absent or (self._reported if lacks else None)
        if lacks and not self._copying and self._session.is_open:
            self._copying = True
            session = self._session

            def work(job: Job) -> None:
                session.fetch(lambda project: project).snapshots.copy_along(job)

            session.job(msg("safety.second.copying"), work, self._over, self._refused, self._stopped, owner=self)

    def _over(self, _nothing: object) -> None:
        self._copying, self._reported = False, None

    def _stopped(self) -> None:
        self._copying = False

    def _refused(self, problem: Problem) -> None:
        self._copying = False
        if problem.message != self._reported:
            self._session.problem.emit(problem.message)
        self._reported = problem.message


def _keep(project: Project) -> tuple[Message | None, bool]:
    """Make a snapshot that is due; what is to be said of the second place, and whether it lacks the newest."""
    if not project.read_only and project.snapshots.due():
        project.snapshots.make("open" if project.snapshots.wanted else "time")
    return project.snapshots.absent_place(), project.snapshots.lacks_newest()


def _move_log(project: Project) -> None:
    if not project.read_only:
        from projects.store.database import move_log  # more of the program: not at start

        with project.locked() as opened:
            move_log(opened.writer.connection)
