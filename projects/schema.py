# SPDX-License-Identifier: MIT
"""Schema of a project: the rooms' tables, their observers, what can be erased. Each room adds its line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import projects.assistance.tables as assistance
import projects.datasets.table.tables as datasets
import projects.people.tables as consents
import projects.quotes.tables as quotes
import projects.registers.tables as registers
import projects.results.tables as results
import projects.stored_interviews.tables as interviews
import projects.transcripts.tables as transcripts
from projects.assistance.erasable import ERASABLE as ENTITY_ERASABLES
from projects.assistance.erasable import WITHDRAWALS, forget_refused
from projects.datasets.erasable import ERASABLE as ROW_ERASABLES
from projects.identifiers.link_key_storage import reconcile_all
from projects.interviews.cases import complete_records
from projects.interviews.erasable import ERASABLE as DOCUMENT_ERASABLES
from projects.pages.erasable import ERASABLE as PICTURE_ERASABLES
from projects.people.erasable import ERASABLE as PERSON_ERASABLES
from projects.results.coded_rows import coded_column
from projects.search import index
from projects.search.index import SOURCES
from projects.store.identifier_reconciliation import INCOMPLETE, UNSETTLED
from projects.store.model import Migration, Model
from projects.store.ports import Connection
from projects.store.schema import MARK, NOTE, SETTINGS, Table
from projects.stored_interviews.guids import older_guid

if TYPE_CHECKING:
    from projects.store.ports import Transaction


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


ROOMS = (datasets, registers, interviews, transcripts, quotes, consents, results, assistance)


def _reconcile(transaction: Transaction) -> None:
    reconcile_all(transaction)
    forget_refused(transaction)


def _gathered(name: str) -> tuple[Table, ...]:
    return tuple(table for room in ROOMS for table in getattr(room, name, ()))


TABLES: tuple[Table, ...] = (SETTINGS, *_gathered("TABLES"), *index.TABLES)
LINK_TABLES: tuple[Table, ...] = _gathered("LINK_TABLES")

ERASABLES = (*PERSON_ERASABLES, *DOCUMENT_ERASABLES, *ENTITY_ERASABLES, *ROW_ERASABLES, *PICTURE_ERASABLES)
OBSERVERS = tuple(observer for room in ROOMS for observer in getattr(room, "OBSERVERS", ()))

MODEL = Model(
    tables=TABLES,
    link_tables=LINK_TABLES,
    observers=(*OBSERVERS, WITHDRAWALS, index.observer(SOURCES)),
    erasables=ERASABLES,
    migrations=MIGRATIONS,
    joined_columns={"codes": coded_column},
    reconcile=_reconcile,
    complete=complete_records,
)
