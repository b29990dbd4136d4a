# SPDX-License-Identifier: MIT
"""Remembers what each released file showed, so that a later one to the same readers gives nothing withheld back.

Partners read what is public too. What they get is checked against what both have; what the public gets against what
it has by the rule for the public, and against what both have by that for partners, and neither may be told a secret.
The public has no partner's file, so that its own rule is not asked of those.
"""

from __future__ import annotations

import datetime as dt
import json
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

from analysis.masking import Destination
from analysis.withholding.earlier_files import EarlierFile, Readers
from analysis.withholding.earlier_releases import Released, released_of, released_to_json

if TYPE_CHECKING:
    from analysis.result_tables import TableSpec
    from analysis.withholding.row_groups import RowSets
    from projects.store.ports import Reader, Releasing, Transaction
    from wording import Message

_NAMED = 8  # releases of which the newest one that matters is named
_OF_TEAM = "released_ref IN (SELECT released_ref FROM release WHERE destination = 'inside')"
_READ_BY = {Destination.PARTNER: (Destination.PUBLIC, Destination.PARTNER), Destination.PUBLIC: (Destination.PUBLIC,)}


def readers_of(project: Releasing | None, destination: Destination) -> Readers:
    """What the readers at a destination have already; nothing where all stays inside, or nobody remembers."""
    if destination not in _READ_BY or not hasattr(project, "write_lasting"):
        return Readers(own=secrets.token_hex(6))
    read = getattr(project, "read", None)  # from another thread

    def known(reader: Reader) -> Readers:
        found = Readers(_released_before(reader, destination), _files(reader, destination), own=secrets.token_hex(6))
        if destination is Destination.PUBLIC and _latest(reader, Destination.PARTNER) is not None:
            found.beside = Readers(_released_before(reader, Destination.PARTNER), own=found.own)
        return found

    return known(cast("Reader", project)) if read is None else cast("Readers", read(known))


def rows_behind_release(
    project: Releasing | None, tables: Sequence[TableSpec], destination: Destination, readers: Readers
) -> RowSets | None:
    """The rows behind the figures, of earlier files too, so that nested answers give nothing back; not needed where all
    stay inside."""
    if project is None or destination is Destination.INSIDE or not any(table.origin for table in tables):
        return None
    from projects.datasets.table.frames import rows_behind  # with pandas: not before a file leaves

    more = readers.known_before
    read: Callable[[Callable[[Reader], RowSets]], RowSets] | None = getattr(project, "read", None)  # another thread
    if read is None:
        return rows_behind(cast("Reader", project), tables, more=more)
    return read(lambda opened: rows_behind(opened, tables, more=more))


def log_release(
    project: Releasing, kind: str, message: Message, destination: Destination, readers: Readers | None
) -> None:
    """The line of a file that left, with what its readers have now."""
    known = None if readers is None else readers.known
    inside = destination is Destination.INSIDE
    if not hasattr(project, "write_lasting") or (not inside and (known is None or not known.told)):
        project.log(kind, message)
        return
    readers, known = readers or Readers(), known or Released(own=secrets.token_hex(6))  # of the team each is listed

    def perform(transaction: Transaction) -> None:
        if not readers.ref:
            readers.ref = transaction.put_object(released_to_json(known))
        transaction.execute(
            "INSERT INTO release (seq, destination, cells, released_ref) VALUES (?, ?, ?, ?)",
            (transaction.seq, str(destination), known.cells, readers.ref),
        )

    logged = getattr(project, "logged", None)
    done = project.write_lasting(kind, "log", message, perform)
    if logged is not None:
        logged.append(done)


@dataclass(frozen=True)
class Release:
    """A file that left: its number, its line in the log, where to; the line that says that it never left, or 0."""

    number: int
    seq: int
    destination: Destination
    never_left: int = 0


def releases(reader: Reader) -> list[Release]:
    """The files that are remembered, newest first."""
    rows = reader.query(
        "SELECT release.id AS id, release.seq AS seq, destination, COALESCE(never_left.seq, 0) AS never_left"
        " FROM release LEFT JOIN never_left ON never_left.release = release.id ORDER BY release.id DESC"
    )
    return [Release(row["id"], row["seq"], Destination(row["destination"]), row["never_left"]) for row in rows]


