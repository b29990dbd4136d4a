# SPDX-License-Identifier: MIT
"""Positions of Qt and of the transcript: emoji, joined emoji, combining marks, right-to-left text, hidden labels."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QTextCursor, QTextDocument
from pytestqt.qtbot import QtBot

from coding.parsing import find_turns
from workbench.interviews.shown_text import Offsets, left_out

TEXTS = {
    "plain": "P1: I said yes. No more.\n\nP2: And I said no.",
    "emoji": "P1: 😀 a 👩‍👩‍👧‍👦 b\n\n\nP2: 🇧🇮 c 𝔘nicode.",
    "combining": "P1: e\u0301te\u0301 n\u0303 o\u0308.\n\nP2: Z\u0351\u036balgo",
    "right to left": "P1: شكرا 😀 جزيلا.\n\nP2: שלום עולם",
    "no speakers": "A paragraph.\n\nAnother 😀 one\nwith a line.\n\n",
    "subtitles": "Interviewer: One.\nInterviewer: Two 😀.\nP1: Three.",
    "empty": "",
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_each_shown_character_goes_to_qt_and_back(qtbot: QtBot, text: str) -> None:
    turns = find_turns(text)
    offsets = Offsets(text, left_out(text, turns))
    document = QTextDocument()
    document.setPlainText(offsets.shown)
    assert document.characterCount() - 1 == len(offsets.shown.encode("utf-16-le")) // 2
    cursor = QTextCursor(document)
    for turn in turns:
        for start in range(turn.start, turn.end):
            first, last = offsets.span_to_qt(start, start + 1)
            if first == last:
                assert text[start].isspace()
                continue
            assert offsets.span_to_text(first, last) == (start, start + 1)
            cursor.setPosition(first)
            cursor.setPosition(last, QTextCursor.MoveMode.KeepAnchor)
            assert cursor.selectedText().replace("\u2029", "\n") == text[start]


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_what_is_shown_is_what_was_said(text: str) -> None:
    turns = find_turns(text)
    shown = Offsets(text, left_out(text, turns)).shown
    said = [line for turn in turns for line in text[turn.start : turn.end].split("\n") if line.strip()]
    assert [line.strip() for line in shown.split("\n") if line.strip()] == [line.strip() for line in said]
    if any(turn.speaker for turn in turns):
        assert "P1" not in shown


def test_a_selection_over_two_turns_takes_in_the_label_between() -> None:
    text = TEXTS["plain"]
    offsets = Offsets(text, left_out(text, find_turns(text)))
    first = offsets.shown.index("No more")
    last = offsets.shown.index("And I") + 3
    start, end = offsets.span_to_text(first, last)
    assert text[start:end] == "No more.\n\nP2: And"
    assert offsets.span_to_qt(start, end) == (first, last)


def test_the_end_of_a_turn_is_not_the_start_of_the_next() -> None:
    text = TEXTS["plain"]
    offsets = Offsets(text, left_out(text, find_turns(text)))
    line_end = offsets.shown.index("\n")
    start, end = offsets.span_to_text(0, line_end)
    assert text[start:end] == "I said yes. No more."


def test_half_a_surrogate_pair_counts_as_the_whole_character() -> None:
    offsets = Offsets("a😀b")
    assert offsets.to_text(2) == 1
    assert offsets.span_to_text(1, 2) == (1, 2)
    assert offsets.span_to_text(0, 2) == (0, 2)
    assert offsets.span_to_qt(1, 3) == (1, 4)


@given(st.text(st.sampled_from("ab \n😀é\u0301ש👩\u200d"), max_size=60), st.data())
def test_any_selection_gives_its_own_quote(text: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=8)))
    hidden = list(zip(cuts[::2], cuts[1::2], strict=False))
    offsets = Offsets(text, hidden)
    kept = "".join(text[i] for i in range(len(text)) if not any(a <= i < b for a, b in hidden))
    assert offsets.shown == kept
    start = data.draw(st.integers(0, len(kept)))
    end = data.draw(st.integers(start, len(kept)))

    def units(place: int) -> int:
        return len(kept[:place].encode("utf-16-le")) // 2

    first, last = offsets.span_to_text(units(start), units(end))
    quote = "".join(text[i] for i in range(first, last) if not any(a <= i < b for a, b in hidden))
    assert quote == kept[start:end]
    if start < end:
        assert offsets.span_to_qt(first, last) == (units(start), units(end))
