# SPDX-License-Identifier: MIT
"""Earlier files by their names and days, as the note below a table checked against them says it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from analysis.result_tables import Flag, TableSpec, Unit
from analysis.withholding.disclosure import Disclosure, disclosure_of
from analysis.withholding.earlier_releases import Released, ReleaseMemory, ReleaseRule, network_of
from analysis.withholding.network_of_sums import Quantities
from analysis.withholding.printed_numbers import Print
from analysis.withholding.quantity_keys import Told
from analysis.withholding.row_groups import RowSets, ids_of_rows, rows_of_ids
from analysis.withholding.sensitive_answers import SensitiveAnswers
from analysis.withholding.table_sums import CASES, gather, keys_of, likeness, named, size_of
from wording import Text, msg


@dataclass(frozen=True)
class EarlierFile:
    """A file that readers have: its name, the day it left, where to, and the mark of its numbers."""

    name: str
    day: dt.date
    destination: str
    mark: str


@dataclass
class Readers:
    """Who a file goes to: what they have from earlier files, and, once it is checked, what they have with it."""

    earlier: tuple[Released, ...] = ()
    files: tuple[EarlierFile, ...] = ()  # the newest first
    known: Released | None = None
    ref: str = ""  # where what they know is kept
    own: str = ""  # the mark of what leaves together
    moved: Text | None = None  # the title of a table whose base moved by few people since a file that they have
    beside: Readers | None = None  # of what the public gets partners read too, and are told no secret of theirs

    @property
    def known_before(self) -> set[tuple[str, str]]:
        """Data table and key of what they have from earlier files."""
        held = [known for one in (self, self.beside) if one for known in one.earlier]
        told = {(one.table, one.key) for known in held for one in known.answers}
        return {key for known in held for key in known.keys.values()} | told


def checked_against(
    table: TableSpec, earlier: Iterable[Released], files: Sequence[EarlierFile], partners: bool = False
) -> Text:  # fmt: skip
    """The note below a table of which something is withheld beside earlier files."""
    data, known = table.origin.table if table.origin is not None else "", list(earlier)
    held = {mark for one in known for name in one.seen if name.startswith(f"{data}/") for mark in one.seen[name]}
    held |= {told.file for one in known for told in one.answers if told.table == data}
    found = [one for one in files if one.mark in held]
    if not found:
        return msg("mask.released_partners" if partners else "mask.released")
    to = msg(f"destination.{found[0].destination}")
    return msg("mask.released_file", file=found[0].name, day=found[0].day, destination=to)


def ordinary_bases(tables: Iterable[TableSpec]) -> dict[str, int]:
    """The unweighted bases of tables by what they count."""
    found: dict[str, int] = {}
    for table in tables:
        for column in table.columns:
            if column.key and column.base is not None:
                found[f"{named(table, column.key)}#"] = column.base
        for cell in (cell for row in table.rows for cell in row.cells):
            if cell.key and cell.base is not None and not cell.key.startswith(CASES):
                found[f"{named(table, cell.key)}#"] = cell.base
    return found


def moved_by_few_rows(
    tables: Sequence[TableSpec], row_sets: RowSets | None, earlier: Iterable[Released], minimum: int
) -> Text | None:
    """The table with a base to which few rows were added since a file that the readers have, in whatever words."""
    if row_sets is None:
        return None
    held = list(earlier)
    bases = {mark: _base_rows(one, mark, row_sets) for one in held for mark in one.rows}
    for table in tables:
        name = table.origin.table if table.origin is not None else ""
        now = {row_sets.rows(name, key) for key in _keys_of_bases(table)} - {None, 0}
        for one in held:
            for mark, rows in one.rows.items():
                if name not in rows:
                    continue
                then = rows_of_ids(row_sets.ids(name), rows[name])
                few = ((row_sets.rows(name, "everyone:") or 0) & ~then).bit_count() < minimum
                for base in now:
                    added = ((base or 0) & ~then).bit_count()
                    if 0 < added < minimum and (few or (base or 0) & then in bases[mark].get(name, ())):
                        return table.title
    return None


def _keys_of_bases(table: TableSpec) -> set[str]:
    keys = {column.key for column in table.columns if column.base is not None}
    return (keys | {row.key for row in table.rows}) - {""}


def _base_rows(one: Released, mark: str, row_sets: RowSets) -> dict[str, set[int]]:
    """The rows of today that were bases in an earlier file, by data table."""
    found: dict[str, set[int]] = {}
    named_so = (name.removesuffix("#").partition("/") for name in one.ordinary.get(mark, ()))
    told = ((known.table, known.key) for known in one.answers if known.file == mark)
    for table, key in (*((table, key) for table, _, key in named_so), *told):
        rows = row_sets.rows(table, key)
        if rows is not None and (ids := one.rows[mark].get(table)) is not None:
            found.setdefault(table, set()).add(rows & rows_of_ids(row_sets.ids(table), ids))
    return found


def moved_by_few(
    tables: Sequence[TableSpec], bases: Mapping[str, int], earlier: Iterable[Released], minimum: int
) -> Text | None:
    """The table of which a base has moved by few people since a file that the readers have.

    Old and new share, or mean, tell together what those few answered.
    """
    held = [old for one in earlier for old in one.ordinary.values()]
    moved = {
        name for name, now in bases.items() for old in held if name in old and 0 < abs(old[name] - now) < minimum
    }  # fmt: skip
    if not moved:
        return None
    return next((table.title for table in tables if not moved.isdisjoint(_own_bases(table))), None)


def _own_bases(table: TableSpec) -> set[str]:
    """Names of bases that hold all conditions: that of a share is its column's, and another where a table is turned."""
    columns = {column.key for column in table.columns if column.base is not None}
    cells = {cell.key for row in table.rows for cell in row.cells if cell.unit is not Unit.SHARE}
    return {f"{named(table, key)}#" for key in (columns | cells) - {""}}


