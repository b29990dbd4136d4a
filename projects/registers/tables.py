# SPDX-License-Identifier: MIT
"""The table of pairs of rows that may be one person: under the link key, numbers of rows only, no names. No SQL runs.

A pair goes with either of its rows; a decision stays when the names are erased.
"""

from __future__ import annotations

from projects.store.schema import Table

PERSON_PAIR = Table(
    "person_pair",
    """CREATE TABLE person_pair (
    id INTEGER PRIMARY KEY AUTOINCREMENT, table_id TEXT NOT NULL, first INTEGER NOT NULL, second INTEGER NOT NULL,
    likeness REAL NOT NULL, decision TEXT NOT NULL DEFAULT '',
    CHECK (first < second), CHECK (decision IN ('', 'same', 'different', 'unsure')));
CREATE UNIQUE INDEX person_pair_rows ON person_pair (table_id, first, second);
CREATE INDEX person_pair_second ON person_pair (table_id, second);""",
)

LINK_TABLES: tuple[Table, ...] = (PERSON_PAIR,)
TABLES: tuple[Table, ...] = ()
