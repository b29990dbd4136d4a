# SPDX-License-Identifier: MIT
"""A correction hides no word: what is shown of the corrected text is what was shown, with what was typed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coding.corrected_turns import corrected_turns, on_own_lines
from coding.numbering import Numbering
from coding.parsing import find_turns
from coding.records import Turn
from coding.text_versions import TextMapping
from workbench.interviews.shown_text import left_out

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


TALK = "Ruth: Where were you?\nAdaeze: In the camp.\nRuth: And then?\nAdaeze: We left."


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [  # who speaks, and the words
        ("Ruth: And", "Certes. Ruth: And", ["Where were you?", "In the camp.\nCertes.", "And then?", "We left."]),
        (
            "camp.",
            "camp. Why? Ruth: Go on.",
            ["Where were you?", "In the camp. Why?", "Go on.", "And then?", "We left."],
        ),
        ("camp.", "camp. Ann: no.", ["Where were you?", "In the camp. Ann: no.", "And then?", "We left."]),
    ],
)
def test_a_speaker_typed_within_a_line_speaks_on_a_line_of_her_own(before: str, after: str, said: list[str]) -> None:
    """With a text that tells its turns, and with one whose turns have languages, as those of subtitles."""
    names = {"Ruth", "Adaeze"}
    new = on_own_lines(TALK, TALK.replace(before, after, 1), names)
    told = find_turns(new, names)
    moved = corrected_turns(TALK, new, with_languages(TALK), TextMapping(TALK, new), names)
    assert [new[turn.start : turn.end] for turn in told] == said
    assert [(turn.start, turn.end, turn.speaker) for turn in moved] == [(t.start, t.end, t.speaker) for t in told]


def test_a_name_before_a_colon_that_stood_within_a_line_stays_there() -> None:
    old = TALK.replace("camp.", "camp. Ruth: stay, she said.")
    assert on_own_lines(old, old.replace("We left", "We all left"), {"Ruth", "Adaeze"}) == old.replace(
        "We left", "We all left"
    )


def test_a_paragraph_keeps_its_number_with_words_typed_before_it() -> None:
    new = PLAIN.replace("Ruth Thank", "Euh, Ruth Thank")
    marks = Numbering().moved(PLAIN, TextMapping(PLAIN, new))
    assert marks.paragraphs(new).at(new.index("Euh")) == 2
    assert marks.lines(new).at(new.index("Euh")) == 2
