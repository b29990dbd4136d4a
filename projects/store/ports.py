# SPDX-License-Identifier: MIT
"""Protocols of the store: what its parts ask of an open project, so that nothing below `Project` names it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeVar

from projects.store.byte_pieces import Pieces
from wording import Message

Kept = TypeVar("Kept")
Params = Sequence[object] | Mapping[str, object]  # of a statement: by place or by name


@dataclass(frozen=True)
class UnseenWork:
    """Lines of history left out: of these rooms, by anybody but `user`."""

    rooms: tuple[str, ...]
    user: str


class DatabaseRow(Protocol):
    """One row of a SELECT; its values by position or by the name of the column. What they are, the schema tells."""

    def __getitem__(self, column: int | str, /) -> Any:
        """The value of a column."""

    def __iter__(self) -> Iterator[Any]:
        """The values, in the order of the SELECT."""

    def __len__(self) -> int:
        """How many columns there are."""

    def keys(self) -> list[str]:
        """The names of the columns."""


class NamedValues(Protocol):
    """Values by the name of a column: a `DatabaseRow`, or a dict that stands for one."""

    def __getitem__(self, column: str, /) -> Any:
        """The value of a column."""


class Cursor(Protocol):
    """What came of a statement."""

    rowcount: int
    lastrowid: int
    row_factory: object  # None: rows come as tuples

    def execute(self, sql: str, params: Params = ..., /) -> Cursor:
        """Run one statement."""

    def close(self) -> None:
        """Let go of the statement."""

    def fetchmany(self, size: int, /) -> list[DatabaseRow]:
        """At most so many of the rows that are still to be read."""

    def __iter__(self) -> Iterator[DatabaseRow]:
        """The rows that are still to be read."""

    def fetchone(self) -> Any:
        """The next `DatabaseRow`, or nothing after the last."""

    def fetchall(self) -> list[DatabaseRow]:
        """The rows that are still to be read."""


class Connection(Protocol):
    """An open SQLCipher database (`sqlcipher3` has no types of its own)."""

    total_changes: int
    in_transaction: bool

    def execute(self, sql: str, params: Params = ..., /) -> Cursor:
        """Run one statement."""

    def executemany(self, sql: str, rows: Iterable[Params], /) -> Cursor:
        """Run one statement for many rows."""

    def cursor(self) -> Cursor:
        """A cursor of its own."""

    def backup(self, target: Connection) -> None:
        """Copy the whole database into another."""

    def close(self) -> None:
        """Close the database."""


@dataclass(frozen=True)
class Trace:
    """Rows of `table` whose `column` holds `value`, now or at any time; `more`: further columns and their values."""

    table: str
    column: str
    value: object
    more: tuple[tuple[str, object], ...] = ()

    def pairs(self) -> tuple[tuple[str, object], ...]:
        """All columns and values."""
        return ((self.column, self.value), *self.more)


class Rows(Protocol):
    """What rows are read from: an open project, or a transaction."""

    def query(self, sql: str, params: Params = ()) -> list[DatabaseRow]:
        """The rows of a SELECT (`row["column"]`)."""


class Reader(Rows, Protocol):
    """What rows and objects are read from: an open project, or a transaction."""

    @property
    def user(self) -> str:
        """The name of who works; "" for nobody."""

    def read_object(self, ref: str) -> bytes:
        """The bytes of an object. Raises DamagedObject, LinkLocked."""


class ProjectFolder(Reader, Protocol):
    """What is read from, and the folder it lies in."""

    folder: Path


class ProjectSettings(Protocol):
    """What the settings of a project are read from."""

    def setting(self, key: str, default: object = None) -> Any:
        """A setting of the project."""


class Releasing(ProjectSettings, Protocol):
    """What content leaves from: settings, the head of the log and lines in it, of a project on this or another thread.

    One on another thread has `read` besides, which does a piece of work where the database is.
    """

    @property
    def head(self) -> tuple[int, str]:
        """Number and hash of the last action."""

    @property
    def last_change(self) -> tuple[int, str]:
        """Number and hash of the last action that changed what the project says."""

    def log(self, kind: str, message: Message) -> object:
        """Note a fact that cannot be undone."""

    def write_lasting(self, kind: str, role: str, message: Message, perform: Callable[[Transaction], object]) -> object:
        """Note a fact with the rows that go with it; its Changes."""


class Statements(Rows, Protocol):
    """Statements on one database within an open action."""

    def execute(self, sql: str, params: Params = ()) -> Cursor:
        """Run one statement. Raises ValueError for INSERT OR REPLACE, whose deletes would escape the journal."""

    def executemany(self, sql: str, rows: Iterable[Params]) -> Cursor:
        """Run one statement for many rows."""


class Transaction(Statements, Reader, Protocol):
    """The open action, as its `perform` sees it; `store.transaction` has the one that is used."""

    seq: int
    message: Message

    def new_id(self) -> str:
        """A fresh UUID4 as text."""

    def set_message(self, message: Message) -> None:
        """Name the action anew, when its numbers are known only now."""

    def set_setting(self, name: str, value: object) -> None:
        """Store a setting of the project (any JSON value)."""

    def put_object(self, data: bytes | Pieces) -> str:
        """Store bytes, or pieces of them, as a sealed object, durable before the action is; its ref."""

    def put_objects(self, contents: Sequence[bytes]) -> list[str]:
        """Store many contents as sealed objects at once; their refs."""

    def put_link_object(self, data: bytes | Pieces) -> str:
        """Store bytes under the link key; the ref. Raises LinkLocked."""

    def is_unsealed(self, ref: str) -> bool:
        """Whether an object can be read with the project key."""

    def move_to_link(self, ref: str) -> None:
        """Put an object of the project under the link key, same ref. Raises LinkLocked."""

    def seal_images(self, traces: Sequence[Trace]) -> None:
        """Move all images of rows that bear the traces under the link key. Raises LinkLocked."""

    def forget_images(self, traces: Sequence[Trace]) -> None:
        """Take all images of forgettable rows that bear the traces out of the log."""

    @property
    def link_open(self) -> bool:
        """Whether identifiers can be read and written."""

    def query_link(self, sql: str, params: Params = ()) -> list[DatabaseRow]:
        """The rows of a SELECT on the link database. Raises LinkLocked."""

    @property
    def link(self) -> Statements:
        """Statements on the link database, in the same action. Raises LinkLocked."""

    @property
    def link_touched(self) -> bool:
        """Whether the action wrote under the link key."""

    def touch_link(self) -> Statements:
        """Open the action under the link key too. Raises LinkLocked."""


class OpenProject(Reader, Protocol):
    """An open project, as the parts of the store and the rooms' erasables use it; `Project` is one."""

    folder: Path
    read_only: bool
    model: Any  # a Model
    snapshots: Any  # a SnapshotKeeper

    @property
    def head(self) -> tuple[int, str]:
        """Number and hash of the last action."""

    @property
    def link_open(self) -> bool:
        """Whether identifiers can be read."""

    def per_state(self, name: str, make: Callable[[], Kept]) -> Kept:
        """What `make` reads, made once for each state of the journal."""

    def locked(self) -> AbstractContextManager[Any]:
        """The open folder (`Opened`), while nobody else uses it."""

    def writable(self) -> None:
        """Raises ReadOnlyProject unless the project can be changed, FolderMoved where its folder is elsewhere."""

    def reopened(self) -> None:
        """Use the databases that are open now."""

    def log(self, kind: str, message: Message) -> Any:
        """Note a fact that cannot be undone; its Changes."""

    def write_lasting(self, kind: str, role: str, message: Message, perform: Any) -> Any:
        """Change rows without undo; its Changes."""

    def history(
        self, limit: int = 200, before: int | None = None, kind: str | None = None, *, role: str | None = None,
        unseen: UnseenWork | None = None,
    ) -> list[Any]:  # fmt: skip
        """Lines of the log, newest first."""

    def setting(self, key: str, default: object = None) -> Any:
        """A setting of the project."""

    def set_setting(self, key: str, value: object) -> Any:
        """Change a setting, as an action; its Changes."""

    def refresh_derived(self) -> None:
        """Bring up the derived tables that wait until they are asked for."""
