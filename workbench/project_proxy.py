# SPDX-License-Identifier: MIT
"""The open project as a job sees it: each read and each line of the log goes to the database's thread and comes back.

For long work inside `Session.job` only; once the project is closed every call raises `Stopped`.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from wording import Problem, Stopped

if TYPE_CHECKING:
    from projects.store.actions import Changes
    from projects.store.ports import DatabaseRow, Params
    from projects.store.project import Project
    from projects.store.transaction import ActionTransaction
    from wording import Message
    from workbench.session import ChangesFirst, Session

Value = TypeVar("Value")
_TRIES = 3
_PATIENCE = 10.0  # seconds


def read_in_pieces(
    session: Session, read: Callable[[Project], Value], stop_requested: Callable[[], bool] = lambda: False
) -> Value:
    """For long reads inside a job: before each query it waits until what a person changes is stored and painted.

    What was overtaken by a change is begun anew in the pause after it; what was read while something was stored is read
    again. After ten seconds of that, or three times, it is read in one piece, for which changes wait. Raises Stopped.
    """
    patience = time.monotonic() + _PATIENCE
    tries = 0
    while tries < _TRIES and time.monotonic() < patience:
        turns = _Turns(session.changes_first, patience, stop_requested)
        proxy = ProjectProxy(session, turns.wait)
        try:
            before = proxy.head
            try:
                value = read(cast("Project", proxy))
            except (LookupError, Problem):  # one query found what the next had no more
                if proxy.head == before:
                    raise
            else:
                if proxy.head == before:
                    return value
        except _Overtaken:
            continue
        tries += 1
    return session.fetch(read)


class _Overtaken(Exception):
    """Something was changed since the reading began: what it gives would be thrown away."""


class _Turns:
    """When a reading may ask its next question."""

    def __init__(self, changes: ChangesFirst, until: float, stop_requested: Callable[[], bool]) -> None:
        self._changes, self._until, self._stop = changes, until, stop_requested
        changes.wait(until, stop_requested)
        self._begun = changes.begun

    def wait(self) -> None:
        """Until nothing is stored or painted. Raises _Overtaken where something was, Stopped."""
        if self._stop():
            raise Stopped
        if self._changes.begun != self._begun:
            raise _Overtaken


class ProjectProxy:
    """What exports read of a project, and the log they write their line in.

    `turn` is called before each question of a reading that lets changes go first.
    """

    def __init__(self, session: Session, turn: Callable[[], None] | None = None) -> None:
        self._session, self._turn = session, turn
        self.folder: Path = session.fetch(lambda project: Path(project.folder))
        self.name: str = session.fetch(lambda project: str(project.name))

    def query(self, sql: str, params: Params = ()) -> list[DatabaseRow]:
        """The rows of a SELECT."""
        if self._turn is not None:
            self._turn()
        return self._session.fetch(lambda project: project.query(sql, params))

    def read_object(self, ref: str) -> bytes:
        """The bytes of an object. Raises LinkLocked."""
        if self._turn is not None:
            self._turn()
        return self._session.fetch(lambda project: project.read_object(ref))

    def setting(self, name: str, default: object = None) -> Any:
        """A setting of the project."""
        return self._session.fetch(lambda project: project.setting(name, default))

    def query_link(self, sql: str, params: Params = ()) -> list[DatabaseRow]:
        """The rows of a SELECT on the link database. Raises LinkLocked."""
        return self._session.fetch(lambda project: project.query_link(sql, params))

    @property
    def user(self) -> str:
        """Who works: the name that codings are stored under."""
        return self._session.fetch(lambda project: str(project.user))

    @property
    def link_open(self) -> bool:
        """Whether identifiers can be read."""
        return self._session.fetch(lambda project: bool(project.link_open))

    @property
    def head(self) -> tuple[int, str]:
        """Number and hash of the last action."""
        return self._session.fetch(lambda project: project.head)

    @property
    def last_change(self) -> tuple[int, str]:
        """Number and hash of the last action that changed what the project says."""
        return self._session.fetch(lambda project: project.last_change)

    def log(self, kind: str, message: Message) -> Changes:
        """Note a fact that cannot be undone."""
        return self._session.fetch(lambda project: project.log(kind, message))

    def write_lasting(
        self, kind: str, role: str, message: Message, perform: Callable[[ActionTransaction], object]
    ) -> Changes:
        """Note a fact with the rows that go with it."""
        return self._session.fetch(lambda project: project.write_lasting(kind, role, message, perform))
