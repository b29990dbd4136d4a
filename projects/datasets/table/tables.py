# SPDX-License-Identifier: MIT
"""The rows a data set keeps in the database: names, roles, references and edits. Values of columns lie in objects.

A variable's key is "t1.v7", a choice's "t1.v7.c3"; JSON stands in columns that hold labels or lists. Besides its
variables a table has columns of its own in `column_chunk`: `_row` (row ids, when they are not 1 … n), `_parent` (row
ids of the parent table) and `_key.<kind>` (what could match a row of a newer export).
"""

from __future__ import annotations

from projects.store.schema import Table

DATA_SET = Table(
    "data_set",
    """CREATE TABLE data_set (
    id TEXT PRIMARY KEY, number INTEGER NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL, languages TEXT NOT NULL,
    form_title TEXT NOT NULL, form_version TEXT NOT NULL, imported TEXT NOT NULL);""",
)

# One line per file that was imported into a data set: the first, and each newer export.
DATA_IMPORT = Table(
    "data_import",
    """CREATE TABLE data_import (
    id TEXT PRIMARY KEY, data_set TEXT NOT NULL, file_name TEXT NOT NULL, original_ref TEXT, form_name TEXT,
    form_ref TEXT, findings_ref TEXT, who TEXT NOT NULL, utc TEXT NOT NULL);
CREATE INDEX data_import_by_set ON data_import (data_set);""",
)

DATA_TABLE = Table(
    "data_table",
    """CREATE TABLE data_table (
    id TEXT PRIMARY KEY, data_set TEXT NOT NULL, number INTEGER NOT NULL, source TEXT NOT NULL, name TEXT NOT NULL,
    labels TEXT NOT NULL, unit TEXT NOT NULL, how TEXT NOT NULL, inference_reason TEXT NOT NULL DEFAULT '',
    rows INTEGER NOT NULL, next_row INTEGER NOT NULL, parent TEXT, position TEXT, consent TEXT,
    consent_given TEXT NOT NULL DEFAULT '[]', weight TEXT, strata TEXT, clusters TEXT NOT NULL DEFAULT '[]',
    fpc TEXT NOT NULL DEFAULT '[]', nested INTEGER NOT NULL DEFAULT 1);
CREATE INDEX data_table_by_set ON data_table (data_set);""",
)

# `sealed`: the object under the link key with what the variable says of an identifier: see `secrecy.py`.
VARIABLE = Table(
    "variable",
    """CREATE TABLE variable (
    id TEXT PRIMARY KEY, table_id TEXT NOT NULL, variable TEXT NOT NULL, position INTEGER NOT NULL,
    name TEXT NOT NULL, labels TEXT NOT NULL, kind TEXT NOT NULL, level TEXT NOT NULL, role TEXT NOT NULL,
    groups TEXT NOT NULL, group_labels TEXT NOT NULL, hint TEXT NOT NULL, form_type TEXT NOT NULL,
    relevant TEXT NOT NULL, constraint_text TEXT NOT NULL, calculation TEXT NOT NULL, choice_filter TEXT NOT NULL,
    recipe TEXT, sealed TEXT);
CREATE INDEX variable_by_table ON variable (table_id, position);""",
)

# `sealed`: 1 where code and labels lie in the object of the variable.
CHOICE = Table(
    "choice",
    """CREATE TABLE choice (
    id TEXT PRIMARY KEY, table_id TEXT NOT NULL, variable TEXT NOT NULL, choice TEXT NOT NULL,
    position INTEGER NOT NULL, code TEXT NOT NULL, labels TEXT NOT NULL, reason INTEGER NOT NULL,
    sealed INTEGER NOT NULL DEFAULT 0);
CREATE INDEX choice_by_table ON choice (table_id, variable, position);""",
)

COLUMN_CHUNK = Table(
    "column_chunk",
    """CREATE TABLE column_chunk (
    id INTEGER PRIMARY KEY AUTOINCREMENT, table_id TEXT NOT NULL, column_id TEXT NOT NULL, chunk INTEGER NOT NULL,
    rows INTEGER NOT NULL, ref TEXT NOT NULL);
CREATE UNIQUE INDEX column_chunk_place ON column_chunk (table_id, column_id, chunk);""",
)

# Only rows that left analysis have a line here. `state`: no_consent, vanished (from a newer export), excluded.
ROW_STATE = Table(
    "row_state",
    """CREATE TABLE row_state (
    id INTEGER PRIMARY KEY AUTOINCREMENT, table_id TEXT NOT NULL, row_id INTEGER NOT NULL, state TEXT NOT NULL);
CREATE UNIQUE INDEX row_state_place ON row_state (table_id, row_id, state);""",
)

# The cleaning log. `old` and `new` are JSON values, or, where `sealed`, refs of objects under the link key.
# The value of a cell is the newest `new` that was not undone, else what was imported.
CELL_EDIT = Table(
    "cell_edit",
    """CREATE TABLE cell_edit (
    id INTEGER PRIMARY KEY AUTOINCREMENT, table_id TEXT NOT NULL, variable TEXT NOT NULL, row_id INTEGER NOT NULL,
    batch TEXT NOT NULL, old TEXT NOT NULL, new TEXT NOT NULL, sealed INTEGER NOT NULL DEFAULT 0, who TEXT NOT NULL,
    utc TEXT NOT NULL, why TEXT NOT NULL, cause TEXT NOT NULL, taken_back INTEGER NOT NULL DEFAULT 0);
CREATE INDEX cell_edit_by_column ON cell_edit (table_id, variable, row_id);""",
)

# Digests of the uuids of erased submissions, so that a newer export does not bring them back.
ERASED_KEY = Table(
    "erased_key",
    "CREATE TABLE erased_key (digest TEXT PRIMARY KEY, table_id TEXT NOT NULL)",
    key="digest",
)

# What a person said of a variable, by its key "t1.v7": what it holds, the order of its answers, its kind.
VARIABLE_CONFIRMED = Table(
    "variable_confirmed",
    """CREATE TABLE variable_confirmed (
    id TEXT PRIMARY KEY, table_id TEXT NOT NULL, content INTEGER NOT NULL, ordering INTEGER NOT NULL,
    kind TEXT NOT NULL);""",
)

TABLES: tuple[Table, ...] = (
    DATA_SET,
    DATA_IMPORT,
    DATA_TABLE,
    VARIABLE,
    CHOICE,
    COLUMN_CHUNK,
    ROW_STATE,
    CELL_EDIT,
    ERASED_KEY,
    VARIABLE_CONFIRMED,
)
