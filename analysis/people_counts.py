# SPDX-License-Identifier: MIT
"""Counts the different people behind attendances: by an exact key, and by pairs of rows that a person has decided.

A pair that is still open may be one person or two, so the number of people is a range until every pair is decided. A
row that has no key and belongs to no pair counts at the upper end only. Chains join: A = B and B = C are one person.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from wording import Labels, Text

Numbers = NDArray[np.int64]
Mask = NDArray[np.bool_]
NOBODY = -1


@dataclass(frozen=True)
class CountedPeople:
    """The attendances of a register of participants whose people are told apart, row by row.

    `decided`: the number of the person (attendances,), −1 where neither a key nor a pair tells; `joined`: the same if
    every open pair were one person. `dates`: datetime64[ns]. `groups`: part → what each row says, folded, "" where
    nothing. `purpose`: why people are counted; `by`: "key", "names" or "key_and_names". `linked`: how many attendances
    are joined to a session by its key, None where registers share no key.
    """

    decided: Numbers
    joined: Numbers
    dates: NDArray[np.datetime64]
    groups: Mapping[str, Sequence[str]] = field(default_factory=dict)
    purpose: Text = ""
    by: str = "key"
    linked: int | None = None

    def purpose_words(self) -> Text:
        """Why people are counted, without a point at the end."""
        return self.purpose.strip().rstrip(".") if isinstance(self.purpose, str) else self.purpose

    def taken(self, keep: Mask) -> CountedPeople:
        """Only some of the rows."""
        groups = {
            part: [word for word, kept in zip(words, keep, strict=True) if kept] for part, words in self.groups.items()
        }
        return replace(
            self, decided=self.decided[keep], joined=self.joined[keep], dates=self.dates[keep], groups=groups
        )


@dataclass(frozen=True)
class JoinedSessions:
    """The sessions that attendances are joined to by their key: date, kind, place … are those of the session.

    `dates`: datetime64[ns] (attendances,); `groups`: part → what the session says, folded, "" where nothing; `labels`:
    part → the words of each group, in order; `linked` (attendances,): which rows name a session there is. A row without
    one keeps what it says itself.
    """

    dates: NDArray[np.datetime64]
    groups: Mapping[str, Sequence[str]]
    labels: Mapping[str, Mapping[str, Labels]]
    linked: Mask


@dataclass(frozen=True)
class People:
    """How many attendances, and of how many people: at least `fewest`, at most `most`."""

    attendances: int
    fewest: int
    most: int

    @property
    def known(self) -> bool:
        """Whether the number of people is one number."""
        return self.fewest == self.most


def persons(
    rows: int,
    keys: Sequence[str],
    same: Sequence[tuple[int, int]],
    open_pairs: Sequence[tuple[int, int]] = (),
    compared: Mask | None = None,
) -> tuple[Numbers, Numbers]:
    """The person of each row as decided, and if every open pair were one person too.

    Examples
    --------
    >>> decided, joined = persons(4, ["k", "k", "", ""], [], [(1, 2)])
    >>> decided[0] == decided[1] != decided[2], joined[1] == joined[2], int(decided[3])
    (True, True, -1)
    """
    ids = {key: at for at, key in enumerate(dict.fromkeys(key for key in keys if key))}
    first_of: dict[int, int] = {}
    edges = [(first_of.setdefault(ids[key], at), at) for at, key in enumerate(keys) if key]
    known = np.array([bool(key) for key in keys], dtype=bool)
    if compared is not None:
        known |= compared
    for one, other in (*same, *open_pairs):
        known[[one, other]] = True
    return _components(rows, [*edges, *same], known), _components(rows, [*edges, *same, *open_pairs], known)


def count_people(counted: CountedPeople, inside: Mask) -> People:
    """Attendances and their people, at least and at most.

    Examples
    --------
    Rows 0 and 1 are one person, row 2 may be, of row 3 nothing is known.

    >>> rows = CountedPeople(np.array([0, 0, 2, -1]), np.array([0, 0, 0, -1]), np.zeros(4, dtype="datetime64[ns]"))
    >>> count_people(rows, np.ones(4, dtype=bool))
    People(attendances=4, fewest=1, most=3)
    """
    decided, joined = counted.decided[inside], counted.joined[inside]
    untold = int((decided == NOBODY).sum())
    fewest = len(np.unique(joined[joined != NOBODY]))
    most = len(np.unique(decided[decided != NOBODY])) + untold
    return People(int(inside.sum()), max(fewest, 1 if untold else 0), most)


def first_value(person: Numbers, values: Sequence[str]) -> list[str]:
    """What each row's person says of themselves: the value of their rows, "" where they differ or none says it.

    Examples
    --------
    >>> first_value(np.array([0, 0, 1, 1, -1]), ["f", "", "f", "m", "m"])
    ['f', 'f', '', '', 'm']
    """
    said: dict[int, str] = {}
    for one, value in zip(person.tolist(), values, strict=True):
        if value and one != NOBODY:
            said[one] = value if said.get(one, value) == value else "?"
    return [
        value if one == NOBODY else said.get(one, "").replace("?", "")
        for one, value in zip(person.tolist(), values, strict=True)
    ]


def _components(rows: int, edges: Sequence[tuple[int, int]], known: Mask) -> Numbers:
    from scipy import sparse  # with its graph routines 0.1 s: only where people are counted

    ends = np.array(edges, dtype=np.int64).reshape(-1, 2)
    graph = sparse.coo_matrix((np.ones(len(ends)), (ends[:, 0], ends[:, 1])), shape=(rows, rows))
    _, labels = sparse.csgraph.connected_components(graph, directed=False)
    return np.where(known, labels.astype(np.int64), NOBODY)


def still_open(
    pairs: Sequence[tuple[int, int]], person: Numbers, different: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """The pairs that no decision answers yet: neither joined by a chain, nor parted where a chain leads to two people.

    Examples
    --------
    >>> still_open([(0, 1), (0, 2), (1, 3)], np.array([0, 0, 2, 3]), [(0, 2)])
    [(1, 3)]
    """

    def own(row: int) -> int:
        return int(person[row]) if person[row] != NOBODY else -2 - row

    apart = {frozenset((own(one), own(other))) for one, other in different}
    return [
        (one, other)
        for one, other in pairs
        if own(one) != own(other) and frozenset((own(one), own(other))) not in apart
    ]


class CaseRows:
    """Rows that are of one case by its code: a row for each service, a case with all of them.

    Parameters
    ----------
    codes : sequence of str
        The code of the case of each row; "" where there is none: such a row is a case of its own.
    """

    def __init__(self, codes: Sequence[str]) -> None:
        known: dict[str, int] = {}
        self._of = np.array([known.setdefault(code or f"row {at}", len(known)) for at, code in enumerate(codes)], int)
        _, places = np.unique(self._of, return_index=True)
        self.first = np.zeros(len(self._of), dtype=bool)  # one row for each case: what is counted
        self.first[places] = True

    def of_any(self, rows: Mask) -> Mask:
        """All rows of the cases that one of `rows` belongs to.

        Examples
        --------
        >>> CaseRows(["C1", "C2", "C1", ""]).of_any(np.array([False, False, True, False])).tolist()
        [True, False, True, False]
        """
        found: Mask = np.isin(self._of, self._of[rows])
        return found

    def of_several_rows(self) -> Iterator[Mask]:
        """The rows of each case that has more than one.

        Examples
        --------
        >>> [rows.tolist() for rows in CaseRows(["C1", "C2", "C1", ""]).of_several_rows()]
        [[True, False, True, False]]
        """
        for case in np.flatnonzero(np.bincount(self._of) > 1):
            yield self._of == case

    def earliest(self, days: NDArray[np.datetime64]) -> NDArray[np.datetime64]:
        """For each row the first day that a row of its case tells."""
        numbers = np.where(np.isnat(days), np.iinfo(np.int64).max, days.astype("datetime64[ns]").astype(np.int64))
        least = np.full(len(self._of), np.iinfo(np.int64).max)
        np.minimum.at(least, self._of, numbers)
        found = least[self._of]
        return np.where(found == np.iinfo(np.int64).max, np.datetime64("NaT"), found.astype("datetime64[ns]"))

    def first_of(self, rows: Mask) -> Mask:
        """Of each case the first of `rows`, so that it has one answer."""
        places = np.flatnonzero(rows)
        _, begin = np.unique(self._of[places], return_index=True)
        found = np.zeros(len(self._of), dtype=bool)
        found[places[begin]] = True
        return found
