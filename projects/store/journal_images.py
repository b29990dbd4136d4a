# SPDX-License-Identifier: MIT
"""Removing images from a row journal: the images and their salt go, the digest stays, so that the chain verifies."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass, field

from projects.store.erase_request import Naming
from projects.store.hash_chain import SEALED, image_digest
from projects.store.journal import RowJournal
from projects.store.objects import REF
from projects.store.ports import Connection, DatabaseRow, Trace
from projects.store.schema import columns, row_image

_CHANGED = "INSERT INTO temp.erased SELECT DISTINCT tbl, key, 0 FROM journal WHERE id > ? ON CONFLICT DO NOTHING"
_AMONG = "tbl IN (SELECT value FROM json_each(?))"
BLANK_IMAGES = "UPDATE journal SET before = NULL, after = NULL, salt = NULL, digest = ? WHERE id = ?"


@dataclass
class BlankedImages:
    """How many images of before went, which actions the subject's own belonged to, and which objects they named."""

    images: int = 0
    seqs: set[int] = field(default_factory=set)
    refs: set[str] = field(default_factory=set)
    sealed: list[int] = field(default_factory=list)  # rows whose images lie under the link key


def count_rows(connection: Connection, traces: Iterable[Trace]) -> dict[str, int]:
    """How many rows of each table bear the traces now."""
    found: dict[str, int] = {}
    for trace in traces:
        sql, values = _matching(trace)
        number = connection.execute(f'SELECT count(*) FROM "{trace.table}" WHERE {sql}', values).fetchone()[0]
        found[trace.table] = found.get(trace.table, 0) + number
    return {table: number for table, number in found.items() if number}


def delete_rows(connection: Connection, traces: Iterable[Trace]) -> None:
    """Delete the rows that bear the traces; what hangs on them by foreign keys follows or must be traced too."""
    connection.execute("PRAGMA defer_foreign_keys = ON")
    for trace in traces:
        sql, values = _matching(trace)
        connection.execute(f'DELETE FROM "{trace.table}" WHERE {sql}', values)


def _matching(trace: Trace) -> tuple[str, list[object]]:
    return " AND ".join(f'"{column}" = ?' for column, _ in trace.pairs()), [value for _, value in trace.pairs()]


@dataclass(frozen=True)
class BlankableImages:
    """What Erase would blank: images, the objects they name, and those that a row which stays as it is names too."""

    images: list[DatabaseRow]
    refs: set[str]
    kept: set[str]

    def seqs(self) -> dict[int, int]:
        """The actions the subject's own images belong to, and how many of each go."""
        own, number = {row["seq"] for row in self.images if not row["gone"]}, Counter(row["seq"] for row in self.images)
        return {seq: number[seq] for seq in own}


def blankable_images(
    journal: RowJournal, traces: Sequence[Trace], rewritten: Sequence[Trace], words: Sequence[str] = ()
) -> BlankableImages:
    """All images that `blank` would take, if the rows of `traces` were deleted and `rewritten` written anew."""
    connection = journal.connection
    _list_keys(connection, (*traces, *rewritten))
    _list_gone(journal, journal.tables)
    _list_naming(journal, words)
    images = connection.execute(
        "SELECT seq, before, after, gone FROM journal JOIN temp.erased USING (tbl, key) WHERE digest IS NULL"
    ).fetchall()
    keys = {(row["tbl"], row["key"]) for row in connection.execute("SELECT tbl, key FROM temp.erased WHERE gone <> 2")}
    connection.execute("DROP TABLE temp.erased")
    named = {ref for row in images for ref in REF.findall(f"{row['before']} {row['after']}")}
    return BlankableImages(images, named, refs_in_use(journal, keys))


def blank(
    journal: RowJournal,
    traces: Sequence[Trace],
    since: int,
    keep: Callable[[list[DatabaseRow]], None] | None = None,
    words: Sequence[str] = (),
) -> BlankedImages:
    """Blank all images of rows that bear a trace or that changed after journal row `since`, and of rows long gone.

    Also of rows that stay as they are and held one of `words` before: undo will not reach that.
    A row that is still there afterwards (it was rewritten) is noted once more, as it is now. `keep` is given the
    rows before they are blanked, to keep them under the link key; then rows long gone stay as they are.
    """
    connection = journal.connection
    _list_keys(connection, traces)
    if keep is None:
        connection.execute(_CHANGED, (since,))
        _list_gone(journal, journal.tables)
        _list_naming(journal, words)
    return _blank_listed(journal, since, keep)


