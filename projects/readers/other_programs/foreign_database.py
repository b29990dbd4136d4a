# SPDX-License-Identifier: MIT
"""SQLite databases of other programs, read from memory: plain tables only, columns by name, nothing of theirs is run.

No view, trigger, virtual table or function of the file is used; a missing column has its default.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from typing import Any

from projects.readers.transcript_problems import transcript_problem


def first_rows_of(quoted: object, table: object, most_rows: object) -> str:
    """The first rows of a table of a foreign file; names are quoted by the caller."""
    return f'SELECT {quoted} FROM "{table}" LIMIT {most_rows}'


TABLES_OF_FOREIGN_FILE = "SELECT name, type, sql FROM sqlite_master"

_MOST_ROWS = 5_000_000
_READ = (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ)


class ForeignDatabase:
    """A database of another program; use it as a context manager. Raises TranscriptProblem when it is damaged."""

    def __init__(self, data: bytes, file: str) -> None:
        self._file = file
        self._connection = sqlite3.connect(":memory:")
        try:
            self._connection.deserialize(_without_wal(data))
            self._connection.execute("PRAGMA trusted_schema = OFF")
            self._connection.execute("PRAGMA query_only = ON")
            rows = self._connection.execute(TABLES_OF_FOREIGN_FILE).fetchall()
            self.tables = {name for name, kind, sql in rows if kind == "table" and _plain(sql)}
            self._columns = {name: self._columns_of(name) for name in self.tables}
        except (sqlite3.Error, UnicodeDecodeError) as error:
            self._connection.close()
            raise transcript_problem("damaged", file=file) from error
        self._connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
        self._connection.set_authorizer(_only_reading)

    def __enter__(self) -> ForeignDatabase:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def rows(self, table: str, defaults: Mapping[str, object]) -> Iterator[dict[str, Any]]:
        """The rows of a table with the columns named; a column that is not there, or holds NULL, has its default."""
        if table not in self.tables:
            return
        there = [name for name in defaults if name in self._columns[table]]
        if not there:
            return
        quoted = ", ".join(f'"{name}"' for name in there)
        try:
            for row in self._connection.execute(first_rows_of(quoted, table, _MOST_ROWS)):
                held = {name: _fitting(value, defaults[name]) for name, value in zip(there, row, strict=True)}
                yield {**defaults, **held}
        except sqlite3.Error as error:
            raise transcript_problem("damaged", file=self._file) from error

    def _columns_of(self, table: str) -> frozenset[str]:
        """Stored columns; generated ones are computed by the file's own SQL and left out."""
        held = self._connection.execute(f"PRAGMA table_xinfo({_quoted(table)})")
        return frozenset(row[1] for row in held if row[6] == 0)


def _fitting(value: object, default: object) -> Any:
    """The value as what is expected there; what is of another kind has the default."""
    if isinstance(default, str):
        return value if isinstance(value, str) else str(value) if isinstance(value, (int, float)) else default
    if default is None or isinstance(default, int):
        return value if isinstance(value, int) else default
    return default


def _plain(sql: str | None) -> bool:
    return bool(sql) and not str(sql).lstrip().upper().startswith("CREATE VIRTUAL")


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _without_wal(data: bytes) -> bytes:
    """A database in WAL mode cannot be opened in memory: the two version bytes of its header say rollback instead."""
    return data[:18] + b"\x01\x01" + data[20:] if data[18:20] == b"\x02\x02" else data


def _only_reading(action: int, *_: object) -> int:
    return sqlite3.SQLITE_OK if action in _READ else sqlite3.SQLITE_DENY
