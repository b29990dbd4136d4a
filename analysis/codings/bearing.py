# SPDX-License-Identifier: MIT
"""The cases behind counts of codings with the codes that each bears, for masking."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from analysis.codings.case_links import cases_in
from analysis.codings.groups import OWN_COLUMNS, attribute_of, parts_cases

if TYPE_CHECKING:
    from analysis.codings.study import CodingStudy

_Cases = Sequence[tuple[frozenset[str], int, Mapping[tuple[str, str], int]]]


class CasesWithCodes:
    """The cases of a study with their codes (`analysis.specs.Bearing`), counted when it is asked."""

    def __init__(self, study: CodingStudy, scope: str = "") -> None:
        self._study, self.scope = study, scope
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
        """The categories over a code, the nearest first.

        Parameters
        ----------
        code : str
            Id of a code.

        Returns
        -------
        Sequence[str]
            Ids, none for a code at the top.
        """
        by_id, found = self._study.codings.by_id, []
        parent = by_id[code].parent if code in by_id else None
        while parent in by_id:
            found.append(str(parent))
            parent = by_id[str(parent)].parent
        return found

    def group(self, by: str) -> Sequence[str] | None:
        """The group of each case, "" for none; None where a case may lie in several.

        Parameters
        ----------
        by : str
            What the groups are of; "": one group of all.

        Returns
        -------
        Sequence[str] | None
            In the order of `cases`.
        """
        if not by:
            return [""] * len(self.cases)
        if not parts_cases(by):
            return None
        values = self._values(by)
        return [values.get(case, "") for case in self._all]

    def cases_in(self, by: str, key: str) -> int:
        """How many cases a group has; "" all.

        Parameters
        ----------
        by : str
            What the groups are of.
        key : str
            The group.

        Returns
        -------
        int
            Cases, coded or not.
        """
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
