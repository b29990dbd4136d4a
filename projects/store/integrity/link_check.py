# SPDX-License-Identifier: MIT
"""Checks of the data under the link key, when it is open: pages, rows, objects, digests. Read only."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from projects.store.database import connect
from projects.store.hash_chain import SEALED, image_digest, kept_digest, rows_digest
from projects.store.integrity import journal_replay
from projects.store.keys.key_file import Secrets
from projects.store.link_database import link_objects
from projects.store.objects import ObjectFolder
from projects.store.ports import Connection
from projects.store.problems import DamagedObject, StoreProblem
from projects.store.schema import OBJECT_INDEX, REFS
from projects.store.snapshots import page_errors
from wording import msg

if TYPE_CHECKING:
    from projects.store.integrity.integrity_report import CheckReport, CopyUnderCheck


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
                bad, _ = journal_replay.count_rows_unlike_images(connection, table)
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
        held = rows_digest(journal_replay.digests(connection, span["first"], span["last"])) if span is not None else ""
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
