# SPDX-License-Identifier: MIT
"""Counts of cases under several conditions, of one file and of earlier ones, compared as sets of cases.

The register of today is cut into classes of cases that the same counts hold: unknowns of the network, each count their
sum. Few cases that the shown counts fix together are a secret; what is withheld for it
`secondary_suppression` decides. A reader
is taken to know which classes are empty, which is more than anybody knows: the safe side.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from analysis.withholding.earlier_releases import today_name
from analysis.withholding.network_of_sums import Quantities
from analysis.withholding.overlapping_periods import STRETCH, CasePeriods
from analysis.withholding.quantity_keys import EVERYONE, read_key, variable_of
from analysis.withholding.row_groups import RowSets, joined
from analysis.withholding.secondary_suppression import protect

if TYPE_CHECKING:
    import numpy as np

READS = "~"  # before a variable in the key of a count of cases: it decides about the step or the answer
ASKED = "~~"  # before a variable that the conditions of the count are about
_OF_CASES = re.compile(r"path\.[0-9a-f]*~([0-9a-f]*)~[-0-9]*~[-0-9]*\.([^:]*):(.*)", re.DOTALL)
_EVERY_CASE = "path.~~~.identified:"
_MOST_CLASSES, _MOST_SMALL = 600, 250  # beyond, the counts that are about to leave are withheld
_CLASSES_TOGETHER = 4  # sets of few cases in more classes are looked for as differences of two counts alone
_TINY = 1e-7
Key = tuple[str, str]


@dataclass(frozen=True)
class _CaseSet:
    """A printed number of cases: its name and size, its cases as bits, its conditions by a mark, what it is of."""

    name: str
    size: int
    rows: int
    scope: str = ""
    what: str = ""
    reads: frozenset[str] = frozenset()
    where: frozenset[str] = frozenset()


def protect_cases(
    quantities: Quantities, today: Collection[str], keys: Mapping[str, Key], row_sets: RowSets | None
) -> None:  # fmt: skip
    """Withhold further quantities so that none withheld can be worked out, nor few cases of any days or conditions."""
    periods = CasePeriods(quantities, today)
    compared: list[CasePeriods | CaseSets] = [periods, CaseSets(quantities, today, keys, row_sets)]
    for one in compared:
        one.add_derivable()
    protect(quantities)
    while any([one.add_derivable() for one in compared]):  # with each number withheld others may be told no more
        protect(quantities)


class CaseSets:
    """What counts of cases under several conditions tell of each other.

    Parameters
    ----------
    quantities : Quantities
        The network, with what earlier files told; classes of cases are added to it as unknowns.
    today : Collection[str]
        Names of what is about to leave: withheld where the classes are too many to be compared.
    keys : Mapping[str, tuple[str, str]]
        Name → data table and key.
    row_sets : RowSets | None
        The cases behind the keys.

    References
    ----------
    Hundepool et al. (2012), Statistical Disclosure Control, Wiley: linked tables.
    """

    def __init__(
        self, quantities: Quantities, today: Collection[str], keys: Mapping[str, Key], row_sets: RowSets | None
    ) -> None:  # fmt: skip
        self._systems: list[_ComparedSets] = []
        if row_sets is None:
            return
        tables: defaultdict[str, list[_CaseSet]] = defaultdict(list)
        unread: defaultdict[str, list[_CaseSet]] = defaultdict(list)
        for name, size in list(quantities.size.items()):
            table, key = keys.get(name) or keys.get(today_name(name)) or ("", "")
            if found := _OF_CASES.fullmatch(key) if ">" not in name else None:
                rows = row_sets.rows(table, key)
                count = _CaseSet(name, size, rows or 0, found[1], found[2], *_variables(found[3]))
                if rows or size:  # of none a condition may have lost its answers since
                    (tables if rows else unread)[table].append(count)
        for table, counts in tables.items():
            _may_be_few(quantities, unread.pop(table, []), counts, today)
            ordinary = list(_ordinary(quantities, table, keys, row_sets, counts))
            for what, system in _compared(counts, ordinary).items():
                if any(one.name in today for one in system):
                    newest_first = sorted(system, key=lambda one: one.name not in today)
                    self._systems.append(_ComparedSets(quantities, f"{STRETCH}{table}?{what}", newest_first, today))

    def add_derivable(self) -> bool:
        """Add as secrets the few cases that what is shown tells."""
        return any([system.add_derivable() for system in self._systems])


def _variables(definition: str) -> tuple[frozenset[str], frozenset[str]]:
    """The variables that decide about a step or an answer, and those of the conditions."""
    parts = [part for part in definition.split("|") if part.startswith(READS)]
    where = frozenset(part.removeprefix(ASKED) for part in parts if part.startswith(ASKED))
    return frozenset(part.removeprefix(READS) for part in parts if not part.startswith(ASKED)), where


def _ordinary(
    quantities: Quantities, table: str, keys: Mapping[str, Key], row_sets: RowSets, counts: Sequence[_CaseSet]
) -> Iterator[_CaseSet]:
    """The counts of other tables of the register, of what those of cases are about.

    They count rows. Cases of one row each are among them as cases: the reader is taken to know which those are. Other
    rows are unknowns of their own, but where a count holds no case twice it is one of cases, too.
    """
    every, firsts = row_sets.rows(table, f"{EVERYONE}:"), row_sets.rows(table, _EVERY_CASE)
    several = row_sets.cases_of_several_rows(table)
    if not every or not firsts or several is None:
        return
    about = frozenset[str]().union(*(one.reads | one.where for one in counts))
    for name, (of, key) in keys.items():
        if of == table and name in quantities.size and not _OF_CASES.fullmatch(key):
            where = frozenset(map(variable_of, read_key(key)[1]))
            rows = row_sets.rows(table, key) if where <= about else None
            if rows and rows.bit_count() == quantities.size[name]:
                for one in _as_cases(rows, several, firsts, every.bit_length()):
                    yield _CaseSet(name, quantities.size[name], one, "ordinary", "identified", where=where)


def _as_cases(rows: int, several: Sequence[int], firsts: int, shift: int) -> set[int]:
    """A count of rows as sets of cases: those of one row, beside them the rows of others; and where no case is in it
    twice, all its cases.

    Examples
    --------
    >>> sorted(map(bin, _as_cases(0b1110, [0b0011], 0b1101, 8)))  # rows 0 and 1 are of one case
    ['0b1000001100', '0b1101']
    """
    inside = [one for one in several if one & rows]
    alone = rows & ~joined(inside)
    found = {alone | ((rows & ~alone) << shift)}
    if all((one & rows).bit_count() == 1 for one in inside):
        found.add(alone | joined(one & firsts for one in inside))
    return found


def _compared(counts: Sequence[_CaseSet], ordinary: Sequence[_CaseSet]) -> dict[str, list[_CaseSet]]:
    """The counts that are compared: those of one step or answer; all that the conditions are about together."""
    asked = frozenset[str]().union(*(one.where for one in counts), *(one.where for one in ordinary))
    found: defaultdict[str, list[_CaseSet]] = defaultdict(list, {"identified": list(ordinary)})
    for one in counts:
        found[one.what].append(one)
        if one.reads & asked:
            found["identified"].append(one)
    return {what: several for what, several in found.items() if len({one.scope for one in several}) > 1}


def _may_be_few(
    quantities: Quantities, unread: Sequence[_CaseSet], counts: Sequence[_CaseSet], today: Collection[str]
) -> None:  # fmt: skip
    """A count of an earlier file whose conditions nobody can evaluate any more may be today's, but for few cases."""
    for old in (one for one in unread if one.name not in today and not quantities.unknown(one.name)):
        for new in (one for one in counts if one.name in today and one.what == old.what and one.scope != old.scope):
            if 0 < abs(new.size - old.size) < quantities.minimum:
                less, more = sorted((old, new), key=lambda one: one.size)
                change = f"{STRETCH}{old.name}>{new.name}"
                _add_unseen(quantities, change, more.size - less.size, secret=True)
                quantities.add_sum([less.name, change], [more.name])


