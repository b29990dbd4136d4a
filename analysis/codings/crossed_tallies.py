# SPDX-License-Identifier: MIT
"""Names of the cells of codes by codes, and what a reader knows of them: cases with both codes, one, neither."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Any

from analysis.codings.groups import Groups
from analysis.codings.records import CodeLine
from analysis.codings.tallies import ADDED_UP, Tallies, digest
from analysis.result_tables import CODED, EVERY, NestedCount, Tally

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from analysis.codings.study import CodingStudy

_Named = Callable[[str, str], str]
_KNOWN_MINIMUM = 1  # of a withheld count of people a reader knows that it is no 0
FEW = 5  # units: fewer are withheld


def crossed_nests(
    tallies: Tallies, codes: Sequence[CodeLine], crossed: Sequence[CodeLine], unit: str
) -> tuple[Callable[[CodeLine, CodeLine, int], Tally | None], list[NestedCount]]:
    """How cells of code by code are named, and which of them hold others: along the rows and along the columns."""
    ids = tallies.ids
    if not ids.intersection(code.id for code in (*codes, *crossed)):
        return lambda _row, _column, _size: None, []
    alike = unit in ("cases", "documents")  # the same whichever of the two is the row
    place = "documents" if unit == "documents" else "cases"
    every = list({code.id: code for code in (*codes, *crossed, *tallies.codes)}.values())
    at = {code.id: number for number, code in enumerate(every)}
    study = tallies.study
    has, own_has = (_by_place(study, every, place, children) for children in (True, False))
    full = _in_places(study, every, unit, True, has, has)
    own = _in_places(study, every, unit, False, own_has, has)
    of_own = _in_places(study, every, unit, True, has, own_has)

    def named(row: str, column: str, all_: bool = True, *, of_column: bool = False) -> str:
        if row == column and all_:
            return tallies.name(row, unit)
        first, second = (row + ("" if all_ or of_column else "!"), column + ("!" if of_column and not all_ else ""))
        if alike:
            first, second = sorted((first, second))
        return f"{CODED}{digest(tallies.scope)}/{unit}/{first}&{second}"

    def tally(row: CodeLine, column: CodeLine, size: int) -> Tally | None:
        return Tally(named(row.id, column.id), size) if {row.id, column.id} & ids else None

    family = [at[code.id] for code in tallies.codes]
    nests = tallies.in_all(place) + (tallies.in_all(unit) if unit != place else [])
    for one in crossed:
        column = at[one.id]

        def along(code: str, all_: bool, other: str = one.id) -> str:
            return named(code, other, all_)

        nests += tallies.tree(along, full[family, column], own[family, column], unit in ADDED_UP)
    for one in codes:
        row = at[one.id]

        def down(code: str, all_: bool, other: str = one.id) -> str:
            return named(other, code, all_, of_column=True)

        nests += tallies.tree(down, full[row, family], of_own[row, family], False)
    if alike:
        nests += _both_and_either(tallies, every, has, own_has, unit, named)
    return tally, nests


def crossed_alone(tallies: Tallies, unit: str) -> Callable[[CodeLine, CodeLine, int], Tally | None]:
    """How cells of code by code are named where the codes below them do not count: no count holds another there."""

    def tally(row: CodeLine, column: CodeLine, size: int) -> Tally | None:
        if not {row.id, column.id} & tallies.ids:
            return None
        if row is column:
            return tallies.of(row, unit, False, size)
        below = tallies.study.codings.below
        names = [one.id + ("!" if len(below[one.id]) > 1 else "") for one in (row, column)]
        first, second = sorted(names) if unit in ("cases", "documents") else names
        return Tally(f"{CODED}{digest(tallies.scope)}/{unit}/{first}&{second}", size)

    return tally


def _both_and_either(
    tallies: Tallies, every: Sequence[CodeLine], has: NDArray[np.int64], own_has: NDArray[np.int64], unit: str,
    named: _Named,
) -> list[NestedCount]:  # fmt: skip
    """Who bears two codes, from who bears each: all units = both + one alone + the other alone + neither.

    In a category the last are those of its own segments or of its other codes alone, of which there may be none. Only
    pairs are named that so few bear that they are withheld, and only where more is told of them than the mark says.
    """
    nests: list[NestedCount] = []
    places = {code.id: at for at, code in enumerate(every)}
    together = (has @ has.T).tolist()
    scope = f"{CODED}{digest(tallies.scope)}/{unit}"
    every_unit = Tally(f"{scope}{EVERY}", tallies.study.size(unit))

    def whole_of(at: int) -> Tally:
        """Of a code that no sensitive one is near, no table withholds the number."""
        near = every[at].id in tallies.ids
        name = named(every[at].id, every[at].id) if near else f"{scope}/{every[at].id}{EVERY}"
        return Tally(name, together[at][at])

    for one, other in combinations(range(len(every)), 2):
        both, codings = together[one][other], together[one][one] + together[other][other]
        if not 0 < both < FEW or not (every[one].sensitive or every[other].sensitive):
            continue
        pair, wholes = Tally(named(every[one].id, every[other].id), both), (whole_of(one), whole_of(other))
        alone = [Tally(f"{whole.name}~{pair.name}", whole.size - both) for whole in wholes]
        found: list[NestedCount] = []
        if codings - every_unit.size > _KNOWN_MINIMUM:
            neither = Tally(f"{pair.name}~", every_unit.size - codings + both)
            found.append(NestedCount(every_unit, (pair, *alone, neither), disjoint=True))
        over = places.get(every[one].parent or "") if every[one].parent == every[other].parent else None
        if over is not None:
            others = [at for at, code in enumerate(every) if code.parent == every[over].id and at not in (one, other)]
            besides = _either(own_has[over], has[others])
            if besides < FEW or codings - together[over][over] > _KNOWN_MINIMUM:
                rest = Tally(f"{pair.name}~{every[over].id}", together[over][over] - codings + both)
                found.append(NestedCount(whole_of(over), (pair, *alone, rest), disjoint=True))
                own = Tally(tallies.name(every[over].id, unit, False), int(own_has[over].sum()))
                found += _at_most(rest, [own, *map(whole_of, others)], besides)
        nests += [*(NestedCount(whole, (pair,), disjoint=True) for whole in wholes), *found] if found else []
    return nests


def _either(own: NDArray[np.int64], others: NDArray[np.int64]) -> int:
    """How many units bear a category itself, or one of some codes below it."""
    return int(((own + others.sum(axis=0)) > 0).sum())


def _at_most(rest: Tally, parts: Sequence[Tally], size: int) -> list[NestedCount]:
    """That the rest are some of those in any of the parts."""
    if len(parts) == 1:
        return [NestedCount(parts[0], (rest,), disjoint=True)]
    union = Tally(f"{rest.name}~", size)
    return [NestedCount(union, tuple(parts), disjoint=False), NestedCount(union, (rest,), disjoint=True)]


def _by_place(study: CodingStudy, codes: Sequence[CodeLine], place: str, children: bool) -> NDArray[np.int64]:
    """Whether each code stands in each case (or document): 0 or 1, int64 (codes, cases)."""
    units = study.units_of_links(place)
    keys = tuple(range(int(units.max(initial=-1)) + 1))
    groups = Groups(keys, (), (), units)  # type: ignore[arg-type]  # numbers as keys: nobody reads their names
    return (study.count_matrix(codes, groups, "segments", children) > 0).astype(int)


def _in_places(
    study: CodingStudy, codes: Sequence[CodeLine], unit: str, children: bool, own: NDArray[np.int64],
    bear: NDArray[np.int64],
) -> NDArray[np.int64]:  # fmt: skip
    """Units of each code in places that bear each code: int64 (codes, codes). `own`, `bear`: in which each stands."""
    if unit in ("cases", "documents"):
        found: NDArray[np.int64] = own @ bear.T
        return found
    return _of_bearers(study, codes, unit, children, bear)


def _of_bearers(
    study: CodingStudy, codes: Sequence[CodeLine], unit: str, children: bool, has: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Segments or words of each code in cases that bear each code, each segment once: int64 (codes, codes)."""
    import numpy as np  # more of the program: not at start

    links, segments = study.codings.links, study.codings.segments
    bears = np.zeros((len(segments), len(codes)), dtype=bool)
    np.logical_or.at(bears, links.rows, has.T[study.units_of_links("cases")] > 0)
    sizes = segments["words"].to_numpy(dtype=np.int64) if unit == "words" else np.ones(len(segments), dtype=np.int64)
    places = [study.places(code, children) for code in codes]
    return np.array([sizes[held] @ bears[held] for held in places])


def shared_cases(cases: Sequence[set[Any]]) -> tuple[list[int], NDArray[np.int64]]:
    """How many cases each code has, and each two have."""
    import numpy as np  # more of the program: not at start

    place = {case: at for at, case in enumerate(dict.fromkeys(case for held in cases for case in held))}
    has = np.zeros((len(cases), len(place)), dtype=np.float32)
    for at, held in enumerate(cases):
        has[at, [place[case] for case in held]] = 1
    return [len(held) for held in cases], np.rint(has @ has.T).astype(np.int64)
