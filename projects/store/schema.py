# SPDX-License-Identifier: MIT
"""Record of a table, the store's own tables, and the triggers that journal every row.

Each room declares its own columns. An action opens by a row in `open_action`; the triggers read its number there, so
that a write outside an action finds none and is refused. Keys are one column and never change.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from projects.store.ports import Connection, Rows


@dataclass(frozen=True)
class Table:
    """A table of a room: its SQL (indexes may follow), its key column, and whether it is derived.

    A derived table is kept up by an `Observer` or by its own triggers, is not journaled, and can be rebuilt.
    A forgettable one holds what the program worked out from texts: a withdrawal takes its past images too.
    """

    name: str
    ddl: str
    key: str = "id"
    derived: bool = False
    forgettable: bool = False


Value = TypeVar("Value")
FORMAT_VERSION = 1


FORGOTTEN = "store.forgotten"  # a setting: the last action that took images of forgettable rows out of the log
SETTINGS = Table("setting", "CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL)", key="name")


def stored_settings(reads: Rows, names: Sequence[str]) -> dict[str, Any]:
    """The values of the settings with these names, of those that are set."""
    places = ", ".join("?" * len(names))
    rows = reads.query(f"SELECT name, value FROM setting WHERE name IN ({places})", tuple(names))
    return {row["name"]: json.loads(row["value"]) for row in rows}


def stored_setting(reads: Rows, name: str, default: Value) -> Value:
    """The value of a setting, which is of the kind of `default`; that itself where it is not set."""
    found: Value = stored_settings(reads, (name,)).get(name, default)
    return found


REFS = "SELECT ref FROM object_index"
DELETE_REF = "DELETE FROM object_index WHERE ref = ?"
INSERT_REF = "INSERT INTO object_index VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
LAST_ACTION = "SELECT seq, hash FROM action ORDER BY seq DESC LIMIT 1"
TABLE_NAMES = "SELECT name FROM sqlite_schema WHERE type = 'table'"

# Notes that the store keeps beside the journal: the project's id, its line of copies, what is still to be done.
NOTE = "SELECT value FROM store_meta WHERE name = ?"
SET_NOTE = "INSERT INTO store_meta VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
MARK = "INSERT INTO store_meta VALUES (?, '1') ON CONFLICT (name) DO NOTHING"
DROP_NOTE = "DELETE FROM store_meta WHERE name = ?"

# Which objects actions stored: journaled, so that `check` covers it; undo passes over it, for redo needs the objects.
OBJECT_INDEX = Table(
    "object_index",
    "CREATE TABLE object_index (ref TEXT PRIMARY KEY, seq INTEGER NOT NULL, size INTEGER NOT NULL) WITHOUT ROWID",
    key="ref",
)

_SHARED_DDL = """
CREATE TABLE store_meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE open_action (one INTEGER PRIMARY KEY CHECK (one = 1), seq INTEGER NOT NULL, erasing INTEGER NOT NULL);
CREATE TABLE journal (
    id INTEGER PRIMARY KEY AUTOINCREMENT, seq INTEGER NOT NULL, tbl TEXT NOT NULL, key NOT NULL,
    before TEXT, after TEXT, salt BLOB, digest TEXT);
CREATE TRIGGER journal_kept BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_stays BEFORE UPDATE ON journal
WHEN NEW.before IS NOT NULL OR NEW.after IS NOT NULL OR NEW.salt IS NOT NULL OR NEW.digest IS NULL
    OR (SELECT erasing FROM open_action) IS NOT 1
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
"""

PROJECT_DDL = (
    _SHARED_DDL
    + """
CREATE TABLE action (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, role TEXT NOT NULL,
    message TEXT NOT NULL, user TEXT NOT NULL, utc TEXT NOT NULL, local TEXT NOT NULL, undoes INTEGER,
    undoable INTEGER NOT NULL, linked INTEGER NOT NULL, schema INTEGER NOT NULL, first INTEGER NOT NULL,
    last INTEGER NOT NULL, args_digest TEXT NOT NULL, rows_digest TEXT NOT NULL, link_digest TEXT NOT NULL,
    previous TEXT NOT NULL, hash TEXT NOT NULL);
