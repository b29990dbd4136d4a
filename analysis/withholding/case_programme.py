# SPDX-License-Identifier: MIT
"""Linear programme of cases that may have sensitive codes: the limits printed numbers set to a withheld one.

It only reads the numbers; what is withheld next its caller decides.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Any

from analysis.result_tables import CodesByCase, Counted
from analysis.withholding.coded_numbers import CodedNumber

_OPEN = 3  # numbers that must fit a withheld one: it is told to within one case else
_SLACK = 1e-6
_UNBOUNDED = 3  # what HiGHS says of a sum without an end
_Name = tuple[object, ...]
_Sum = dict[_Name, float]
_Kind = tuple[tuple[tuple[str, tuple[str, ...]], ...], frozenset[int], int, int]  # groups, sets, interviews, cases


class CaseProgramme:
    """The unknowns: of each kind of case how many bear which of the turned codes, and what they have of them.

    Parameters
    ----------
    bearing : CodesByCase
        The cases with their ordinary codes.
    turned : Sequence[str]
        Codes of which the reader does not know who bears them.
    numbers : Sequence[CodedNumber]
        Numbers that count any of these: each one printed is an equation.
    is_small : Callable[[Counted], bool]
        Whether a number can only count few: withheld it may be 0.
    """

    def __init__(
        self,
        bearing: CodesByCase,
        turned: Sequence[str],
        numbers: Sequence[CodedNumber],
        is_small: Callable[[Counted], bool],
    ) -> None:
        self._turned, self._most_cases = turned, bearing.most_cases
        self._subsets = [frozenset(one) for k in range(len(turned) + 1) for one in combinations(turned, k)]
        self._numbers = numbers
        self._sets = list(dict.fromkeys(codes for one in self._numbers for codes in one.counted.codes))
        self._set_at = {one: at for at, one in enumerate(self._sets)}
        self._groups = {one.counted.by: bearing.group(one.counted.by) for one in self._numbers}
        self._place: dict[_Name, int] = {}
        self._equal: list[tuple[_Sum, float, CodedNumber | None]] = []
        self._most: list[tuple[_Sum, float, CodedNumber | None]] = []
        self._made: set[object] = set()
        self._points: Any = []
        self._matrices, self._right = self._points[:], self._points[:]
        self._shape = (-1, -1)
        self._kinds = self._kinds_of(bearing)
        for kind, size in self._kinds.items():
            self._equal.append(({("x", kind, one): 1.0 for one in self._subsets}, float(size), None))
        for one in self._numbers:
            expression = self._expression(one.counted)
            if not one.hidden:
                self._equal.append((expression, self._exact(one), one))
            elif one.value and not is_small(one.counted):
                self._most.append(({name: -by for name, by in expression.items()}, -1.0, None))

    def _kinds_of(self, bearing: CodesByCase) -> Counter[_Kind]:
        """Cases that a reader cannot tell apart: by their groups, and the sets they are in by ordinary codes."""
        every: defaultdict[int, list[int]] = defaultdict(list)
        for at, together in enumerate(bearing.together):
            every[together].append(at)
        self._known: defaultdict[_Kind, list[Mapping[tuple[str, str], int]]] = defaultdict(list)
        kinds: Counter[_Kind] = Counter()
        for those in every.values():
            codes, interviews, sizes = bearing.cases[those[0]]
            own = codes.difference(self._turned)
            groups = tuple(
                (by, tuple(sorted(keys[at] for at in those))) for by, keys in self._groups.items() if keys is not None
            )
            sets = frozenset(place for place, one in enumerate(self._sets) if one & own)
            kind = (groups, sets, max(1, interviews), len(those))
            kinds[kind] += 1
            self._known[kind].append(sizes)
        return kinds

    def _exact(self, one: CodedNumber) -> float:
        """The number itself: of a share and what is made of a count, the cases that it counts."""
        what = one.counted
        if what.unit != "cases" or what.meets:
            return one.value
        borne = (
            (_in_group(kind, what), {code for _, code in held}) for kind in self._kinds for held in self._known[kind]
        )
        return float(sum(cases for cases, own in borne if all(codes & own for codes in what.codes)))

    def _bear(self, kind: _Kind, sets: Sequence[frozenset[str]]) -> list[frozenset[str]]:
        """With which of the turned codes cases of a kind bear one of each of the sets."""
        missing = [one for one in sets if self._set_at[one] not in kind[1]]
        return [subset for subset in self._subsets if all(one & subset for one in missing)]

    def _cases(self, what: Counted) -> _Sum:
        return {
            ("x", kind, subset): float(cases)
            for kind in self._kinds
            if (cases := _in_group(kind, what))
            for subset in self._bear(kind, what.codes)
        }

    def _expression(self, what: Counted) -> _Sum:
        if what.meets or self._groups[what.by] is None:
            return {self._some_of(what): 1.0}
        if what.unit == "cases":
            return self._cases(what)
        if what.unit == "documents":
            return self._interviews(what)
        return self._parts(what)

    def _some_of(self, what: Counted) -> _Name:
        """Some of the units: those that meet, those of one speaker."""
        name = ("some", what)
        if name not in self._made:
            self._made.add(name)
            whole = replace(what, meets="", by="", key="")
            if what.unit == "pairs":
                cases = self._some_of(replace(what, unit="cases"))
                self._most.append(({cases: 1.0, name: -float(self._most_cases)}, 0.0, None))
                return name
            self._most.append(({name: 1.0, **{one: -1.0 for one in self._expression(whole)}}, 0.0, None))
        return name

    def _talks(self, name: _Name) -> float:
        return float(next(kind[2] for kind in self._kinds if kind == name[1]))

    def _interviews(self, what: Counted) -> _Sum:
        cases = self._cases(what)
        if self._most_cases == 1 and all(kind[2] == 1 for kind in self._kinds):
            return cases
        name = ("interviews", what)
        if name not in self._made:
            self._made.add(name)
            # of a group two codes may stand in one interview and in no case together
            apart = what.codes if self._most_cases > 1 else (what.codes,)
            for codes in (replace(what, codes=one if isinstance(one, tuple) else (one,)) for one in apart):
                talks = {one: -self._talks(one) for one in self._cases(codes)}
                self._most.append(({name: 1.0, **talks}, 0.0, None))
            if len(what.codes) == 1:
                self._most.append(({name: -float(self._most_cases), **cases}, 0.0, None))
        return {name: 1.0}

    def _parts(self, what: Counted) -> _Sum:
        """Segments or words of the first codes, in cases that bear the others: known ones, and of turned codes."""
        found: _Sum = {}
        codes, also = what.codes[0], what.codes[1:]
        for kind in self._kinds:
            if not _in_group(kind, what):
                continue
            self._share_known(kind, what.unit, codes)
            for subset in self._bear(kind, also):
                found[what.unit, kind, subset, codes] = 1.0
                found |= {self._own(kind, what.unit, subset, code): 1.0 for code in codes & subset}
        return found

    def _own(self, kind: _Kind, unit: str, subset: frozenset[str], code: str) -> _Name:
        name = ("own", unit, kind, subset, code)
        if name not in self._made:
            self._made.add(name)
            self._most.append(({("x", kind, subset): 1.0, name: -1.0}, 0.0, None))
        return name

    def _share_known(self, kind: _Kind, unit: str, codes: frozenset[str]) -> None:
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

    @property
    def unknowns(self) -> int:
        """How many kinds of cases it has."""
        return len(self._kinds) * len(self._subsets)

    def told(self, small: CodedNumber) -> list[CodedNumber] | None:
        """The printed numbers on which it rests that a withheld one is told to within one case."""
        import numpy as np  # numpy, 80 ms: not at start
        from scipy.optimize import linprog  # 300 ms: only where something is withheld

        what = small.counted
        if what.unit == "documents" and self._most_cases > 1:  # nobody bounds them well: their cases are looked at
            what = replace(what, unit="cases")
        if what.unit in ("pairs", "documents") or (what.meets and what.unit == "cases"):
            aim = self._expression(replace(what, unit="cases") if what.unit == "pairs" else what)
        elif what.meets:
            aim = self._cases(replace(what, meets=""))
        elif self._groups[what.by] is None:
            aim = {self._some_of(replace(what, unit="cases")): 1.0}
        else:
            aim = self._cases(replace(what, unit="cases"))
        self._take(aim)
        cost = np.zeros(len(self._place))
        for name, by in aim.items():
            cost[self._place[name]] += by
        values = [float(cost @ point) for point in self._points]
        if values and np.floor(max(values)) - np.ceil(min(values)) >= _OPEN - 1:
            return None
        ends, marginals = [], []
        for sign in (1.0, -1.0):
            found = linprog(sign * cost, A_eq=self._matrices[0], b_eq=self._right[0], A_ub=self._matrices[1],
                            b_ub=self._right[1], method="highs")  # fmt: skip
            if found.x is None and found.status == _UNBOUNDED:
                ends.append(-sign * np.inf)
                continue
            if found.x is None:  # nothing fits: what the reader makes of it nobody knows, so it counts as told
                return [one for one in self._numbers if not one.hidden]
            self._points.append(found.x)
            ends.append(sign * found.fun)
            marginals.append(found.eqlin.marginals)
        least, greatest = np.ceil(ends[0] - _SLACK), np.floor(ends[1] + _SLACK)
        if greatest - least >= _OPEN - 1:
            return None
        resting = np.abs(np.array(marginals)).max(axis=0) > _SLACK if marginals else []
        return [one for (_, _, one), rests in zip(self._equal, resting, strict=True) if rests and one is not None]

    def _take(self, aim: _Sum) -> None:
        """Write the unknowns down as matrices, once for as long as there are no more of them."""
        import numpy as np  # as above
        from scipy import sparse  # scipy.stats, 730 ms: not at start

        sides = (self._equal, self._most)
        if self._shape == (len(self._equal), len(self._most)) and all(name in self._place for name in aim):
            return
        self._shape, self._points = (len(self._equal), len(self._most)), []
        for name in (*(name for side in sides for row in side for name in row[0]), *aim):
            self._place.setdefault(name, len(self._place))
        self._matrices, self._right = [], [np.array([value for _, value, _ in side]) for side in sides]
        for side in sides:
            entries = [(at, self._place[name], by) for at, row in enumerate(side) for name, by in row[0].items()]
            rows, columns, by = zip(*entries, strict=True) if entries else ((), (), ())
            self._matrices.append(sparse.csr_matrix((by, (rows, columns)), shape=(len(side), len(self._place))))


def _in_group(kind: _Kind, what: Counted) -> int:
    """How many cases of a kind are in the group that a number counts: it has several where these are in all the same
    words."""
    return sum(keys.count(what.key) for by, keys in kind[0] if by == what.by) if what.by else kind[3]
