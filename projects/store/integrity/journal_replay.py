# SPDX-License-Identifier: MIT
"""The checks that read the log: its chain, its journal folded to the rows as they must be, derived tables made anew.

They work on a private copy: derived tables are rebuilt there to compare.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from projects.store.database import connect
from projects.store.hash_chain import SEALED, START, action_hash, args_digest, image_digest, kept_digest, rows_digest
from projects.store.keys.key_file import Secrets
from projects.store.link_database import link_objects
from projects.store.objects import ObjectFolder
from projects.store.ports import Connection, DatabaseRow
from projects.store.problems import DamagedObject, StoreProblem
from projects.store.project_folder import object_store
from projects.store.schema import FORGOTTEN, GUARDS, OBJECT_INDEX, REFS, Table, columns, row_image
from projects.store.snapshots import page_errors
from projects.store.transaction import ActionTransaction
from wording import msg

if TYPE_CHECKING:
    from projects.store.integrity.integrity_report import CheckReport, CopyUnderCheck


def check_chain(copied: CopyUnderCheck, report: CheckReport) -> None:
    """Every action row follows from the one before; its arguments and journal rows are those it was stored with."""
    connection, key = copied.connection, copied.keys.lasting("chain")
    previous, number, journal_end = START, 0, 0
    actions = connection.execute("SELECT * FROM action ORDER BY seq").fetchall()
    for row in actions:
        number += 1
        linked = row["seq"] == number and row["previous"] == previous and row["first"] == journal_end + 1
        if not linked or action_hash(key, row) != row["hash"]:
            report.found("chain", "check_chain", row["seq"], seq=row["seq"])
        if not _args_hold(connection, row):
            report.found("chain", "check_args", row["seq"], seq=row["seq"])
        if rows_digest(digests(connection, row["first"], row["last"])) != row["rows_digest"]:
            report.found("chain", "check_payload", row["seq"], seq=row["seq"])
        number, previous, journal_end = row["seq"], row["hash"], row["last"]
    _check_ends(connection, report, number, journal_end)
    report.looked_at.append(msg("store.checked_chain", n=len(actions)))


def _args_hold(connection: Connection, row: DatabaseRow) -> bool:
    held = connection.execute("SELECT salt, args FROM action_args WHERE seq = ?", (row["seq"],)).fetchone()
    if held is None:
        return False
    return held["args"] is None or args_digest(held["salt"], held["args"]) == row["args_digest"]


def digests(connection: Connection, first: int, last: int) -> Iterator[bytes]:
    """The digests of journal rows `first` to `last`, kept ones where the images were erased."""
    rows = connection.execute(
        "SELECT id, tbl, key, before, after, salt, digest FROM journal WHERE id BETWEEN ? AND ? ORDER BY id",
        (first, last),
    )
    for number, table, key, before, after, salt, digest in rows:
        yield kept_digest(digest) if digest else image_digest(number, table, key, before, after, salt)


def _check_ends(connection: Connection, report: CheckReport, number: int, journal_end: int) -> None:
    """Nothing lies beyond the last action, and the database's own counters agree: a log cut short is found so."""
    counters = {row[0]: row[1] for row in connection.execute("SELECT name, seq FROM sqlite_sequence")}
    beyond = connection.execute("SELECT count(*) FROM journal WHERE id > ?", (journal_end,)).fetchone()[0]
    beyond += connection.execute("SELECT count(*) FROM action_args WHERE seq > ?", (number,)).fetchone()[0]
    if beyond or counters.get("action", 0) != number or counters.get("journal", 0) != journal_end:
        report.found("chain", "check_end", number, seq=number)


def check_removed(copied: CopyUnderCheck, report: CheckReport) -> None:
    """What was taken out of the log was taken out by an erasure after it: the chain alone does not show the rest.

    Of what the program worked out from texts, by a withdrawal.

    Images under the link key are compared there. Without its guards the database would let the log be rewritten.
    """
    connection = copied.connection
    number, last = connection.execute(
        "SELECT coalesce(max(seq), 0), coalesce(max(last), 0) FROM action WHERE role = 'erase'"
    ).fetchone()
    forgettable = json.dumps([table.name for table in copied.model.tables if table.forgettable])
    forgotten = connection.execute(
        "SELECT coalesce(max(id), 0) FROM journal WHERE tbl = 'setting' AND key = ?", (FORGOTTEN,)
    ).fetchone()[0]
    removed = connection.execute(
        "SELECT count(*) FROM journal WHERE digest IS NOT NULL AND digest NOT LIKE '%' || ? AND id > ?"
        " AND (id > ? OR tbl NOT IN (SELECT value FROM json_each(?)))",
        (SEALED, last, forgotten, forgettable),
    ).fetchone()[0]
    removed += connection.execute(
        "SELECT count(*) FROM action_args WHERE args IS NULL AND seq >= ? AND seq > 0", (number,)
    ).fetchone()[0]
    if removed:
        report.found("chain", "check_removed", n=removed)
    _check_guards(copied, report)


def _check_guards(copied: CopyUnderCheck, report: CheckReport) -> None:
    held = copied.connection.execute("SELECT name FROM sqlite_schema WHERE type IN ('table', 'trigger')")
    there = {row[0] for row in held}  # a project of an earlier version has fewer tables
    tables = (table for table in copied.model.tables if table.name in there)
    missing = {*GUARDS, *(trigger for table in tables for trigger in _triggers(table))} - there
    if missing:
        report.found("chain", "check_guards", n=len(missing))


