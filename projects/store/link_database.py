# SPDX-License-Identifier: MIT
"""Data under the link key: direct identifiers, originals, before-images of pseudonymising.

Rooms decide what belongs there. It is written first, the project second, under the same action id; what the project
never got is swept. What cannot be undone, images that go from its journal, waits until the project has the action.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from sqlcipher3 import dbapi2 as sqlite

from projects.store.database import connect, database_problem
from projects.store.journal import Journaled, RowJournal
from projects.store.journal_images import blank_images, images_to_forget
from projects.store.keys.key_file import Secrets
from projects.store.objects import ObjectFolder
from projects.store.ports import Connection, Trace
from projects.store.schema import (
    INSERT_REF,
    LINK_DDL,
    OBJECT_INDEX,
    REFS,
    SEALED_DDL,
    TABLE_NAMES,
    Table,
    create_table,
    create_triggers,
    statements,
)


class LinkPart:
    """The open link database and link objects of a project."""

    def __init__(
        self, folder: Path, database: str, keys: Secrets, tables: Sequence[Table], objects_root: Path | None = None
    ) -> None:
        self.path = folder / database
        self.connection = connect(self.path, keys.key("database"))
        self.keys = keys
        self.objects = ObjectFolder(
            (objects_root or folder) / link_objects(database), keys.key("objects"), keys.lasting("object names"), "l"
        )
        self.tables = {table.name: table for table in tables}
        try:
            ensure_link_tables(self.connection, tables)
        except sqlite.DatabaseError as error:  # a full disk, or a damaged file
            self.connection.close()
            raise database_problem(error, database) from error
        self.journal = RowJournal(self.connection, {t.name: t for t in tables if not t.derived})

    def begin(self, seq: int, erasing: bool = False) -> None:
        """Open action `seq` here too."""
        self.connection.execute("BEGIN IMMEDIATE")
        self.journal.begin(seq, erasing)

    def note_to_forget(self, traces: Sequence[Trace], action_id: str) -> None:
        """Within an action: note the images that `forget_noted` blanks once the project has the action too."""
        named = [trace for trace in traces if trace.table in self.journal.tables]
        numbers = images_to_forget(self.journal, named)
        self.connection.executemany(
            "INSERT INTO image_to_forget VALUES (?, ?) ON CONFLICT DO NOTHING",
            [(number, action_id) for number in numbers],
        )

    def forget_noted(self, known_ids: set[str], seq: int) -> None:
        """Blank the images noted by actions that the project has, and forget the notes of those it never got."""
        noted = self.connection.execute("SELECT id, action FROM image_to_forget").fetchall()
        if not noted:
            return
        self.connection.execute("BEGIN IMMEDIATE")
        self.journal.begin(seq, erasing=True)
        blank_images(self.journal, [row["id"] for row in noted if row["action"] in known_ids])
        self.connection.execute("DELETE FROM image_to_forget")
        self.journal.end()
        self.connection.execute("COMMIT")

    def commit(self, seq: int, action_id: str, refs: Sequence[str]) -> Journaled:
        """Close and commit the action."""
        for ref in refs:
            self.connection.execute(
                INSERT_REF,
                (ref, seq, self.objects.path(ref).stat().st_size),
            )
        written = self.journal.end()
        self.connection.execute(
            "INSERT INTO link_action VALUES (?, ?, ?, ?, ?)",
            (seq, action_id, written.first, written.last, json.dumps(list(refs))),
        )
        self.connection.execute("COMMIT")
        return written

    def roll_back(self) -> None:
        """Forget the open action."""
        if self.connection.in_transaction:
            self.connection.execute("ROLLBACK")

    def span(self, action_id: str) -> tuple[int, int] | None:
        """The journal rows of an action, if it wrote here."""
        row = self.connection.execute("SELECT first, last FROM link_action WHERE id = ?", (action_id,)).fetchone()
        return (row[0], row[1]) if row else None

    def sweep(self, known_ids: set[str], last_seq: int) -> int:
        """Undo what was written here for actions that the project never got; how many."""
        rows = self.connection.execute("SELECT * FROM link_action ORDER BY seq DESC").fetchall()
        orphans = [row for row in rows if row["id"] not in known_ids]
        for row in orphans:
            self.connection.execute("BEGIN IMMEDIATE")
            self.journal.begin(last_seq + 1, erasing=True)
            self.journal.replay_back(row["first"], row["last"])
            self.connection.executemany(
                "DELETE FROM object_index WHERE ref = ? AND seq = ?",
                [(ref, row["seq"]) for ref in json.loads(row["objects"])],
            )
            self.journal.end()
            self.connection.execute("DELETE FROM link_action WHERE id = ?", (row["id"],))
            self.connection.execute("COMMIT")
        return len(orphans)

    def sweep_objects(self) -> int:
        """Delete link objects that no action refers to."""
        return self.objects.sweep({row[0] for row in self.connection.execute(REFS)})

    def sealed(self, numbers: Sequence[int]) -> dict[int, tuple[str | None, str | None]]:
        """The images kept here for journal rows of the project: before and after, by number."""
        found = {}
        for number in numbers:
            row = self.connection.execute("SELECT before, after FROM sealed_image WHERE id = ?", (number,)).fetchone()
            if row is not None:
                found[number] = (row["before"], row["after"])
        return found

    def close(self) -> None:
        """Close the database."""
        self.connection.close()


def link_objects(database: str) -> str:
    """The folder of the objects that belong to a link database, by their names."""
    return "link-objects" + database.removeprefix("link").removesuffix(".db")


def is_under_link_key(root: Path, ref: str) -> bool:
    """Whether an object was moved under the link key; that can be seen without it."""
    return any(next(folder.glob(f"??/{ref}"), None) for folder in root.glob("link-objects*"))


def create_link_part(folder: Path, database: str, keys: Secrets) -> None:
    """A new, empty link database."""
    connection = connect(folder / database, keys.key("database"), create=True)
    try:
        connection.execute("BEGIN IMMEDIATE")
        for statement in statements(LINK_DDL):
            connection.execute(statement)
        create_table(connection, OBJECT_INDEX)
        connection.execute("COMMIT")
    finally:
        connection.close()


def ensure_link_tables(connection: Connection, tables: Sequence[Table]) -> None:
    """Make the tables that are not there yet."""
    there = {row[0] for row in connection.execute(TABLE_NAMES)}
    connection.execute("BEGIN IMMEDIATE")
    for statement in SEALED_DDL:
        connection.execute(statement)
    for table in tables:
        if table.name not in there:
            create_table(connection, table)
        elif not table.derived:
            create_triggers(connection, table)
    connection.execute("COMMIT")
