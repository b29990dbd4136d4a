# SPDX-License-Identifier: MIT
"""Rows of one person found under other spellings, measured on invented people of whom the truth is known."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import numpy as np
import pytest
from rapidfuzz import fuzz

from analysis.register_columns import Part
from projects.registers.agreement import OTHER, SAME, UNTOLD, agreement, differing
from projects.registers.linkage import LIKELY, POSSIBLE, Participants, contradictions, groups, likely_pairs
from projects.registers.unique_people import Review, RowPair
from projects.word_folding import fold
from tests.projects.registers.invented_people import Row, invented_rows


def participants(rows: list[Row]) -> Participants:
    return Participants(
        [row.name for row in rows],
        [row.telephone for row in rows],
        [row.sex for row in rows],
        [row.age for row in rows],
    )


@pytest.mark.slow
def test_two_thousand_people_in_five_thousand_rows() -> None:
    rows = invented_rows(people=2_000, rows=5_000)
    pairs = likely_pairs(participants(rows))
    said = [(a, b) for a, b, alike in zip(pairs.first, pairs.second, pairs.likeness, strict=True) if alike >= LIKELY]
    right = sum(rows[a].person == rows[b].person for a, b in said)
    truth = sum(n * (n - 1) // 2 for n in Counter(row.person for row in rows).values())
    precision, recall = right / len(said), right / truth
    assert 2 * precision * recall / (precision + recall) >= 0.98
    assert recall >= 0.97


@pytest.mark.parametrize(
    "other",
    [
        "Kirakunda Béline",
        "BÉLINE KIRAKUNDA",
        "Beline Kirakunda",
        "Béline Kira kunda",
        "Kira kunda Béline",
        "Béline Kirakumda",
    ],
)
def test_one_name_written_otherwise(other: str) -> None:
    pairs = likely_pairs(Participants(["Béline Kirakunda", other], ["", ""], ["F", "F"], [30, 31]))
    assert pairs.likeness[0] >= LIKELY


def test_a_telephone_joins_and_age_parts() -> None:
    same = Participants(["Alda Ndarazimana", "A. Ndarazimana"], ["79 555 0001", "+25779555 0001"], ["", ""], [30, 30])
    assert likely_pairs(same).likeness[0] >= LIKELY
    apart = Participants(["Alda Ndarazimana", "Alda Ndarazimana"], ["", ""], ["F", "F"], [17, 52])
    assert len(likely_pairs(apart)) == 0


def test_no_pair_is_lost_to_what_is_told_before_names_are_compared() -> None:
    """Of rows with one telephone each two are compared: by hand, the names in one order or begun at another word."""
    rows = [row for row in invented_rows(people=20, rows=60) if row.age <= 60]
    names = [row.name for row in rows] + ["Мирена Талозова", "мирена талозовa", "Талозова Мирена"]
    expected = set()
    for (a, one), (b, other) in combinations(enumerate(fold(name) for name in names), 2):
        mine, theirs = one.split(), other.split()
        turned = ["".join(theirs[at:] + theirs[:at]) for at in range(len(theirs))]
        alike = max(
            fuzz.ratio(" ".join(sorted(mine)), " ".join(sorted(theirs))),
            *(fuzz.ratio("".join(mine), each) for each in turned),
        )
        if min(alike + 15, 100) >= 100 * POSSIBLE:
            expected.add((a, b))
    pairs = likely_pairs(Participants(names, ["79 555 0001"] * len(names), [""] * len(names), [np.nan] * len(names)))
    assert set(zip(pairs.first.tolist(), pairs.second.tolist(), strict=True)) == expected
    assert 0 < len(expected) < len(names) * (len(names) - 1) / 4


def test_rows_without_anything_to_compare_make_no_pair() -> None:
    assert len(likely_pairs(Participants(["", "", "?"], ["", "", ""], ["F", "F", "F"], [30, 30, 30]))) == 0
    assert len(likely_pairs(Participants([], [], [], []))) == 0


def test_chains_make_one_person_and_contradictions_are_named() -> None:
    same = [(0, 1), (1, 2)]
    assert groups(4, same) == [0, 0, 0, 1]
    assert groups(2, []) == [0, 1]
    assert contradictions(4, same, [(0, 2), (0, 3)]) == [(0, 2)]


def test_columns_of_different_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="lengths"):
        Participants(["one"], [], [], [])


def test_the_letters_that_differ_are_found_in_any_order_of_words() -> None:
    def marked(one: str, other: str) -> tuple[list[str], list[str]]:
        mine, theirs = differing(one, other)
        return [one[start:end] for start, end in mine], [other[start:end] for start, end in theirs]

    assert marked("TOROBI Aveline", "Avelline Torobi") == ([], ["l"])
    assert marked("34", "35") == (["4"], ["5"])
    assert marked("Péla", "Pela") == ([], []), "accents and case make no difference"
    assert marked("+000 61 22", "061 22") == (["+", "00 "], [])
    assert marked("", "x") == ([], [])


def test_two_days_of_attendance_are_no_difference_between_people() -> None:
    assert agreement(Part.DATE, "2024-05-14", "2024-10-07")[0] == UNTOLD
    assert agreement(Part.DATE, "2024-05-14", "2024-05-14")[0] == SAME
    assert agreement(Part.SEX, "F", "M")[0] == OTHER


def test_rows_in_a_chain_of_pairs_are_one_group() -> None:
    chain = (RowPair(1, 2, 0.95), RowPair(2, 5, 0.9), RowPair(7, 8, 0.9))
    decided = (RowPair(5, 6, 0.92, "same"), RowPair(6, 7, 0.9, "different"))
    review = Review("t1", "why", queue=chain, decided=decided)
    assert review.group_of(chain[0]) == (1, 2, 5, 6), "by open pairs and those said to be the same"
    assert review.group_of(chain[2]) == (7, 8), "two people are not one group"
