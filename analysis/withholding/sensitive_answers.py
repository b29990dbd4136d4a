# SPDX-License-Identifier: MIT
"""Numbers of sensitive questions, in this file and in earlier ones: which of them leave, and how exactly.

Which conditions are equal, lie within each other or leave few between them is read from the rows, not from words.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import ceil, floor, sqrt

from analysis.result_tables import Cell, Flag, TableSpec, Unit
from analysis.withholding.cell_limits import hidden_cell
from analysis.withholding.disclosure import Disclosure
from analysis.withholding.printed_numbers import FIVES, HALF, Print, PrintedNumber, in_fives
from analysis.withholding.quantity_keys import Told, read_key, variable_of
from analysis.withholding.reader_programme import ReaderProgramme
from analysis.withholding.row_groups import RowSets, rows_of_ids
from analysis.withholding.table_sums import Grid, Places, named, size_of

Key = tuple[str, str]


@dataclass
class SensitiveAnswers:
    """Quantities of the tables that are checked by their rows: where they stand, how they are printed."""

    places: dict[int, Places] = field(default_factory=dict)  # of the tables checked so, by their place
    keys: dict[str, Key] = field(default_factory=dict)
    bases: dict[str, str] = field(default_factory=dict)  # the key of the whole that a number is a share of
    level: dict[str, Print] = field(default_factory=dict)
    stands: dict[str, list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))  # table and column

    @property
    def hidden(self) -> frozenset[str]:
        """Names of what is withheld."""
        return frozenset(name for name, level in self.level.items() if level is Print.HIDDEN)


def gather_answers(
    tables: Sequence[TableSpec], grids: Sequence[Grid], rules: Sequence[Disclosure], row_sets: RowSets | None,
    minimum: int, hidden: Collection[object],
) -> SensitiveAnswers:  # fmt: skip
    """The numbers of tables of sensitive questions of which the rows are known."""
    found = SensitiveAnswers()
    for at, (table, grid, rule) in enumerate(zip(tables, grids, rules, strict=True)):
        if row_sets is None or rule is not Disclosure.SENSITIVE or not table.secrets:
            continue
        if _of_answers(table, row_sets):
            _gather(found, at, table, grid, minimum, hidden)
    return found


def protect_small_groups(
    tables: Sequence[TableSpec], grids: Sequence[Grid], rules: Sequence[Disclosure], row_sets: RowSets | None,
    hidden: Collection[object],
) -> list[SensitiveAnswers]:  # fmt: skip
    """What stays hidden beside the mark of a small group, where the groups are answers that tell who is meant."""
    found = []
    for at, (table, grid, rule) in enumerate(zip(tables, grids, rules, strict=True)):
        if row_sets is None or rule is not Disclosure.ORDINARY or not table.telling_groups:
            continue
        if not any(cell.flags & frozenset(hidden) for line in grid for cell in line):
            continue
        if table.origin is None or not _of_answers(table, row_sets):
            continue
        one = SensitiveAnswers()
        _gather(one, at, table, grid, 0, hidden)
        asked = {variable_of(part) for head in table.columns for part in read_key(head.key)[1] if _is_base([part])}
        _protect(one, table.origin.table, asked, row_sets, 0, (), {}, ())
        found.append(one)
    return found


def _gather(
    found: SensitiveAnswers, at: int, table: TableSpec, grid: Grid, minimum: int, hidden: Collection[object]
) -> None:  # fmt: skip
    places = found.places[at] = Places()
    for column, head in enumerate(table.columns):
        if head.key and head.base is not None:
            name = places.columns[column] = _note(found, table, head.key, head.key, at, column)
            if 0 < head.base < minimum:
                found.level[name] = Print.HIDDEN
    for row, line in enumerate(grid):
        for column, cell in enumerate(line):
            if size_of(cell) is None or table.rows[row].heading:
                continue
            name = places.cells[row, column] = _note(found, table, cell.key, table.columns[column].key, at, column)
            if cell.flags & frozenset(hidden):
                found.level[name] = Print.HIDDEN


def _note(found: SensitiveAnswers, table: TableSpec, key: str, base: str, at: int, column: int) -> str:
    name = named(table, key)
    found.keys[name] = (table.origin.table if table.origin is not None else "", key)
    found.bases.setdefault(name, base)
    found.level.setdefault(name, Print.EXACT)
    found.stands[name].append((at, column))
    return name


def _of_answers(table: TableSpec, row_sets: RowSets) -> bool:
    """Whether it counts answers of rows that are known: no register, no mean, no sum."""
    origin = table.origin
    if origin is None or origin.register or origin.how == "cases":
        return False
    for row in table.rows:
        for cell, column in zip(row.cells, table.columns, strict=False):
            size = size_of(cell)
            if size is None or row.heading:
                continue
            if cell.unit not in (Unit.SHARE, Unit.COUNT) or cell.tally or cell.people is not None or cell.rests_on:
                return False
            rows = row_sets.rows(origin.table, cell.key) if cell.key and column.key else None
            if rows is None or rows.bit_count() != size:
                return False
    return True


def protect_answers(
    found: SensitiveAnswers, tables: Sequence[TableSpec], row_sets: RowSets, minimum: int,
    earlier: Sequence[Told] = (), files: Mapping[str, Mapping[str, str]] | None = None,
    chosen: Collection[str] = (),
) -> None:  # fmt: skip
    """Withhold, or print in whole per cents, what tells a small number of a sensitive question."""
    questions = {
        (table.origin.table, one) for table in (tables[at] for at in found.places) for one in table.secrets
        if table.origin is not None
    }  # fmt: skip
    for table, variables in _together(questions, row_sets):
        _protect(found, table, variables, row_sets, minimum, earlier, files or {}, chosen)


def _protect(
    found: SensitiveAnswers, table: str, variables: Collection[str], row_sets: RowSets, minimum: int,
    earlier: Sequence[Told], files: Mapping[str, Mapping[str, str]], chosen: Collection[str],
) -> None:  # fmt: skip
    """Protect the answers to one question, or to those recoded from each other."""
    every = row_sets.rows(table, "everyone:") or 0
    for choice in _choices(found, table, variables):
        numbers, names = _numbers(found, table, variables, choice, row_sets, chosen)
        if not numbers:
            continue
        before = _before(earlier, files, table, variables, choice, row_sets)
        columns: dict[tuple[int, int], list[int]] = defaultdict(list)
        for at, name in enumerate(names):
            for place in found.stands[name]:
                columns[place].append(at)
        groups = _without_a_part(table, [found.keys[name][1] for name in names], variables, row_sets)
        unsaid = _unsaid(table, choice, row_sets)
        programme = ReaderProgramme([*numbers, *before], every, minimum, list(columns.values()), groups, unsaid)
        programme.protect()
        for number, name in zip(numbers, names, strict=True):
            found.level[name] = max(found.level[name], number.level)
    for places in found.places.values():  # a share would tell a base that is withheld
        for (_, column), name in places.cells.items():
            if found.level.get(places.columns.get(column, "")) is Print.HIDDEN:
                found.level[name] = Print.HIDDEN


def _together(questions: Collection[Key], row_sets: RowSets) -> list[tuple[str, frozenset[str]]]:
    """The sensitive questions of each data table, those recoded or banded from each other together."""
    found: list[tuple[str, frozenset[str]]] = []
    for table in sorted({table for table, _ in questions}):
        own = {one for of, one in questions if of == table}
        family = {one: frozenset({one}) for one in own}
        for pair in row_sets.derived(table):
            if pair <= own:
                both = frozenset[str]().union(*(family[one] for one in pair))
                family.update(dict.fromkeys(both, both))
        found += [(table, one) for one in sorted(set(family.values()), key=min)]
    return found


def _own(key: str, variables: Collection[str]) -> frozenset[str]:
    return frozenset(part for part in read_key(key)[1] if variable_of(part) in variables)


def _chosen(key: str, variables: Collection[str]) -> frozenset[str]:
    """The choices of several that a key counts: each is looked at by itself."""
    return frozenset(part for part in _own(key, variables) if "." in part.partition("=")[0])


def _choices(found: SensitiveAnswers, table: str, variables: Collection[str]) -> list[frozenset[str]]:
    several = {_chosen(key, variables) for of, key in found.keys.values() if of == table and _own(key, variables)}
    return sorted(several - {frozenset()}, key=sorted) or [frozenset()]


def _bits(table: str, key: str, variables: Collection[str], row_sets: RowSets) -> tuple[int, int] | None:
    """The rows of a key's own answers, and those of its other conditions."""
    base, conditions = read_key(key)
    own = _own(key, variables)
    found = [
        row_sets.rows(table, f"{base}:{'|'.join(sorted(some))}") for some in (own, conditions - own)
    ]  # fmt: skip
    return None if found[0] is None or found[1] is None else (found[0], found[1])


