# SPDX-License-Identifier: MIT
"""Reader of codings with all files together: what linear programming derives about cases with a sensitive code.

The reader is taken to know which ordinary codes each case bears, and its groups, but not the sensitive codes and not
what was coded with the categories over them. Every number that is printed is an equation, a withheld one no 0. Where an
interview belongs to several cases, cases that are in all the same words bear the same codes, and of a sensitive code
only numbers of cases leave: those of interviews and segments tell who bears it; so do those of the categories over one
that stands in a table. Numbers on which the proof of a small one rests are withheld, until at least three numbers of
cases fit every small one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from analysis.result_tables import CODED, Cell, CodesByCase, Flag, TableSpec
from analysis.withholding.case_programme import CaseProgramme
from analysis.withholding.coded_numbers import (
    CodedNumber,
    FewCases,
    Place,
    coded_numbers,
    join_released,
    numbers_released,
)
from analysis.withholding.earlier_releases import Released
from analysis.withholding.network_of_sums import Quantities
from analysis.withholding.secondary_suppression import protect
from analysis.withholding.table_sums import Grid, Places

_TURNED = 5  # codes of which the reader does not know who bears them, in one programme
_UNKNOWNS = 8_000  # in all programmes; beyond, all that tells of a code goes with its small numbers
_Name = tuple[object, ...]


def withhold_derivable(
    quantities: Quantities, tables: Sequence[TableSpec], grids: Sequence[Grid], places: Sequence[Places],
    hidden: frozenset[Flag], complement: Callable[[Cell], Cell], earlier: Sequence[Released] = (),
) -> None:  # fmt: skip
    """Withhold more, so that no small number of a sensitive code is told to within one case by all that leaves.

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

    bearings = {scope: tables[those[0]].bearing for scope, those in scopes.items()}
    known = {scope: numbers_released(one, earlier) for scope, one in bearings.items() if one is not None}
    sizes = {scope: FewCases(one, quantities.minimum) for scope, one in bearings.items() if one is not None}
    before = {scope: _of_others_before(one, earlier, quantities.minimum) for scope, one in bearings.items() if one}
    looked: dict[str, set[object]] = {}  # by scope, numbers that are no more told when more is withheld
    seen = -1 if scopes else len(quantities.hidden)
    while seen < len(quantities.hidden):
        seen = len(quantities.hidden)
        for found, grid in zip(places, grids, strict=True):
            for (row, column), name in found.cells.items():
                if name in quantities.hidden and not grid[row][column].flags & hidden:
                    grid[row][column] = complement(grid[row][column])
        held = {
            scope: coded_numbers(tables, grids, those, hidden, base_hidden, sizes[scope])
            for scope, those in scopes.items()
        }
        _hide(_of_other_coders(held, before, quantities.minimum), grids, places, quantities, hidden, complement)
        for those in scopes.values():
            bearing = tables[those[0]].bearing
            assert bearing is not None
            of = bearing.scope
            today = coded_numbers(tables, grids, those, hidden, base_hidden, sizes[of])
            scope = _Scope(bearing, join_released(today, known[of]), sizes[of], looked.setdefault(of, set()))
            _hide(scope.withheld(), grids, places, quantities, hidden, complement)
        if len(quantities.hidden) > seen:
            protect(quantities)


@dataclass(frozen=True)
class _EarlierCodes:
    """Codes of which earlier files told with other coders' codings: withheld few, and shown."""

    few: frozenset[str] = frozenset()
    shown: frozenset[str] = frozenset()


def _of_others_before(bearing: CodesByCase, earlier: Sequence[Released], minimum: int) -> _EarlierCodes:
    """What earlier files told of codes with the codings of other coders than these.

    Their numbers cannot be counted again here, so what changed since counts as it was.
    """
    few, shown = set[str](), set[str]()
    for known in earlier:
        for name, size in known.size.items():
            scope, _, rest = name.removeprefix(CODED).partition("/")
            unit, _, what = rest.partition("/")
            code = what.partition("/")[0].removesuffix("!")
            if not name.startswith(CODED) or scope == bearing.mark or "&" in what or name in known.unseen:
                continue
            if name not in known.hidden:
                shown.add(code)
            elif name in known.whole or 0 < known.size.get(f"{CODED}{scope}/cases/{what}", size) < minimum:
                few.add(code)
    return _EarlierCodes(frozenset(few), frozenset(shown))


def _of_other_coders(
    held: Mapping[str, Sequence[CodedNumber]], before: Mapping[str, _EarlierCodes], minimum: int
) -> list[Place]:
    """The numbers that go because tables of other coders tell of the same code: what one counts is a part of all.

    Their difference would tell, and no programme looks at both. Of a code with a small number anywhere only the tables
    of most coders keep theirs; once an earlier file showed those of some coders, no others.
    """
    every = [one for numbers in held.values() for one in numbers]
    secret = frozenset[str]().union(*(codes for one in every if one.secret(minimum) for codes in one.counted.codes))
    widest = min(held, key=lambda scope: (scope != "", -len(scope.split(";")), scope), default="")
    found: list[Place] = []
    for scope, numbers in held.items():
        told = secret | before[scope].few
        gone = told if scope != widest else told & before[scope].shown
        own = [one for one in numbers if one.n is not None and any(codes & gone for codes in one.counted.codes)]
        found += [place for one in own for place in one.places]
    return found


