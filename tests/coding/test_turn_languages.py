# SPDX-License-Identifier: MIT
"""Languages of turns: short ones inherit the speaker's, Kirundi is told from Kinyarwanda, others are not named."""

from __future__ import annotations

import pytest

from coding.parsing import find_turns
from coding.turn_languages import KNOWN, language_of, rwanda_or_burundi, text_language, turn_languages

SENTENCES = [
    ("He said that I had to pay for the bus and the room before I could leave.", "en"),
    ("Il disait que je devais payer le bus et la chambre avant de partir.", "fr"),
    ("Yambwiye ko ntegerezwa kuriha ibi vyose imbere yuko ngenda, ariko nta mahera nari mfise canke akazi.", "rn"),
    ("Yambwiye ko ngomba kwishyura ibi byose mbere yo kugenda, ariko nta mafaranga nari mfite cyangwa akazi.", "rw"),
    ("Aliniambia kwamba lazima nilipe basi na chumba kabla ya kuondoka, lakini sikuwa na pesa.", "sw"),
]
TALK = (
    "Interviewer: What did he say to you when you arrived at the house?\n"
    "P1: Il disait que je devais payer le bus et la chambre avant de partir.\n"
    "P1: Oui.\n"
    "Interviewer: Yes?\n"
    "Interpreter: She says that he wanted her to pay for the bus.\n"
)


@pytest.mark.parametrize(("text", "wanted"), SENTENCES)
def test_a_sentence_is_told(text: str, wanted: str) -> None:
    assert language_of(text) == wanted


def test_only_the_project_s_languages_are_told() -> None:
    for text, _ in SENTENCES:
        assert language_of(text, ("en", "fr")) in ("en", "fr")
    assert language_of(SENTENCES[3][0], ("en", "rn")) == "rn"
    assert language_of(SENTENCES[2][0], ("en", "rw")) == "rw"


def test_rwanda_s_spelling_and_burundi_s() -> None:
    assert rwanda_or_burundi("ibyo byose cyangwa icyo") == "rw"
    assert rwanda_or_burundi("ivyo vyose canke ico") == "rn"
    assert rwanda_or_burundi("umuntu") == "rn"


def test_short_turns_inherit_the_speaker_s() -> None:
    turns = find_turns(TALK)
    assert turn_languages(TALK, turns) == ["en", "fr", "fr", "en", "en"]


def test_a_speaker_who_says_little_takes_the_text_s() -> None:
    text = TALK + "P2: Ndiyo.\n"
    told = turn_languages(text, find_turns(text))
    assert told[-1] == text_language(text, find_turns(text), told) == "en"


def test_words_of_no_known_language_are_not_named_from_nothing() -> None:
    text = "P1: 12 34 56.\n"
    assert turn_languages(text, find_turns(text)) == [""]
    assert set(KNOWN) == {"en", "fr", "rn", "rw", "sw"}


def test_a_short_turn_with_two_small_words_of_one_language_is_in_it() -> None:
    said = ["I: When did you come?", "P: Oui, et après cela je suis partie pour la ville.", "I: Oui.", "I: Nta kibazo."]
    text = "\n".join(said)
    assert turn_languages(text, find_turns(text), ["en", "fr", "rn"]) == ["en", "fr", "en", "en"]
