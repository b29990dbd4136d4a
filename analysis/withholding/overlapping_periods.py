# SPDX-License-Identifier: MIT
"""Counts of cases of periods that meet or overlap, in one file and earlier ones: what they reveal of few cases.

Each count is the sum of the days between all first and last days: unknowns of the network like any other. A stretch, or
several, whose few cases the counts fix together is a secret; what must be withheld for it
`secondary_suppression` decides.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from analysis.withholding.network_of_sums import Quantities

if TYPE_CHECKING:
    import numpy as np

STRETCH = "~span/"  # begins the names of what is made here anew for each file, and not remembered
_FIRST, _LAST = "0000", "9999"  # the ends of a period without one; cases without a date lie before the first
_MOST_DAYS, _MOST_STEPS = 240, 20_000  # beyond, the counts that are about to leave are withheld
_OF_PERIOD = re.compile(r"(.*/path)\.[0-9a-f]+~([0-9a-f]+)~([-0-9]*)~([-0-9]*)\.([^>@]*)(?:@\d+)?")
_UNDATED = re.compile(r"(.*/path)\.([0-9a-f]+)\.([^>@~]*)(@\d+)?")  # of a file made before names told their period
_Pieces = list[tuple[int, int]]


@dataclass(frozen=True)
class _Count:
    """A count of cases from a first day up to, not with, a later one; `told`: whether its name says which days."""

    first: str
    end: str
    name: str
    size: int
    told: bool = True


def with_todays_periods(names: Collection[str], today: Collection[str]) -> dict[str, str]:
    """Names of counts of cases as they were before they told their period → their names now, where today has them.

    Examples
    --------
    >>> with_todays_periods(["t5/path.4f.referred:@17"], ["t5/path.4f~0a~2024-01-01~2024-12-31.referred:"])
    {'t5/path.4f.referred:@17': 't5/path.4f~0a~2024-01-01~2024-12-31.referred:@17'}
    """
    marks = {}
    for name in today:
        if _OF_PERIOD.fullmatch(name):
            path, _, rest = name.partition("/path.")
            mark, _, words = rest.partition("~")
            marks[path, mark, words.split(".", 1)[1]] = name
    found = {}
    for name in names:
        if old := _UNDATED.fullmatch(name):
            path, mark, what, changed = old.groups()
            again = marks.get((path.removesuffix("/path"), mark, what))
            if again is not None and again + (changed or "") not in names:
                found[name] = again + (changed or "")
    return found


class CasePeriods:
    """What the counts of cases of several periods in a network tell of each other.

    Parameters
    ----------
    quantities : Quantities
        The network, with what earlier files told; the days are added to it as unknowns, the counts as their sums.
    today : Collection[str]
        Names of what is about to leave: withheld where the periods are too many to be compared.

    References
    ----------
    Hundepool et al. (2012), Statistical Disclosure Control, Wiley: linked tables. Counts of periods are differences of
    one growing count, so that shortest paths give all bounds (Cormen et al., Introduction to Algorithms, 24.4).
    """

    def __init__(self, quantities: Quantities, today: Collection[str]) -> None:
        self._quantities = quantities
        self._families: dict[str, _Periods] = {}
        for family, counts in _families(quantities).items():
            if len(counts) < 2 or not any(one.name in today for one in counts):
                continue
            _untold(quantities, family, counts, today)
            if len({(one.first, one.end) for one in counts}) > 1 or len({one.size for one in counts}) > 1:
                newest_first = sorted(counts, key=lambda one: one.name not in today)
                self._families[family] = _Periods(quantities, family, newest_first, today)

    def add_derivable(self) -> bool:
        """Add as secrets the few cases that what is shown tells, alone or together.

        With each number withheld a reader knows fewer days to be empty: which days are told of is looked at anew.
        """
        return any([periods.add_derivable() for periods in self._families.values()])


def _families(quantities: Quantities) -> dict[str, list[_Count]]:
    """The counts of the same cases, but for their period, by the beginning of the names of what they tell."""
    found: defaultdict[tuple[str, str, str], list[_Count]] = defaultdict(list)
    untold: defaultdict[tuple[str, str], list[_Count]] = defaultdict(list)
    for name, size in quantities.size.items():
        if match := _OF_PERIOD.fullmatch(name):
            path, scope, first, last, what = match.groups()
            start = first or (_FIRST if last else "")
            end = (dt.date.fromisoformat(last) + dt.timedelta(days=1)).isoformat() if last else _LAST
            found[path, scope, what].append(_Count(start, end, name, size))
        elif match := _UNDATED.fullmatch(name):
            untold[match[1], match[3]].append(_Count("", _LAST, name, size, told=False))
    return {
        f"{STRETCH}{path}.{scope}.{what}": counts + untold[path, what] for (path, scope, what), counts in found.items()
    }


def _untold(quantities: Quantities, family: str, counts: Sequence[_Count], today: Collection[str]) -> None:
    """A count whose period nobody knows may be that of any of today's, some cases before or after."""
    for old in (one for one in counts if not one.told and not quantities.unknown(one.name)):
        for new in (one for one in counts if one.name in today):
            if 0 < abs(new.size - old.size) < quantities.minimum:
                less, more = sorted((old, new), key=lambda one: one.size)
                change = f"{family}/{old.name}>{new.name}"
                quantities.size[change] = more.size - less.size
                quantities.unseen.add(change)
                quantities.hidden.add(change)
                quantities.add_sum([less.name, change], [more.name])


