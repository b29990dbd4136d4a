# SPDX-License-Identifier: MIT
"""Model of a project: the rooms' tables, link tables, observers and migrations, handed to the store as one."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from projects.store.schema import SETTINGS, Table

if TYPE_CHECKING:
    from projects.store.erase_request import Erasable
    from projects.store.ports import Connection, Transaction

Changed = Mapping[str, tuple[object, ...]]


@dataclass(frozen=True)
class Observer:
    """Keeps one derived table up: called inside each do, undo and redo that changed one of `sources`.

    `keep_up` gets the changed keys by table; `rebuild` makes the whole anew. Both only write derived tables.
    """

    name: str
    sources: frozenset[str]
    keep_up: Callable[[Transaction, Changed], None]
    rebuild: Callable[[Transaction], None]
    content: Callable[[Connection], object] | None = None  # what its tables hold, whatever way it came about
    refresh: Callable[[Transaction], None] | None = None  # brings up what waits until it is asked for
    forget: Callable[[Transaction], None] | None = None  # drops what may not be in it any more, without waiting


def merge_deleted_words(connection: Connection, tables: Iterable[Table]) -> None:
    """Deleted words stay in old parts of a full-text index until those are merged."""
    for table in tables:
        if "fts5" in table.ddl.lower():
            connection.execute(f'INSERT INTO "{table.name}" ("{table.name}") VALUES (\'optimize\')')


def follow(observers: tuple[Observer, ...], transaction: Transaction, changed: Changed) -> None:
    """Let every observer of what changed follow."""
    for observer in observers:
        if not observer.sources.isdisjoint(changed):
            observer.keep_up(transaction, changed)


Migration = Callable[["Connection"], None]


@dataclass(frozen=True)
class Model:
    """`migrations[n]` takes a project of version n to n + 1; the current version is one above the last.

    `joined_columns` gives a recipe of a derived variable the function that makes its column of what other rooms hold,
    called with (reader, table id, row ids, recipe, variable, key column or None).
    """

    tables: tuple[Table, ...] = (SETTINGS,)
    link_tables: tuple[Table, ...] = ()
    observers: tuple[Observer, ...] = ()
    erasables: tuple[Erasable, ...] = ()
    migrations: dict[int, Migration] = field(default_factory=dict)
    joined_columns: Mapping[str, Callable[..., object]] = field(default_factory=dict)
    reconcile: Callable[[Transaction], object] | None = (
        None  # brings what lies under the link key in line with the rows
    )
    complete: Callable[[Transaction], bool] | None = None  # writes what a migration left; whether there was anything

    @property
    def version(self) -> int:
        """The version of the schema."""
        return max(self.migrations, default=0) + 1

    def journaled(self) -> dict[str, Table]:
        """The journaled tables by name."""
        return {table.name: table for table in self.tables if not table.derived}


_rooms: list[Callable[[], Model]] = []


def use_model(load: Callable[[], Model]) -> None:
    """Hand the store the model of the program: `load` is asked once, when the first project is made or opened."""
    _rooms[:] = [load]
    program_model.cache_clear()


@functools.cache
def program_model() -> Model:
    """The model of this program, as handed in by `projects/__init__.py`."""
    return _rooms[0]()