def _numbers(
    found: SensitiveAnswers, table: str, variables: Collection[str], choice: frozenset[str], row_sets: RowSets,
    chosen: Collection[str],
) -> tuple[list[PrintedNumber], list[str]]:  # fmt: skip
    numbers, names = [], []
    heads = {name for places in found.places.values() for name in places.columns.values()}
    for name, (of, key) in found.keys.items():
        own = _own(key, variables)
        if of != table or not own or _chosen(key, variables) not in (choice, frozenset()):
            continue
        bits = _bits(table, key, variables, row_sets)
        if bits is None:
            continue
        whole = row_sets.rows(table, found.bases[name]) or 0
        is_base = _is_base(own)
        numbers.append(
            PrintedNumber(
                *bits, (bits[0] & bits[1]).bit_count(), whole.bit_count(), found.level[name],
                fixed=is_base and name in heads and found.level[name] is Print.EXACT,
                price=0.1 if name in chosen else float(len(found.stands[name])), is_base=is_base,
                chosen=name in chosen,
            )
        )  # fmt: skip
        names.append(name)
    return numbers, names


def _without_a_part(table: str, keys: Iterable[str], variables: Collection[str], row_sets: RowSets) -> list[int]:
    """The rows of each condition beside the answers, once without its group."""
    found: dict[int, None] = {}
    for base, rest in dict.fromkeys((read_key(key)[0], read_key(key)[1] - _own(key, variables)) for key in keys):
        for part in rest:
            rows = row_sets.rows(table, f"{base}:{'|'.join(sorted(rest - {part}))}")
            found |= {} if rows is None else {rows: None}
    return list(found)


