# SPDX-License-Identifier: MIT
"""Names of what tables of codings count beside a sensitive code, and which counts hold others.

`analysis.withholding` withholds what these counts must not tell. A reader knows that a category has at least the cases
of each code below it, and at most those of all of them with its own; that segments and words of codes add up. Only
codes that share a tree with a sensitive one are named. A name is the same in every file, so that a later one is checked
against it; it holds digests of values, never their words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from typing import TYPE_CHECKING

from analysis.codings.groups import Groups, parts_cases
from analysis.codings.records import CodeLine
from analysis.result_tables import CODED, NestedCount, Tally

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from analysis.codings.study import CodingStudy

    _Counts = Sequence[int] | NDArray[np.int64]

ADDED_UP = ("segments", "words")  # units that belong to one code, one speaker, one coder


@dataclass(frozen=True)
class Tallies:
    """What the counts of one analysis are called. `scope`: the coders, documents, relation that it counts."""

    study: CodingStudy
    scope: str = ""

    @cached_property
    def codes(self) -> tuple[CodeLine, ...]:
        """The codes in a tree with a sensitive one, in the order of the codebook."""
        held: set[str] = set()
        by_id, below = self.study.codings.by_id, self.study.codings.below
        for code in self.study.codings.codes:
            if code.sensitive:
                top = code
                while top.parent in by_id:
                    top = by_id[str(top.parent)]
                held |= below[top.id]
        return tuple(code for code in self.study.codings.codes if code.id in held)

    @cached_property
    def ids(self) -> frozenset[str]:
        """Their ids."""
        return frozenset(code.id for code in self.codes)

    @cached_property
    def _children(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for code in self.codes:
            if code.parent in self.ids:
                found.setdefault(str(code.parent), []).append(code.id)
        return found

    def name(self, code: str, unit: str, children: bool = True, group: str = "") -> str:
        """What the units of a code, with those below it unless `children` is false, are called in a group."""
        own = "!" if not children and code in self._children else ""
        return f"{CODED}{digest(self.scope)}/{unit}/{code}{own}/{group}"

    def of(self, code: CodeLine, unit: str, children: bool, size: int, group: str = "") -> Tally | None:
        """The name of a count; None for a code that no sensitive one is near."""
        return Tally(self.name(code.id, unit, children, group), size) if code.id in self.ids else None

    def tree(self, named: Callable[[str, bool], str], full: _Counts, own: _Counts, disjoint: bool) -> list[NestedCount]:
        """Each category with the codes below it and its own. `full`, `own`: the counts of `codes`, in their order."""
        place = {code.id: at for at, code in enumerate(self.codes)}
        found = []
        for parent, children in self._children.items():
            at = place[parent]
            parts = [Tally(named(child, True), int(full[place[child]])) for child in children]
            whole = Tally(named(parent, True), int(full[at]))
            found.append(NestedCount(whole, (*parts, Tally(named(parent, False), int(own[at]))), disjoint))
        return found

    def in_all(self, unit: str) -> list[NestedCount]:
        """The categories with the codes below them, without groups."""
        if not self._children:
            return []
        study = self.study
        full, own = ([study.count(study.under(code, all_), unit) for code in self.codes] for all_ in (True, False))
        return self.tree(lambda code, all_: self.name(code, unit, all_), full, own, unit in ADDED_UP)

    def interviews_of_cases(self, children: bool) -> list[NestedCount]:
        """Interviews and cases of each code: where each case was interviewed once, one number is the other."""
        found = []
        for code in self.codes:
            under = self.study.under(code, children)
            sizes = {unit: self.study.count(under, unit) for unit in ("documents", "cases")}
            found.append([self.of(code, unit, children, size) for unit, size in sizes.items()])
        return _at_least(found)

    def _interviews_in_groups(
        self, groups: Groups, by: str, children: bool, interviews: NDArray[np.int64]
    ) -> list[NestedCount]:
        cases = self.study.count_matrix(self.codes, groups, "cases", children)
        pairs = []
        for at, code in enumerate(self.codes):
            for place, key in enumerate(groups.keys):
                sizes = {"documents": int(interviews[at, place]), "cases": int(cases[at, place])}
                group = group_name(by, key)
                pairs.append([self.of(code, unit, children, size, group) for unit, size in sizes.items()])
        return [*_at_least(pairs), *self.interviews_of_cases(children)]

    def in_groups(self, groups: Groups, by: str, unit: str, children: bool) -> list[NestedCount]:
        """The categories in each group; and all groups of a code, where a case may lie in several of them."""
        if not self.codes:
            return []
        study = self.study
        full = study.count_matrix(self.codes, groups, unit, True)
        own = study.count_matrix(self.codes, groups, unit, False)
        found = []
        for at, key in enumerate(groups.keys):
            group = group_name(by, key)

            def named(code: str, all_: bool, group: str = group) -> str:
                return self.name(code, unit, all_, group)

            found += self.tree(named, full[:, at], own[:, at], unit in ADDED_UP)
        counted = full if children else own
        if unit == "documents":
            found += self._interviews_in_groups(groups, by, children, counted)
        return found + self._across(groups, by, unit, children, counted) + self.in_all(unit)

    def _across(
        self, groups: Groups, by: str, unit: str, children: bool, counts: NDArray[np.int64]
    ) -> list[NestedCount]:
        study, found = self.study, []
        disjoint = (
            (unit in ADDED_UP and not (study.codings.links.several and parts_cases(by)))
            or (unit == "cases" and parts_cases(by))
            or (unit == "documents" and by.strip().casefold() in ("document", "group"))
        )
        for at, code in enumerate(self.codes):
            parts = [
                Tally(self.name(code.id, unit, children, group_name(by, key)), int(counts[at, place]))
                for place, key in enumerate(groups.keys)
            ]
            size = study.count(study.under(code, children), unit)
            if not disjoint and sum(part.size for part in parts) < size:  # some are in no group
                parts.append(Tally(self.name(code.id, unit, children, group_name(by, "")), size))
            rest = self._ungrouped(groups, code, children) if disjoint and code.sensitive else 0
            found.append(NestedCount(Tally(self.name(code.id, unit, children), size), tuple(parts), disjoint, rest))
        return found

    def _ungrouped(self, groups: Groups, code: CodeLine, children: bool) -> int:
        """How many cases bear a code where no group of theirs is known."""
        links = self.study.codings.links
        _, held = links.of(self.study.places(code, children))
        known = set(groups.keys)
        every = {case: group in known for case, group in zip(links.cases[held], groups.of_links[held], strict=True)}
        return len(every) - sum(every.values())


def _at_least(pairs: Iterable[Sequence[Tally | None]]) -> list[NestedCount]:
    """A nest for each pair of a count and one that it holds."""
    return [
        NestedCount(whole, (part,), disjoint=True)
        for whole, part in pairs
        if whole is not None and part is not None and whole.size >= part.size
    ]


def group_name(by: str, key: str) -> str:
    """What a group is called among all: its value as a digest, for names are kept with the release.

    Examples
    --------
    >>> group_name(" Sex ", "woman") == group_name("sex", "woman")
    True
    """
    return digest(f"{by.strip().casefold()}={key}")


def relation_name(relation: str, within: object) -> str:
    """What a way of meeting is called, alike however far what does not ask for a distance was set.

    Examples
    --------
    >>> relation_name("overlap", 10), relation_name("words", 10.0)
    ('overlap', 'words-10')
    """
    return relation if relation in ("overlap", "turn") else f"{relation}-{int(str(within).partition('.')[0])}"


def relation_of(name: str) -> tuple[str, int]:
    """Read what `relation_name` gave.

    Examples
    --------
    >>> relation_of("words-10"), relation_of("turn")
    (('words', 10), ('turn', 0))
    """
    relation, _, within = name.partition("-")
    return relation, int(within or 0)


def digest(text: str) -> str:
    """A short mark of a text, "" for none.

    Examples
    --------
    >>> digest(""), len(digest("woman"))
    ('', 16)
    """
    return blake2b(text.encode(), digest_size=8).hexdigest() if text else ""
