# SPDX-License-Identifier: MIT
"""Names of what tables of codings count beside a sensitive code, and which counts hold others. It withholds nothing.

A reader knows that a category has at least the cases of each code below it, and at most those of all of them with its
own; that segments and words of codes add up. Only codes that share a tree with a sensitive one are named. A name is
the same in every file, so that a later one is checked against it; it holds digests of values, never their words.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from typing import TYPE_CHECKING

from analysis.codings.groups import Groups, parts_cases
from analysis.codings.records import CodeLine
from analysis.specs import CODED, Nest, Tally

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
        """What the units of a code, with those below it unless `children` is false, are called in a group.

        Parameters
        ----------
        code : str
            Id of a code.
        unit : str
            What is counted: "cases", "documents", "segments", "words", "tenths".
        children : bool, default True
            Whether the codes below it count too; without any below, it makes no difference.
        group : str
            The group, as `group_name` gives it; "": all.

        Returns
        -------
        str
            "c/scope/unit/code/group", alike in every file.
        """
        own = "!" if not children and code in self._children else ""
        return f"{CODED}{digest(self.scope)}/{unit}/{code}{own}/{group}"

    def of(self, code: CodeLine, unit: str, children: bool, size: int, group: str = "") -> Tally | None:
        """The name of a count; None for a code that no sensitive one is near.

        Parameters
        ----------
        code : CodeLine
            The code that is counted.
        unit : str
            What is counted.
        children : bool
            Whether the codes below it count too.
        size : int
            The number itself.
        group : str
            The group, "": all.

        Returns
        -------
        Tally | None
            The name with the number.
        """
        return Tally(self.name(code.id, unit, children, group), size) if code.id in self.ids else None

    def tree(self, named: Callable[[str, bool], str], full: _Counts, own: _Counts, disjoint: bool) -> list[Nest]:
        """Each category with the codes below it and its own. `full`, `own`: the counts of `codes`, in their order.

        Parameters
        ----------
        named : Callable[[str, bool], str]
            Gives the name of a code's count, with those below it (True) or alone (False).
        full : _Counts
            Counts of `codes` with those below them.
        own : _Counts
            Counts of `codes` alone.
        disjoint : bool
            Whether the parts add up: segments and words do, cases need not.

        Returns
        -------
        list[Nest]
            One nest for each code with others below it.
        """
        place = {code.id: at for at, code in enumerate(self.codes)}
        found = []
        for parent, children in self._children.items():
            at = place[parent]
            parts = [Tally(named(child, True), int(full[place[child]])) for child in children]
            whole = Tally(named(parent, True), int(full[at]))
            found.append(Nest(whole, (*parts, Tally(named(parent, False), int(own[at]))), disjoint))
        return found

    def in_all(self, unit: str) -> list[Nest]:
        """The categories with the codes below them, without groups.

        Parameters
        ----------
        unit : str
            What is counted.

        Returns
        -------
        list[Nest]
            Empty where no code stands below another.
        """
        if not self._children:
            return []
        study = self.study
        full, own = ([study.count(study.under(code, all_), unit) for code in self.codes] for all_ in (True, False))
        return self.tree(lambda code, all_: self.name(code, unit, all_), full, own, unit in ADDED_UP)

    def in_groups(self, groups: Groups, by: str, unit: str, children: bool) -> list[Nest]:
        """The categories in each group; and all groups of a code, where a case may lie in several of them.

        Parameters
        ----------
        groups : Groups
            The groups of the table.
        by : str
            What they are groups of.
        unit : str
            What is counted.
        children : bool
            Whether the table's counts hold the codes below.

        Returns
        -------
        list[Nest]
            Nests within each group, across groups, and in all.
        """
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
        return found + self._across(groups, by, unit, children, full if children else own) + self.in_all(unit)

    def _across(self, groups: Groups, by: str, unit: str, children: bool, counts: NDArray[np.int64]) -> list[Nest]:
        study, found = self.study, []
        disjoint = (
            unit in ADDED_UP
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
            found.append(Nest(Tally(self.name(code.id, unit, children), size), tuple(parts), disjoint, rest))
        return found

    def _ungrouped(self, groups: Groups, code: CodeLine, children: bool) -> int:
        """How many cases bear a code where no group of theirs is known."""
        under = self.study.under(code, children)
        grouped = groups.of_segments[under.index].isin(groups.keys)
        return int(under["case"].nunique() - under["case"][grouped].nunique())


def group_name(by: str, key: str) -> str:
    """What a group is called among all: its value as a digest, for names are kept with the release.

    Parameters
    ----------
    by : str
        What is grouped by; case and blanks around it do not matter.
    key : str
        The value of the group.

    Returns
    -------
    str
        16 hexadecimal digits.

    Examples
    --------
    >>> group_name(" Sex ", "woman") == group_name("sex", "woman")
    True
    """
    return digest(f"{by.strip().casefold()}={key}")


def digest(text: str) -> str:
    """A short mark of a text, "" for none.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    str
        16 hexadecimal digits (BLAKE2b, 8 bytes), alike on every machine.

    Examples
    --------
    >>> digest(""), len(digest("woman"))
    ('', 16)
    """
    return blake2b(text.encode(), digest_size=8).hexdigest() if text else ""


def crossed_nests(
    tallies: Tallies, codes: Sequence[CodeLine], crossed: Sequence[CodeLine], unit: str
) -> tuple[Callable[[CodeLine, CodeLine, int], Tally | None], list[Nest]]:
    """How cells of code by code are named, and which of them hold others: along the rows and along the columns.

    Parameters
    ----------
    tallies : Tallies
        Names of the counts of this analysis.
    codes : Sequence[CodeLine]
        Codes of the rows.
    crossed : Sequence[CodeLine]
        Codes of the columns.
    unit : str
        What is counted: segments and words are those of the row's code.

    Returns
    -------
    tuple[Callable[[CodeLine, CodeLine, int], Tally | None], list[Nest]]
        (function of row, column and number that names a cell, nests); no names where no sensitive code is near.
    """
    ids = tallies.ids
    if not ids.intersection(code.id for code in (*codes, *crossed)):
        return lambda _row, _column, _size: None, []
    alike = unit in ("cases", "documents")  # the same whichever of the two is the row
    place = "documents" if unit == "documents" else "cases"
    every = list({code.id: code for code in (*codes, *crossed, *tallies.codes)}.values())
    at = {code.id: number for number, code in enumerate(every)}
    weights, own_weights = (_by_place(tallies.study, every, unit, place, children) for children in (True, False))
    has, own_has = (_by_place(tallies.study, every, "segments", place, children) for children in (True, False))
    if alike:
        weights, own_weights = (weights > 0).astype(int), (own_weights > 0).astype(int)
    has, own_has = (has > 0).astype(int), (own_has > 0).astype(int)

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
        full, own = (held[family] @ has[at[one.id]] for held in (weights, own_weights))

        def along(code: str, all_: bool, other: str = one.id) -> str:
            return named(code, other, all_)

        nests += tallies.tree(along, full, own, unit in ADDED_UP)
    for one in codes:
        full, own = (held[family] @ weights[at[one.id]] for held in (has, own_has))

        def down(code: str, all_: bool, other: str = one.id) -> str:
            return named(other, code, all_, of_column=True)

        nests += tallies.tree(down, full, own, False)
    return tally, nests


def _by_place(
    study: CodingStudy, codes: Sequence[CodeLine], unit: str, place: str, children: bool
) -> NDArray[np.int64]:
    """How many segments or words each code has in each case (or document): int64 (codes, cases)."""
    column = "document" if place == "documents" else "case"
    of_segments = study.codings.segments[column].astype(str)
    keys = tuple(sorted(set(of_segments)))
    groups = Groups(keys, keys, (1,) * len(keys), of_segments)
    return study.count_matrix(codes, groups, "words" if unit == "words" else "segments", children)
