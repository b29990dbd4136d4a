# SPDX-License-Identifier: MIT
"""The open project as a job sees it: each read and each line of the log goes to the database's thread and comes back.

For long work inside `Session.job` only; once the project is closed every call raises `Stopped`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from wording import Problem

if TYPE_CHECKING:
    from projects.store.actions import Changes
    from projects.store.ports import DatabaseRow, Params
    from projects.store.project import Project
    from projects.store.transaction import ActionTransaction
    from wording import Message
    from workbench.session import Session

Value = TypeVar("Value")
_TRIES = 3


def read_in_pieces(session: Session, read: Callable[[Project], Value]) -> Value:
    """For long reads inside a job: each query waits its turn, so that a coding is stored between two of them.

    What was read while something was stored is read again; after three times in one piece, for which changes wait.
    """
    for _ in range(_TRIES):
        proxy = ProjectProxy(session)
        before = proxy.head
        try:
            value = read(cast("Project", proxy))
        except (LookupError, Problem):  # one query found what the next had no more
            if proxy.head == before:
                raise
            continue
        if proxy.head == before:
            return value
    return session.fetch(read)


class ProjectProxy:
    """What exports read of a project, and the log they write their line in."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.folder: Path = session.fetch(lambda project: Path(project.folder))
        self.name: str = session.fetch(lambda project: str(project.name))

    def query(self, sql: str, params: Params = ()) -> list[DatabaseRow]:
        """The rows of a SELECT."""
        return self._session.fetch(lambda project: project.query(sql, params))

    def read_object(self, ref: str) -> bytes:
        """The bytes of an object. Raises LinkLocked."""
        return self._session.fetch(lambda project: project.read_object(ref))

    def setting(self, name: str, default: object = None) -> Any:
        """A setting of the project."""
        return self._session.fetch(lambda project: project.setting(name, default))

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