class _Periods:
    """The counts of one family; `most[u, v]`: how many cases there are at most from one day up to another."""

    def __init__(self, quantities: Quantities, family: str, counts: Sequence[_Count], today: Collection[str]) -> None:
        self.quantities, self.family, self.counts = quantities, family, counts
        self.today = [one.name for one in counts if one.name in today and one.size]
        self.days = sorted({day for one in counts for day in (one.first, one.end)})
        self.place = {day: at for at, day in enumerate(self.days)}
        self.changes: dict[str, int] = {}  # count → how many cases it has less than those before it make of it
        self.grown: list[int] = []  # how many cases there are up to each day
        if len(self.days) > _MOST_DAYS:
            quantities.hidden.update(self.today)
            return
        self.grown = [int(one) for one in self._bounds(counts)[0]]
        for at, (here, there) in enumerate(pairwise(self.grown)):
            self._unseen(self._day(at), there - here)
        for one in counts:
            self._add_count(one)

    def add_derivable(self) -> bool:
        """Add what the shown counts tell of few cases as secrets; whether there was any new."""
        if not self.grown:
            return False
        known = [one for one in self.counts if not self.quantities.unknown(one.name) and one.name not in self.changes]
        secrets = self._derivable_stretches(self._bounds(known))
        if secrets is None:
            fresh = set(self.today) - self.quantities.hidden
            self.quantities.hidden |= fresh
            return bool(fresh)
        lone = {(self.place[one.first], self.place[one.end]) for one in self.counts}
        added = False
        for pieces in (one for one in secrets if len(one) > 1 or one[0] not in lone):
            name = f"{self.family}/" + "+".join(f"{self.days[start]}..{self.days[end]}" for start, end in pieces)
            if name not in self.quantities.size:
                added = True
                self._unseen(name, sum(self.grown[end] - self.grown[start] for start, end in pieces))
                self.quantities.hidden.add(name)
                self.quantities.add_sum([self._day(at) for start, end in pieces for at in range(start, end)], [name])
        return added

    def _bounds(self, counts: Sequence[_Count]) -> np.ndarray:
        """Shortest paths over these counts: one that does not fit those before it has changed since, by so many."""
        import numpy as np  # numpy, 80 ms: not at start

        n, every = len(self.days), sum(one.size for one in self.counts)
        most = np.where(np.arange(n)[:, None] <= np.arange(n)[None, :], every, 0).astype(np.int64)
        np.fill_diagonal(most, 0)
        for one in counts:
            start, end = self.place[one.first], self.place[one.end]
            size = min(max(one.size, -int(most[end, start])), int(most[start, end]))
            if size != one.size:
                self.changes[one.name] = size - one.size
            for here, there, limit in ((start, end, size), (end, start, -size)):
                most = np.minimum(most, most[:, here, None] + limit + most[None, there, :])
        return most

    def _add_count(self, one: _Count) -> None:
        days = [self._day(at) for at in range(self.place[one.first], self.place[one.end])]
        change = self.changes.get(one.name, 0)
        if not change:
            self.quantities.add_sum(days, [one.name])
            return
        name = f"{self.family}/{one.name}>"
        self._unseen(name, abs(change))
        if abs(change) < self.quantities.minimum:
            self.quantities.hidden.add(name)
        self.quantities.add_sum(*((days, [one.name, name]) if change > 0 else ([*days, name], [one.name])))

    def _day(self, at: int) -> str:
        return f"{self.family}/{self.days[at]}"

    def _unseen(self, name: str, size: int) -> None:
        self.quantities.size[name] = size
        self.quantities.unseen.add(name)

    def _derivable_stretches(self, most: np.ndarray) -> list[_Pieces] | None:
        """The least stretches, alone or several together, of few cases that a reader knows; None: too many.

        Days between which the number of cases is fixed are alike. Stretches add up to a number that is fixed where
        among those alike as many begin a stretch as end one.
        """
        grown = self.grown
        alike = [min(other for other in range(len(self.days)) if most[at, other] == -most[other, at])
                 for at in range(len(self.days))]  # fmt: skip
        places = [at for at, first in enumerate(alike)
                  if all(alike[other] != first or grown[other] != grown[at] for other in range(at))]  # fmt: skip
        found: list[_Pieces] = []
        for steps, pieces in enumerate(_balanced(places, alike, grown, self.quantities.minimum)):
            if steps > _MOST_STEPS:
                return None
            if pieces:
                found.append(pieces)
        return found


def _balanced(
    places: Sequence[int], alike: Sequence[int], grown: Sequence[int], minimum: int,
    begun: tuple[tuple[int, int], ...] = (), balance: Mapping[int, int] | None = None,
) -> Iterator[_Pieces]:  # fmt: skip
    """Each choice of stretches, one after the other, with 1 to `minimum` − 1 cases that is fixed; [] for each step."""
    held = dict(balance or {})
    so_far = sum(grown[end] - grown[start] for start, end in begun)
    for at, start in enumerate(places):
        if begun and start <= begun[-1][1]:
            continue
        for end in places[at + 1 :]:
            total = so_far + grown[end] - grown[start]
            if total >= minimum:
                break
            yield []
            pieces = (*begun, (start, end))
            now = dict(held)
            now[alike[start]] = now.get(alike[start], 0) + 1
            now[alike[end]] = now.get(alike[end], 0) - 1
            if any(now.values()):
                yield from _balanced(places, alike, grown, minimum, pieces, now)
            elif total:
                yield list(pieces)
