# SPDX-License-Identifier: MIT
"""A stretch grows from word to document and never shrinks, whatever the text holds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from coding.parsing import find_turns
from coding.selection_extension import extended, narrowed, widened, words_around
from coding.sentences import sentence_spans

TEXT = "I: Why did you go?\nP1: The debt grew. It grew every month.\n\nP1: So I left."


def test_it_grows_word_sentence_turn_paragraph_document() -> None:
    turns = find_turns(TEXT)
    sentences = sentence_spans(TEXT, turns)
    start = TEXT.index("ebt")
    span, seen = (start, start), []
    for _ in range(4):
        span = extended(TEXT, turns, sentences, *span)
        seen.append(TEXT[slice(*span)])
    assert seen == ["debt", "The debt grew.", "The debt grew. It grew every month.", TEXT]


def test_a_proposal_grows_to_the_turn_and_shrinks_to_its_words() -> None:
    """One key too many once took the whole interview."""
    turns = find_turns(TEXT)
    sentences = sentence_spans(TEXT, turns)
    core = (TEXT.index("debt"), TEXT.index("debt") + 4)
    span, seen = core, []
    for _ in range(4):
        span = widened(TEXT, turns, sentences, *span)
        seen.append(TEXT[slice(*span)])
    turn = "The debt grew. It grew every month."
    assert seen == ["The debt grew.", turn, turn, turn]
    for _ in range(3):
        span = narrowed(TEXT, turns, sentences, span, core)
        seen.append(TEXT[slice(*span)])
    assert seen[4:] == ["The debt grew.", "debt", "debt"]


def test_a_paragraph_goes_without_the_label_of_its_speaker() -> None:
    """The window hides the label: a step that only adds it looked like none, and "P1:" was coded as a word of P1."""
    start, end = TEXT.index("The debt"), TEXT.index("So I")
    assert TEXT[slice(*extended(TEXT, find_turns(TEXT), [], start, start + 8))].startswith("The debt grew. It grew")
    assert extended("One two.\nThree.", [], [], 0, 3) == (0, 8), "a paragraph without a speaker"
    assert TEXT[slice(*extended(TEXT, find_turns(TEXT), [], start, end))].startswith("The debt grew.")


def test_marks_on_letters_and_joined_pictures_stay_with_their_word() -> None:
    family, café = "👨\u200d👩\u200d👧", "cafe\u0301"
    text = f"a nai\u0308ve {café} {family} الحَمْدُ 🇧🇮👍🏿"
    for word in ("nai\u0308ve", café, family, "الحَمْدُ", "🇧🇮", "👍🏿"):
        start = text.index(word)
        for place in range(start, start + len(word)):
            assert words_around(text, place, place + 1) == (start, start + len(word))


PIECES = ["dette ", "P1 : ", "\n", ". ", "👩\u200d👧", "e\u0301", "שלום ", "I: "]


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=25).map("".join), st.floats(0, 1), st.floats(0, 1))
def test_it_never_shrinks_and_ends(text: str, one: float, other: float) -> None:
    turns = find_turns(text)
    sentences = sentence_spans(text, turns)
    start, end = sorted((int(one * len(text)), int(other * len(text))))
    for _ in range(8):
        larger = extended(text, turns, sentences, start, end)
        assert 0 <= larger[0] <= start <= end <= larger[1] <= len(text)
        start, end = larger
    assert extended(text, turns, sentences, start, end) == (start, end)
