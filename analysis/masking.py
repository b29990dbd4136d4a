# SPDX-License-Identifier: MIT
"""What may not leave: small bases and small cells are masked in the table itself. It writes nothing.

So the figure drawn from a table, its alternative text and embedded data obey too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from analysis.linked_masking import Nodes, add_nested, gather, name_of
from analysis.specs import Cell, Flag, TableSpec, Unit
from wording import Text, msg

_HIDDEN = frozenset({Flag.MASKED_BASE, Flag.MASKED_CELL, Flag.MASKED_COMPLEMENT})


class Destination(StrEnum):
    """Who will read it. Inside: bases are marked. A partner: small cells too. The public: nothing under the flag base
    of a sensitive table either."""

    INSIDE = "inside"
    PARTNER = "partner"
    PUBLIC = "public"


@dataclass(frozen=True)
class Masked:
    """How many cells of a table were masked: for their base, their size, as complement; how many were flagged."""

    table: str
    bases: int = 0
    cells: int = 0
    complements: int = 0
    flagged: int = 0

    @property
    def total(self) -> int:
        """All cells that are not shown."""
        return self.bases + self.cells + self.complements


def mask(
    table: TableSpec,
    minimum_base_flag: int = 30,
    minimum_base_mask: int = 10,
    minimum_cell: int = 5,
    destination: Destination = Destination.INSIDE,
) -> tuple[TableSpec, Masked]:
    """One table as it may be shown at `destination`, and what was masked; rules as in `mask_all`."""
    tables, told = mask_all([table], minimum_base_flag, minimum_base_mask, minimum_cell, destination)
    return tables[0], told[0]


def mask_all(
    tables: Sequence[TableSpec], flag: int, base: int, cell: int, destination: Destination
) -> tuple[list[TableSpec], list[Masked]]:
    """Tables that leave together as they may be shown at `destination`, with what was masked in each.

    A base under `base` becomes a mark, one under `flag` a flag. A cell of 1 to `cell` − 1 people is masked; along rows
    (columns) that are parts of one whole, neighbours are masked until those masked together hold at least `cell`
    people. What is masked in one table is masked wherever it stands, and no sum over the tables gives it back.
    """
    grids = []
    for table in tables:
        least = max(base, flag) if destination is Destination.PUBLIC and table.sensitive else base
        grids.append([[_by_base(one, flag, least) for one in row.cells] for row in table.rows])
    if destination is not Destination.INSIDE:
        grids = [[[_by_size(one, cell) for one in line] for line in grid] for grid in grids]
        _link(tables, grids, cell)
    done = [_finished(table, grid, flag, base, cell) for table, grid in zip(tables, grids, strict=True)]
    return [table for table, _ in done], [told for _, told in done]


def _link(tables: Sequence[TableSpec], grids: list[list[list[Cell]]], minimum: int) -> None:
    """Mask in the grids what would give masked cells away."""
    nodes = Nodes(minimum)
    for at, (table, grid) in enumerate(zip(tables, grids, strict=True)):
        gather(nodes, at, table, grid, _HIDDEN)
    add_nested(nodes)
    if not nodes.hidden:
        return
    nodes.protect()
    for at, grid in enumerate(grids):
        for row, line in enumerate(grid):
            for column, cell in enumerate(line):
                if not cell.flags & _HIDDEN and name_of(cell, at, row, column) in nodes.hidden:
                    line[column] = _hidden(cell, Flag.MASKED_COMPLEMENT)


def _finished(table: TableSpec, grid: list[list[Cell]], flag: int, base: int, cell: int) -> tuple[TableSpec, Masked]:
    """The table with its masked cells emptied of their sizes too, and the notes on them."""
    grid = [[replace(one, n=None, base=None) if one.flags & _HIDDEN else one for one in line] for line in grid]
    rows = tuple(replace(row, cells=tuple(line)) for row, line in zip(table.rows, grid, strict=True))
    flags = [one for line in grid for each in line for one in each.flags]
    masked = Masked(
        table.id,
        flags.count(Flag.MASKED_BASE),
        flags.count(Flag.MASKED_CELL),
        flags.count(Flag.MASKED_COMPLEMENT),
        flags.count(Flag.SMALL_BASE),
    )
    return replace(table, rows=rows, notes=(*table.notes, *_notes(masked, flag, base, cell))), masked


def _notes(masked: Masked, flag: int, base: int, cell: int) -> tuple[Text, ...]:
    notes: list[Text] = []
    if masked.flagged:
        notes.append(msg("mask.small_base", base=flag))
    if masked.bases:
        notes.append(msg("mask.base", base=base))
    if masked.cells or masked.complements:
        notes.append(msg("mask.cell", cell=cell))
    return tuple(notes)


def _by_base(cell: Cell, flag: int, minimum: int) -> Cell:
    if cell.base is None or cell.unit in (Unit.P, Unit.TEXT) or cell.flags & _HIDDEN:
        return cell
    if cell.base < minimum and cell.unit is not Unit.COUNT:
        return _hidden(cell, Flag.MASKED_BASE)
    if cell.base < flag and cell.unit is not Unit.COUNT:
        return replace(cell, flags=cell.flags | {Flag.SMALL_BASE})
    return cell


def _by_size(cell: Cell, minimum: int) -> Cell:
    if cell.n is None or not 0 < cell.n < minimum or cell.flags & _HIDDEN:
        return cell
    return _hidden(cell, Flag.MASKED_CELL)


def _hidden(cell: Cell, flag: Flag) -> Cell:
    """The cell without its numbers; its sizes stay until the complement rule is done with them."""
    return replace(
        cell, estimate=None, low=None, high=None, se=None, weighted_base=None, deff=None, text=None, df=None, cv=None,
        deff_without=None, flags=frozenset({flag}), n=cell.n, base=cell.base,
    )  # fmt: skip
