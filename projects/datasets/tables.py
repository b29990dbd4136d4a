# SPDX-License-Identifier: MIT
"""The tables of the data sets room: rows and references only, columns lie in objects. It runs no SQL.

Labels, choices, designs and findings are JSON. A table's rows have immutable ids: `row_ids` is {"first": n, "count": m}, or
{"ref": object} once rows came and went. Chunks hold 65,536 rows of one variable and its reasons.
"""

from __future__ import annotations

from projects.store.schema import Table

DATA_SET = Table(
    "data_set",
    """CREATE TABLE data_set (
    id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, kind TEXT NOT NULL, position INTEGER NOT NULL,
    original_ref TEXT, original_name TEXT NOT NULL DEFAULT '', form_ref TEXT, form_name TEXT NOT NULL DEFAULT '',
    form_title TEXT NOT NULL DEFAULT '', form_version TEXT NOT NULL DEFAULT '', languages TEXT NOT NULL DEFAULT '[]',
    findings TEXT NOT NULL DEFAULT '[]', since INTEGER NOT NULL);""",
)
DATA_TABLE = Table(
    "data_table",
    """CREATE TABLE data_table (
    id INTEGER PRIMARY KEY AUTOINCREMENT, data_set INTEGER NOT NULL, name TEXT NOT NULL,
    labels TEXT NOT NULL DEFAULT '{}', unit TEXT NOT NULL, how TEXT NOT NULL, how_reason TEXT NOT NULL DEFAULT '',
    position INTEGER NOT NULL, rows INTEGER NOT NULL, row_ids TEXT NOT NULL, parent INTEGER, parent_ref TEXT,
    keys_ref TEXT, design TEXT NOT NULL DEFAULT '{}', consent TEXT NOT NULL DEFAULT '{}', position_variable TEXT);
CREATE INDEX data_table_set ON data_table (data_set);""",
)
VARIABLE = Table(
    "variable",
    """CREATE TABLE variable (
    id INTEGER PRIMARY KEY AUTOINCREMENT, data_table INTEGER NOT NULL, vid TEXT NOT NULL, name TEXT NOT NULL,
    kind TEXT NOT NULL, level TEXT NOT NULL, role TEXT NOT NULL, position INTEGER NOT NULL,
    labels TEXT NOT NULL DEFAULT '{}', choices TEXT NOT NULL DEFAULT '[]', form TEXT NOT NULL DEFAULT '{}',
    UNIQUE (data_table, vid));""",
)
CHUNK = Table(
    "chunk",
    """CREATE TABLE chunk (
    id INTEGER PRIMARY KEY AUTOINCREMENT, variable INTEGER NOT NULL, number INTEGER NOT NULL, ref TEXT NOT NULL);
CREATE INDEX chunk_variable ON chunk (variable, number);""",
)
CELL_EDIT = Table(
    "cell_edit",
    """CREATE TABLE cell_edit (
    id INTEGER PRIMARY KEY AUTOINCREMENT, data_table INTEGER NOT NULL, vid TEXT NOT NULL, row_id INTEGER NOT NULL,
    old TEXT NOT NULL, new TEXT NOT NULL, why TEXT NOT NULL DEFAULT '', who TEXT NOT NULL DEFAULT '', since INTEGER NOT NULL);
CREATE INDEX cell_edit_cell ON cell_edit (data_table, vid, row_id);""",
)

TABLES: tuple[Table, ...] = (DATA_SET, DATA_TABLE, VARIABLE, CHUNK, CELL_EDIT)
