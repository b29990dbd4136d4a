# SPDX-License-Identifier: MIT
"""Moving images of the project's journal under the link key, and finding them there again."""

from __future__ import annotations

import json
from collections.abc import Iterable

from projects.store.erase_request import Naming
from projects.store.hash_chain import SEALED
from projects.store.journal import RowJournal
from projects.store.journal_images import BLANK_IMAGES, blank
from projects.store.link_database import LinkPart
from projects.store.ports import Connection, DatabaseRow, Trace

_SEALED = "SELECT id FROM sealed_image"
_DELETE = "DELETE FROM sealed_image WHERE id = ?"


def move_images(journal: RowJournal, link: LinkPart, traces: list[Trace], action_id: str) -> None:
    """Within the open action: keep the images under the link key, blank them in the project, note what was moved."""

    def keep(rows: list[DatabaseRow]) -> None:
        link.connection.executemany(
            "INSERT INTO sealed_image VALUES (?, ?, ?, ?, ?)",
            [(row["id"], row["tbl"], row["before"], row["after"], row["salt"]) for row in rows],
        )

    journal.allow_erasure()
    blank(journal, traces, 0, keep)
    stored = json.dumps([[trace.table, trace.column, trace.value, list(trace.more)] for trace in traces])
    link.connection.execute("INSERT INTO sealed_traces VALUES (?, ?)", (action_id, stored))


def moved_by(link: LinkPart, action_id: str) -> list[Trace]:
    """What an action moved: doing it again moves the same."""
    row = link.connection.execute("SELECT traces FROM sealed_traces WHERE action = ?", (action_id,)).fetchone()
    if row is None:
        return []
    return [
        Trace(table, column, value, tuple((name, held) for name, held in more))
        for table, column, value, more in json.loads(row["traces"])
    ]


def forget_unmoved(connection: Connection, link: LinkPart, known_ids: set[str]) -> None:
    """Undo what was kept here for actions that the project never got: its own images are all still there.

    `known_ids`: of the actions that wrote under the link key. Done again it changes nothing, as after a crash.
    """
    traces = [row[0] for row in link.connection.execute("SELECT action FROM sealed_traces")]
    orphans = [action for action in traces if action not in known_ids]
    if not orphans:
        return
    moved = {row[0] for row in connection.execute("SELECT id FROM journal WHERE digest LIKE '%' || ?", (SEALED,))}
    kept = [row[0] for row in link.connection.execute(_SEALED)]
    link.connection.execute("BEGIN IMMEDIATE")
    link.connection.executemany(_DELETE, [(number,) for number in kept if number not in moved])
    link.connection.executemany("DELETE FROM sealed_traces WHERE action = ?", [(action,) for action in orphans])
    link.connection.execute("COMMIT")


def forget_marks(connection: Connection, link: LinkPart) -> None:
    """Within Erase: rows of the journal whose images are no longer under the link key count as erased, not as moved."""
    there = {row[0] for row in link.connection.execute(_SEALED)}
    marked = connection.execute("SELECT id, digest FROM journal WHERE digest LIKE '%' || ?", (SEALED,)).fetchall()
    connection.executemany(
        BLANK_IMAGES,
        [(digest.removesuffix(SEALED), number) for number, digest in marked if number not in there],
    )


def forget_images(link: LinkPart, numbers: Iterable[int], traces: Iterable[Trace], words: Iterable[str]) -> None:
    """Erase reaches here too: images by number, and those that bear a trace or hold one of `words`."""
    naming = Naming(json.dumps(word, ensure_ascii=False)[1:-1] for word in words)
    held = link.connection.execute("SELECT id, before, after FROM sealed_image").fetchall()
    named = [row["id"] for row in held if naming.in_text(f"{row['before']} {row['after']}")]
    link.connection.executemany(_DELETE, [(number,) for number in (*numbers, *named)])
    for trace in traces:
        conditions = [
            " AND ".join(f"json_extract({image}, '$.\"{column}\"') = ?" for column, _ in trace.pairs())
            for image in ("before", "after")
        ]
        values = [value for _, value in trace.pairs()]
        link.connection.execute(
            f"DELETE FROM sealed_image WHERE tbl = ? AND (({conditions[0]}) OR ({conditions[1]}))",
            (trace.table, *values, *values),
        )