def forget(journal: RowJournal, traces: Sequence[Trace]) -> set[str]:
    """Within an action: blank all images of rows that bear a trace; the objects that no row names any more."""
    journal.allow_erasure()
    _list_keys(journal.connection, traces)
    refs = _blank_listed(journal, 0, None).refs
    return refs - refs_in_use(journal) - _refs_undo_needs(journal, refs)


def images_to_forget(journal: RowJournal, traces: Sequence[Trace]) -> list[int]:
    """Within an action: the journal rows to be blanked once it can no longer be undone, by `blank_images`.

    Those of rows that bear a trace, of forgettable rows that the action changed, and of forgettable rows long gone of
    other tables. What is still there is noted once more, as it is now.
    """
    _list_keys(journal.connection, traces)
    forgettable = {name for name, table in journal.tables.items() if table.forgettable}
    names = json.dumps(sorted(forgettable))
    journal.connection.execute(_CHANGED.replace("id > ?", f"id > ? AND {_AMONG}"), (journal.mark, names))
    _list_gone(journal, forgettable - {trace.table for trace in traces})
    numbers = [
        row[0]
        for row in journal.connection.execute(
            "SELECT id FROM journal JOIN temp.erased USING (tbl, key) WHERE digest IS NULL"
        )
    ]
    _note_again(journal)
    return numbers


def blank_images(journal: RowJournal, numbers: Sequence[int]) -> None:
    """Within an action that may erase: blank the images of these journal rows; their digests stay."""
    rows = journal.connection.execute(
        "SELECT id, tbl, key, before, after, salt FROM journal WHERE digest IS NULL"
        " AND id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(numbers)),),
    ).fetchall()
    journal.connection.executemany(BLANK_IMAGES, [(image_digest(*row).hex(), row["id"]) for row in rows])


def _refs_undo_needs(journal: RowJournal, refs: set[str]) -> set[str]:
    """Those of some objects that images still name: undo could bring their rows back."""
    images = journal.connection.execute(
        f"SELECT before, after FROM journal WHERE digest IS NULL AND tbl <> 'object_index' AND {_AMONG}",
        (json.dumps([name for name, table in journal.tables.items() if "_ref " in table.ddl]),),
    )
    return {ref for row in images for ref in REF.findall(f"{row[0]} {row[1]}") if ref in refs} if refs else set()


def _blank_listed(journal: RowJournal, since: int, keep: Callable[[list[DatabaseRow]], None] | None) -> BlankedImages:
    connection = journal.connection
    rows = connection.execute(
        "SELECT id, seq, tbl, key, before, after, salt, gone FROM journal JOIN temp.erased USING (tbl, key)"
        " WHERE digest IS NULL"
    ).fetchall()
    away = connection.execute(
        "SELECT id FROM journal JOIN temp.erased USING (tbl, key) WHERE digest LIKE '%' || ?", SEALED
    )
    blanked = BlankedImages(
        sum(row["id"] <= since for row in rows),
        {row["seq"] for row in rows if not row["gone"]},
        sealed=[row[0] for row in away],
    )
    if keep is not None:
        keep(rows)
    digests = []
    for number, _, table, key, before, after, salt, _ in rows:
        blanked.refs.update(REF.findall(f"{before} {after}"))
        digest = image_digest(number, table, key, before, after, salt).hex()
        digests.append((digest + (SEALED if keep is not None else ""), number))
    connection.executemany(BLANK_IMAGES, digests)
    _note_again(journal)
    return blanked


def _note_again(journal: RowJournal) -> None:
    """Note the listed rows that are still there once more, as they are now."""
    connection = journal.connection
    for name, key in connection.execute("SELECT tbl, key FROM temp.erased WHERE gone <> 1").fetchall():
        if name in journal.tables:
            held = journal.tables[name].key
            connection.execute(f'UPDATE "{name}" SET "{held}" = "{held}" WHERE "{held}" = ?', (key,))
    connection.execute("DROP TABLE temp.erased")


def refs_in_use(journal: RowJournal, but: Container[tuple[str, object]] = ()) -> set[str]:
    """The objects that rows name now, `but` some rows by table and key."""
    found: set[str] = set()
    for table in journal.tables.values():
        image = row_image(columns(journal.connection, table.name))
        for row in journal.connection.execute(f'SELECT {image}, "{table.key}" FROM "{table.name}"'):
            if (table.name, row[1]) not in but:
                found.update(REF.findall(row[0]))
    return found


