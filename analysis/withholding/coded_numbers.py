# SPDX-License-Identifier: MIT
"""Numbers of codings shared together, each counted once; which count few cases or are true of a whole group."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from analysis.result_tables import CODED, CodesByCase, Counted, Flag, TableSpec, Unit
from analysis.withholding.earlier_releases import Released, today_name
from analysis.withholding.table_sums import TOTAL, Grid, Places

Place = tuple[int, int, int]  # table, row (-1: the base in a heading), column


@dataclass
class CodedNumber:
    """A number of one kind wherever it stands."""

    counted: Counted
    value: float
    n: int | None  # cases behind it, where it is of a sensitive code
    places: list[Place] = field(default_factory=list)
    hidden: bool = False
    fixed: bool = False  # an earlier file showed it: it can no more be withheld
    whole: bool = False  # it tells that a whole group bears a sensitive code

    def secret(self, minimum: int) -> bool:
        """Whether it is withheld for what it tells, not beside others."""
        return self.hidden and bool(self.n) and (self.whole or (self.n or 0) < minimum)


def in_small_groups(table: TableSpec, minimum: int) -> Iterator[tuple[int, int]]:
    """Cells that can only count few cases and tell of a sensitive code, for a 0 would say that the others are none.

    And those that tell how few cases without a value of the attribute bear a code.
    """
    bearing = table.bearing
    if bearing is None:
        return
    few = FewCases(bearing, minimum)
    for at, row in enumerate(table.rows):
        for column, cell in enumerate(row.cells):
            what = cell.counted
            if what is not None and cell.unit is not Unit.TEXT and _tells(what, bearing) and few.of(what):
                yield at, column
    yield from _beside_ungrouped(table, minimum)


def of_whole_groups(table: TableSpec) -> Iterator[tuple[int, int]]:
    """Cells that say of a whole group, or of all who bear another code, that they bear a sensitive one."""
    if table.bearing is None or not table.sensitive:
        return
    groups = GroupSizes(table.bearing)
    for column, head in enumerate(table.columns):
        if head.counted is not None and groups.all_bear(head.counted, groups.bearing(head.counted.codes[0])):
            yield -1, column
    for at, row in enumerate(table.rows):
        for column, cell in enumerate(row.cells):
            if cell.counted is not None and groups.all_bear(cell.counted, cell.n or 0):
                yield at, column


def _beside_ungrouped(table: TableSpec, minimum: int) -> Iterator[tuple[int, int]]:
    """Of a code that bears few cases without a value: its cell in the smallest group, else all less groups tells them.

    Of sensitive tables only; in others the bases of the groups tell as much.
    """
    bases = {at: column.base or 0 for at, column in enumerate(table.columns) if not column.id.startswith(TOTAL)}
    total = next((at for at, column in enumerate(table.columns) if column.id.startswith(TOTAL)), None)
    if total is None or not table.sensitive or not table.exclusive_columns or not any(bases.values()):
        return
    smallest = min((at for at, base in bases.items() if base), key=lambda at: (bases[at], at))
    for at, row in enumerate(table.rows):
        if any(one.estimate is None for one in row.cells):
            continue
        of = [
            (column.base or 0) if one.unit is Unit.SHARE else 1
            for one, column in zip(row.cells, table.columns, strict=True)
        ]
        numbers = [(one.estimate or 0) * whole for one, whole in zip(row.cells, of, strict=True)]
        if 0 < round(2 * numbers[total] - sum(numbers)) < minimum:
            yield at, smallest


def whole_bases(tables: Sequence[TableSpec], places: Sequence[Places]) -> set[str]:
    """The names of bases in headings that tell of a whole group."""
    return {
        found.columns[column]
        for table, found in zip(tables, places, strict=True)
        for row, column in of_whole_groups(table)
        if row < 0 and column in found.columns
    }


class GroupSizes:
    """How many cases the groups have, and the codes, each counted once."""

    def __init__(self, bearing: CodesByCase) -> None:
        self._bearing = bearing
        self._groups: dict[tuple[str, str], int] = {}
        self._codes: dict[frozenset[str], int] = {}

    def cases_in(self, what: Counted) -> int:
        """The cases of the group that a number counts."""
        group = (what.by, what.key)
        if group not in self._groups:
            self._groups[group] = self._bearing.cases_in(*group)
        return self._groups[group]

    def bearing(self, codes: frozenset[str]) -> int:
        """The cases that bear one of some codes."""
        if codes not in self._codes:
            self._codes[codes] = sum(bool(own & codes) for own, _, _ in self._bearing.cases)
        return self._codes[codes]

    def all_bear(self, what: Counted, cases: int) -> bool:
        """Whether a number tells that all of a group, or all who bear another code, bear a sensitive one.

        Segments and words of a code alone do not tell whose they are; those who bear the category over it are no group
        that a reader knows.
        """
        whose = len(what.codes) > 1 or what.unit in ("cases", "documents")
        if not cases or not whose or what.unit == "pairs":
            return False
        for sensitive in (codes for codes in what.codes if codes & self._bearing.sensitive):
            others = [codes for codes in what.codes if not (codes <= sensitive or codes >= sensitive)]
            if cases == self.cases_in(what) or any(cases == self.bearing(codes) for codes in others):
                return True
        return False


class FewCases(GroupSizes):
    """Whether a number can only count few cases: those of a small group, or of an ordinary code that few bear."""

    def __init__(self, bearing: CodesByCase, minimum: int) -> None:
        super().__init__(bearing)
        self.minimum = minimum

    def of(self, what: Counted) -> bool:
        """Whether a number can only count few."""
        ordinary = [codes for codes in what.codes if not codes & self._bearing.sensitive]
        sizes = [self.cases_in(what), *map(self.bearing, ordinary)]
        return any(0 < size < self.minimum for size in sizes)


def _tells(what: Counted, bearing: CodesByCase) -> bool:
    return any(codes & bearing.sensitive for codes in what.codes)


def coded_numbers(
    tables: Sequence[TableSpec], grids: Sequence[Grid], places: Sequence[int], hidden: frozenset[Flag],
    base_hidden: Callable[[int, int], bool], sizes: GroupSizes,
) -> list[CodedNumber]:  # fmt: skip
    """The numbers of some tables, each with where it stands and whether it is withheld."""
    found: dict[Counted, CodedNumber] = {}

    def note(what: Counted, value: float, n: int | None, place: Place, gone: bool) -> None:
        one = found.setdefault(what, CodedNumber(what, value, None))
        if one.n is None and n is not None:
            one.n, one.whole = n, sizes.all_bear(what, n)
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


def numbers_released(bearing: CodesByCase, earlier: Sequence[Released]) -> list[CodedNumber]:
    """Numbers of earlier files that count the same today: those shown, which stay so, and those withheld.

    One that has changed since bounds nothing: how far its change is told is judged by the network of sums.
    """
    found: dict[Counted, CodedNumber] = {}
    sizes = GroupSizes(bearing)
    for known in earlier:
        for name, size in known.size.items():
            if not name.startswith(CODED) or name in known.unseen:
                continue
            again = bearing.again(today_name(name))
            if again is None or again[1] != size:
                continue
            what, _, cases = again
            telling = any(codes & bearing.sensitive for codes in what.codes)
            one = found.setdefault(what, CodedNumber(what, size, cases if telling else None, hidden=True))
            one.whole = telling and sizes.all_bear(what, cases)
            one.hidden &= name in known.hidden
            one.fixed = not one.hidden
    return list(found.values())


def join_released(numbers: list[CodedNumber], released: Sequence[CodedNumber]) -> list[CodedNumber]:
    """Today's numbers with those of earlier files; what was shown is known, whatever becomes of it today."""
    today = {one.counted: one for one in numbers}
    for one in released:
        same = today.get(one.counted)
        if same is None:
            numbers.append(replace(one, places=[]))
        elif one.fixed:
            same.fixed, same.hidden = True, False
    return numbers