def told_before(earlier: Iterable[Released]) -> list[Told]:
    """The numbers that readers have, those of files that were checked as a network too."""
    found: dict[Told, None] = {}
    for one in earlier:
        found |= dict.fromkeys(one.answers)
        for name, key in one.keys.items():
            if name in one.size and "@" not in name and name not in one.hidden and name not in one.unseen:
                for file in one.seen.get(name) or {one.own}:
                    found[Told(*key, file)] = None
    return list(found)


def told_with(answers: SensitiveAnswers, earlier: Iterable[Released], file: str) -> tuple[Told, ...]:
    """The numbers that readers of this file have, those of earlier ones too."""
    shown = [(answers.level[name], name, key) for name, key in answers.keys.items()]
    now = (Told(*key, file, "" if level is Print.EXACT else answers.bases[name], level is Print.FIVES)
           for level, name, key in shown if level is not Print.HIDDEN)  # fmt: skip
    return tuple(dict.fromkeys([*(one for before in earlier for one in before.answers), *now]))


def rows_with(
    tables: Iterable[TableSpec], row_sets: RowSets | None, earlier: Iterable[Released], file: str
) -> dict[str, dict[str, str]]:  # fmt: skip
    """Which rows the data tables had in this file and in earlier ones."""
    found = {mark: dict(rows) for one in earlier for mark, rows in one.rows.items()}
    own = {table.origin.table for table in tables if table.origin is not None and not table.origin.register}
    if row_sets is not None:
        found[file] = {one: ids_of_rows(ids) for one in sorted(own) if (ids := row_sets.ids(one))}
    return found


def known_of_team_file(tables: Sequence[TableSpec], hidden: frozenset[Flag], own: str) -> Released:
    """What readers know who are given a file for the team: every number it shows."""
    quantities, first = Quantities(0), dict[tuple[object, ...], int]()
    places = [
        gather(
            quantities,
            first.setdefault(likeness(table), at),
            table,
            [list(row.cells) for row in table.rows],
            hidden,
            disclosure_of(table),
        )  # fmt: skip
        for at, table in enumerate(tables)
    ]
    keys = {name: key for name, key in keys_of(tables).items() if name in quantities.size}
    carried, guarded = ReleaseMemory(), set[str]()
    for table, found in zip(tables, places, strict=True):
        for name in (*found.cells.values(), *found.columns.values(), *found.rows.values()):
            carried.seen[name].add(own)
        if disclosure_of(table) is Disclosure.SENSITIVE:
            guarded.update(found.cells.values())
    carried.ordinary = ordinary_bases(table for table in tables if disclosure_of(table) is not Disclosure.WHOLE)
    return network_of(quantities, keys, guarded, (), carried, ReleaseRule(), own)


def small_sensitive_numbers(tables: Sequence[TableSpec], minimum: int) -> int:
    """How many numbers of 1 to `minimum` − 1 people sensitive tables show; one that stands in several tables once.

    Examples
    --------
    >>> from analysis.result_tables import Cell, Column, Row, Unit
    >>> cells = tuple(Cell(0.1, n=n, base=40, unit=Unit.SHARE, key=f"v1={n}") for n in (3, 12))
    >>> columns = (Column("a", "Women"), Column("b", "Men"))
    >>> table = TableSpec("t", "Harm", None, None, columns, (Row("r", "Yes", cells),), sensitive=True)
    >>> small_sensitive_numbers([table, table], 5)
    1
    """
    found: set[object] = set()
    for table in tables:
        if disclosure_of(table) is not Disclosure.SENSITIVE:
            continue
        for row in table.rows:
            for at, cell in enumerate(row.cells):
                if 0 < (size_of(cell) or 0) < minimum:
                    found.add(named(table, cell.key) if cell.key else (table.id, row.id, at))
    return len(found)