def _list_keys(connection: Connection, traces: Sequence[Trace]) -> None:
    connection.execute("DROP TABLE IF EXISTS temp.erased")
    connection.execute("CREATE TABLE temp.erased (tbl TEXT, key, gone INTEGER, PRIMARY KEY (tbl, key))")
    for (table, names), values in _grouped(traces).items():
        places = ", ".join(f"v{number}" for number in range(len(names)))
        connection.execute(f"CREATE TABLE temp.wanted ({places})")
        connection.executemany(f"INSERT INTO temp.wanted VALUES ({', '.join('?' * len(names))})", values)
        images = [
            "(" + ", ".join(f"json_extract({image}, '$.\"{name}\"')" for name in names) + ")"
            for image in ("before", "after")
        ]
        connection.execute(
            "INSERT INTO temp.erased SELECT DISTINCT tbl, key, 0 FROM journal WHERE tbl = ? AND digest IS NULL"
            f" AND ({images[0]} IN (SELECT {places} FROM temp.wanted)"
            f" OR {images[1]} IN (SELECT {places} FROM temp.wanted)) ON CONFLICT DO NOTHING",
            (table,),
        )
        connection.execute("DROP TABLE temp.wanted")


def _list_gone(journal: RowJournal, names: Iterable[str]) -> None:
    """Rows of tables that were deleted or undone: only the journal still holds them, and undo will not reach them."""
    for table in [journal.tables[name] for name in names]:
        journal.connection.execute(
            "INSERT INTO temp.erased SELECT DISTINCT tbl, key, 1 FROM journal"
            " WHERE tbl = ? AND (digest IS NULL OR digest LIKE '%' || ?)"
            f' AND key NOT IN (SELECT "{table.key}" FROM "{table.name}") ON CONFLICT DO NOTHING',
            (table.name, SEALED),
        )


def _list_naming(journal: RowJournal, words: Sequence[str]) -> None:
    """Rows that are otherwise now and held one of the words before."""
    naming, connection = Naming(json.dumps(word, ensure_ascii=False)[1:-1] for word in words), journal.connection
    for table in journal.tables.values() if words else ():
        image = row_image(columns(connection, table.name), f'"{table.name}".')
        rows = connection.execute(
            f"SELECT journal.key, journal.before, journal.after, {image} FROM journal"
            f' JOIN "{table.name}" ON "{table.name}"."{table.key}" = journal.key'
            " WHERE journal.tbl = ? AND journal.digest IS NULL",
            (table.name,),
        )
        found = {key for key, *images, now in rows if any(one and one != now and naming.in_text(one) for one in images)}
        connection.executemany(
            "INSERT INTO temp.erased VALUES (?, ?, 2) ON CONFLICT DO NOTHING", [(table.name, key) for key in found]
        )


def rows_only_in_journal(journal: RowJournal) -> int:
    """How many rows only the journal still holds."""
    found = 0
    for table in journal.tables.values():
        found += journal.connection.execute(
            "SELECT count(DISTINCT key) FROM journal WHERE tbl = ? AND (digest IS NULL OR digest LIKE '%' || ?)"
            f' AND key NOT IN (SELECT "{table.key}" FROM "{table.name}")',
            (table.name, SEALED),
        ).fetchone()[0]
    return found


def _grouped(traces: Sequence[Trace]) -> dict[tuple[str, tuple[str, ...]], list[tuple[object, ...]]]:
    """Values by table and columns: the journal is read once for each, however many rows are erased."""
    found: dict[tuple[str, tuple[str, ...]], list[tuple[object, ...]]] = {}
    for trace in traces:
        names = tuple(column for column, _ in trace.pairs())
        found.setdefault((trace.table, names), []).append(tuple(value for _, value in trace.pairs()))
    return found


def images_kept(connection: Connection, seq: int) -> int:
    """How many images of rows the journal still keeps of an action, those of the index of objects apart."""
    rows = connection.execute(
        "SELECT count(*) FROM action JOIN journal ON journal.id BETWEEN action.first AND action.last"
        " WHERE action.seq = ? AND digest IS NULL AND tbl <> 'object_index'",
        (seq,),
    )
    return int(rows.fetchone()[0])
