# SPDX-License-Identifier: MIT
"""The steps that bring an older project forward, each in the transaction that opens it. Old steps are never changed.

Tables that are new need no step: they are made, with their journal, wherever they are missing.
"""

from __future__ import annotations

from typing import Any

from projects.store.model import Migration
from projects.store.settling import UNSETTLED


def _search_anew(connection: Any) -> None:
    """1 → 2: words are folded before they enter the index; it is dropped here and made anew at the next search."""
    for table in ("search_words", "search_place", "search_owner"):
        connection.execute(f"DROP TABLE IF EXISTS {table}")


def _sealed_choices(connection: Any) -> None:
    """2 → 3: what a form says of identifiers lies under the link key; it goes there when that is first open."""
    connection.execute("ALTER TABLE variable ADD COLUMN sealed TEXT")
    connection.execute("ALTER TABLE choice ADD COLUMN sealed INTEGER NOT NULL DEFAULT 0")
    connection.execute("INSERT INTO store_meta VALUES (?, '1') ON CONFLICT (name) DO NOTHING", (UNSETTLED,))


MIGRATIONS: dict[int, Migration] = {1: _search_anew, 2: _sealed_choices}
