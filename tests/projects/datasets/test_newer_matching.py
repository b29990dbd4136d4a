# SPDX-License-Identifier: MIT
"""Matching of rows in a newer export: histories of uuids, ids, repeats. The test makes the truth."""

from __future__ import annotations

import random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from projects.datasets.merge.submission_matching import match_repeats, match_submissions, plain_uuid


def keys(rows: list[dict[str, str | None]], *kinds: str) -> dict[str, list[str | None]]:
    return {kind: [row.get(kind) for row in rows] for kind in kinds}


def test_uuids_compare_without_prefix_and_case() -> None:
    assert plain_uuid("uuid:AB-1") == plain_uuid("ab-1") == plain_uuid("{AB-1}")
    assert plain_uuid("") is plain_uuid(None) is None


@given(st.lists(st.integers(0, 3), min_size=1, max_size=30), st.integers(0, 10**6), st.booleans())
def test_edits_are_followed_however_often(edits: list[int], seed: int, with_root: bool) -> None:
    """Each submission was edited 0–3 times since. With a root (or ids proven by an unedited one) all are found."""
    old = [{"uuid": f"uuid:{n}-0", "id": str(100 + n)} for n in range(len(edits))]
    new = [
        {
            "uuid": f"{n}-{times}",
            "id": str(100 + n),
            "deprecated": f"uuid:{n}-{times - 1}" if times else None,
            "root_uuid": f"uuid:{n}-0" if times and with_root else None,
        }
        for n, times in enumerate(edits)
    ]
    order = list(range(len(edits)))
    random.Random(seed).shuffle(order)
    shuffled = [new[n] for n in order]
    found = match_submissions(
        keys(old, "uuid", "id"),
        keys(shuffled, "uuid", "id", "deprecated", "root_uuid"),
        len(old),
        len(shuffled),
    )
    lost = [n for n in range(len(edits)) if edits[n] > 1 and not with_root]
    if any(times <= 1 for times in edits) or not lost:
        assert found.old_of.tolist() == order
        assert not found.ambiguous
    else:  # nobody vouches for the ids: a person is asked
        assert {row for new_rows, _, _ in found.ambiguous for row in new_rows} == set(range(len(edits)))


def test_a_redeployed_form_gives_ids_anew() -> None:
    """The ids start again: they must not join different people."""
    old = [{"uuid": "a", "id": "1"}, {"uuid": "b", "id": "2"}]
    new = [{"uuid": "b", "id": "1"}, {"uuid": "c", "id": "2"}]
    found = match_submissions(keys(old, "uuid", "id"), keys(new, "uuid", "id"), 2, 2)
    assert found.old_of.tolist() == [1, -1]
    assert not found.ambiguous


def test_only_ids_in_common_are_asked_about() -> None:
    old, new = [{"uuid": "a", "id": "1"}], [{"uuid": "z", "id": "1"}]
    found = match_submissions(keys(old, "uuid", "id"), keys(new, "uuid", "id"), 1, 1)
    assert found.old_of.tolist() == [-1]
    assert found.ambiguous == [((0,), (0,), "only_id")]


def test_phone_first_and_server_later() -> None:
    """Phones know instanceID only; the server later writes ids, and a root for the one edited there."""
    old = [{"uuid": "uuid:p1"}, {"uuid": "uuid:p2"}]
    new = [{"uuid": "p2", "id": "7"}, {"uuid": "x9", "id": "8", "root_uuid": "uuid:p1"}, {"uuid": "p3", "id": "9"}]
    found = match_submissions(keys(old, "uuid"), keys(new, "uuid", "id", "root_uuid"), 2, 3)
    assert found.old_of.tolist() == [1, 0, -1]


def test_a_submission_that_stands_twice_is_asked_about() -> None:
    old, new = [{"uuid": "a"}], [{"uuid": "a"}, {"uuid": "b", "deprecated": "a"}]
    found = match_submissions(keys(old, "uuid"), keys(new, "uuid", "deprecated"), 1, 2)
    assert found.ambiguous == [((0, 1), (0,), "same_submission")]


def matched(old: list[list[int]], new: list[list[int]]) -> tuple[list[int], int]:
    """Members of one household: each a row of answers."""
    hashes = [np.array([hash(tuple(row)) & 0x7FFF_FFFF for row in rows], dtype=np.uint64) for rows in (old, new)]

    def likeness(one: int, other: int) -> float:
        return float(np.mean(np.array(old[one]) == np.array(new[other])))

    parents = [np.ones(len(rows), dtype=np.int64) for rows in (old, new)]
    found = match_repeats(*parents, *hashes, likeness)
    return found.old_of.tolist(), len(found.ambiguous)


@given(st.integers(1, 8), st.data())
def test_a_member_deleted_anywhere_shifts_nobody(size: int, data: st.DataObject) -> None:
    family = [[n, n * 2, n % 3] for n in range(size)]
    gone = data.draw(st.integers(0, size - 1))
    left = [row for n, row in enumerate(family) if n != gone]
    assert matched(family, left) == ([n for n in range(size) if n != gone], 0)


@given(st.integers(2, 8), st.data())
def test_deleted_in_the_middle_and_another_one_edited(size: int, data: st.DataObject) -> None:
    family = [[10 * n + place for place in range(6)] for n in range(size)]
    gone = data.draw(st.integers(0, size - 1))
    edited = data.draw(st.integers(0, size - 1).filter(lambda n: n != gone))
    changed = [[*row[:5], 999] if n == edited else row for n, row in enumerate(family)]
    left = [row for n, row in enumerate(changed) if n != gone]
    assert matched(family, left) == ([n for n in range(size) if n != gone], 0)


@given(st.permutations(range(6)))
def test_reordered_members_are_still_the_same(order: list[int]) -> None:
    family = [[n, n + 1] for n in range(6)]
    assert matched(family, [family[n] for n in order]) == (order, 0)


def test_members_nobody_can_tell_apart_are_asked_about() -> None:
    _, asked = matched([[1, 1, 1], [2, 2, 2]], [[7, 8, 9]])
    assert asked == 1
