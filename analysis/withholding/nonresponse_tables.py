# SPDX-License-Identifier: MIT
"""Takes tables of all who were asked in place of those who answered, where few people gave no answer.

The base printed then is everybody asked, and those who gave no answer are a cell like the others: how many answered is
printed nowhere, and no share tells it. Tables of one question are all taken or none, so that none tells it beside
another.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from analysis.result_tables import AllAsked, TableSpec
from analysis.withholding.disclosure import minimum_cell_of
from analysis.withholding.quantity_keys import ALL_ASKED
from wording import Message

_NOTES = frozenset({"note.all_asked", "note.set_all_asked", "note.number_all_asked"})
Question = tuple[str, str]  # data table, id of a variable


def of_all_asked(
    tables: Sequence[TableSpec], cell: int, public: bool, earlier: Collection[Question] = ()
) -> list[TableSpec]:
    """The tables as they may be shown to readers outside the team."""
    taken = {(table, one) for table, key in earlier for one in _asked_in(key)}
    for table in tables:
        every = table.all_asked
        if every is not None and any(0 < n < minimum_cell_of(table, cell, public) for n in every.silent):
            taken |= _questions(table, every)
    return [
        replace(presented(table, table.all_asked.table), joined=_joined_of_all(table))
        if table.all_asked is not None and taken & _questions(table, table.all_asked)
        else table
        for table in tables
    ]


def presented(table: TableSpec, other: TableSpec) -> TableSpec:
    """Another form of a table under the title, and for the picture, that this one has."""
    said, own = other.subtitle, table.subtitle
    if isinstance(said, Message) and isinstance(own, Message) and own.key.endswith("_plain") and "level" in said.args:
        said = Message(f"{said.key}_plain", {name: value for name, value in said.args.items() if name != "level"})
    return replace(
        other, title=table.title, subtitle=said, origin=table.origin, source=table.source, all_asked=None, joined=(),
        unconfirmed=table.unconfirmed, inside_only=table.inside_only,
    )  # fmt: skip


def _joined_of_all(table: TableSpec) -> tuple[TableSpec, ...]:
    return tuple(presented(table, one.all_asked.table) for one in table.joined if one.all_asked is not None)


def is_of_all_asked(table: TableSpec) -> bool:
    """Whether a table that leaves says that it is of all who were asked."""
    return any(isinstance(note, Message) and note.key in _NOTES for note in table.notes)


def _questions(table: TableSpec, every: AllAsked) -> set[Question]:
    return {("" if table.origin is None else table.origin.table, one) for one in every.questions}


def _asked_in(key: str) -> list[str]:
    """The variables whose everybody asked a key counts."""
    return [part.removesuffix(f"={ALL_ASKED}") for part in key.partition(":")[2].split("|") if part.endswith(ALL_ASKED)]
