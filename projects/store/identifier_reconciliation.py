# SPDX-License-Identifier: MIT
"""Brings names under the link key in line with the rows: after undo, and once for projects of earlier versions.

What belongs there, only rooms know (`Model.reconcile`), and so they do what rows a migration left (`Model.complete`).
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import TYPE_CHECKING

from sqlcipher3 import dbapi2 as sqlite

from projects.store.database import database_problem
from projects.store.problems import DiskFull
from projects.store.schema import DROP_NOTE, NOTE
from wording import Message, msg

if TYPE_CHECKING:
    from projects.store.ports import OpenProject, Transaction

INCOMPLETE = "incomplete"  # a note of the migration: rows of its new tables follow from older rows
UNSETTLED = "unsettled"  # a note of the migration: identifiers of before lie partly under the project key


class _NothingThereError(Exception):
    """The project has no identifiers: no line of history for that."""


def upgrade_once(project: OpenProject) -> None:
    """What is left to do once when a project of an earlier version was opened."""
    _complete_older(project)
    reconcile_older_version(project)


def reconcile_older_version(project: OpenProject) -> None:
    """Move under the link key, once, what an earlier version of the program left under the project key."""
    reconcile = project.model.reconcile
    if reconcile is None or not project.link_open or not _noted(project, UNSETTLED):
        return

    def perform(transaction: Transaction) -> None:
        reconcile(transaction)
        transaction.execute(DROP_NOTE, (UNSETTLED,))
        if not transaction.link_touched:
            raise _NothingThereError

    _once(project, UNSETTLED, "store.settle", msg("store.settled"), perform)


def _complete_older(project: OpenProject) -> None:
    """Write, once, the rows of tables that an earlier version of the program did not have (`Model.complete`)."""
    complete = project.model.complete
    if complete is None or not _noted(project, INCOMPLETE):
        return

    def perform(transaction: Transaction) -> None:
        written = complete(transaction)
        transaction.execute(DROP_NOTE, (INCOMPLETE,))
        if not written:
            raise _NothingThereError

    _once(project, INCOMPLETE, "store.complete", msg("store.completed"), perform)


def _noted(project: OpenProject, note: str) -> bool:
    return not project.read_only and bool(project.query(NOTE, (note,)))


def _once(project: OpenProject, note: str, kind: str, message: Message, perform: Callable[[Transaction], None]) -> None:
    with contextlib.suppress(DiskFull):  # the next opening does it
        try:
            project.write_lasting(kind, "log", message, perform)
        except _NothingThereError:
            _forget_note(project, note)


def _forget_note(project: OpenProject, note: str) -> None:
    with project.locked() as opened:
        connection = opened.writer.connection
        connection.execute("PRAGMA query_only = OFF")
        try:
            connection.execute(DROP_NOTE, (note,))
        except sqlite.Error as error:  # a full disk: the note stays, and the next opening looks again
            raise database_problem(error, "project.db") from error
        finally:
            connection.execute("PRAGMA query_only = ON")
