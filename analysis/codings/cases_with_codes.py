# SPDX-License-Identifier: MIT
"""The cases behind counts of codings, with the codes that each has: what withholding works on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from analysis.codings.groups import OWN_COLUMNS, Groups, attribute_of, groups_of, parts_cases
from analysis.codings.records import cases_in
from analysis.codings.tallies import digest, group_name, relation_of
from analysis.result_tables import CODED, Counted

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from analysis.codings.records import CodeLine
    from analysis.codings.segment_overlap import OverlappingCodes
    from analysis.codings.study import CodingStudy

_UNITS = ("cases", "documents", "segments", "words", "pairs")
_Found = tuple[Counted, int, int]
_Cases = Sequence[tuple[frozenset[str], int, Mapping[tuple[str, str], int]]]


class CasesWithCodes:
    """The cases of a study with their codes (`analysis.result_tables.CodesByCase`), counted when it is asked."""

    def __init__(self, study: CodingStudy, scope: str = "") -> None:
        self._study, self.scope, self.mark = study, scope, digest(scope)
        self.most_cases = study.codings.most_cases
        self.sensitive = frozenset(code.id for code in study.codings.codes if code.sensitive)

    @cached_property
    def cases(self) -> _Cases:
        """Of each case its codes, in how many interviews it spoke, and its (unit, code) with how many there are."""
        codings = self._study.codings
        segments, documents = codings.segments, codings.documents
        held: dict[str, set[str]] = {case: set() for case in self._all}
        spoken: dict[str, set[str]] = {case: set() for case in held}
        sizes: dict[str, dict[tuple[str, str], int]] = {case: {} for case in held}
        for cases, document in documents[["cases", "document"]].itertuples(index=False):
            for case in cases:
                spoken[case].add(document)
        for cases, document, code, words in segments[["cases", "document", "code", "words"]].itertuples(index=False):
            for case in cases:
                held[case].add(code)
                spoken[case].add(document)
                own = sizes[case]
                for unit, size in (("segments", 1), ("words", int(words))):
                    own[unit, code] = own.get((unit, code), 0) + size
        return [(frozenset(held[case]), len(spoken[case]), sizes[case]) for case in held]

    @cached_property
    def together(self) -> Sequence[int]:
        """A number for each case, the same one for cases that are in all the same words."""
        codings = self._study.codings
        seen: dict[str, set[tuple[str, ...]]] = {case: set() for case in self._all}
        for cases in {*codings.documents["cases"], *codings.segments["cases"]}:
            for case in cases:
                seen[case].add(cases)
        number: dict[frozenset[tuple[str, ...]], int] = {}
        alone = len(seen)  # numbers of cases that are in no words
        return [
            number.setdefault(frozenset(held), len(number)) if held else alone + at
            for at, held in enumerate(seen.values())
        ]

    def above(self, code: str) -> Sequence[str]:
        """The categories over a code, the nearest first."""
        by_id, found = self._study.codings.by_id, []
        parent = by_id[code].parent if code in by_id else None
        while parent in by_id:
            found.append(str(parent))
            parent = by_id[str(parent)].parent
        return found

    def group(self, by: str) -> Sequence[str] | None:
        """The group of each case, "" for none; None where a case may lie in several."""
        if not by:
            return [""] * len(self.cases)
        if not parts_cases(by):
            return None
        values = self._values(by)
        return [values.get(case, "") for case in self._all]

    def again(self, name: str) -> tuple[Counted, int, int] | None:
        """Count once more what a tally of an earlier file counts."""
        return self._again.of(name)

    @cached_property
    def _again(self) -> _CountedAgain:
        return _CountedAgain(self._study, self.scope)

    def cases_in(self, by: str, key: str) -> int:
        """How many cases a group has; "" all."""
        if not by or not key:
            return len(self.cases)
        plain, codings = by.strip().casefold(), self._study.codings
        if plain not in OWN_COLUMNS:
            return sum(value == key for value in self._values(by).values())
        if plain == "case":
            return 1
        frames = [one for one in (codings.segments, codings.documents) if plain in one.columns]
        return len(set[str]().union(*(cases_in(one[one[plain].astype(str) == key]) for one in frames)))

    @cached_property
    def _all(self) -> Sequence[str]:
        codings = self._study.codings
        return list(dict.fromkeys([*self._study.cases(), *sorted(cases_in(codings.documents)),
                                   *sorted(cases_in(codings.segments))]))  # fmt: skip

    def _values(self, by: str) -> Mapping[str, str]:
        if by.strip().casefold() in OWN_COLUMNS:  # "case"
            return {case: case for case in self._all}
        found = attribute_of(self._study.codings, by)
        return {str(case): str(value) for case, value in self._study.codings.attributes[found].items()}


class _CountedAgain:
    """What the names of `analysis.codings.tallies` count, in the codings of today."""

    def __init__(self, study: CodingStudy, scope: str) -> None:
        self._study, self._start = study, f"{CODED}{digest(scope)}/"
        self._made: dict[tuple[str, str], Groups] = {}
        self._counted: dict[tuple[str, str, bool], dict[str, dict[str, int]]] = {}
        self._meetings: dict[str, tuple[Mapping[str, int], OverlappingCodes]] = {}
        self._links: dict[str, tuple[frozenset[str], NDArray[np.int64]] | None] = {}

    def of(self, name: str) -> _Found | None:
        """Count once more what a name of an earlier file counts."""
        unit, _, what = name.removeprefix(self._start).partition("/")
        if not name.startswith(self._start) or unit not in _UNITS:
            return None
        if "&" in what:
            pair, _, meets = what.partition("/")
            first, second = pair.split("&", 1)
            return self._met(unit, first, second, meets) if meets else self._crossed(unit, first, second)
        code, _, group = what.partition("/")
        line = self._study.codings.by_id.get(code.removesuffix("!"))
        if line is None or (group and group not in self._named_groups):
            return None
        return self._in_group(unit, line, not code.endswith("!"), group)

    def _in_group(self, unit: str, code: CodeLine, children: bool, group: str) -> _Found:
        study, codes = self._study, (self._study.counts(code, children),)
        if not group:
            under = study.under(code, children)
            return Counted(unit, codes), study.count(under, unit), study.count(under, "cases")
        by, key = self._named_groups[group]
        size, cases = (self._of_group(by, key, one, children)[code.id] for one in (unit, "cases"))
        return Counted(unit, codes, by, key), int(size), int(cases)

    def _of_group(self, by: str, key: str, unit: str, children: bool) -> Mapping[str, int]:
        """The units of each code in a group; all codes and groups are counted once."""
        name = (by, unit, children)
        if name not in self._counted:
            codes, groups = self._study.codings.codes, self._groups(by, unit)
            counts = self._study.count_matrix(codes, groups, unit, children)
            ids = [code.id for code in codes]
            self._counted[name] = {
                one: dict(zip(ids, column.tolist(), strict=True))
                for one, column in zip(groups.keys, counts.T, strict=True)
            }
        return self._counted[name][key]

    def _crossed(self, unit: str, first: str, second: str) -> _Found | None:
        """Units of the first code in cases or interviews that bear the second; "!": without the codes below it."""
        import numpy as np  # more of the program: not at start

        one, other = self._linked(first), self._linked(second)
        if one is None or other is None:
            return None
        links, place = self._study.codings.links, "documents" if unit == "documents" else "cases"
        of_place, case_of = self._units[place], self._units["cases"]
        bears = np.zeros(int(of_place.max(initial=-1)) + 1, dtype=bool)
        bears[of_place[other[1]]] = True
        both = one[1][bears[of_place[one[1]]]]
        cases = len(np.unique(case_of[both]))
        rows = np.unique(links.rows[both])
        if unit in ("cases", "documents"):
            size = len(np.unique(of_place[both]))
        elif unit == "words":
            size = int(self._study.codings.segments["words"].to_numpy(dtype=np.int64)[rows].sum())
        else:
            size = len(rows)
        return Counted(unit, (one[0], other[0])), size, cases

    def _met(self, unit: str, first: str, second: str, meets: str) -> _Found | None:
        """Pairs of segments of two codes that meet, or the cases in which they do."""
        if meets not in self._meetings:
            from analysis.codings.segment_overlap import codes_met  # numpy, pandas: not at start

            marks = [*self._counts_of]
            held = codes_met(self._study, [self._counts_of[one][1] for one in marks], *relation_of(meets))
            self._meetings[meets] = ({one: at for at, one in enumerate(marks)}, held)
        place, met = self._meetings[meets]
        if first not in place or second not in place:
            return None
        a, b = place[first], place[second]
        pairs, cases = int(met.pairs[a, b]), int(met.units[a, b])
        one, other = sorted((self._counts_of[first][0], self._counts_of[second][0]), key=sorted)
        return Counted(unit, (one, other), meets=meets), pairs if unit == "pairs" else cases, cases or int(pairs > 0)

    @cached_property
    def _counts_of(self) -> Mapping[str, tuple[frozenset[str], NDArray[np.int64]]]:
        """Of each code in use what it counts and its segments; "!": without those below it."""
        study = self._study
        marked = (
            (f"{one.id}{'' if all_ else '!'}", one, all_) for one in study.codings.codes for all_ in (True, False)
        )
        found = {mark: (study.counts(one, all_), study.places(one, all_)) for mark, one, all_ in marked}
        return {mark: one for mark, one in found.items() if len(one[1])}

    def _linked(self, name: str) -> tuple[frozenset[str], NDArray[np.int64]] | None:
        """What a code counts, and the links of its segments to cases; None for a code that is no more."""
        if name not in self._links:
            line, children = self._study.codings.by_id.get(name.removesuffix("!")), not name.endswith("!")
            self._links[name] = None
            if line is not None:
                held = self._study.codings.links.of(self._study.places(line, children))[1]
                self._links[name] = self._study.counts(line, children), held
        return self._links[name]

    @cached_property
    def _units(self) -> Mapping[str, NDArray[np.int64]]:
        return {unit: self._study.units_of_links(unit) for unit in ("cases", "documents")}

    def _groups(self, by: str, unit: str) -> Groups:
        if (by, unit) not in self._made:
            self._made[by, unit] = groups_of(self._study.codings, by, unit)
        return self._made[by, unit]

    @cached_property
    def _named_groups(self) -> Mapping[str, tuple[str, str]]:
        """What is grouped by and the group, by the digest that stands in names."""
        found: dict[str, tuple[str, str]] = {}
        for name in (*map(str, self._study.codings.attributes.columns), *OWN_COLUMNS):
            by = name.strip().casefold()
            found |= {group_name(by, key): (by, key) for key in self._groups(by, "cases").keys}
        return found
