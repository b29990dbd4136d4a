# SPDX-License-Identifier: MIT
"""Rows behind the figures of a data table, and how the answers of its variables lie within each other, in groups."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import Protocol

from analysis.withholding.overlapping_periods import STRETCH
from analysis.withholding.quantities import Quantities
from analysis.withholding.quantity_keys import NO_ANSWER, Conditions, read_key, variable_of

Group = tuple[frozenset[str], frozenset[str]]
Pairs = Mapping[tuple[str, str], list[Group]]


VALUES_OPEN = 3  # of a small number of a sensitive question, at least
_MOST_PARTS, _MOST_SECRETS = 20_000, 2_000  # of one sensitive question: beyond, the sums of tables alone are looked at


class RowSets(Protocol):
    """The rows behind the keys of each data table, as bits of an integer, and how its variables lie in each other."""

    def rows(self, table: str, key: str) -> int | None:
        """The rows of a quantity; None where they cannot be told.

        Parameters
        ----------
        table : str
            Id of a data table ("t1").
        key : str
            Key of a quantity (`quantity_keys`): base and conditions.

        Returns
        -------
        int | None
            One bit for each row of the table, set where it counts; None where the rows cannot be told.
        """

    def cases_of_several_rows(self, table: str) -> Sequence[int] | None:
        """The rows of each case that has more than one, where a data table is a register of cases.

        Parameters
        ----------
        table : str
            Id of a data table.

        Returns
        -------
        sequence of int | None
            One bit for each row of the case; None where the table is no register of cases.
        """

    def nested(self, table: str, variables: Sequence[str], minimum: int) -> dict[tuple[str, str], list[Group]]:
        """For each two variables the answers of the one that lie within answers of the other, group by group.

        Parameters
        ----------
        table : str
            Id of a data table.
        variables : Sequence[str]
            Ids of the variables to compare, two at a time.
        minimum : int
            Fewer rows than this that contradict a nesting are taken for slips.

        Returns
        -------
        dict[tuple[str, str], list[Group]]
            Pair of variables → groups of conditions of the first and of the second that occur only together; no entry
            where all answers mix.
        """

    def derived(self, table: str) -> frozenset[frozenset[str]]:
        """Pairs of variables one of which is recoded or banded from the other.

        Parameters
        ----------
        table : str
            Id of a data table.

        Returns
        -------
        frozenset[frozenset[str]]
            Each pair as a set of two ids.
        """


def counted(row_sets: RowSets | None, key: tuple[str, str]) -> int | None:
    """How many rows a key counts in the data of today.

    Parameters
    ----------
    row_sets : RowSets | None
        The rows behind the keys.
    key : tuple[str, str]
        Data table and key.

    Returns
    -------
    int | None
        None where they cannot be told.
    """
    rows = None if row_sets is None else row_sets.rows(*key)
    return None if rows is None else rows.bit_count()


def joined(several: Iterable[int]) -> int:
    """The rows of any of several sets, as bits.

    Parameters
    ----------
    several : Iterable[int]
        Sets of rows.

    Returns
    -------
    int
        Their union.

    Examples
    --------
    >>> joined([0b001, 0b100])
    5
    """
    rows = 0
    for one in several:
        rows |= one
    return rows


def components(edges: Iterable[tuple[str, str]]) -> list[Group]:
    """Answers of two variables that occur together, in groups that share none with each other.

    Parameters
    ----------
    edges : Iterable[tuple[str, str]]
        Pairs (answer of the first variable, answer of the second) that some row has.

    Returns
    -------
    list[Group]
        Each group as (answers of the first, answers of the second).

    Examples
    --------
    >>> edges = [("north", "camp a"), ("north", "camp b"), ("south", "camp c")]
    >>> [(sorted(zone), sorted(camps)) for zone, camps in components(edges)]
    [(['north'], ['camp a', 'camp b']), (['south'], ['camp c'])]
    """
    parent: dict[tuple[int, str], tuple[int, str]] = {}

    def root(node: tuple[int, str]) -> tuple[int, str]:
        while parent.setdefault(node, node) != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for first, second in edges:
        parent[root((0, first))] = root((1, second))
    groups: defaultdict[tuple[int, str], tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    for side, name in list(parent):
        groups[root((side, name))][side].add(name)
    return [(frozenset(left), frozenset(right)) for left, right in groups.values() if left and right]


@dataclass(frozen=True)
class _AnswersInPlace:
    """A quantity that tells of a sensitive question: the rows of its answers, and those of its other conditions."""

    name: str
    answers: int
    place: int


def add_sensitive_rows(
    quantities: Quantities, keys: Mapping[str, tuple[str, str]], row_sets: RowSets | None,
    questions: Collection[tuple[str, str]], once_before: bool = False,
) -> set[str]:  # fmt: skip
    """Add what all numbers of a sensitive question tell together, each with its condition as a set of rows.

    A reader is taken to know who fulfils the ordinary conditions: which of them are equal, lie within each other or
    leave few between them is read from the rows, not from their words. What each such class of rows answered is
    unknown; a printed number is the sum of its classes. Few answers in what one condition leaves of another, or both
    have, are secrets like a small cell; so are the few of them who were asked and kept silent.

    Parameters
    ----------
    quantities : Quantities
        The network: classes, secrets and sums are added to it.
    keys : Mapping[str, tuple[str, str]]
        Name of a quantity → its data table and key, of earlier files too.
    row_sets : RowSets | None
        The rows behind the keys; None: nothing is added.
    questions : Collection[tuple[str, str]]
        Data table and variable of each sensitive question; those recoded from each other are looked at together.
    once_before : bool, default False
        Whether the readers have earlier files: their rows may be others, so that every sum over tables is looked at.

    Returns
    -------
    set[str]
        The quantities whose sums over several tables are told so.

    References
    ----------
    Hundepool et al. (2012), Statistical Disclosure Control, Wiley: linked tables.
    """
    covered: set[str] = set()
    for table, variables in _together(questions, row_sets) if row_sets is not None else ():
        assert row_sets is not None
        own = {name: key for name, (of, key) in keys.items() if of == table and name in quantities.size}
        found = [
            one for name, key in own.items()
            if (one := _answers_in_place(name, table, key, variables, row_sets)) is not None
            and (one.answers & one.place).bit_count() == quantities.size[name]
        ]  # fmt: skip
        silent = joined(row_sets.rows(table, f":{one}={NO_ANSWER}") or 0 for one in variables)
        every = row_sets.rows(table, ":")
        found += _led_to(own, found, table, row_sets)
        family = f"{STRETCH}{table}?{min(variables)}/"
        if found and every and _add_classes(quantities, family, found, every, silent):
            names = {one.name for one in found}
            asked = {
                name: parts for name, key in own.items() for parts in [read_key(key)[1]]
                if not variables.isdisjoint(map(variable_of, parts))
            }  # fmt: skip
            several = any("." in part and "=" not in part for parts in asked.values() for part in parts)
            if asked.keys() <= names and not several:  # who did not choose one of several answers is a secret too
                covered |= names
    if once_before:
        quantities.step.clear()
        return set()
    quantities.no_secret |= covered
    return covered


def _together(questions: Collection[tuple[str, str]], row_sets: RowSets) -> list[tuple[str, frozenset[str]]]:
    """The sensitive questions of each data table, those recoded or banded from each other together."""
    found: list[tuple[str, frozenset[str]]] = []
    for table in sorted({table for table, _ in questions}):
        own = {one for of, one in questions if of == table}
        family = {one: frozenset({one}) for one in own}
        for pair in row_sets.derived(table):
            if pair <= own:
                both = frozenset[str]().union(*(family[one] for one in pair))
                family.update(dict.fromkeys(both, both))
        found += [(table, one) for one in sorted(set(family.values()), key=min)]
    return found


def _answers_in_place(
    name: str, table: str, key: str, variables: Collection[str], row_sets: RowSets
) -> _AnswersInPlace | None:  # fmt: skip
    base, conditions = read_key(key)
    own = frozenset(part for part in conditions if variable_of(part) in variables)
    if not own:
        return None

    def rows(some: Conditions) -> int | None:
        return row_sets.rows(table, f"{base}:{'|'.join(sorted(some))}")

    answers, place = rows(own), rows(conditions - own)
    return None if answers is None or place is None else _AnswersInPlace(name, answers, place)


def _led_to(
    own: Mapping[str, str], found: Sequence[_AnswersInPlace], table: str, row_sets: RowSets
) -> list[_AnswersInPlace]:  # fmt: skip
    """Bases of questions that only those were asked who gave one of these answers: they count that answer."""
    names, answers = {one.name for one in found}, {one.answers for one in found} - {0}
    led: list[_AnswersInPlace] = []
    for name, key in own.items():
        base, conditions = read_key(key)
        for part in conditions if name not in names else ():
            asked = row_sets.rows(table, f"{base}:{part}") if "=*" in part else None  # any answer
            if asked in answers:
                place = row_sets.rows(table, f"{base}:{'|'.join(sorted(conditions - {part}))}")
                led += [] if place is None or asked is None else [_AnswersInPlace(name, asked, place)]
    return led


def _add_classes(
    quantities: Quantities, family: str, found: Sequence[_AnswersInPlace], every: int, silent: int
) -> bool:  # fmt: skip
    answers = _classes([*(one.answers for one in found), silent], every)
    places = _classes([one.place for one in found], every)
    if len(answers) * len(places) > _MOST_PARTS:
        return False

    def parts(of_answers: int, of_place: int) -> list[str]:
        return [
            f"{family}{row}/{column}"
            for row, answer in enumerate(answers) if not answer & ~of_answers
            for column, place in enumerate(places) if not place & ~of_place
        ]  # fmt: skip

    for row, answer in enumerate(answers):
        for column, place in enumerate(places):
            name = f"{family}{row}/{column}"
            quantities.size[name] = (answer & place).bit_count()
            quantities.unseen.add(name)
    for place in places:
        quantities.add_sum(parts(every, place))
    for one in found:
        quantities.step[one.name] = _step(one.place) if quantities.size[one.name] else 1.0  # that there is one fits too
        quantities.add_sum(parts(one.answers, one.place), [one.name])
    for at, ((answer, rows), few) in enumerate(_few_told(found, answers, silent, quantities.minimum)):
        name = f"{family}few/{at}"
        quantities.size[name] = few
        quantities.unseen.add(name)
        quantities.hidden.add(name)
        quantities.step[name] = _step(rows)
        quantities.add_sum(parts(answer, rows), [name])
    return True


def _step(place: int) -> float:
    """How far a number must be free to change: three values are left open, or as many as so few people can make."""
    return float(min(VALUES_OPEN - 1, max(place.bit_count(), 1)))


def _few_told(
    found: Sequence[_AnswersInPlace], answers: Sequence[int], silent: int, minimum: int
) -> list[tuple[tuple[int, int], int]]:  # fmt: skip
    """Few answers in what a condition leaves of another, or both have; how few: (answer, rows), number."""
    told = joined(one.answers for one in found) | silent
    secrets: dict[tuple[int, int], int] = {}
    for first, second in permutations(dict.fromkeys(one.place for one in found), 2):
        for rows in (first & ~second, first & second):
            for answer in answers if rows not in (0, first, second) else ():
                few = (answer & rows).bit_count()
                if not answer & ~told and 0 < few < minimum:
                    secrets[answer, rows] = few
    return list(secrets.items())[:_MOST_SECRETS]


def _classes(sets: Iterable[int], every: int) -> list[int]:
    """The rows in classes: those of one class are in the same sets."""
    found = [every]
    for rows in dict.fromkeys(sets):
        found = [part for one in found for part in (one & rows, one & ~rows) if part]
    return found