def _unsaid(table: str, choice: frozenset[str], row_sets: RowSets) -> list[int]:
    """Rows that answered without making the choice."""
    found = []
    for part in choice:
        answered = row_sets.rows(table, f"everyone:{variable_of(part)}=*")
        found.append((answered or 0) & ~(row_sets.rows(table, f"everyone:{part}") or 0))
    return [one for one in found if one]


def _is_base(own: Iterable[str]) -> bool:
    """Whether these conditions only ask whether there is an answer."""
    return all(part.partition("=")[2].startswith("*") for part in own)


def _before(
    earlier: Iterable[Told], files: Mapping[str, Mapping[str, str]], table: str, variables: Collection[str],
    choice: frozenset[str], row_sets: RowSets,
) -> list[PrintedNumber]:  # fmt: skip
    """Numbers of earlier files, of the rows that there were then."""
    numbers: dict[tuple[int, int, bool], PrintedNumber] = {}
    for one in earlier:
        if one.table != table or not _own(one.key, variables):
            continue
        if _chosen(one.key, variables) not in (choice, frozenset()):
            continue
        bits = _bits(table, one.key, variables, row_sets)
        if bits is None:
            continue
        ids = files.get(one.file, {}).get(table)
        then = row_sets.rows(table, "everyone:") if ids is None else rows_of_ids(row_sets.ids(table), ids)
        answers, rows = bits[0], bits[1] & (then or 0)
        whole = (row_sets.rows(table, one.base) or 0) & (then or 0) if one.base else answers & rows
        numbers[answers, rows, bool(one.base)] = PrintedNumber(
            answers, rows, (answers & rows).bit_count(), whole.bit_count(),
            one.printed, fixed=True, is_base=_is_base(_own(one.key, variables)),
        )  # fmt: skip
    return list(numbers.values())


def printed(found: SensitiveAnswers, at: int, row: int, column: int, cell: Cell) -> Cell:
    """A cell as exactly as it may be printed: rounded, it stands without its count."""
    name = found.places[at].cells.get((row, column))
    level = Print.EXACT if name is None else found.level[name]
    if level not in (Print.WHOLE, Print.FIVES) or cell.estimate is None:
        return cell
    if cell.unit is not Unit.SHARE:
        return hidden_cell(cell, Flag.MASKED_COMPLEMENT)
    fives = level is Print.FIVES and 0 < cell.estimate < 1
    shown = in_fives(cell.estimate) if fives else round(cell.estimate, 2)
    low, high = _interval(cell, shown, FIVES if fives else 2 * HALF)
    return replace(
        cell, estimate=shown, low=low, high=high, n=None, se=None, cv=None, deff=None, deff_without=None,
        weighted_base=None, flags=cell.flags | ({Flag.NEAREST_FIVE} if fives else set()),
    )  # fmt: skip


def _interval(cell: Cell, shown: float, step: float) -> tuple[float | None, float | None]:
    """The ends of the intervals of all shares that print alike, on the same step; a width goes with √(p(1 − p))."""
    share = cell.estimate or 0.0
    if cell.low is None or cell.high is None or not 0 < share < 1:
        return None, None
    low, high = 1.0, 0.0
    for one in (max(shown - step / 2, 0.0), min(shown + step / 2, 1.0)):
        width = sqrt(one * (1 - one) / (share * (1 - share)))
        low, high = min(low, one - (share - cell.low) * width), max(high, one + (cell.high - share) * width)
    return max(floor(low / step) * step, 0.0), min(ceil(high / step) * step, 1.0)
