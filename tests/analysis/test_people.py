# SPDX-License-Identifier: MIT
"""Unique people counted by hand: keys, decided pairs, open pairs, rows that nothing distinguishes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.people_counts import CountedPeople, People, count_people, first_value, persons

Pairs = Sequence[tuple[int, int]]


def counted(keys: list[str], same: Pairs = (), maybe: Pairs = ()) -> CountedPeople:
    decided, joined = persons(len(keys), keys, same, maybe)
    return CountedPeople(decided, joined, np.full(len(keys), np.datetime64("2024-01-01")))


def people(found: CountedPeople) -> People:
    return count_people(found, np.ones(len(found.decided), dtype=bool))


def test_a_key_counts_each_person_once() -> None:
    assert people(counted(["a", "b", "a", "c", "a"])) == People(5, 3, 3)


def test_open_pairs_make_a_range_that_closes_with_the_decisions() -> None:
    keys = ["", "", "", ""]
    assert people(counted(keys, [], [(0, 1), (2, 3)])) == People(4, 2, 4)
    assert people(counted(keys, [(0, 1)], [(2, 3)])) == People(4, 2, 3)
    assert people(counted(keys, [(0, 1), (2, 3)])) == People(4, 2, 2)


def test_chains_join_keys_and_pairs() -> None:
    # a a b – : the first two by key, the third decided to be the second, the fourth tells nothing
    assert people(counted(["a", "a", "b", ""], [(1, 2)])) == People(4, 1, 2)


def test_rows_that_nothing_tells_apart_count_at_the_upper_end() -> None:
    assert people(counted(["a", "", ""])) == People(3, 1, 3)
    assert people(counted(["", ""])) == People(2, 1, 2)


def test_a_person_counts_once_within_each_group_of_rows() -> None:
    found = counted(["a", "b", "a", "a"])
    assert count_people(found, np.array([True, False, True, False])) == People(2, 1, 1)
    assert found.taken(np.array([True, True, False, False])).decided.tolist() == [0, 1]


def test_what_a_person_says_differently_is_unknown() -> None:
    person = np.array([0, 0, 1, 1, -1])
    assert first_value(person, ["f", "", "f", "m", "m"]) == ["f", "f", "", "", "m"]


def test_many_rows_equal_a_count_in_pandas() -> None:
    keys = pd.Series(np.random.default_rng(16).integers(0, 300, 2_000)).astype(str)
    assert people(counted(keys.tolist())) == People(2_000, keys.nunique(), keys.nunique())
