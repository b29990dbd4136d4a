# SPDX-License-Identifier: MIT
"""The tables of this room: saved analyses (those of the plan too) and the blocks of the report, each in order."""

from __future__ import annotations

from projects.store.schema import Table

# `options` JSON as the declaration takes them; `data_table` the id of the table; `in_plan` 1 where "Run all" runs it.
SAVED_ANALYSIS = Table(
    "saved_analysis",
    """CREATE TABLE saved_analysis (
        id TEXT PRIMARY KEY, position REAL NOT NULL, declaration TEXT NOT NULL, data_table TEXT NOT NULL,
        options TEXT NOT NULL, title TEXT NOT NULL DEFAULT '', in_plan INTEGER NOT NULL DEFAULT 0);""",
)

# `kind`: title, heading, paragraph, table, figure, quotes, methods, codebook; `content` JSON of that kind.
REPORT_BLOCK = Table(
    "report_block",
    """CREATE TABLE report_block (
        id TEXT PRIMARY KEY, position REAL NOT NULL, kind TEXT NOT NULL, content TEXT NOT NULL);""",
)

# A file that left for partners or the public: the action of its line in the log, and what its readers have since.
RELEASE = Table(
    "release",
    """CREATE TABLE release (
        id INTEGER PRIMARY KEY AUTOINCREMENT, seq INTEGER NOT NULL, destination TEXT NOT NULL, cells INTEGER NOT NULL,
        released_ref TEXT NOT NULL);""",
)

# A released file that reached nobody after all; the action that said so is `seq`, its line has who and why.
NEVER_LEFT = Table(
    "never_left",
    """CREATE TABLE never_left (release INTEGER PRIMARY KEY, seq INTEGER NOT NULL);""",
    key="release",
)

TABLES: tuple[Table, ...] = (SAVED_ANALYSIS, REPORT_BLOCK, RELEASE, NEVER_LEFT)
