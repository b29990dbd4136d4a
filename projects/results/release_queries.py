# SPDX-License-Identifier: MIT
"""Remembers what each released file showed, so that a later one to the same readers gives nothing withheld back.

What partners get is checked against what partners and the public have; what the public gets against what it has.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from analysis.masking import Destination, Readers
from analysis.withholding.released import Released, released_of, released_to_json

if TYPE_CHECKING:
    from analysis.specs import TableSpec
    from analysis.withholding.nesting import RowSets
    from projects.store.ports import Reader
    from projects.store.transaction import Transaction
    from wording import Message

_READ_BY = {Destination.PARTNER: (Destination.PUBLIC, Destination.PARTNER), Destination.PUBLIC: (Destination.PUBLIC,)}


def readers_of(project: Any, destination: Destination) -> Readers:
    """What the readers at a destination have already; nothing where all stays inside, or nobody remembers."""
    if destination not in _READ_BY or not hasattr(project, "write_lasting"):
        return Readers()
    read = getattr(project, "read", None)  # from another thread
    found = [
        _latest(project, one) if read is None else read(lambda opened, one=one: _latest(opened, one))
        for one in _READ_BY[destination]
    ]
    return Readers(tuple(one for one in found if one is not None))


def rows_behind_release(
    project: Any, tables: Sequence[TableSpec], destination: Destination, readers: Readers
) -> RowSets | None:
    """The rows behind the figures, of earlier files too, so that nested answers give nothing back; not needed where all
    stay inside."""
    if project is None or destination is Destination.INSIDE or not any(table.origin for table in tables):
        return None
    from projects.datasets.row_sets import rows_behind  # with pandas: not before a file leaves

    more = [key for one in readers.earlier for key in one.keys.values()]
    read: Callable[[Callable[[Reader], RowSets]], RowSets] | None = getattr(project, "read", None)  # another thread
    if read is None:
        return rows_behind(project, tables, more=more)
    return read(lambda opened: rows_behind(opened, tables, more=more))


def log_release(project: Any, kind: str, message: Message, destination: Destination, readers: Readers | None) -> None:
    """The line of a file that left, with what its readers have now."""
    if destination not in _READ_BY or readers is None or readers.known is None or not readers.known.size:
        project.log(kind, message)
        return
    known = readers.known

    def perform(transaction: Transaction) -> None:
        if not readers.ref:
            readers.ref = transaction.put_object(released_to_json(known))
        transaction.execute(
            "INSERT INTO release (seq, destination, cells, released_ref) VALUES (?, ?, ?, ?)",
            (transaction.seq, str(destination), len(known.size), readers.ref),
        )

    logged = getattr(project, "logged", None)
    done = project.write_lasting(kind, "log", message, perform)
    if logged is not None:
        logged.append(done)


def _latest(reader: Reader, destination: Destination) -> Released | None:
    rows = reader.query(
        "SELECT released_ref FROM release WHERE destination = ? ORDER BY id DESC LIMIT 1", (str(destination),)
    )
    if not rows:
        return None
    files = reader.query("SELECT count(*) AS n FROM release WHERE destination = ?", (str(destination),))[0]["n"]
    return replace(released_of(reader.read_object(rows[0]["released_ref"])), files=int(files))
