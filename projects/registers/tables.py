# SPDX-License-Identifier: MIT
"""Pairs of rows that may be one person, and notes on them: under the link key, numbers of rows only. No SQL runs.

A pair goes with either of its rows; a decision stays when the names are erased, a note goes, as it may name somebody.
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

PERSON_PAIR_NOTE = Table(
    "person_pair_note",
    """CREATE TABLE person_pair_note (
    id INTEGER PRIMARY KEY AUTOINCREMENT, table_id TEXT NOT NULL, first INTEGER NOT NULL, second INTEGER NOT NULL,
    note TEXT NOT NULL, CHECK (first < second));
CREATE UNIQUE INDEX person_pair_note_rows ON person_pair_note (table_id, first, second);
CREATE INDEX person_pair_note_second ON person_pair_note (table_id, second);""",
)

LINK_TABLES: tuple[Table, ...] = (PERSON_PAIR, PERSON_PAIR_NOTE)
TABLES: tuple[Table, ...] = ()
