# SPDX-License-Identifier: MIT
"""Quoting marks set by hand: what may be printed of words that were said, and what is refused."""

from __future__ import annotations

import pytest

from coding.quoting_marks import as_cited
from wording import Problem

SAID = "He took our cards, all of them, and he said\nhe would give them back when the debt was paid."


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("He took our cards […] and he said he would give them back when the debt was paid.",) * 2,
        (
            "He took our cards [...] and he said he would give them back [ the papers ] when the debt was paid.",
            "He took our cards […] and he said he would give them back [the papers] when the debt was paid.",
        ),
        ("[The driver] took our cards", "[The driver] took our cards […]"),  # begins in the middle: said by [ ]
        ("he would give them back", "[…] he would give them back […]"),  # cut at both ends, marked by itself
        (SAID, SAID.replace("\n", " ")),
    ],
)
def test_marks_are_kept_and_ends_marked(typed: str, printed: str) -> None:
    assert as_cited(SAID, typed) == printed


@pytest.mark.parametrize(
    "typed",
    [
        "He took our money",  # not said
        "he said […] He took our cards",  # another order
        "He took our cards, and he said",  # left out without a mark
        "He took our cards [and",
        "[…]",
        "  ",
    ],
)
def test_what_was_not_said_so_is_refused(typed: str) -> None:
    with pytest.raises(Problem):
        as_cited(SAID, typed)


def test_brackets_of_the_transcript_were_said() -> None:
    assert as_cited("I ran [cries] and ran.", "I ran [cries] and ran.") == "I ran [cries] and ran."