def _hide(
    gone: Sequence[Place], grids: Sequence[Grid], places: Sequence[Places], quantities: Quantities,
    hidden: frozenset[Flag], complement: Callable[[Cell], Cell],
) -> None:  # fmt: skip
    for at, row, column in gone:
        where = places[at]
        name = where.columns.get(column, "") if row < 0 else where.cells.get((row, column), "")
        if name in quantities.released:
            continue
        quantities.hidden.update(filter(None, [name]))
        if row >= 0 and not grids[at][row][column].flags & hidden:
            grids[at][row][column] = complement(grids[at][row][column])


class _Scope:  # the numbers of codings of the same coders
    def __init__(
        self, bearing: CodesByCase, numbers: Sequence[CodedNumber], few: FewCases, looked: set[object]
    ) -> None:
        self._bearing, self._numbers, self._few, self._looked = bearing, numbers, few, looked
        self._made = 0
        self._used = frozenset[str]().union(*(own for own, _, _ in bearing.cases))
        if bearing.most_cases > 1:  # who knows who was interviewed together tells cases from interviews and segments
            told = (
                one for one in numbers if one.secret(few.minimum) or any(map(self._only_sensitive, one.counted.codes))
            )
            secret = bearing.sensitive.intersection(code for one in told for own in one.counted.codes for code in own)
            telling = secret.union(code for one in secret for code in bearing.above(one))
            for one in numbers:
                beyond = one.counted.unit != "cases" or bool(one.counted.meets)
                tells = any(codes & telling or self._only_sensitive(codes) for codes in one.counted.codes)
                one.hidden |= beyond and tells and not one.fixed

    def _only_sensitive(self, codes: frozenset[str]) -> bool:
        return bool(codes & self._bearing.sensitive) and codes & self._used <= self._bearing.sensitive

    def withheld(self) -> list[Place]:
        """Withhold until no small number is told; where each of what went stands."""
        small = [one for one in self._numbers if one.secret(self._few.minimum)]
        by_turned: defaultdict[tuple[str, ...], list[CodedNumber]] = defaultdict(list)
        for one in sorted(small, key=lambda one: (one.n or 0, sorted(map(sorted, one.counted.codes)))):
            cases = (one.counted.codes, one.counted.by, one.counted.key, one.counted.meets)
            if cases not in self._looked:
                self._looked.add(cases)
                by_turned[self._turned(one)].append(one)
        for turned, those in by_turned.items():
            self._guard(turned, those)
        return [place for one in self._numbers if one.hidden for place in one.places]

    def _guard(self, turned: tuple[str, ...], small: Sequence[CodedNumber]) -> None:
        """Withhold what proves one of these small numbers; a programme serves until something of it is withheld."""
        near = [one for one in self._numbers if any(codes.intersection(turned) for codes in one.counted.codes)]
        programme: CaseProgramme | None = None
        for one in small:
            while not all(other.hidden or other.fixed for other in near):  # else nothing is left to be withheld
                if programme is None:
                    if self._made > _UNKNOWNS:
                        self._withhold_all(turned)
                        return
                    programme = CaseProgramme(self._bearing, turned, near, self._few.of)
                    self._made += programme.unknowns
                proofs = programme.told(one)
                open_ones = [other for other in proofs or () if not (other.hidden or other.fixed)]
                if not open_ones:
                    if proofs is not None and self._more_than(turned, one):
                        self._withhold_all(turned)
                    break
                min(open_ones, key=self._cost).hidden = True
                programme = None

    def _turned(self, small: CodedNumber) -> tuple[str, ...]:
        """The sensitive codes that it counts, and the categories over them: who bears those nobody outside knows."""
        sensitive = [code for codes in small.counted.codes for code in sorted(codes & self._bearing.sensitive)]
        first = [code for code in dict.fromkeys(sensitive) if code in self._used][: _TURNED - 1] or sensitive[:1]
        above = [code for one in first for code in self._bearing.above(one)]
        return tuple(dict.fromkeys([*first, *above]))[:_TURNED]

    def _more_than(self, turned: Sequence[str], small: CodedNumber) -> bool:
        """Whether it counts sensitive codes besides: of those the reader was taken to know who bears them."""
        counted = frozenset[str]().union(*small.counted.codes) & self._bearing.sensitive & self._used
        return not counted <= set(turned)

    def _withhold_all(self, turned: Sequence[str]) -> None:
        sensitive = self._bearing.sensitive.intersection(turned)
        for one in self._numbers:
            one.hidden |= not one.fixed and any(codes & sensitive for codes in one.counted.codes)

    def _cost(self, one: CodedNumber) -> _Name:
        return (one.n is None, one.value, sorted(map(sorted, one.counted.codes)), one.counted.key, one.counted.unit)
