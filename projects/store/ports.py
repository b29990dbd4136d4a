# SPDX-License-Identifier: MIT
"""Protocols of the store: what its parts ask of an open project, so that nothing below `Project` names it."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol

from wording import Message


class Reader(Protocol):
    """What rows and objects are read from: an open project, or a transaction."""

    def query(self, sql: str, params: Any = ()) -> list[Any]:
        """The rows of a SELECT (`row["column"]`)."""

    def read_object(self, ref: str) -> bytes:
        """The bytes of an object. Raises DamagedObject, LinkLocked."""


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

    def history(self, limit: int = 200, before: int | None = None, kind: str | None = None) -> list[Any]:
        """Lines of the log, newest first."""

    def setting(self, key: str, default: Any = None) -> Any:
        """A setting of the project."""

    def set_setting(self, key: str, value: Any) -> Any:
        """Change a setting, as an action; its Changes."""

    def refresh_derived(self) -> None:
        """Bring up the derived tables that wait until they are asked for."""
