# SPDX-License-Identifier: MIT
"""Counts answers of each variable a picker shows: a few rows at a time, once, off the window's thread."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from projects.datasets.table.variable_summary import answered_counts
from workbench.session import Session

if TYPE_CHECKING:
    from projects.store.project import Project

Source = tuple[str, str]
_AT_ONCE = 4  # variables read before other questions have their turn


class AnsweredCounts(QObject):
    """Counts by table and variable; `known` comes when some more are there. A change of data forgets them."""

    known = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._counts: dict[Source, int | None] = {}
        self._wanted: list[Source] = []
        self._asked = False
        session.changed.connect(lambda _changes: self.forget())
        session.closed.connect(self.forget)

    def of(self, source: Source | None) -> int | None:
        """The count of a variable; None while it is not known."""
        return self._counts.get(source) if source is not None else None

    def want(self, sources: Sequence[Source]) -> None:
        """Read these; what was wanted before and has not begun is let go."""
        self._wanted = [one for one in sources if one not in self._counts]
        self._ask()

    def forget(self) -> None:
        """Data changed, or the project was closed."""
        self._counts.clear()
        self._wanted = []

    def _ask(self) -> None:
        if self._asked or not self._wanted or not self._session.is_open:
            return
        table = self._wanted[0][0]
        some = [variable for owner, variable in self._wanted if owner == table][:_AT_ONCE]
        self._wanted = [one for one in self._wanted if one not in {(table, variable) for variable in some}]
        self._asked = True

        def read(project: Project) -> dict[str, int | None]:
            return answered_counts(project, table, some)

        self._session.ask(read, lambda found: self._arrived(table, found), lambda _p: self._failed(), owner=self)

    def _arrived(self, table: str, found: dict[str, int | None]) -> None:
        self._asked = False
        self._counts.update({(table, variable): count for variable, count in found.items()})
        self.known.emit()
        self._ask()

    def _failed(self) -> None:
        self._asked = False
        self._wanted = []


def answered_counts_of(session: Session) -> AnsweredCounts:
    """The counts of a session: one store of them for all its pickers."""
    found = session.findChild(AnsweredCounts)
    return found if isinstance(found, AnsweredCounts) else AnsweredCounts(session)
