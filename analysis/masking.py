# SPDX-License-Identifier: MIT
"""What may not leave: small bases and small cells are masked in the table itself. It writes nothing.

So the figure drawn from a table, its alternative text and embedded data obey too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from analysis.specs import Cell, Flag, Row, TableSpec, Unit
from wording import Text, msg

TOTAL = "total"
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
    """The table as it may be shown at `destination`, and what was masked.

    A base under `minimum_base_mask` becomes a mark, one under `minimum_base_flag` a flag. A cell of 1 to
    `minimum_cell` − 1 people is masked; along rows (columns) that are parts of one whole, neighbours are masked until
    those masked together hold at least `minimum_cell` people, so that none can be had by subtraction.
    """
    if destination is Destination.PUBLIC and table.sensitive:
        minimum_base_mask = max(minimum_base_mask, minimum_base_flag)
    grid = [list(row.cells) for row in table.rows]
    grid = [[_by_base(cell, minimum_base_flag, minimum_base_mask) for cell in line] for line in grid]
    if destination is not Destination.INSIDE:
        grid = [[_by_size(cell, minimum_cell) for cell in line] for line in grid]
        _complement(table, grid, minimum_cell)
    grid = [[replace(cell, n=None, base=None) if cell.flags & _HIDDEN else cell for cell in line] for line in grid]
    rows = tuple(replace(row, cells=tuple(line)) for row, line in zip(table.rows, grid, strict=True))
    flags = [flag for line in grid for cell in line for flag in cell.flags]
    masked = Masked(
        table.id,
        flags.count(Flag.MASKED_BASE),
        flags.count(Flag.MASKED_CELL),
        flags.count(Flag.MASKED_COMPLEMENT),
        flags.count(Flag.SMALL_BASE),
    )
    notes = _notes(masked, minimum_base_flag, minimum_base_mask, minimum_cell)
    return replace(table, rows=rows, notes=(*table.notes, *notes)), masked


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


def _complement(table: TableSpec, grid: list[list[Cell]], minimum: int) -> None:
    lines: list[list[tuple[int, int]]] = []
    if table.exclusive_rows:
        for part in _stretches(table.rows):
            lines.extend([(at, column) for at in part] for column in range(len(table.columns)))
    if table.exclusive_columns:
        inner = [at for at, column in enumerate(table.columns) if not column.id.startswith(TOTAL)]
        for at, row in enumerate(table.rows):
            if not row.heading:
                lines.append([(at, column) for column in inner])
    changed = True
    while changed:
        changed = False
        for line in lines:
            changed = _protect(grid, line, minimum) or changed


def _stretches(rows: Sequence[Row]) -> list[list[int]]:
    """Rows that are parts of one whole: those between headings, without totals."""
    parts: list[list[int]] = [[]]
    for at, row in enumerate(rows):
        if row.heading:
            parts.append([])
        elif not row.total:
            parts[-1].append(at)
    return [part for part in parts if part]


def _protect(grid: list[list[Cell]], line: list[tuple[int, int]], minimum: int) -> bool:
    """Mask one more cell of a line, where those masked could be worked out; whether one was."""
    cells = [(at, column, grid[at][column]) for at, column in line]
    cells = [(at, column, cell) for at, column, cell in cells if _size(cell) is not None]
    masked = [_size(cell) or 0 for _, _, cell in cells if cell.flags & _HIDDEN]
    if not masked or (len(masked) > 1 and sum(masked) >= minimum):
        return False
    shown = [(_size(cell) or 0, at, column) for at, column, cell in cells if not cell.flags & _HIDDEN]
    choice = [place for place in shown if place[0] > 0] or shown
    if not choice:
        return False
    _, at, column = min(choice)
    grid[at][column] = _hidden(grid[at][column], Flag.MASKED_COMPLEMENT)
    return True


def _size(cell: Cell) -> int | None:
    if cell.unit in (Unit.P, Unit.TEXT):
        return None
    return cell.n if cell.n is not None else cell.base


def mask_all(
    tables: Sequence[TableSpec], flag: int, base: int, cell: int, destination: Destination
) -> tuple[list[TableSpec], list[Masked]]:
    """Each table masked, with what was masked in each."""
    done = [mask(table, flag, base, cell, destination) for table in tables]
    return [table for table, _ in done], [masked for _, masked in done]
