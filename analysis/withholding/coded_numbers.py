# SPDX-License-Identifier: MIT
"""Numbers of codings that leave together, each counted once, and those among them that can only count few cases."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from analysis.specs import Bearing, Counted, Flag, TableSpec, Unit
from analysis.withholding.table_sums import Grid

Place = tuple[int, int, int]  # table, row (-1: the base in a heading), column


@dataclass
class CodedNumber:
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
    few = FewCases(bearing, minimum)
    for at, row in enumerate(table.rows):
        for column, cell in enumerate(row.cells):
            what = cell.counted
            if what is not None and cell.unit is not Unit.TEXT and _tells(what, bearing) and few.of(what):
                yield at, column


class FewCases:
    """Whether a number can only count few cases: those of a small group, or of an ordinary code that few bear."""

    def __init__(self, bearing: Bearing, minimum: int) -> None:
        self._bearing, self._minimum = bearing, minimum
        self._groups: dict[tuple[str, str], int] = {}
        self._codes: dict[frozenset[str], int] = {}

    def of(self, what: Counted) -> bool:
        """Whether a number can only count few.

        Parameters
        ----------
        what : Counted
            What it counts.

        Returns
        -------
        bool
            False where its group, and each ordinary code that it counts, has enough cases, or none.
        """
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


def coded_numbers(
    tables: Sequence[TableSpec], grids: Sequence[Grid], places: Sequence[int], hidden: frozenset[Flag],
    base_hidden: Callable[[int, int], bool],
) -> list[CodedNumber]:  # fmt: skip
    """The numbers of some tables, each with where it stands and whether it is withheld.

    Parameters
    ----------
    tables : Sequence[TableSpec]
        Tables that leave together.
    grids : Sequence[Grid]
        Their cells with the flags they have so far.
    places : Sequence[int]
        Which of the tables.
    hidden : frozenset[Flag]
        Flags of cells that are withheld.
    base_hidden : Callable[[int, int], bool]
        Whether the base in the heading of a table's column is withheld.

    Returns
    -------
    list[CodedNumber]
        One for each thing that is counted; withheld where one of its places is.
    """
    found: dict[Counted, CodedNumber] = {}

    def note(what: Counted, value: float, n: int | None, place: Place, gone: bool) -> None:
        one = found.setdefault(what, CodedNumber(what, value, n))
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
