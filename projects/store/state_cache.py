# SPDX-License-Identifier: MIT
"""A cache of what was read from an open project, valid until its journal or its link key changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from sqlcipher3 import dbapi2 as sqlite

from projects.store.ports import Connection, Kept

if TYPE_CHECKING:
    from projects.store.unit_of_work import Writer


class StateCache:
    """The part of an open project that remembers readings; any row written, undone or put back drops them all."""

    _connection: Connection
    _writer: Writer
    _kept_at: tuple[object, ...] = ()

    def per_state(self, name: str, make: Callable[[], Kept]) -> Kept:
        """What `make` reads, made once for each state of the journal; within an action it is made anew each time."""
        try:
            within, changes = self._connection.in_transaction, self._connection.total_changes
        except sqlite.Error:  # closed: the reading itself says so
            return make()
        if within:
            return make()
        state = (self._connection, changes, self._writer.link)
        if state != self._kept_at:
            self._kept_at, self._kept = state, dict[str, Any]()
        kept = self._kept
        if name not in kept:
            kept[name] = make()
        found: Kept = kept[name]
        return found
