# SPDX-License-Identifier: MIT
"""The quantities of one table, and the sums that a reader of it alone can form: columns, rows, totals, bases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from analysis.specs import Cell, Row, TableSpec, Unit
from analysis.withholding.disclosure import Disclosure
from analysis.withholding.quantities import Quantities

TOTAL = "total"
CASES = "path."  # begins the keys of counts of cases (`analysis.analyses.registers.count_definitions`)
Grid = list[list[Cell]]


@dataclass
class Places:
    """Where the quantities of a table stand: (row, column) → name, columns' and rows' bases → name."""

    cells: dict[tuple[int, int], str] = field(default_factory=dict)
    columns: dict[int, str] = field(default_factory=dict)
    rows: dict[int, str] = field(default_factory=dict)
    bases: set[str] = field(default_factory=set)  # what the bases of columns count

    @property
    def all(self) -> set[str]:
        """Every quantity that is printed."""
        return {*self.cells.values(), *self.columns.values(), *self.rows.values(), *self.bases}


def named(table: TableSpec, key: str) -> str:
    """The name of a quantity by its key: keys are those of one data table."""
    if key.startswith(CASES):
        key = key[: key.index(":") + 1]
    return f"{table.origin.table}/{key}" if table.origin is not None else f"/{key}"


def size_of(cell: Cell) -> int | None:
    """Unweighted people behind a cell; None for one that counts nobody.

    Examples
    --------
    >>> cells = Cell(0.4, unit=Unit.SHARE, n=12, base=30), Cell(30.0, people=7), Cell(0.03, unit=Unit.P)
    >>> [size_of(cell) for cell in cells]
    [12, 7, None]
    """
    if cell.unit in (Unit.P, Unit.TEXT):
        return None
    if cell.people is not None:
        return cell.people
    return cell.n if cell.n is not None else cell.base


def keys_of(tables: Sequence[TableSpec]) -> dict[str, tuple[str, str]]:
    """The quantities with a key, of cells and of bases."""
    found: dict[str, tuple[str, str]] = {}
    for table in tables:
        origin = "" if table.origin is None else table.origin.table
        shown = [cell.key for row in table.rows for cell in row.cells if cell.key and size_of(cell) is not None]
        shown += [column.key for column in table.columns if column.key and column.base is not None]
        shown += [row.key for row in table.rows if row.key and any(cell.base is not None for cell in row.cells)]
        found |= {named(table, key): (origin, key) for key in shown}
    return found


def likeness(table: TableSpec) -> tuple[object, ...]:
    """Alike for tables that show the same quantities in the same places, such as a table and the one of its picture."""
    columns = tuple((column.id, column.base) for column in table.columns)
    rows = tuple((row.id, row.heading, tuple(size_of(cell) for cell in row.cells)) for row in table.rows)
    return table.id, None if table.origin is None else table.origin.table, columns, rows


def gather(
    quantities: Quantities, at: int, table: TableSpec, grid: Grid, hidden: frozenset[object], rule: Disclosure
) -> Places:  # fmt: skip
    """Take the quantities of a table and its own sums into the network; says where each of them stands."""
    places = Places()
    whole = rule in (Disclosure.WHOLE, Disclosure.ORDINARY)
    for row, line in enumerate(grid):
        for column, cell in enumerate(line):
            size = size_of(cell) if cell.tally is None else cell.tally.size
            if size is None or table.rows[row].heading or (whole and cell.people is None and cell.tally is None):
                continue
            name = cell.tally.name if cell.tally is not None else f"#{at}/{row}/{column}"
            name = named(table, cell.key) if cell.key else name
            places.cells[row, column] = name
            quantities.size[name] = size
            if cell.flags & hidden:
                quantities.hidden.add(name)
            if cell.rests_on:
                quantities.made_of.append((name, tuple(named(table, key) for key in cell.rests_on)))
    if not whole:
        _bases(quantities, at, table, places)
    if table.exclusive_rows:
        _down(quantities, table, places)
    if table.exclusive_columns:
        _across(quantities, table, places)
    return places


def _bases(quantities: Quantities, at: int, table: TableSpec, places: Places) -> None:
    """The bases that headings print, small ones withheld like cells."""
    for column, head in enumerate(table.columns):
        if head.base is not None and any(place[1] == column for place in places.cells):
            places.columns[column] = named(table, head.key) if head.key else f"#{at}/base/{column}"
            quantities.size[places.columns[column]] = head.base
            if head.tally is not None:
                places.bases.add(head.tally.name)
                quantities.size[head.tally.name] = head.tally.size
                quantities.add_sum([places.columns[column]], [head.tally.name])
    for row, line in enumerate(table.rows):
        cells = [cell.base for cell in line.cells if cell.base is not None]
        if line.key and cells:
            places.rows[row] = named(table, line.key)
            quantities.size[places.rows[row]] = cells[0]
    for name in (*places.columns.values(), *places.rows.values()):
        if 0 < quantities.size[name] < quantities.minimum:
            quantities.hidden.add(name)


def _down(quantities: Quantities, table: TableSpec, places: Places) -> None:
    for stretch in _stretches(table.rows):
        for column, head in enumerate(table.columns):
            if not head.additive:
                continue
            parts = [places.cells[row, column] for row in stretch if (row, column) in places.cells]
            base = places.columns.get(column)
            if not parts:
                continue
            if base is not None and sum(quantities.size[name] for name in parts) == quantities.size[base]:
                quantities.add_sum(parts, [base])
                quantities.columns.append((base, tuple(parts)))
            else:
                quantities.add_sum(parts)


def _across(quantities: Quantities, table: TableSpec, places: Places) -> None:
    inner = [at for at, column in enumerate(table.columns) if not column.id.startswith(TOTAL)]
    total = next((at for at, column in enumerate(table.columns) if column.id.startswith(TOTAL)), None)
    for row in range(len(table.rows)):
        parts = [places.cells[row, column] for column in inner if (row, column) in places.cells]
        if not parts:
            continue
        if row in places.rows:
            quantities.add_sum(parts, [places.rows[row]])
            quantities.columns.append((places.rows[row], tuple(parts)))
        elif total is None or (row, total) not in places.cells:
            quantities.add_sum(parts)
        else:
            _to_total(quantities, parts, places.cells[row, total], f"{places.cells[row, total]}~")
    if total is not None and total in places.columns:
        bases = [places.columns[column] for column in inner if column in places.columns]
        if len(bases) == len(inner):
            _to_total(quantities, bases, places.columns[total], f"{places.columns[total]}~")


def _to_total(quantities: Quantities, parts: Sequence[str], whole: str, rest_name: str) -> None:
    """The groups of a row make up its total, with those who are in no group."""
    rest = quantities.size[whole] - sum(quantities.size[name] for name in parts)
    rests: list[str] = []
    if rest > 0:
        rests = [f"{rest_name}{'+'.join(sorted(parts))}"]
        quantities.size[rests[0]] = rest
        quantities.unseen.add(rests[0])
        if rest < quantities.minimum:
            quantities.hidden.add(rests[0])
    if rest >= 0:
        quantities.add_sum([*parts, *rests], [whole])
    else:
        quantities.add_sum(parts)


def _stretches(rows: Sequence[Row]) -> list[list[int]]:
    """Rows that are parts of one whole: those between headings, without totals."""
    parts: list[list[int]] = [[]]
    for at, row in enumerate(rows):
        if row.heading:
            parts.append([])
        elif not row.total:
            parts[-1].append(at)
    return [part for part in parts if part]
