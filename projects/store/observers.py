# SPDX-License-Identifier: MIT
"""Observers that keep derived tables in step with the rows they come from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from projects.store.ports import Connection, Transaction
    from projects.store.schema import Table

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
