# SPDX-License-Identifier: MIT
"""Withholds small bases and small cells in the table itself.

The figure drawn from the table, its alternative text and its embedded data go with it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import partial

from analysis.result_tables import Cell, Flag, TableSpec, Unit
from analysis.withholding.cell_limits import HIDDEN, KINDS, by_base, by_size, hidden_cell, least_bases
from analysis.withholding.coded_cases import withhold_derivable
from analysis.withholding.coded_numbers import in_small_groups, of_whole_groups, whole_bases
from analysis.withholding.disclosure import Disclosure, disclosure_of, minimum_cell_of
from analysis.withholding.earlier_files import (
    Readers,
    checked_against,
    moved_by_few,
    moved_by_few_rows,
    ordinary_bases,
    rows_with,
    told_before,
    told_with,
)
from analysis.withholding.earlier_releases import ReleaseMemory, ReleaseRule, join_released, network_of
from analysis.withholding.nesting import add_nested
from analysis.withholding.network_of_sums import Quantities
from analysis.withholding.nonresponse_tables import of_all_asked, presented
from analysis.withholding.overlapping_cases import protect_cases
from analysis.withholding.printed_numbers import Print
from analysis.withholding.row_groups import RowSets, counted
from analysis.withholding.sensitive_answers import (
    SensitiveAnswers,
    gather_answers,
    printed,
    protect_answers,
    protect_small_groups,
)
from analysis.withholding.small_numbers import (
    MARK,
    NOTHING_CHOSEN,
    WithholdingChoice,
    beside_withheld,
    rounded,
    tests_of_few,
    with_cells,
    with_rule,
    withheld_last,
    without_base,
    without_few,
    without_p,
    without_total,
)
from analysis.withholding.table_sums import (
    CASES,
    Places,
    add_cases_behind,
    add_nests,
    gather,
    keys_of,
    likeness,
    named,
    nests_of,
    size_of,
    without_rare_answers,
    without_zeros,
)
from wording import Text, msg

_OF_PEOPLE = frozenset({Disclosure.ORDINARY, Disclosure.PEOPLE, Disclosure.SENSITIVE})


class Destination(StrEnum):
    """Who reads it. Inside: bases are marked. Partner: small cells too. Public: small bases of sensitive tables too."""

    INSIDE = "inside"
    PARTNER = "partner"
    PUBLIC = "public"


@dataclass(frozen=True)
class Masked:
    """How many cells of a table were withheld: for their base, their size, as complement; how many were flagged."""

    table: str
    bases: int = 0
    cells: int = 0
    complements: int = 0
    flagged: int = 0
    names: tuple[frozenset[str], ...] = field(default=(frozenset(),) * 3, compare=False, repr=False)  # of each kind

    @property
    def total(self) -> int:
        """All cells that are not shown."""
        return self.bases + self.cells + self.complements


@dataclass(frozen=True)
class MaskedOnce:
    """Tables that leave in several files, checked as one: no file gives another away."""

    tables: tuple[TableSpec, ...]
    shown: tuple[TableSpec, ...]
    parts: tuple[Masked, ...]
    readers: Readers | None = None  # what whoever gets the files knows then

    def of(self, tables: Sequence[TableSpec]) -> tuple[list[TableSpec], tuple[Masked, ...]]:
        """Some of these very tables as they may be shown, and what was withheld in each."""
        place = {id(table): at for at, table in enumerate(self.tables)}
        found = [place[id(table)] for table in tables]
        return [self.shown[at] for at in found], tuple(self.parts[at] for at in found)


def distinct_counts(parts: Sequence[Masked]) -> tuple[int, int, int]:
    """Figures withheld for their base, their size, as complement: one that stands in several tables once.

    Examples
    --------
    >>> once = Masked("t", 1, names=(frozenset({"a"}), frozenset(), frozenset()))
    >>> distinct_counts([once, once])
    (1, 0, 0)
    """
    bases, cells, complements = (frozenset[str]().union(*(part.names[kind] for part in parts)) for kind in range(3))
    return len(bases), len(cells - bases), len(complements - cells - bases)


def mask(
    table: TableSpec,
    minimum_base_flag: int = 30,
    minimum_base_mask: int = 10,
    minimum_cell: int = 5,
    destination: Destination = Destination.INSIDE,
) -> tuple[TableSpec, Masked]:
    """One table as it may be shown, and what was withheld; rules as in `mask_all`."""
    tables, suppressed = mask_all([table], minimum_base_flag, minimum_base_mask, minimum_cell, destination)
    return tables[0], suppressed[0]


def mask_all(
    tables: Sequence[TableSpec], flag: int, base: int, cell: int, destination: Destination,
    row_sets: RowSets | None = None, chosen: WithholdingChoice = NOTHING_CHOSEN, readers: Readers | None = None,
) -> tuple[list[TableSpec], list[Masked]]:  # fmt: skip
    """Tables that leave together as they may be shown, with what was withheld in each.

    Notes
    -----
    Along rows (columns) that are parts of one whole, neighbours are withheld until all withheld hold at least
    `cell` people (Hundepool et al. 2012, Statistical Disclosure Control). Of which tables that is true says
    `disclosure`. What is withheld in one table is so wherever it stands; no sum over the tables gives it back.
    """
    grids, public = [], destination is Destination.PUBLIC
    if readers is not None and readers.beside is not None:
        mask_all(tables, flag, base, cell, Destination.PARTNER, row_sets, chosen, readers.beside)
    if destination is not Destination.INSIDE:
        tables = of_all_asked(tables, cell, public, readers.known_before if readers is not None else ())
    limits = [least_bases(table, flag, base, public) for table in tables]
    for table, (flags, least) in zip(tables, limits, strict=True):
        grids.append([[by_base(one, flags, least) for one in row.cells] for row in table.rows])
    hidden: list[tuple[Places, frozenset[str]]] = [(Places(), frozenset())] * len(grids)
    answers = SensitiveAnswers()
    if destination is not Destination.INSIDE:
        for table, grid, (_, least) in zip(tables, grids, limits, strict=True):
            disclosure, minimum = disclosure_of(table, public), minimum_cell_of(table, cell, public)
            for line in grid:
                line[:] = [by_size(one, minimum, disclosure) for one in line]
            for row, column in (*in_small_groups(table, minimum), *of_whole_groups(table)):
                if row >= 0 and not grid[row][column].flags & HIDDEN:
                    grid[row][column] = hidden_cell(grid[row][column], Flag.MASKED_CELL)
            for row, column, why in tests_of_few(table, grid, least, minimum):
                grid[row][column] = hidden_cell(grid[row][column], why)
        minimum = max([minimum_cell_of(table, cell, public) for table in tables], default=cell)
        rule = ReleaseRule(minimum, base, max(base, flag) if public else base, str(destination))
        rules = [disclosure_of(table, public) for table in tables]
        readers = readers or Readers()
        answers = gather_answers(tables, grids, rules, row_sets, minimum, HIDDEN)
        hidden = _link(tables, grids, rules, answers, rule, row_sets, chosen, readers)
        grids = [without_zeros(one, without_p(one, each, HIDDEN), HIDDEN)
                 for one, each in zip(tables, grids, strict=True)]  # fmt: skip
    suppressed = [_finished(*each, cell) for each in zip(tables, grids, hidden, limits, strict=True)]
    earlier = () if readers is None else (readers.beside or readers).earlier  # of partners none is named to the public
    if readers is not None and any(one.told for one in earlier):
        beside = [checked_against(one, earlier, readers.files, readers.beside is not None) for one, _ in suppressed]
        suppressed = [(replace(one, notes=(*one.notes, note)) if masked.complements else one, masked)
                for (one, masked), note in zip(suppressed, beside, strict=True)]  # fmt: skip
    if destination is not Destination.INSIDE:
        suppressed = [(with_rule(rounded(without_few(without_rare_answers(one), cell)), public), said)
                      for one, said in suppressed]  # fmt: skip
    return [table for table, _ in suppressed], [masked for _, masked in suppressed]


def _link(
    tables: Sequence[TableSpec],
    grids: list[list[list[Cell]]],
    rules: Sequence[Disclosure],
    answers: SensitiveAnswers,
    rule: ReleaseRule,
    row_sets: RowSets | None, chosen: WithholdingChoice, readers: Readers,
) -> list[tuple[Places, frozenset[str]]]:  # fmt: skip
    """Withhold in the grids what would give withheld cells away; where quantities stand, and which are withheld."""
    quantities = Quantities(rule.minimum, first=chosen.first)
    whole = [Disclosure.WHOLE if at in answers.places else own for at, own in enumerate(rules)]
    first: dict[tuple[object, ...], int] = {}  # a table and its picture are one: cells without a key are named by it
    places = [
        gather(quantities, first.setdefault(likeness(table), at), table, grid, HIDDEN, whole[at])
        for at, (table, grid) in enumerate(zip(tables, grids, strict=True))
    ]
    quantities.hidden |= whole_bases(tables, places)
    standing = {name for one in places for name in one.all}
    add_nests(quantities, nests_of(tables), standing)
    add_cases_behind(quantities, tables, standing)
    keys = {name: key for name, key in keys_of(tables).items() if name in quantities.size}
    carried = _carried(grids, places, rule.minimum, readers.own)
    today = frozenset(quantities.size)
    again = join_released(quantities, readers.earlier, partial(counted, row_sets), rule, carried)
    if readers.beside is not None and readers.beside.known is not None:
        quantities.hidden |= readers.beside.known.hidden & today
    quantities.hidden |= chosen.only_total & quantities.size.keys()
    _check_answers(tables, answers, rule.minimum, row_sets, chosen, readers)
    guarded = {
        name for found, own in zip(places, rules, strict=True) if own is Disclosure.SENSITIVE
        for name in found.cells.values()
    }  # fmt: skip
    add_nested(quantities, _of_rows({**again, **keys}), row_sets, guarded)
    defined = {name: key for one in readers.earlier for name, key in one.keys.items()}
    protect_cases(quantities, today, {**defined, **keys}, row_sets)
    complement = partial(hidden_cell, flag=Flag.MASKED_COMPLEMENT)
    withhold_derivable(quantities, tables, grids, places, HIDDEN, complement, readers.earlier)
    carried.ordinary = ordinary_bases(table for table, own in zip(tables, rules, strict=True) if own in _OF_PEOPLE)
    held = [one for each in (readers, readers.beside) if each is not None for one in each.earlier]
    of_people = [table for table, own in zip(tables, rules, strict=True) if own in _OF_PEOPLE]
    readers.moved = moved_by_few(tables, carried.ordinary, held, rule.minimum)
    readers.moved = readers.moved or moved_by_few_rows(of_people, row_sets, held, rule.minimum)
    known = network_of(quantities, keys, guarded, readers.earlier, carried, rule, readers.own)
    readers.known = replace(
        known, answers=told_with(answers, readers.earlier, readers.own),
        rows=rows_with(tables, row_sets, readers.earlier, readers.own),
    )  # fmt: skip
    checked = {at: one for one in (answers, *protect_small_groups(tables, grids, rules, row_sets, HIDDEN))
               for at in one.places}  # fmt: skip
    everywhere = []
    for at, (found, grid) in enumerate(zip(places, grids, strict=True)):
        own = checked.get(at)
        found, hidden = (found, frozenset(quantities.hidden)) if own is None else (own.places[at], own.hidden)
        for (row, column), name in found.cells.items():
            if name in hidden and not grid[row][column].flags & HIDDEN:
                beside = Flag.MASKED_BASE if rules[at] is Disclosure.ORDINARY else Flag.MASKED_COMPLEMENT
                grid[row][column] = hidden_cell(grid[row][column], beside)
            elif own is not None:
                grid[row][column] = printed(own, at, row, column, grid[row][column])
        everywhere.append((found, hidden))
    return everywhere


def _check_answers(
    tables: Sequence[TableSpec], answers: SensitiveAnswers, minimum: int, row_sets: RowSets | None,
    chosen: WithholdingChoice, readers: Readers,
) -> None:  # fmt: skip
    """Withhold in tables of sensitive questions what would give an answer away, beside what the readers have."""
    for known in (readers.beside.known,) if readers.beside is not None and readers.beside.known is not None else ():
        shown = {(one.table, one.key): one for one in known.answers if one.file == readers.own}
        for name, key in answers.keys.items():
            now = shown[key].printed if key in shown else Print.HIDDEN
            answers.level[name] = max(answers.level[name], now)
    for name in chosen.only_total & answers.level.keys():
        answers.level[name] = Print.HIDDEN
    if row_sets is not None and answers.places:
        held = told_before(readers.earlier)
        files = {mark: rows for one in readers.earlier for mark, rows in one.rows.items()}
        protect_answers(answers, tables, row_sets, minimum, held, files, chosen.first)


def _of_rows(keys: dict[str, tuple[str, str]]) -> dict[str, tuple[str, str]]:
    return {name: key for name, key in keys.items() if not key[1].startswith(CASES)}


def _carried(grids: Sequence[list[list[Cell]]], places: Sequence[Places], minimum: int, own: str) -> ReleaseMemory:
    """Which cells their base withholds, and which a whole group shares; that all stand in the file of this mark."""
    carried = ReleaseMemory()
    for found, grid in zip(places, grids, strict=True):
        for name in (*found.cells.values(), *found.columns.values(), *found.rows.values()):
            carried.seen[name].add(own)
        for (row, column), name in found.cells.items():
            cell = grid[row][column]
            if Flag.MASKED_BASE in cell.flags:
                carried.bases[name] = cell.base or 0
            elif Flag.MASKED_CELL in cell.flags and (size_of(cell) or 0) >= minimum:
                carried.whole.add(name)
    return carried


def _finished(
    table: TableSpec, grid: list[list[Cell]], hidden: tuple[Places, frozenset[str]], limits: tuple[int, int], cell: int
) -> tuple[TableSpec, Masked]:
    """The table with its withheld cells emptied of their sizes too, and the notes on them."""
    places, names = hidden
    beside = any(Flag.MASKED_BASE in one.flags and (one.base or 0) >= limits[1] for line in grid for one in line)
    told = table.base in [one.n for line in grid for one in line if one.flags & HIDDEN and one.unit is Unit.COUNT]
    gone = {at for at, name in places.columns.items() if name in names}
    grid = [[replace(one, n=None, base=None) if one.flags & HIDDEN else one for one in line] for line in grid]
    grid = [[beside_withheld(table, one) if at in gone else one for at, one in enumerate(line)] for line in grid]
    rows = tuple(
        with_cells(row, tuple(line), places.rows.get(at) in names)
        for at, (row, line) in enumerate(zip(table.rows, grid, strict=True))
    )
    columns = tuple(
        replace(column, base=None) if places.columns.get(at) in names else column
        for at, column in enumerate(table.columns)
    )
    flags = [one for line in grid for each in line for one in each.flags]
    bases, cells, complements = (flags.count(kind) for kind in KINDS)
    masked = Masked(table.id, bases, cells, complements, flags.count(Flag.SMALL_BASE), _masked_names(table, grid))
    rows = withheld_last(table, rows, HIDDEN)
    done = replace(table, rows=rows, columns=columns, notes=(*table.notes, *_notes(masked, *limits, cell, beside)))
    whole = [at for at, column in enumerate(table.columns) if column.base is not None and column.base == table.base]
    few = disclosure_of(table) is Disclosure.SENSITIVE and bool(places.all) and (told or 0 < (table.base or 0) < cell)
    if few or any(columns[at].base is None for at in whole):  # the base in the subtitle is that of the column of all
        done = without_total(done, MARK)
        done = replace(done, base=None, subtitle=without_base(done.subtitle))
    return done, masked


def _masked_names(table: TableSpec, grid: list[list[Cell]]) -> tuple[frozenset[str], ...]:
    """The withheld figures by what they count, those of each kind: the same one in another table has the same name."""
    found: dict[Flag, set[str]] = {kind: set() for kind in KINDS}
    for row, line in zip(table.rows, grid, strict=True):
        for column, cell in zip(table.columns, line, strict=False):  # a heading has no cells
            for kind in cell.flags & HIDDEN:
                found[kind].add(named(table, cell.key) if cell.key else f"{table.id}/{row.id}/{column.id}")
    return tuple(frozenset(names) for names in found.values())


def _notes(masked: Masked, flag: int, base: int, cell: int, beside: bool) -> tuple[Text, ...]:
    notes: list[Text] = []
    if masked.flagged:
        notes.append(msg("mask.small_base", base=flag))
    if masked.bases:
        notes.append(msg("mask.base_beside" if beside else "mask.base", base=base))
    if masked.cells or masked.complements:
        notes.append(msg("mask.cell", cell=cell))
    return tuple(notes)


_PEOPLE = frozenset({Flag.MASKED_CELL, Flag.MASKED_COMPLEMENT})
Question = tuple[str, tuple[str, ...]]  # data table, its sensitive variables


def mask_joined(
    tables: Sequence[TableSpec], limits: tuple[int, int, int], destination: Destination,
    row_sets: RowSets | None = None, chosen: WithholdingChoice = NOTHING_CHOSEN, readers: Readers | None = None,
) -> tuple[list[TableSpec], list[Masked]]:  # fmt: skip
    """Tables that leave together as `mask_all` gives them, with answers joined where that is milder."""
    readers = readers or Readers()

    def masked(some: Sequence[TableSpec], known: Readers) -> tuple[list[TableSpec], list[Masked]]:
        return mask_all(some, *limits, destination, row_sets, chosen, known)

    first = masked(tables, readers)
    if destination is Destination.INSIDE:
        return first
    public = destination is Destination.PUBLIC
    whole = of_all_asked(tables, limits[2], public, readers.known_before)
    at_stake = {_question(one) for one, shown in zip(whole, first[0], strict=True) if one.joined and _withholds(shown)}
    places = [at for at, one in enumerate(whole) if _question(one) in at_stake]
    if not places:
        return first
    own = [whole[at] for at in places]
    best = dict.fromkeys(at_stake, -1)
    most = _numbers(own, [first[0][at] for at in places])
    for way in range(max(len(one.joined) for one in own)):
        tried = [_joined(one, way) for one in own]
        beside = readers.beside if readers.beside is None else replace(readers.beside)
        numbers = _numbers(own, masked(tried, replace(readers, beside=beside))[0])
        for question in at_stake:
            if numbers[question] > most[question]:
                best[question], most[question] = way, numbers[question]
    if all(way < 0 for way in best.values()):
        return first
    return masked([_joined(one, best.get(_question(one), -1)) for one in whole], readers)


def _question(table: TableSpec) -> Question:
    return ("" if table.origin is None else table.origin.table), table.secrets


def _joined(table: TableSpec, way: int) -> TableSpec:
    if not 0 <= way < len(table.joined):
        return table
    other = presented(table, table.joined[way])
    return replace(other, notes=(*other.notes, msg("note.joined_answers")))


def _withholds(table: TableSpec) -> bool:
    return any(cell.flags & _PEOPLE for row in table.rows for cell in row.cells)


def _numbers(tables: Sequence[TableSpec], shown: Sequence[TableSpec]) -> Counter[Question]:
    """How many numbers stand in the tables of each question."""
    found: Counter[Question] = Counter()
    for whole, one in zip(tables, shown, strict=True):
        cells = (cell for row in one.rows for cell in row.cells if cell.unit not in (Unit.P, Unit.TEXT))
        found[_question(whole)] += sum(cell.estimate is not None for cell in cells)
    return found
