# SPDX-License-Identifier: MIT
"""Bringing what lies under the link key in line with the rows: after undo, and once for projects of earlier versions.

What belongs there, only rooms know (`Model.settle`).
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from projects.store.problems import DiskFull
from wording import msg

if TYPE_CHECKING:
    from projects.store.project import Project
    from projects.store.transaction import Transaction

UNSETTLED = "unsettled"  # a note of the migration: identifiers of before lie partly under the project key


class _NothingThereError(Exception):
    """The project has no identifiers: no line of history for that."""


def settle_older(project: Project) -> None:
    """Move under the link key, once, what an earlier version of the program left under the project key."""
    settle = project.model.settle
    if settle is None or project.read_only or not project.link_open:
        return
    if not project.query("SELECT 1 FROM store_meta WHERE name = ?", (UNSETTLED,)):
        return

    def perform(transaction: Transaction) -> None:
        settle(transaction)
        transaction.execute("DELETE FROM store_meta WHERE name = ?", (UNSETTLED,))
        if not transaction.link_touched:
            raise _NothingThereError

    with contextlib.suppress(DiskFull):  # the next opening does it
        try:
            project.write_lasting("store.settle", "log", msg("store.settled"), perform)
        except _NothingThereError:
            _forget_note(project)


def _forget_note(project: Project) -> None:
    with project.locked() as opened:
        connection = opened.writer.connection
        connection.execute("PRAGMA query_only = OFF")
        connection.execute("DELETE FROM store_meta WHERE name = ?", (UNSETTLED,))
        connection.execute("PRAGMA query_only = ON")