def _add_unseen(quantities: Quantities, name: str, size: int, *, secret: bool) -> None:
    quantities.size[name] = size
    quantities.unseen.add(name)
    if secret:
        quantities.hidden.add(name)


class _ComparedSets:
    """Counts that are compared with each other, and the classes of cases that they cut the register into."""

    def __init__(
        self, quantities: Quantities, family: str, counts: Sequence[_CaseSet], today: Collection[str]
    ) -> None:  # fmt: skip
        self.quantities, self.family, self.counts = quantities, family, counts
        self.today = [one.name for one in counts if one.name in today and one.size]
        self.classes = _classes(one.rows for one in counts)
        self.done: set[int] = set()
        if len(self.classes) > _MOST_CLASSES:
            quantities.hidden.update(self.today)
            self.classes = []
        changed = any(one.size != one.rows.bit_count() for one in counts)
        if not changed and self._derivable_from(self._shown()) == []:
            self.classes = []  # nor do fewer numbers tell any
        for at, rows in enumerate(self.classes):
            _add_unseen(quantities, f"{family}/{at}", rows.bit_count(), secret=False)
        for one in counts if self.classes else ():
            self._add_count(one)

    def add_derivable(self) -> bool:
        """Add what the shown counts tell of few cases as secrets; whether there was any new.

        What earlier files tell without today's is none any more.
        """
        shown = self._shown()
        told = self._derivable_from(shown)
        before = self._derivable_from([one for one in shown if one.name in self.quantities.released])
        if told is None:
            fresh = set(self.today) - self.quantities.hidden
            self.quantities.hidden |= fresh
            return bool(fresh)
        new = set(told).difference(self.done, before or ())
        for at, rows in enumerate(sorted(new), len(self.done)):
            name = f"{self.family}/few/{at}"
            _add_unseen(self.quantities, name, rows.bit_count(), secret=True)
            self.quantities.add_sum(self._within(rows), [name])
        self.done |= new
        return bool(new)

    def _shown(self) -> list[_CaseSet]:
        return [
            one for one in self.counts
            if one.rows and one.size == one.rows.bit_count() and not self.quantities.unknown(one.name)
        ]  # fmt: skip

    def _derivable_from(self, shown: Sequence[_CaseSet]) -> list[int] | None:
        return _derivable_sets([one.rows for one in shown], self.classes, self.quantities.minimum)

    def _add_count(self, one: _CaseSet) -> None:
        """A count is the sum of its classes, and of the cases by which it has changed since it was printed."""
        change = one.size - one.rows.bit_count()
        parts = self._within(one.rows)
        if not change:
            self.quantities.add_sum(parts, [one.name])
            return
        name = f"{self.family}/{one.name}>"
        _add_unseen(self.quantities, name, abs(change), secret=abs(change) < self.quantities.minimum)
        self.quantities.add_sum(*(([*parts, name], [one.name]) if change > 0 else (parts, [one.name, name])))

    def _within(self, rows: int) -> list[str]:
        return [f"{self.family}/{at}" for at, one in enumerate(self.classes) if not one & ~rows]