def note_never_left(transaction: Transaction, release: int) -> None:
    """Write that a released file never left, by the action that is going on."""
    transaction.execute("INSERT INTO never_left (release, seq) VALUES (?, ?)", (release, transaction.seq))


def made_together(reader: Reader, release: int) -> int:
    """How many other files that count as sent left together with this one: none of them gives another away."""
    rows = reader.query(
        "SELECT count(*) AS n FROM release AS other JOIN release AS one USING (released_ref)"
        " LEFT JOIN never_left ON never_left.release = other.id"
        " WHERE one.id = ? AND other.id <> one.id AND never_left.release IS NULL",
        (release,),
    )
    return int(rows[0]["n"])


def _released_before(reader: Reader, destination: Destination) -> tuple[Released, ...]:
    found = [_latest(reader, one) for one in _READ_BY[destination]] + _passed_on(reader, destination)
    never = _marks_never_left(reader)
    return tuple(one.without(never) for one in found if one is not None)


def _passed_on(reader: Reader, destination: Destination) -> list[Released | None]:
    """What files of the team told that were passed on to these readers."""
    return [
        released_of(reader.read_object(row["released_ref"]))
        for one in _READ_BY[destination]
        for row in reader.query(
            f"SELECT DISTINCT released_ref FROM release WHERE destination = ? AND {_OF_TEAM}", (str(one),)
        )
    ]


def note_passed_on(transaction: Transaction, release: int, destination: Destination) -> None:
    """Make a file of the team one that these readers have, by the action that is going on."""
    transaction.execute(
        "INSERT INTO release (seq, destination, cells, released_ref)"
        " SELECT ?, ?, cells, released_ref FROM release WHERE id = ?",
        (transaction.seq, str(destination), release),
    )


def is_passed_on(reader: Reader, release: int, destination: Destination) -> bool:
    """Whether these readers were given the file already."""
    return bool(reader.query(
        "SELECT 1 FROM release WHERE destination = ? AND released_ref = (SELECT released_ref FROM release WHERE id = ?)"
        " AND id NOT IN (SELECT release FROM never_left)", (str(destination), release)
    ))  # fmt: skip


def _marks_never_left(reader: Reader) -> set[str]:
    """The marks of files none of which left."""
    rows = reader.query(
        "SELECT released_ref FROM release LEFT JOIN never_left ON never_left.release = release.id"
        " WHERE destination <> 'inside' GROUP BY released_ref HAVING count(never_left.release) = count(*)"
    )
    return {released_of(reader.read_object(row["released_ref"])).own for row in rows} - {""}


def _files(reader: Reader, destination: Destination) -> tuple[EarlierFile, ...]:
    """The files of the last releases to these readers, the newest first; none whose name was erased."""
    marks: dict[str, str] = {}
    found = []
    for one in releases(reader):
        if one.destination in _READ_BY[destination] and not one.never_left:
            (row,) = reader.query(
                "SELECT released_ref, local, args FROM release JOIN action ON action.seq = release.seq"
                " JOIN action_args ON action_args.seq = release.seq WHERE release.id = ?", (one.number,)
            )  # fmt: skip
            ref, name = row["released_ref"], str(json.loads(row["args"] or "{}").get("file", ""))
            if ref not in marks and len(marks) >= _NAMED:
                break  # each is read whole
            if ref not in marks:
                marks[ref] = released_of(reader.read_object(ref)).own
            if name:
                day = dt.datetime.fromisoformat(row["local"]).date()
                found.append(EarlierFile(name, day, str(one.destination), marks[ref]))
    return tuple(found)


def _latest(reader: Reader, destination: Destination) -> Released | None:
    rows = reader.query(
        f"SELECT released_ref FROM release WHERE destination = ? AND NOT {_OF_TEAM} ORDER BY id DESC LIMIT 1",
        (str(destination),),
    )
    if not rows:
        return None
    files = reader.query("SELECT count(*) AS n FROM release WHERE destination = ?", (str(destination),))[0]["n"]
    return replace(released_of(reader.read_object(rows[0]["released_ref"])), files=int(files))
