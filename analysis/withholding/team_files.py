# SPDX-License-Identifier: MIT
"""Small numbers that a file for the team shows, and all that its readers know once it is passed on."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.specs import Flag, TableSpec
from analysis.withholding.disclosure import Disclosure, disclosure_of
from analysis.withholding.earlier_files import ordinary_bases
from analysis.withholding.earlier_releases import Released, ReleaseMemory, ReleaseRule, network_of
from analysis.withholding.quantities import Quantities
from analysis.withholding.table_sums import gather, keys_of, likeness, named, size_of


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
    >>> from analysis.specs import Cell, Column, Row, Unit
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
