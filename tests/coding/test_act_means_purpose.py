# SPDX-License-Identifier: MIT
"""States of an element and what is missing, by hand after the Palermo Protocol, article 3 (a) and (c)."""

from __future__ import annotations

import pytest

from coding.act_means_purpose import (
    Element,
    ElementEvidence,
    Means,
    State,
    means_of,
    missing_pillars,
    state_of,
    together,
)

# what the survey says, codings → the state
STATES = [
    (ElementEvidence.YES, 2, State.BOTH),
    (ElementEvidence.YES, 0, State.SURVEY),
    (ElementEvidence.NO, 1, State.DIFFER),
    (ElementEvidence.NO, 0, State.DENIED),
    (ElementEvidence.REFUSED, 1, State.INTERVIEW),
    (ElementEvidence.REFUSED, 0, State.NOTHING),
    (ElementEvidence.DONT_KNOW, 3, State.INTERVIEW),
    (ElementEvidence.NOT_ASKED, 0, State.NOTHING),
    (ElementEvidence.NO_QUESTION, 0, State.NOTHING),
    (ElementEvidence.OTHER, 1, State.INTERVIEW),
    (ElementEvidence.OTHER, 0, State.NOTHING),
]


@pytest.mark.parametrize(("said", "coded", "wanted"), STATES)
def test_survey_and_interview_are_lined_up(said: ElementEvidence, coded: int, wanted: State) -> None:
    assert state_of(said, coded) is wanted


def test_hits_change_no_state() -> None:
    assert Element("ACT", "ACT.REC", ElementEvidence.NO_QUESTION, 0, hits=7).state is State.NOTHING
    assert Element("ACT", "ACT.REC", ElementEvidence.NO, 0, hits=7).state is State.DENIED


@pytest.mark.parametrize(
    ("age", "wanted"),
    [(None, Means.AGE_UNKNOWN), (17.9, Means.NOT_NEEDED), (0, Means.NOT_NEEDED), (18, Means.COUNT), (40, Means.COUNT)],
)
def test_under_18_means_are_irrelevant(age: float | None, wanted: Means) -> None:
    assert means_of(age) is wanted


def test_what_is_missing() -> None:
    said = [Element("ACT", "ACT.REC", ElementEvidence.YES, 0), Element("MEA", "MEA.FOR", ElementEvidence.NO, 0)]
    assert missing_pillars(said, 30) == ("MEA", "PUR")
    assert missing_pillars(said, None) == ("MEA", "PUR")
    assert missing_pillars(said, 16) == ("PUR",)


def test_one_yes_is_a_yes() -> None:
    assert together([ElementEvidence.REFUSED, ElementEvidence.NO, ElementEvidence.YES]) is ElementEvidence.YES
    assert together([ElementEvidence.DONT_KNOW, ElementEvidence.NO]) is ElementEvidence.NO
    assert together([]) is ElementEvidence.NO_QUESTION
