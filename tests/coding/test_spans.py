# SPDX-License-Identifier: MIT
"""`text[start:end] == quote` for emoji, joiners, combining marks, right-to-left text; the index finds what it must."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coding.parsing import normalise
from coding.records import Segment
from coding.spans import IntervalIndex, broken, quote_of, trimmed, turns_of
from coding.text_versions import TextMapping
from wording import Problem

HARD = st.text(
    alphabet=st.sampled_from("ab \n\r.é" + "e\u0301" + "👩\u200d👧🇧🇮" + "\u05e9\u05dc\u200f" + "\ufe0f\u0627"),
    max_size=80,
)


@given(HARD, st.data())
def test_a_quote_is_the_text_at_its_place(raw: str, data: st.DataObject) -> None:
    text = normalise(raw)
    if len(text) < 2:
        return
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    segment = Segment("1", "d", "c", start, end, quote_of(text, start, end), "me")
    assert text[segment.start : segment.end] == segment.quote
    assert not broken(text, [segment])
    first, last = trimmed(text, start, end)
    assert start <= first <= last <= end
    assert text[first:last] == (text[start:end].strip() or text[start:end])


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (2, 2), (3, 2), (0, 99)])
def test_a_stretch_outside_the_text_is_refused(start: int, end: int) -> None:
    with pytest.raises(Problem):
        quote_of("short", start, end)


def test_a_wrong_quote_is_noticed() -> None:
    assert broken("abc", [Segment("1", "d", "c", 0, 2, "bc", "me")])


@given(
    st.lists(st.tuples(st.integers(0, 500), st.integers(1, 90)), max_size=120), st.integers(0, 500), st.integers(1, 90)
)
def test_the_index_finds_exactly_what_overlaps(spans: list[tuple[int, int]], start: int, length: int) -> None:
    starts, ends = [first for first, _ in spans], [first + size for first, size in spans]
    end = start + length
    found = IntervalIndex(starts, ends).query(start, end)
    expected = [place for place in range(len(spans)) if starts[place] < end and ends[place] > start]
    assert sorted(found) == expected
    assert [starts[place] for place in found] == sorted(starts[place] for place in found)


def test_a_long_segment_over_many_short_ones_is_found() -> None:
    starts = [0, *range(1000, 51_000)]
    ends = [60_000, *(start + 1 for start in range(1000, 51_000))]
    assert sorted(IntervalIndex(starts, ends).query(50_500, 50_502)) == [0, 49_501, 49_502]


@given(HARD, HARD, HARD, HARD)
def test_untouched_words_keep_their_place_in_a_corrected_text(head: str, old: str, new: str, tail: str) -> None:
    before, after = f"{head}<kept one>{old}<kept two>{tail}", f"{head}<kept one>{new}<kept two>{tail}"
    span = (before.index("<kept one>"), before.index("<kept one>") + 10)
    mapped = TextMapping(before, after).span(*span)
    assert mapped is not None
    assert after[slice(*mapped)] == before[slice(*span)]


def test_corrections_move_widen_and_lose_segments() -> None:
    old, new = "The qick fox. gone\nend", "The quick fox.\nend"
    qick, gone, end = (4, 8), (14, 18), (19, 22)
    mapped = [TextMapping(old, new).span(*span) for span in (qick, gone, end)]
    assert mapped[0] is not None
    assert new[slice(*mapped[0])] == "quick"
    assert mapped[1] is None
    assert mapped[2] is not None
    assert new[slice(*mapped[2])] == "end"


@given(HARD, HARD, st.data())
def test_every_mapped_stretch_lies_in_the_new_text(old: str, new: str, data: st.DataObject) -> None:
    if not old:
        return
    start = data.draw(st.integers(0, len(old) - 1))
    end = data.draw(st.integers(start + 1, len(old)))
    mapped = TextMapping(old, new).span(start, end)
    assert mapped is None or 0 <= mapped[0] < mapped[1] <= len(new)


@pytest.mark.parametrize(
    ("old", "new", "span", "quote"),
    [
        ("He took it.", "He took them.", (8, 10), "them"),
        ("She was solt there.", "She was sold there.", (8, 12), "sold"),
        ("Il la bat souvent.", "Il l’abat souvent.", (6, 9), "abat"),
        ("unpaid work", "unpaid works", (2, 6), "paid"),
        ("他们打我", "他们打了我", (2, 3), "打"),
    ],
)
def test_a_coding_on_whole_words_stays_on_whole_words(old: str, new: str, span: tuple[int, int], quote: str) -> None:
    """What is corrected inside a coded word leaves no piece of a word coded; an end inside a word stays where it is."""
    found = TextMapping(old, new).span(*span)
    assert found is not None
    assert new[slice(*found)] == quote


_TOLD = "They took her passport at the gate and sold her to a man in town."


@pytest.mark.parametrize(
    ("new", "there"),
    [
        ("They took her pasport at the gate, and sold her too a man in towm.", True),  # slips of the hand
        ("They took from her the passport. At the gate they sold her.", True),  # 9 of 15 words
        ("Rain fell on market day. The goats stood under the roof of a shop until night.", False),  # the, of, a
        ("La pluie tombait. Nous avons attendu.", False),
    ],
)
def test_a_passage_replaced_by_another_text_is_gone(new: str, there: bool) -> None:
    mapping = TextMapping(f"I: And then?\n{_TOLD}\n", f"I: And then?\n{new}\n")
    assert (mapping.passage(13, 13 + len(_TOLD)) is not None) == there


def test_a_short_passage_follows_its_correction_but_not_a_whole_new_text() -> None:
    assert TextMapping("He took it.", "He took them.").passage(8, 10) == (8, 12)
    assert TextMapping("He beat me.", "Il pleuvait ce jour-là sur tout le marché.").passage(3, 7) is None


def test_a_stretch_from_a_label_on_is_of_the_turn_that_the_label_opens() -> None:
    text = "I: Come.\nP1: I came.\nI: And then?"
    turns = [(found.start(1), found.end(1)) for found in re.finditer(r": (.+)", text)]
    starts, ends = [one for one, _ in turns], [one for _, one in turns]

    def held(words: str) -> tuple[int, int]:
        return turns_of(starts, ends, text.index(words), text.index(words) + len(words))

    assert [held(one) for one in ("Come.", "P1: I came", "came", "came.\nI: And", ".\nP1: I")] == [
        (0, 0), (1, 1), (1, 1), (1, 2), (0, 1)
    ]  # fmt: skip
    assert (held("I: Come"), held("P1"), turns_of([], [], 0, 5)) == ((0, 0), (0, 0), (-1, -1))
    assert turns_of([9], [12], 0, 4) == (-1, -1)
