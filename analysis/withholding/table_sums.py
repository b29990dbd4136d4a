# SPDX-License-Identifier: MIT
"""The quantities of one table, and the sums that a reader of it alone can form: columns, rows, totals, bases."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from analysis.result_tables import CODED, EVERY, Cell, Flag, NestedCount, Row, TableSpec, Tally, Unit
from analysis.withholding.disclosure import Disclosure
from analysis.withholding.network_of_sums import Quantities
from wording import msg

TOTAL = "total"
CASES = "path."  # begins the keys of counts of cases (`analysis.analyses.registers.case_pathway`)
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


_KNOWN_MINIMUM = 1  # of a withheld count of people a reader knows that it is no 0


def nests_of(tables: Sequence[TableSpec]) -> list[NestedCount]:
    """The nests of tables by the names of quantities."""

    def placed(table: TableSpec, tally: Tally) -> Tally:
        return tally if tally.name.startswith(CODED) else replace(tally, name=named(table, tally.name))

    return [
        replace(nest, whole=placed(table, nest.whole), parts=tuple(placed(table, part) for part in nest.parts))
        for table in tables
        for nest in table.nests
    ]


def add_nests(quantities: Quantities, nests: Sequence[NestedCount], printed: Collection[str]) -> None:
    """Add what a reader knows of counts that hold others; withhold small ones that hold a withheld one.

    Disjoint parts add up to the whole; others are each at most the whole, which is at most their sum. What stands in no
    table (not in `printed`) is unknown. A whole under the minimum says as much of its part as the part itself, so it is
    withheld with it, and so on up the tree; larger ones are left to `protect`, which solves for their bounds.
    """
    once = list({(nest.whole.name, tuple(part.name for part in nest.parts)): nest for nest in nests}.values())
    for nest in once:
        everybody = nest.whole.name.endswith(EVERY)
        for tally in nest.parts if everybody else (nest.whole, *nest.parts):
            _add_size(quantities, tally, printed)
        filled = [part for part in nest.parts if part.size > 0]  # a count of nobody adds nothing
        if everybody:
            quantities.add_sum([part.name for part in filled])
        elif nest.disjoint:
            _disjoint(quantities, nest.whole, filled, 0 < nest.rest < quantities.minimum)
        else:
            _overlapping(quantities, nest.whole, filled, nest.each_secret)
    _withhold_small(quantities, once)
    for nest in once:
        while not nest.disjoint and (bounding := _bounding(quantities, nest)):
            quantities.hidden.add(bounding)


def _bounding(quantities: Quantities, nest: NestedCount) -> str:
    """What is to be withheld because it tells at least how many a small withheld part has; "" for nothing.

    A whole is at most the sum of its parts, so whole and other parts leave a least number. The mark says "at least one"
    already; two or more would be told, and four would be all there is of a part of at most four.
    """
    if nest.whole.name.endswith(EVERY) or quantities.unknown(nest.whole.name):
        return ""
    filled = [part for part in nest.parts if part.size > 0]
    few = [part for part in filled if part.name in quantities.hidden and part.size < quantities.minimum]
    for part in few:
        others = [one for one in filled if one is not part]
        shown = [one for one in others if not quantities.unknown(one.name)]
        if len(shown) + len(few) - 1 < len(others):  # of one nobody knows how many it holds
            continue
        most = sum(one.size for one in shown) + (len(few) - 1) * (quantities.minimum - 1)
        if nest.whole.size - most >= _KNOWN_MINIMUM + 1:
            open_ones = [one for one in (*shown, nest.whole) if one.name not in quantities.released]
            if open_ones:
                return min(open_ones, key=lambda one: (one is nest.whole, one.size < quantities.minimum, one.size)).name
    return ""


def add_cases_behind(quantities: Quantities, tables: Sequence[TableSpec], printed: Collection[str]) -> None:
    """Keep beside each count of a sensitive code the cases that bear it: a later file is judged by them too."""
    for cell in (cell for table in tables for row in table.rows for cell in row.cells):
        if cell.tally is None or cell.n is None:
            continue
        scope, unit, what = cell.tally.name.removeprefix(CODED).split("/", 2)
        cases = f"{CODED}{scope}/cases/{what}"
        if unit != "cases" and cases not in quantities.size:
            _add_size(quantities, Tally(cases, cell.n), printed)


def _add_size(quantities: Quantities, tally: Tally, printed: Collection[str]) -> None:
    quantities.size[tally.name] = tally.size
    if tally.name not in printed:
        quantities.unseen.add(tally.name)


def _add_unprinted(quantities: Quantities, name: str, size: int) -> str:
    """A number that stands in no table."""
    quantities.size[name] = size
    quantities.unseen.add(name)
    return name


def _disjoint(quantities: Quantities, whole: Tally, parts: Sequence[Tally], is_secret: bool) -> None:
    rest = whole.size - sum(part.size for part in parts)
    names = [part.name for part in parts]
    beside = [_add_unprinted(quantities, f"{whole.name}~{'+'.join(names)}", rest)] if rest > 0 else []
    if is_secret:
        quantities.hidden.update(beside)
    if names:
        quantities.add_sum([*names, *beside], [whole.name])


def _overlapping(quantities: Quantities, whole: Tally, parts: Sequence[Tally], each_secret: bool) -> None:
    for part in parts:
        outside = _add_unprinted(quantities, f"{whole.name}~{part.name}", whole.size - part.size)
        if each_secret and 0 < whole.size - part.size < quantities.minimum:
            quantities.hidden.add(outside)
        quantities.add_sum([part.name, outside], [whole.name])
    names = [part.name for part in parts]
    twice = sum(part.size for part in parts) - whole.size
    if names and twice >= 0:
        several = _add_unprinted(quantities, f"{whole.name}~~{'+'.join(names)}", twice)
        quantities.add_sum([whole.name, several], names)


def _withhold_small(quantities: Quantities, nests: Sequence[NestedCount]) -> None:
    waiting = True
    while waiting:
        waiting = False
        for nest in nests:
            name = nest.whole.name
            if name.endswith(EVERY) or name in quantities.hidden or not 0 < nest.whole.size < quantities.minimum:
                continue
            if any(part.size > 0 and part.name in quantities.hidden for part in nest.parts):
                quantities.hidden.add(name)
                waiting = True


NOT_SHOWN = "not_shown"  # id of the row in whose place the answers withheld stood
_IDENTIFIED, _WHOLE = ".identified:", "total_before"


def without_zeros(table: TableSpec, grid: list[list[Cell]], hidden: Collection[Flag]) -> list[list[Cell]]:
    """The cells of a pathway without the zeros of a step whose whole is withheld."""
    at = next((place for place, column in enumerate(table.columns) if column.id == _WHOLE), None)
    if at is None:
        return grid
    return [
        [_withheld(one) if one.key.startswith(CASES) and one.estimate == 0 else one for one in line]
        if line and not line[at].flags.isdisjoint(hidden) else line
        for line in grid
    ]  # fmt: skip


def without_rare_answers(table: TableSpec) -> TableSpec:
    """The table in which one row stands for all answers withheld, where the number of cases is withheld, too."""
    of_cases = [one for one in table.columns if one.key.startswith(CASES) and _IDENTIFIED in one.key]
    rare = [row for row in table.rows if row.cells and all(cell.estimate is None for cell in row.cells)]
    if not of_cases or any(one.base is not None for one in of_cases) or not rare:
        return table
    kept = tuple(row for row in table.rows if row not in rare)
    cells = tuple(replace(one, key="") for one in rare[0].cells)
    return replace(table, rows=(*kept, Row(NOT_SHOWN, msg("cases.not_shown"), cells)))


def _withheld(cell: Cell) -> Cell:
    return Cell(unit=Unit.COUNT, flags=frozenset({Flag.MASKED_COMPLEMENT}), key=cell.key)
