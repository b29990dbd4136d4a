# SPDX-License-Identifier: MIT
"""A correction hides no word: what is shown of the corrected text is what was shown, with what was typed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coding.corrected_turns import corrected_turns
from coding.numbering import Numbering
from coding.parsing import find_turns
from coding.records import Turn
from coding.text_versions import TextMapping
from workbench.interviews.omitted_text import left_out

PLAIN = "Interview with Adaeze\n\nRuth Thank you.\n\nAdaeze Yes, it is.\n  \nRuth And then?"
NAMED = (
    "Site: Ngara\n\nInterviewer: Where was it?\nP1: In the camp.\n\n[00:01:12] P2 – By the lake, they said.\nP1: Yes."
)
TYPED = st.sampled_from(
    ["Euh, ", "euh", " then.", "\nA new one.\n", "\n\nzut\n\n", "was ", "P1: No.\n", " \n ", "e", ": x"]
)


def shown(text: str, turns: tuple[Turn, ...] | list[Turn]) -> str:
    hidden = {place for start, end in left_out(text, turns) for place in range(start, end)}
    return "".join(letter for place, letter in enumerate(text) if place not in hidden and not letter.isspace())


def with_languages(text: str) -> list[Turn]:
    """Turns that the text alone does not tell, so that a correction moves them."""
    return [replace(turn, language="en") for turn in find_turns(text)]


def boundaries(text: str) -> list[int]:
    """Starts and ends of turns, of lines and of labels."""
    ends = {place for turn in find_turns(text) for place in (turn.start, turn.end)}
    lines = {place + step for place, letter in enumerate(text) if letter == "\n" for step in (0, 1)}
    return sorted({0, len(text)} | ends | lines)


def in_order(part: str, whole: str) -> bool:
    letters = iter(whole)
    return all(letter in letters for letter in part)


@pytest.mark.parametrize("text", [PLAIN, NAMED])
@given(data=st.data())
def test_no_word_typed_disappears(text: str, data: st.DataObject) -> None:
    turns = with_languages(text)
    place = data.draw(st.one_of(st.sampled_from(boundaries(text)), st.integers(0, len(text))))
    typed = data.draw(TYPED)
    gone = data.draw(st.sampled_from([0, 0, 1, 3, 9]))
    new = text[:place] + typed + text[place + gone :]
    mapping = TextMapping(text, new)
    found = corrected_turns(text, new, turns, mapping)
    assert all(one.start < one.end for one in found)
    assert all(one.end <= two.start for one, two in zip(found, found[1:], strict=False))
    hidden = "\n".join(new[start:end] for start, end in left_out(new, found))
    names = {turn.speaker for turn in found}
    for line in filter(None, map(str.strip, hidden.splitlines())):
        said = line.removeprefix("[00:01:12]").strip(" :–")
        assert said in names or line in text, "only labels are hidden"
    if text is PLAIN:
        assert shown(new, found) == "".join(new.split()), "without labels all of it is shown"


@pytest.mark.parametrize("place", boundaries(NAMED))
def test_words_at_the_boundaries_of_named_turns_are_shown(place: int) -> None:
    new = NAMED[:place] + "zut " + NAMED[place:]
    found = corrected_turns(NAMED, new, with_languages(NAMED), TextMapping(NAMED, new))
    assert "zut" in shown(new, found)
    assert in_order(shown(NAMED, find_turns(NAMED)), shown(new, found)), "and all that was"


def test_a_label_that_was_corrected_stays_a_label() -> None:
    new = NAMED.replace("P1: In", "P3: In")
    found = corrected_turns(NAMED, new, with_languages(NAMED), TextMapping(NAMED, new))
    assert [turn.speaker for turn in found] == ["", "Interviewer", "P3", "P2", "P1"]
    assert shown(new, found) == shown(NAMED, find_turns(NAMED))


def test_a_paragraph_keeps_its_number_with_words_typed_before_it() -> None:
    new = PLAIN.replace("Ruth Thank", "Euh, Ruth Thank")
    marks = Numbering().moved(PLAIN, TextMapping(PLAIN, new))
    assert marks.paragraphs(new).at(new.index("Euh")) == 2
    assert marks.lines(new).at(new.index("Euh")) == 2