def _classes(sets: Iterable[int]) -> list[int]:
    """The cases of several sets in classes: those of one class are in the same sets."""
    found: list[int] = []
    for rows in dict.fromkeys(sets):
        parts = [part for one in found for part in (one & rows, one & ~rows)] + [rows & ~joined(found)]
        found = [one for one in parts if one]
    return found


def _derivable_sets(shown: Sequence[int], classes: Sequence[int], minimum: int) -> list[int] | None:
    """The sets of 1 to `minimum` − 1 cases that sums and differences of the shown ones give; None: too many to look at.

    Classes that the shown counts do not tell apart go together. A set is given where its indicator lies in the row
    space of the counts, seen by three random directions from which that space is taken away.
    """
    import numpy as np  # numpy, 80 ms: not at start

    different = list(dict.fromkeys(shown))
    groups: defaultdict[tuple[bool, ...], int] = defaultdict(int)
    for one in classes:
        groups[tuple(not one & ~rows for rows in different)] |= one
    groups.pop((False,) * len(different), None)
    small = [at for at, rows in enumerate(groups.values()) if rows.bit_count() < minimum]
    if not small:
        return []
    if len(small) > _MOST_SMALL:
        return None
    _, strength, space = np.linalg.svd(np.array(list(groups), dtype=float).T, full_matrices=False)
    space = space[strength > _TINY * strength[0]]
    directions = np.random.default_rng(1).normal(size=(len(groups), 3))
    left = (directions - space.T @ (space @ directions))[small]
    rows = [list(groups.values())[at] for at in small]
    found = _adding_to_nothing(left, [one.bit_count() for one in rows], minimum)
    least = [joined(rows[at] for at in one) for one in found]
    rests = {one & ~other for one in different for other in different if not other & ~one}
    few = (one for one in rests if one.bit_count() < minimum)
    return [*least, *(one for one in few if sum(not part & ~one for part in rows) > _CLASSES_TOGETHER)]


def _adding_to_nothing(left: np.ndarray, sizes: Sequence[int], minimum: int) -> list[tuple[int, ...]]:
    """The least choices of up to four rows of `left` (n, 3) that add up to nothing, of fewer than `minimum` cases."""
    import numpy as np  # numpy, 80 ms: not at start

    found: list[tuple[int, ...]] = [(at,) for at in range(len(left)) if np.abs(left[at]).max() < _TINY]
    alone = {one[0] for one in found}
    ones = [(at,) for at in range(len(left)) if at not in alone]
    twos = [pair for pair in combinations([at for (at,) in ones], 2) if sum(sizes[at] for at in pair) < minimum]
    for first, second in ((ones, ones), (ones, twos), (twos, twos)):
        if not first or not second:
            continue
        sums = [left[np.array(side)].sum(axis=1) for side in (first, second)]
        order = np.argsort(sums[1][:, 0])
        sorted_sums = sums[1][order, 0]
        begins, ends = (np.searchsorted(sorted_sums, -sums[0][:, 0] + step) for step in (-_TINY, _TINY))
        for at in np.flatnonzero(ends > begins):
            for other in order[begins[at] : ends[at]]:
                chosen = tuple(sorted({*first[at], *second[other]}))
                new = len(chosen) == len(first[at]) + len(second[other]) and chosen not in found
                if (
                    new and sum(sizes[one] for one in chosen) < minimum
                    and np.abs(sums[0][at] + sums[1][other]).max() < _TINY
                    and not any(set(one) < set(chosen) for one in found)
                ):  # fmt: skip
                    found.append(chosen)
    return found