def _triggers(table: Table) -> tuple[str, ...]:
    """The triggers that keep the journal of a table."""
    return () if table.derived else tuple(f"journal_{table.name}_{event}" for event in ("insert", "update", "delete"))


def check_rows(copied: CopyUnderCheck, report: CheckReport) -> None:
    """Every row equals its last image in the journal, and no row is there or missing without one."""
    total = 0
    for table in (OBJECT_INDEX, *copied.model.tables):
        if table.derived:
            continue
        bad, count = count_rows_unlike_images(copied.connection, table)
        total += count
        if bad:
            report.found("rows", "check_rows", table=table.name, n=bad)
    report.looked_at.append(msg("store.checked_rows", n=total))


def count_rows_unlike_images(connection: Connection, table: Table) -> tuple[int, int]:
    """How many rows of `table` differ from their last image, and how many there are."""
    names = columns(connection, table.name)
    select = f'SELECT "{table.key}", {row_image(names)} FROM "{table.name}"'
    held = connection.execute(select) if names else ()  # a project of an earlier version has fewer tables
    rows = {row[0]: row[1] for row in held}
    count, bad = len(rows), 0
    last = connection.execute("SELECT key, after, max(id) FROM journal WHERE tbl = ? GROUP BY key", (table.name,))
    for key, after, _ in last:
        if not _same(rows.pop(key, None), after):
            bad += 1
    return bad + len(rows), count


def _same(row: str | None, image: str | None) -> bool:
    """Whether a row is its image; columns that a later version of the program added are passed over."""
    if row == image:
        return True
    if row is None or image is None:
        return False
    now, then = json.loads(row), json.loads(image)
    shared = now.keys() & then.keys()
    return shared != now.keys() and all(now[name] == then[name] for name in shared)


def check_derived(copied: CopyUnderCheck, report: CheckReport) -> None:
    """Derived tables hold what they would hold if made anew."""
    connection = copied.connection
    connection.execute("BEGIN IMMEDIATE")
    try:
        objects = object_store(copied.root, copied.file, copied.keys)
        transaction = ActionTransaction(connection, objects, None, 0, msg("store.created"), False)
        for observer in copied.model.observers:
            if observer.content is None:
                continue
            if observer.refresh is not None:
                observer.refresh(transaction)
            before = observer.content(connection)
            observer.rebuild(transaction)
            if before != observer.content(connection):
                report.found("derived", "check_derived", table=observer.name)
    finally:
        connection.execute("ROLLBACK")


def check_link(copied: CopyUnderCheck, place: Path, keys: Secrets, report: CheckReport) -> None:
    """Compare the link part in the private copy with its own journal and with the project's log."""
    try:
        connection = connect(place / copied.file.link_database, keys.key("database"))
    except StoreProblem:
        report.found("pages", "check_link_pages")
        return
    try:
        if page_errors(connection):
            report.found("pages", "check_link_pages")
        _check_digests(copied, connection, report)
        _check_sealed(copied, connection, report)
        for table in (OBJECT_INDEX, *copied.model.link_tables):
            if not table.derived:
                bad, _ = count_rows_unlike_images(connection, table)
                if bad:
                    report.found("rows", "check_link_rows", n=bad)
        _check_objects(copied, keys, connection, report)
    finally:
        connection.close()
    report.looked_at.append(msg("store.checked_link"))


def _check_digests(copied: CopyUnderCheck, connection: Connection, report: CheckReport) -> None:
    """Each linked action of the log has its rows here, as they were; others are swept at opening."""
    spans = {row["id"]: row for row in connection.execute("SELECT id, first, last FROM link_action")}
    for action in copied.connection.execute("SELECT seq, id, link_digest FROM action WHERE linked"):
        span = spans.get(action["id"])
        held = rows_digest(digests(connection, span["first"], span["last"])) if span is not None else ""
        if held != action["link_digest"]:
            report.found("chain", "check_payload", action["seq"], seq=action["seq"])


def _check_sealed(copied: CopyUnderCheck, connection: Connection, report: CheckReport) -> None:
    """The images that were moved here have the digests that the project's journal kept, and none is missing."""
    images = {row["id"]: row for row in connection.execute("SELECT * FROM sealed_image")}
    bad = 0
    kept = copied.connection.execute("SELECT id, tbl, key, digest FROM journal WHERE digest LIKE '%' || ?", (SEALED,))
    for number, table, key, digest in kept:
        row = images.get(number)
        held = row and image_digest(number, table, key, row["before"], row["after"], row["salt"])
        bad += held != kept_digest(digest)
    if bad:
        report.found("rows", "check_link_rows", n=bad)


def _check_objects(copied: CopyUnderCheck, keys: Secrets, connection: Connection, report: CheckReport) -> None:
    folder = copied.root / link_objects(copied.file.link_database)
    objects = ObjectFolder(folder, keys.key("objects"), keys.lasting("object names"), "l")
    bad = 0
    for (ref,) in connection.execute(REFS).fetchall():
        try:
            data = objects.read(ref)
            bad += ref.startswith("l-") and objects.ref(data) != ref
        except DamagedObject:
            bad += 1
    if bad:
        report.found("objects", "check_objects", n=bad)
