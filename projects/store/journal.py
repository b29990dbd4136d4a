# SPDX-License-Identifier: MIT
"""The row journal of one database: opening an action, reading what it changed, replaying it backwards."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from projects.store.hash_chain import SEALED, image_digest, kept_digest, rows_digest
from projects.store.ports import Connection, Cursor, DatabaseRow
from projects.store.problems import LinkLocked
from projects.store.schema import Table, columns

_CHUNK, _AT_ONCE = 5000, 500
# What `image_digest` hashes, put together by the database, at half the time that Python needs for it.
_HASHED = (
    "SELECT tbl, key, CAST(ifnull(salt, x'') || id || x'1f' || tbl || x'1f' || ifnull(before, 'None') || x'1f'"
    " || ifnull(after, 'None') || x'1f' || key AS BLOB) FROM journal WHERE id > ? ORDER BY id"
)
Sealed = Callable[[Sequence[int]], dict[int, tuple[str | None, str | None]]]
_Taken = tuple[str, object, str | None, str | None]  # table, key, image before and after


@dataclass
class Journaled:
    """What one action wrote: the span of journal rows, their digest, and the keys changed per table."""

    first: int
    last: int
    digest: str
    changed: dict[str, tuple[object, ...]] = field(default_factory=dict)

    @property
    def any(self) -> bool:
        """Whether a row changed."""
        return self.last >= self.first


class RowJournal:
    """The journal of `connection`, whose journaled tables are `tables` by name."""

    def __init__(self, connection: Connection, tables: dict[str, Table]) -> None:
        self.connection, self.tables = connection, tables
        self._columns: dict[str, tuple[str, ...]] = {}
        self.mark, self._erasing = 0, False

    def begin(self, seq: int, erasing: bool = False) -> None:
        """Open action `seq`: from here on rows may change."""
        self.connection.execute("INSERT INTO open_action VALUES (1, ?, ?)", (seq, int(erasing)))
        self.mark, self._erasing = self.last(), erasing

    def last(self) -> int:
        """The number of the last journal row ever written."""
        row = self.connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'journal'").fetchone()
        return int(row[0]) if row else 0

    def allow_erasure(self) -> None:
        """From here to the end of the action images may be removed from the journal; their digests stay."""
        self._erasing = True
        self.connection.execute("UPDATE open_action SET erasing = 1")

    def end(self) -> Journaled:
        """Close the action and say what it changed."""
        self.connection.execute("DELETE FROM open_action")
        written = self.written()
        cursor = self.connection.cursor()
        cursor.row_factory = None
        cursor.execute(_HASHED, (self.mark,))
        digest, changed = _noted(cursor)
        if self._erasing:
            digest = rows_digest(self._some_blanked())
        return Journaled(self.mark + 1, written, digest, {table: tuple(keys) for table, keys in changed.items()})

    def written(self) -> int:
        """The number of the last row so far."""
        return max(self.last(), self.mark)

    def changed(self, tables: Iterable[str]) -> dict[str, tuple[object, ...]]:
        """The keys of these tables that the open action changed so far."""
        found: dict[str, dict[object, None]] = {}
        for table, key in self.connection.execute(
            "SELECT tbl, key FROM journal WHERE id > ? AND tbl IN (SELECT value FROM json_each(?))",
            (self.mark, json.dumps(list(tables))),
        ):
            found.setdefault(table, {})[key] = None
        return {table: tuple(keys) for table, keys in found.items()}

    def _some_blanked(self) -> Iterator[bytes]:
        rows = self.connection.execute(
            "SELECT id, tbl, key, before, after, salt, digest FROM journal WHERE id > ? ORDER BY id", (self.mark,)
        )
        for number, table, key, before, after, salt, digest in rows:
            yield kept_digest(digest) if digest else image_digest(number, table, key, before, after, salt)

    def replay_back(self, first: int, last: int, sealed: Sealed | None = None) -> None:
        """Reverse journal rows `first` to `last`, newest first; rows that were erased are passed over.

        `sealed` gives the images that were moved under the link key. Raises LinkLocked when it is needed and not given.

        Each step is the exact inverse of one that happened, so no constraint on single rows is met that did not hold.
        """
        self.connection.execute("PRAGMA defer_foreign_keys = ON")
        until = last
        while until >= first:
            low = max(first, until - _CHUNK + 1)
            rows = self.connection.execute(
                "SELECT tbl, key, before, after, digest, id FROM journal WHERE id BETWEEN ? AND ? ORDER BY id DESC",
                (low, until),
            ).fetchall()
            self._replay(_with_sealed(rows, sealed))
            until = low - 1

    def _replay(self, rows: list[_Taken]) -> None:
        start = 0
        while start < len(rows):
            table, kind = rows[start][0], _kind(rows[start])
            stop = start
            while stop < len(rows) and rows[stop][0] == table and _kind(rows[stop]) == kind:
                stop += 1
            if table in self.tables:
                self._replay_run(self.tables[table], kind, rows[start:stop])
            start = stop

    def _replay_run(self, table: Table, kind: str, rows: list[_Taken]) -> None:
        if kind == "insert":
            self.connection.executemany(
                f'DELETE FROM "{table.name}" WHERE "{table.key}" = ?', [(row[1],) for row in rows]
            )
            return
        image = rows[0][2]
        assert image is not None  # only an insert has none
        names = self._known_columns(table, image)
        values = [f"json_extract(?1, '$.\"{name}\"')" for name in names]
        if kind == "delete":
            quoted = ", ".join(f'"{name}"' for name in names)
            self.connection.executemany(
                f'INSERT INTO "{table.name}" ({quoted}) SELECT {", ".join(values)}', [(row[2],) for row in rows]
            )
            return
        pairs = ", ".join(f'"{name}" = {value}' for name, value in zip(names, values, strict=True))
        self.connection.executemany(
            f'UPDATE "{table.name}" SET {pairs} WHERE "{table.key}" = ?2', [(row[2], row[1]) for row in rows]
        )

    def _known_columns(self, table: Table, image: str) -> tuple[str, ...]:
        """The columns of `table` that the image has too: one from an earlier version may have others."""
        if table.name not in self._columns:
            self._columns[table.name] = columns(self.connection, table.name)
        held = json.loads(image)
        return tuple(name for name in self._columns[table.name] if name in held)


def _noted(cursor: Cursor) -> tuple[str, dict[str, dict[object, None]]]:
    """The digest of the journal rows of a cursor, as `rows_digest` makes it, and the keys changed by table.

    `image_digest` and `rows_digest`, written out: a call each for every row would cost a fifth of a large import.
    """
    whole, changed = sha256(), dict[str, dict[object, None]]()
    while rows := cursor.fetchmany(_AT_ONCE):
        for table in dict.fromkeys([row[0] for row in rows]):
            keys = [row[1] for row in rows if row[0] == table]
            changed.setdefault(table, {}).update(dict.fromkeys(keys))
        whole.update(b"".join([sha256(row[2]).digest() for row in rows]))
    return whole.hexdigest(), changed


def _with_sealed(rows: list[DatabaseRow], sealed: Sealed | None) -> list[_Taken]:
    """The rows that can be undone, with images that lie under the link key put in."""
    away = [row["id"] for row in rows if row["digest"] and row["digest"].endswith(SEALED)]
    if away and sealed is None:
        raise LinkLocked()
    images = sealed(away) if away and sealed is not None else {}
    found = []
    for row in rows:
        if row["id"] in images:
            found.append((row["tbl"], row["key"], *images[row["id"]]))
        elif row["digest"] is None:
            found.append((row["tbl"], row["key"], row["before"], row["after"]))
    return found


def _kind(row: _Taken) -> str:
    if row[2] is None:
        return "insert"
    return "delete" if row[3] is None else "update"
