# SPDX-License-Identifier: MIT
"""Reconciliation after a migration waits for the next opening where the disk is full."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2 as sqlite

from projects.store.identifier_reconciliation import INCOMPLETE, upgrade_once
from projects.store.project import Project

PASSPHRASE = "meadow kettle orbit violin"
DELETED = "DELETE FROM store_meta"


class FullDisk:
    """A connection whose disk has no room for the removal of a note."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    def execute(self, sql: str, *given: Any) -> Any:
        if sql.startswith(DELETED) and not self._connection.in_transaction:
            raise sqlite.OperationalError("database or disk is full")
        return self._connection.execute(sql, *given)


def test_a_full_disk_while_a_note_is_taken_away_stops_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The note is removed outside of any action; SQLite's own error reached whoever opened the project."""
    with Project.create(tmp_path / "P.pwb", PASSPHRASE, name="P", user="AB") as project:
        head = project.head
        connection = project._writer.connection
        connection.execute("PRAGMA query_only = OFF")
        connection.execute("INSERT INTO store_meta VALUES (?, '1')", (INCOMPLETE,))
        connection.execute("PRAGMA query_only = ON")
        monkeypatch.setattr(project._writer, "connection", FullDisk(connection))
        upgrade_once(project)
        assert project.head == head
        assert project.query("SELECT 1 FROM store_meta WHERE name = ?", (INCOMPLETE,)), "the next opening looks again"
        assert connection.execute("PRAGMA query_only").fetchone()[0] == 1, "nothing else may write past the log"
        monkeypatch.setattr(project._writer, "connection", connection)
        upgrade_once(project)
        assert not project.query("SELECT 1 FROM store_meta WHERE name = ?", (INCOMPLETE,))
