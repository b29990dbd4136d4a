# SPDX-License-Identifier: MIT
"""The reader of codings with a linear programme: who bears a sensitive code, from all that leaves together.

The reader is taken to know which ordinary codes each case bears, and its groups, but not the sensitive codes and not
what was coded with the categories over them. Every number that is printed is an equation, a withheld one no 0. Numbers
on which the proof of a small one rests are withheld, until at least `_OPEN` numbers of cases fit every small one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import Any

from analysis.specs import Bearing, Cell, Counted, Flag, TableSpec, Unit
from analysis.withholding.protection import protect
from analysis.withholding.quantities import Quantities
from analysis.withholding.table_sums import Grid, Places

Place = tuple[int, int, int]  # table, row (-1: the base in a heading), column
_OPEN = 3  # numbers that must fit a withheld one: it is told to within one case else
_TURNED = 5  # codes of which the reader does not know who bears them, in one programme
_PROGRAMMES = 1_500  # of one export; beyond, all that tells of a code goes with its small cells
_SLACK = 1e-6
_Sum = dict[Any, float]


@dataclass
class _Number:
    """A number of one kind wherever it stands."""

    counted: Counted
    value: float
    n: int | None  # cases behind it, where it is of a sensitive code
    places: list[Place] = field(default_factory=list)
    hidden: bool = False


def in_small_groups(table: TableSpec, minimum: int) -> Iterator[tuple[int, int]]:
    """Cells that can only count few cases and tell of a sensitive code: a 0 would say that the others are none.

    Parameters
    ----------
    table : TableSpec
        A table of codings; others have no such cells.
    minimum : int
        A group of fewer cases is small, and an ordinary code that fewer bear.

    Yields
    ------
    tuple[int, int]
        Row and column.
    """
    bearing = table.bearing
    if bearing is None:
        return
    few = _Few(bearing, minimum)
    for at, row in enumerate(table.rows):
        for column, cell in enumerate(row.cells):
            what = cell.counted
            if what is not None and cell.unit is not Unit.TEXT and _tells(what, bearing) and few.of(what):
                yield at, column


class _Few:
    """Whether a number can only count few cases: those of a small group, or of an ordinary code that few bear."""

    def __init__(self, bearing: Bearing, minimum: int) -> None:
        self._bearing, self._minimum = bearing, minimum
        self._groups: dict[tuple[str, str], int] = {}
        self._codes: dict[frozenset[str], int] = {}

    def of(self, what: Counted) -> bool:
        group = (what.by, what.key)
        if group not in self._groups:
            self._groups[group] = self._bearing.cases_in(*group)
        sizes = [self._groups[group]]
        for codes in what.codes:
            if not codes & self._bearing.sensitive:
                if codes not in self._codes:
                    self._codes[codes] = sum(bool(own & codes) for own, _, _ in self._bearing.cases)
                sizes.append(self._codes[codes])
        return any(0 < size < self._minimum for size in sizes)


def _tells(what: Counted, bearing: Bearing) -> bool:
    return any(codes & bearing.sensitive for codes in what.codes)


def withhold_told(
    quantities: Quantities, tables: Sequence[TableSpec], grids: Sequence[Grid], places: Sequence[Places],
    hidden: frozenset[Flag], complement: Callable[[Cell], Cell],
) -> None:  # fmt: skip
    """Withhold more, so that no small number of a sensitive code is told to within one case by all that leaves.

    Parameters
    ----------
    quantities : Quantities
        The network; `hidden` grows in place, with what then follows from it.
    tables : Sequence[TableSpec]
        Tables that leave together; those of codings bear who bears which code.
    grids : Sequence[Grid]
        Their cells with the flags they have so far; they change in place.
    places : Sequence[Places]
        Where the quantities stand in each table.
    hidden : frozenset[Flag]
        Flags of cells that are withheld.
    complement : Callable[[Cell], Cell]
        Gives a cell that is withheld beside others.

    References
    ----------
    Fischetti & Salazar (2001), Management Science 47: what is withheld besides, from the dual of the programme.
    """
    scopes: defaultdict[str, list[int]] = defaultdict(list)
    for at, table in enumerate(tables):
        if table.bearing is not None and table.bearing.sensitive and not table.inside_only:
            scopes[table.bearing.scope].append(at)

    def base_hidden(at: int, column: int) -> bool:
        return places[at].columns.get(column, "") in quantities.hidden

    seen = -1 if scopes else len(quantities.hidden)
    while seen < len(quantities.hidden):
        seen = len(quantities.hidden)
        for found, grid in zip(places, grids, strict=True):
            for (row, column), name in found.cells.items():
                if name in quantities.hidden and not grid[row][column].flags & hidden:
                    grid[row][column] = complement(grid[row][column])
        for those in scopes.values():
            bearing = tables[those[0]].bearing
            assert bearing is not None
            numbers = _numbers(tables, grids, those, hidden, base_hidden)
            for at, row, column in _Scope(bearing, numbers, quantities.minimum).withheld():
                where = places[at]
                name = where.columns.get(column, "") if row < 0 else where.cells.get((row, column), "")
                quantities.hidden.update(filter(None, [name]))
                if row >= 0 and not grids[at][row][column].flags & hidden:
                    grids[at][row][column] = complement(grids[at][row][column])
        if len(quantities.hidden) > seen:
            protect(quantities)


def _numbers(
    tables: Sequence[TableSpec], grids: Sequence[Grid], places: Sequence[int], hidden: frozenset[Flag],
    base_hidden: Callable[[int, int], bool],
) -> list[_Number]:  # fmt: skip
    found: dict[Counted, _Number] = {}

    def note(what: Counted, value: float, n: int | None, place: Place, gone: bool) -> None:
        one = found.setdefault(what, _Number(what, value, n))
        one.n = n if one.n is None else one.n
        one.places.append(place)
        one.hidden |= gone

    for at in places:
        for row, line in enumerate(grids[at]):
            if tables[at].rows[row].inside_only:
                continue
            for column, cell in enumerate(line):
                true = tables[at].rows[row].cells[column]
                if true.counted is not None and true.estimate is not None:
                    note(true.counted, true.estimate, true.n, (at, row, column), bool(cell.flags & hidden))
        for column, head in enumerate(tables[at].columns):
            if head.counted is not None and head.base is not None:
                note(head.counted, float(head.base), None, (at, -1, column), base_hidden(at, column))
    return list(found.values())


class _Scope:  # the numbers of codings of the same coders
    def __init__(self, bearing: Bearing, numbers: Sequence[_Number], minimum: int) -> None:
        self._bearing, self._numbers, self._minimum = bearing, numbers, minimum
        self._solved = 0
        self._few = _Few(bearing, minimum)

    def withheld(self) -> list[Place]:
        """Withhold until no small number is told; where each of what went stands."""
        small = [one for one in self._numbers if one.hidden and one.n and one.n < self._minimum]
        looked: set[tuple[Any, ...]] = set()
        for one in sorted(small, key=lambda one: (one.n or 0, sorted(map(sorted, one.counted.codes)))):
            cases = (one.counted.codes, one.counted.by, one.counted.key, one.counted.meets)
            if cases not in looked:
                looked.add(cases)
                self._guard(one)
        return [place for one in self._numbers if one.hidden for place in one.places]

    def _guard(self, small: _Number) -> None:
        turned = self._turned(small)
        while True:
            if self._solved >= _PROGRAMMES:
                self._withhold_all(turned)
                return
            self._solved += 1
            reader = _Programme(self._bearing, turned, self._numbers, self._few.of)
            proofs = reader.told(small)
            if not proofs:
                return
            open_ones = [one for one in proofs if not one.hidden]
            if not open_ones:
                return
            chosen = min(open_ones, key=self._cost)
            chosen.hidden = True

    def _turned(self, small: _Number) -> tuple[str, ...]:
        """The sensitive codes that it counts, and the categories over them: who bears those nobody outside knows."""
        used = frozenset[str]().union(*(own for own, _, _ in self._bearing.cases))
        sensitive = [code for codes in small.counted.codes for code in sorted(codes & self._bearing.sensitive)]
        first = [code for code in dict.fromkeys(sensitive) if code in used][: _TURNED - 1] or sensitive[:1]
        above = [code for one in first for code in self._bearing.above(one)]
        return tuple(dict.fromkeys([*first, *above]))[:_TURNED]

    def _withhold_all(self, turned: Sequence[str]) -> None:
        sensitive = self._bearing.sensitive.intersection(turned)
        for one in self._numbers:
            one.hidden |= any(codes & sensitive for codes in one.counted.codes)

    def _cost(self, one: _Number) -> tuple[Any, ...]:
        return (one.n is None, one.value, sorted(map(sorted, one.counted.codes)), one.counted.key, one.counted.unit)


def _in_group(kind: Any, what: Counted) -> bool:
    return not what.by or (what.by, what.key) in kind[0]


class _Programme:
    """The unknowns: of each kind of case how many bear which of the turned codes, and what they have of them."""

    def __init__(
        self, bearing: Bearing, turned: Sequence[str], numbers: Sequence[_Number], is_small: Callable[[Counted], bool]
    ) -> None:
        self._turned = turned
        self._subsets = [frozenset(one) for k in range(len(turned) + 1) for one in combinations(turned, k)]
        self._numbers = [one for one in numbers if any(codes.intersection(turned) for codes in one.counted.codes)]
        self._sets = list(dict.fromkeys(codes for one in self._numbers for codes in one.counted.codes))
        self._groups = {one.counted.by: bearing.group(one.counted.by) for one in self._numbers}
        self._place: dict[Any, int] = {}
        self._equal: list[tuple[_Sum, float, _Number | None]] = []
        self._most: list[tuple[_Sum, float, _Number | None]] = []
        self._made: set[Any] = set()
        self._kinds = self._kinds_of(bearing)
        for kind, size in self._kinds.items():
            self._equal.append(({("x", kind, one): 1.0 for one in self._subsets}, float(size), None))
        for one in self._numbers:
            expression = self._expression(one.counted)
            if not one.hidden:
                self._equal.append((expression, self._exact(one), one))
            elif one.value and not is_small(one.counted):
                self._most.append(({name: -by for name, by in expression.items()}, -1.0, None))

    def _kinds_of(self, bearing: Bearing) -> Counter[Any]:
        """Cases that a reader cannot tell apart: by their groups, and the sets they are in by ordinary codes."""
        held = [codes.difference(self._turned) for codes, _, _ in bearing.cases]
        self._known: defaultdict[Any, list[Mapping[tuple[str, str], int]]] = defaultdict(list)
        kinds: Counter[Any] = Counter()
        for at, (own, (_, interviews, sizes)) in enumerate(zip(held, bearing.cases, strict=True)):
            groups = tuple((by, keys[at]) for by, keys in self._groups.items() if keys is not None)
            kind = (groups, frozenset(place for place, one in enumerate(self._sets) if one & own), max(1, interviews))
            kinds[kind] += 1
            self._known[kind].append(sizes)
        return kinds

    def _exact(self, one: _Number) -> float:
        """The number itself: of a share and what is made of a count, the cases that it counts."""
        what = one.counted
        if what.unit != "cases" or what.meets:
            return one.value
        borne = (
            {code for _, code in held} for kind in self._kinds if _in_group(kind, what) for held in self._known[kind]
        )
        return float(sum(all(codes & own for codes in what.codes) for own in borne))

    def _bears(self, kind: Any, subset: frozenset[str], codes: frozenset[str]) -> bool:
        return self._sets.index(codes) in kind[1] or bool(codes & subset)

    def _cases(self, what: Counted) -> _Sum:
        return {
            ("x", kind, subset): 1.0
            for kind in self._kinds
            if _in_group(kind, what)
            for subset in self._subsets
            if all(self._bears(kind, subset, codes) for codes in what.codes)
        }

    def _expression(self, what: Counted) -> _Sum:
        if what.meets or self._groups[what.by] is None:
            return {self._some_of(what): 1.0}
        if what.unit == "cases":
            return self._cases(what)
        if what.unit == "documents":
            return self._interviews(what)
        return self._parts(what)

    def _some_of(self, what: Counted) -> Any:
        """Some of the units: those that meet, those of one speaker."""
        name = ("some", what)
        if name not in self._made:
            self._made.add(name)
            whole = replace(what, meets="", by="", key="")
            if what.unit == "pairs":
                cases = self._some_of(replace(what, unit="cases"))
                self._most.append(({cases: 1.0, name: -1.0}, 0.0, None))
                return name
            self._most.append(({name: 1.0, **{one: -1.0 for one in self._expression(whole)}}, 0.0, None))
        return name

    def _interviews(self, what: Counted) -> _Sum:
        cases = self._cases(what)
        if all(kind[2] == 1 for kind in self._kinds):
            return cases
        name = ("interviews", what)
        if name not in self._made:
            self._made.add(name)
            self._most.append(({name: 1.0, **{one: -float(one[1][2]) for one in cases}}, 0.0, None))
            if len(what.codes) == 1:
                self._most.append(({name: -1.0, **cases}, 0.0, None))
        return {name: 1.0}

    def _parts(self, what: Counted) -> _Sum:
        """Segments or words of the first codes, in cases that bear the others: known ones, and of turned codes."""
        found: _Sum = {}
        codes, also = what.codes[0], what.codes[1:]
        for kind in self._kinds:
            if not _in_group(kind, what):
                continue
            self._share_known(kind, what.unit, codes)
            for subset in self._subsets:
                if all(self._bears(kind, subset, one) for one in also):
                    found[what.unit, kind, subset, codes] = 1.0
                    found |= {self._own(kind, what.unit, subset, code): 1.0 for code in codes & subset}
        return found

    def _own(self, kind: Any, unit: str, subset: frozenset[str], code: str) -> Any:
        name = ("own", unit, kind, subset, code)
        if name not in self._made:
            self._made.add(name)
            self._most.append(({("x", kind, subset): 1.0, name: -1.0}, 0.0, None))
        return name

    def _share_known(self, kind: Any, unit: str, codes: frozenset[str]) -> None:
        """What the cases of a kind have of ordinary codes, parted by the turned codes they may bear."""
        if ("known", kind, unit, codes) in self._made:
            return
        self._made.add(("known", kind, unit, codes))
        plain = codes.difference(self._turned)
        sizes = [sum(size for (one, code), size in held.items() if one == unit and code in plain)
                 for held in self._known[kind]]  # fmt: skip
        self._equal.append(({(unit, kind, one, codes): 1.0 for one in self._subsets}, float(sum(sizes)), None))
        for subset in self._subsets:
            name, x = (unit, kind, subset, codes), ("x", kind, subset)
            self._most.append(({name: 1.0, x: -float(max(sizes))}, 0.0, None))
            self._most.append(({name: -1.0, x: float(min(sizes))}, 0.0, None))

    def told(self, small: _Number) -> list[_Number]:
        """The printed numbers on which it rests that a small one is told to within one case; none where it is not."""
        import numpy as np  # numpy, 80 ms: not at start
        from scipy import sparse  # scipy.stats, 730 ms: not at start
        from scipy.optimize import linprog  # 300 ms: only where something is withheld

        what = small.counted
        if what.unit in ("pairs", "documents") or (what.meets and what.unit == "cases"):
            aim = self._expression(replace(what, unit="cases") if what.unit == "pairs" else what)
        elif what.meets:
            aim = self._cases(replace(what, meets=""))
        elif self._groups[what.by] is None:
            aim = {self._some_of(replace(what, unit="cases")): 1.0}
        else:
            aim = self._cases(replace(what, unit="cases"))
        for expression in (*(one for one, _, _ in (*self._equal, *self._most)), aim):
            for name in expression:
                self._place.setdefault(name, len(self._place))
        n = len(self._place)

        def matrix(rows: Sequence[tuple[_Sum, float, _Number | None]]) -> Any:
            entries = [(at, self._place[name], by) for at, row in enumerate(rows) for name, by in row[0].items()]
            if not entries:
                return sparse.csr_matrix((len(rows), n))
            rows_at, columns, by = zip(*entries, strict=True)
            return sparse.csr_matrix((by, (rows_at, columns)), shape=(len(rows), n))

        cost = np.zeros(n)
        for name, by in aim.items():
            cost[self._place[name]] += by
        equal, most = matrix(self._equal), matrix(self._most)
        right = [np.array([value for _, value, _ in rows]) for rows in (self._equal, self._most)]
        ends, marginals = [], []
        for sign in (1.0, -1.0):
            found = linprog(sign * cost, A_eq=equal, b_eq=right[0], A_ub=most, b_ub=right[1], method="highs")
            if found.x is None:
                ends.append(-sign * np.inf)
                continue
            ends.append(sign * found.fun)
            marginals.append(found.eqlin.marginals)
        least, greatest = np.ceil(ends[0] - _SLACK), np.floor(ends[1] + _SLACK)
        if greatest - least >= _OPEN - 1:
            return []
        resting = np.abs(np.array(marginals)).max(axis=0) > _SLACK if marginals else []
        return [one for (_, _, one), rests in zip(self._equal, resting, strict=True) if rests and one is not None]
