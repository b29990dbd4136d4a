# SPDX-License-Identifier: MIT
"""States of an element and what is missing, by hand after the Palermo Protocol, article 3 (a) and (c)."""

from __future__ import annotations

import pytest

from coding.act_means_purpose import Element, Means, Said, State, means_of, missing_pillars, state_of, together

# what the survey says, codings → the state
STATES = [
    (Said.YES, 2, State.BOTH),
    (Said.YES, 0, State.SURVEY),
    (Said.NO, 1, State.DIFFER),
    (Said.NO, 0, State.DENIED),
    (Said.REFUSED, 1, State.INTERVIEW),
    (Said.REFUSED, 0, State.NOTHING),
    (Said.DONT_KNOW, 3, State.INTERVIEW),
    (Said.NOT_ASKED, 0, State.NOTHING),
    (Said.NO_QUESTION, 0, State.NOTHING),
    (Said.OTHER, 1, State.INTERVIEW),
    (Said.OTHER, 0, State.NOTHING),
]


@pytest.mark.parametrize(("said", "coded", "wanted"), STATES)
def test_survey_and_interview_are_lined_up(said: Said, coded: int, wanted: State) -> None:
    assert state_of(said, coded) is wanted


def test_hits_change_no_state() -> None:
    assert Element("ACT", "ACT.REC", Said.NO_QUESTION, 0, hits=7).state is State.NOTHING
    assert Element("ACT", "ACT.REC", Said.NO, 0, hits=7).state is State.DENIED


@pytest.mark.parametrize(
    ("age", "wanted"),
    [(None, Means.AGE_UNKNOWN), (17.9, Means.NOT_NEEDED), (0, Means.NOT_NEEDED), (18, Means.COUNT), (40, Means.COUNT)],
)
def test_under_18_means_are_irrelevant(age: float | None, wanted: Means) -> None:
    assert means_of(age) is wanted


def test_what_is_missing() -> None:
    said = [Element("ACT", "ACT.REC", Said.YES, 0), Element("MEA", "MEA.FOR", Said.NO, 0)]
    assert missing_pillars(said, 30) == ("MEA", "PUR")
    assert missing_pillars(said, None) == ("MEA", "PUR")
    assert missing_pillars(said, 16) == ("PUR",)


def test_one_yes_is_a_yes() -> None:
    assert together([Said.REFUSED, Said.NO, Said.YES]) is Said.YES
    assert together([Said.DONT_KNOW, Said.NO]) is Said.NO
    assert together([]) is Said.NO_QUESTION
