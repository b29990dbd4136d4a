# SPDX-License-Identifier: MIT
"""Turns beside turns, and stretches carried over by sentence, set by hand on a transcript and its translation."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from coding.alignment import AlignedText, AlignedTurns, align_turns, counterpart
from coding.parsing import parse
from coding.sentences import sentence_spans

SWAHILI = (
    "Enquêtrice: Kazi hiyo mliisikia wapi kwanza?\n\n"
    "F2: Mwanamke mmoja sokoni aliniambia kuna kazi. Alisema mshahara ni mzuri.\n\n"
    "Interprète: (anaeleza swali upya)\n\n"
    "F2: Hakukuwa na hoteli, ilikuwa nyumba. Alichukua vitambulisho vyetu. Deni lenyewe lilikuwa nauli.\n\n"
    "F4: Hata mimi. Kitambulisho changu bado kiko kwake.\n\n"
    "F2: Tulipotaka kuondoka, alisema polisi ni rafiki zake.\n\n"
    "F4: Jirani alitusikia usiku.\n"
)
ENGLISH = (
    "Interviewer: Where did you first hear of the work?\n\n"
    "F2: A woman at the market told me of work. She said the pay was good.\n\n"
    "Interpreter: (puts the question again)\n\n"
    "F2: There was no hotel, it was a house. He took our cards. The debt itself was the fare. It grew.\n\n"
    "F4: Me too. My card is still with him.\n\n"
    "F4: A neighbour heard us at night.\n"
)


def aligned(text: str, language: str = "sw") -> AlignedText:
    document = parse("1", "IDI", language, text)
    return AlignedText(document, sentence_spans(document.text, document.turns))


def beside(rows: list[AlignedTurns]) -> list[tuple[int | None, int | None]]:
    return [tuple(row) for row in rows]


def test_a_turn_that_was_not_translated_stands_alone() -> None:
    rows = align_turns(aligned(SWAHILI), aligned(ENGLISH, "en"))
    assert beside(rows) == [(0, 0), (1, 1), (2, 2), (3, 3), (4, 4), (5, None), (6, 5)]


def test_what_a_person_set_holds_and_the_rest_follows() -> None:
    original, translation = aligned(SWAHILI), aligned(ENGLISH, "en")
    rows = align_turns(original, translation, {5: 5})
    assert beside(rows)[-2:] == [(5, 5), (6, None)]
    rows = align_turns(original, translation, {2: None, 99: 1, 4: 99})
    assert beside(rows)[:5] == [(0, 0), (1, 1), (2, None), (None, 2), (3, 3)]
    rows = align_turns(original, translation, {1: 3, 3: 1})  # they would cross: the first holds
    assert (3, 1) in beside(rows)
    assert (1, 3) not in beside(rows)


def stretch(text: AlignedText, words: str) -> tuple[int, int]:
    start = text.document.text.index(words)
    return start, start + len(words)


def test_a_stretch_is_carried_over_by_sentence() -> None:
    original, translation = aligned(SWAHILI), aligned(ENGLISH, "en")
    rows = align_turns(original, translation)
    there = {row.original: row.translation for row in rows if None not in row}
    back = {row.translation: row.original for row in rows if None not in row}
    said = translation.document.text

    def shown(words: str) -> str:
        found = counterpart(original, translation, there, *stretch(original, words))  # type: ignore[arg-type]
        return said[slice(*found)] if found else ""

    assert shown("Alisema mshahara") == "She said the pay was good."
    assert shown("mmoja sokoni") == "A woman at the market told me of work."
    assert shown("kazi. Alisema") == "A woman at the market told me of work. She said the pay was good."
    assert shown("Alichukua vitambulisho vyetu.") == "He took our cards."  # three sentences beside four: by their share
    assert shown("polisi ni rafiki zake") == ""  # not translated
    found = counterpart(translation, original, back, *stretch(translation, "My card"))  # type: ignore[arg-type]
    assert found is not None
    assert original.document.text[slice(*found)] == "Kitambulisho changu bado kiko kwake."


@given(st.lists(st.sampled_from(("F2: Ja.", "Q: Na?", "F4: Nein. Doch.", "wort")), max_size=12), st.data())
def test_every_turn_is_in_one_row_and_in_order(lines: list[str], data: st.DataObject) -> None:
    """Whatever the texts: each turn once, in its order; with itself a text is aligned turn by turn."""
    other = data.draw(st.lists(st.sampled_from(("F2: Yes.", "Q: So?", "F4: No. Yes.", "word")), max_size=12))
    first, second = aligned("\n\n".join(lines)), aligned("\n\n".join(other))
    rows = align_turns(first, second)
    assert [row.original for row in rows if row.original is not None] == list(range(len(first.document.turns)))
    assert [row.translation for row in rows if row.translation is not None] == list(range(len(second.document.turns)))
    assert align_turns(first, first) == [AlignedTurns(one, one) for one in range(len(first.document.turns))]