CREATE TABLE action_args (seq INTEGER PRIMARY KEY, salt TEXT, args TEXT);
CREATE TRIGGER action_stays BEFORE UPDATE ON action BEGIN SELECT RAISE(ABORT, 'action rows are append-only'); END;
CREATE TRIGGER action_kept BEFORE DELETE ON action BEGIN SELECT RAISE(ABORT, 'action rows are append-only'); END;
CREATE TRIGGER args_kept BEFORE DELETE ON action_args BEGIN SELECT RAISE(ABORT, 'action rows are append-only'); END;
CREATE TRIGGER args_stay BEFORE UPDATE ON action_args
WHEN NEW.args IS NOT NULL OR NEW.salt IS NOT NULL OR (SELECT erasing FROM open_action) IS NOT 1
BEGIN SELECT RAISE(ABORT, 'action rows are append-only'); END;
"""
)

# The triggers that keep the log append-only.
GUARDS = ("journal_kept", "journal_stays", "action_stays", "action_kept", "args_kept", "args_stay")

LINK_DDL = (
    _SHARED_DDL
    + """
CREATE TABLE link_action (
    seq INTEGER NOT NULL, id TEXT PRIMARY KEY, first INTEGER NOT NULL, last INTEGER NOT NULL, objects TEXT NOT NULL);
CREATE INDEX link_action_seq ON link_action (seq);
"""
)

# Images that left the project's journal for the link part, by number of their journal row, and what each action moved;
# and rows of the link part's own journal whose images go as soon as the project has the action that wants it.
SEALED_DDL = (
    "CREATE TABLE IF NOT EXISTS sealed_image (id INTEGER PRIMARY KEY, tbl TEXT NOT NULL, before TEXT,"
    " after TEXT, salt BLOB NOT NULL)",
    "CREATE TABLE IF NOT EXISTS sealed_traces (action TEXT PRIMARY KEY, traces TEXT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS image_to_forget (id INTEGER PRIMARY KEY, action TEXT NOT NULL)",
)


def statements(script: str) -> list[str]:
    """The statements of a script, one by one (a trigger's body stays whole)."""
    from sqlcipher3 import dbapi2 as sqlite  # sqlcipher3: not at start

    found, current = [], ""
    for line in script.splitlines(keepends=True):
        current += line
        if sqlite.complete_statement(current):
            found.append(current.strip())
            current = ""
    if current.strip():
        found.append(current.strip())
    return found


def columns(connection: Connection, table: str) -> tuple[str, ...]:
    """The stored columns of `table`, without generated ones."""
    return tuple(row[1] for row in connection.execute(f'PRAGMA table_xinfo("{table}")') if row[6] == 0)


def create_table(connection: Connection, table: Table) -> None:
    """Make `table` and, unless it is derived, its journal."""
    for statement in statements(table.ddl):
        connection.execute(statement)
    if not table.derived:
        create_triggers(connection, table)


def create_triggers(connection: Connection, table: Table) -> None:
    """(Re)make the journal triggers of `table` after its columns as they are."""
    names = columns(connection, table.name)
    if table.key not in names:
        raise ValueError(f"table {table.name} has no key column {table.key}")
    name, key = table.name, table.key
    number = "(SELECT seq FROM open_action)"
    into = "INSERT INTO journal (seq, tbl, key, before, after, salt) VALUES"
    salt = "randomblob(16)"
    new, old = row_image(names, "NEW."), row_image(names, "OLD.")
    bodies = {
        "insert": f"""{into} ({number}, '{name}', NEW."{key}", NULL, {new}, {salt});""",
        "update": f"""SELECT RAISE(ABORT, 'a key never changes') WHERE NEW."{key}" IS NOT OLD."{key}";
            {into} ({number}, '{name}', NEW."{key}", {old}, {new}, {salt});""",
        "delete": f"""{into} ({number}, '{name}', OLD."{key}", {old}, NULL, {salt});""",
    }
    for event, body in bodies.items():
        connection.execute(f'DROP TRIGGER IF EXISTS "journal_{name}_{event}"')
        connection.execute(
            f'CREATE TRIGGER "journal_{name}_{event}" AFTER {event.upper()} ON "{name}" BEGIN {body} END'
        )


def row_image(names: tuple[str, ...], prefix: str = "") -> str:
    """SQL for the image of a row: a JSON object by column names."""
    return "json_object(" + ", ".join(f"""'{name}', {prefix}"{name}\"""" for name in names) + ")"
