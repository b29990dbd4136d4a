# SPDX-License-Identifier: MIT
"""Asks the open project every minute whether ten minutes of change wait for a snapshot; the project makes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from workbench.session import Session

if TYPE_CHECKING:
    from projects.store import Project

MINUTE = 60_000


class SnapshotWatch(QTimer):
    """Runs while a project is open; a snapshot that cannot be made is told in the message strip."""

    def __init__(self, session: Session, interval: int = MINUTE) -> None:
        super().__init__(session)
        self._session = session
        self.setInterval(interval)
        self.timeout.connect(self.look)
        session.opened.connect(self.start)
        session.opened.connect(self.look)  # changes that no snapshot holds yet wait for one since before the opening
        session.closed.connect(self.stop)

    def look(self) -> None:
        """Ask once."""
        if self._session.is_open:
            self._session.ask(_keep, latest=("snapshots", "due"), owner=self)


def _keep(project: Project) -> None:
    if not project.read_only and project.snapshots.due():
        project.snapshots.make("open" if project.snapshots.wanted else "time")
