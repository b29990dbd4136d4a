# SPDX-License-Identifier: MIT
"""Steps on the project as a whole: undo, redo, checkpoints, jumping back, snapshots, erasing."""

from __future__ import annotations

import random

import sqlcipher3.dbapi2

from projects.people.persons import people
from projects.store.erase_request import EraseReason, Subject
from projects.store.erasure.erase_transaction import erase
from projects.store.identifier_reconciliation import INCOMPLETE, UNSETTLED, reconcile_older_version, upgrade_once
from projects.store.problems import DiskFull
from projects.store.project import Project
from tests.benchmarks.steps.common import Step, ids


def undo(project: Project, _: random.Random) -> None:
    """Undo the last action."""
    if project.undo_text() is not None:
        project.undo()


def redo(project: Project, _: random.Random) -> None:
    """Do it again."""
    if project.redo_text() is not None:
        project.redo()


def checkpoint(project: Project, chance: random.Random) -> None:
    """A named point of history."""
    project.checkpoint(f"Point {chance.random()}")


def setting(project: Project, chance: random.Random) -> None:
    """A setting of the project."""
    project.set_setting("bench", chance.random())


def jump_back(project: Project, chance: random.Random) -> None:
    """Back by a few actions at once."""
    last = project.head[0]
    project.jump_back(max(1, last - chance.randrange(1, 6)))


def snapshot(project: Project, chance: random.Random) -> None:
    """A snapshot, now and then."""
    if chance.random() < 0.2:
        project.snapshots.make()


def bring_in_line(project: Project, chance: random.Random) -> None:
    """As after a migration: what belongs under the link key is looked through once more."""
    if chance.random() < 0.2 and project.link_open:
        _note(project, UNSETTLED)
        reconcile_older_version(project)


def complete(project: Project, chance: random.Random) -> None:
    """As after a migration: the rows that new tables need are written, which no undo reverses."""
    _note(project, INCOMPLETE)
    upgrade_once(project)


def _note(project: Project, note: str) -> None:
    with project.locked() as opened:
        connection = opened.writer.connection
        connection.execute("PRAGMA query_only = OFF")
        try:
            connection.execute("INSERT INTO store_meta VALUES (?, '1') ON CONFLICT (name) DO NOTHING", (note,))
        except sqlcipher3.dbapi2.OperationalError as full:  # the note itself found no room: nothing was done
            raise DiskFull from full
        finally:
            connection.execute("PRAGMA query_only = ON")


def erase_something(project: Project, chance: random.Random) -> None:
    """An interview, a row, an answer or a person goes for good, or all that was removed."""
    documents, tables = ids(project, "document"), ids(project, "data_table")
    known = list(people(project))
    subjects = [
        *([Subject("document", chance.choice(documents))] if len(documents) > 4 else []),
        *([Subject("row", (chance.choice(tables), [chance.randrange(1, 41)]))] if tables else []),
        *([Subject("answer", (chance.choice(tables), chance.randrange(1, 41), "v1"))] if tables else []),
        *([Subject("person", chance.choice(known))] if known else []),
        Subject("removed", "all"),
    ]
    erase(project, chance.choice(subjects), EraseReason("withdrawn"))


STEPS: tuple[Step, ...] = (*(undo,) * 6, *(redo,) * 4, checkpoint, setting, jump_back, snapshot, bring_in_line)
FINAL: tuple[Step, ...] = (erase_something, complete)
