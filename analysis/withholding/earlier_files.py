# SPDX-License-Identifier: MIT
"""Earlier files by their names and days, as the note below a table checked against them says it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from analysis.specs import TableSpec
from analysis.withholding.earlier_releases import Released
from analysis.withholding.table_sums import CASES, named
from wording import Text, msg


@dataclass(frozen=True)
class EarlierFile:
    """A file that readers have: its name, the day it left, where to, and the mark of its numbers."""

    name: str
    day: dt.date
    destination: str
    mark: str


def checked_against(
    table: TableSpec, earlier: Iterable[Released], files: Sequence[EarlierFile], partners: bool = False
) -> Text:  # fmt: skip
    """The note below a table of which something is withheld beside earlier files.

    Parameters
    ----------
    table : TableSpec
        The table that leaves.
    earlier : Iterable[Released]
        What its readers have.
    files : Sequence[EarlierFile]
        The files they have, the newest first.
    partners : bool, default False
        Whether it leaves for the public and was checked against files of partners too, none of which is named.

    Returns
    -------
    Text
        It names the newest file with numbers of the same data, where one is known.
    """
    data = f"{table.origin.table}/" if table.origin is not None else "/"
    held = {mark for one in earlier for name in one.seen if name.startswith(data) for mark in one.seen[name]}
    found = [one for one in files if one.mark in held]
    if not found:
        return msg("mask.released_partners" if partners else "mask.released")
    to = msg(f"destination.{found[0].destination}")
    return msg("mask.released_file", file=found[0].name, day=found[0].day, destination=to)


def ordinary_bases(tables: Iterable[TableSpec]) -> dict[str, int]:
    """The unweighted bases of tables by what they count.

    Parameters
    ----------
    tables : Iterable[TableSpec]
        Tables of people that leave together; cases on their path have no such base.

    Returns
    -------
    dict[str, int]
        Name → people, of columns and cells that have a key: it holds the conditions, so that no other group is meant.
    """
    found: dict[str, int] = {}
    for table in tables:
        for column in table.columns:
            if column.key and column.base is not None:
                found[f"{named(table, column.key)}#"] = column.base
        for cell in (cell for row in table.rows for cell in row.cells):
            if cell.key and cell.base is not None and not cell.key.startswith(CASES):
                found[f"{named(table, cell.key)}#"] = cell.base
    return found


def moved_by_few(
    tables: Sequence[TableSpec], bases: Mapping[str, int], earlier: Iterable[Released], minimum: int
) -> Text | None:
    """The table of which a base has moved by few people since a file that the readers have.

    Old and new share, or mean, tell together what those few answered.

    Parameters
    ----------
    tables : Sequence[TableSpec]
        Tables that leave together.
    bases : Mapping[str, int]
        Their bases, as `ordinary_bases` gives them.
    earlier : Iterable[Released]
        What the readers have.
    minimum : int
        A change by 1 to `minimum` − 1 people is one by few.

    Returns
    -------
    Text | None
        The title of the first such table; None where there is none.
    """
    held = [old for one in earlier for old in one.ordinary.values()]
    moved = {
        name for name, now in bases.items() for old in held if name in old and 0 < abs(old[name] - now) < minimum
    }  # fmt: skip
    if not moved:
        return None
    return next((table.title for table in tables if not moved.isdisjoint(ordinary_bases([table]))), None)
