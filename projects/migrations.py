# SPDX-License-Identifier: MIT
"""The steps that bring an older project forward, each in the transaction that opens it. Old steps are never changed.

Tables that are new need no step: they are made, with their journal, wherever they are missing.
"""

from __future__ import annotations

from projects.store.identifier_reconciliation import INCOMPLETE, UNSETTLED
from projects.store.model import Migration
from projects.store.ports import Connection
from projects.store.schema import MARK, NOTE
from projects.stored_interviews.guids import older_guid


def _search_anew(connection: Connection) -> None:
    """1 → 2: words are folded before they enter the index; it is dropped here and made anew at the next search."""
    for table in ("search_words", "search_place", "search_owner"):
        connection.execute(f"DROP TABLE IF EXISTS {table}")


def _sealed_choices(connection: Connection) -> None:
    """2 → 3: what a form says of identifiers lies under the link key; it goes there when that is first open."""
    connection.execute("ALTER TABLE variable ADD COLUMN sealed TEXT")
    connection.execute("ALTER TABLE choice ADD COLUMN sealed INTEGER NOT NULL DEFAULT 0")
    connection.execute(MARK, (UNSETTLED,))


def _interview_records(connection: Connection) -> None:
    """3 → 4: documents, codes and segments get a guid and a coder; who coded and which cases there are is noted later.

    The new columns are filled here: what lies in the journal has none, and rows of the new tables need an action.
    """
    for column in _NEW_COLUMNS:
        connection.execute(f"ALTER TABLE {column}")
    project_id = connection.execute(NOTE, ("project",)).fetchone()[0]
    for table in ("document", "code", "segment"):
        connection.execute(f"DROP TRIGGER IF EXISTS journal_{table}_update")  # made anew after the last step
        keys = [row[0] for row in connection.execute(f"SELECT id FROM {table}")]
        connection.executemany(
            f"UPDATE {table} SET guid = ? WHERE id = ?", ((older_guid(project_id, table, key), key) for key in keys)
        )
    connection.execute(MARK, (INCOMPLETE,))


_NEW_COLUMNS = (
    *(f"{table} ADD COLUMN guid TEXT" for table in ("document", "code", "segment")),
    "document ADD COLUMN coder TEXT NOT NULL DEFAULT ''",
    "document ADD COLUMN document_group INTEGER",
    "document ADD COLUMN table_id TEXT",
    "document ADD COLUMN row_id INTEGER",
    "document ADD COLUMN translates INTEGER",
    "document ADD COLUMN translator TEXT NOT NULL DEFAULT ''",
    "document ADD COLUMN consent_source TEXT NOT NULL DEFAULT ''",
    "code ADD COLUMN coder TEXT NOT NULL DEFAULT ''",
    "code ADD COLUMN inclusion TEXT NOT NULL DEFAULT '{}'",
    "code ADD COLUMN exclusion TEXT NOT NULL DEFAULT '{}'",
    "code ADD COLUMN anchors TEXT NOT NULL DEFAULT '[]'",
    "code ADD COLUMN category INTEGER NOT NULL DEFAULT 0",
    "code ADD COLUMN retired INTEGER NOT NULL DEFAULT 0",
)
_TO_VERSION_4: tuple[Migration, ...] = (_interview_records,)  # one after the other


def _to_version_4(connection: Connection) -> None:
    for change in _TO_VERSION_4:
        change(connection)


MIGRATIONS: dict[int, Migration] = {1: _search_anew, 2: _sealed_choices, 3: _to_version_4}
