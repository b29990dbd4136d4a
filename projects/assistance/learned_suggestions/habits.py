# SPDX-License-Identifier: MIT
"""Habits of coding: some words, whole sentences or whole turns. Suggestions take the same form."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median_low

from projects.stored_interviews.parsed_document import LoadedDocument

_FEWEST = 8  # codings that show a habit
_WHOLE, _PART = 0.9, 0.6  # shares of a turn that is coded whole, and of a sentence of which words are coded
_LONGEST_TURN = 1_000  # characters of a turn that is suggested whole
_MOST_JOINED = 6  # sentences of one suggestion
_BREAKS = ",;:—–"

Span = tuple[int, int]


class CodedUnit(StrEnum):
    """What a coding mostly covers."""

    WORDS = "words"
    SENTENCE = "sentence"
    TURN = "turn"


@dataclass(frozen=True)
class Habit:
    """The usual unit; `sentences`: how many of them, at most, a coding usually covers."""

    unit: CodedUnit = CodedUnit.SENTENCE
    sentences: int = 1


def coding_habit(codings: Iterable[tuple[str, int, int]], documents: Mapping[str, LoadedDocument]) -> Habit:
    """The habit that codings (document, start, end) show; one sentence each where there are few."""
    units, lengths = Counter[CodedUnit](), list[int]()
    for number, start, end in codings:
        if number in documents:
            unit, length = _unit_of(documents[number], start, end)
            units[unit] += 1
            if unit is CodedUnit.SENTENCE:
                lengths.append(length)
    if units.total() < _FEWEST:
        return Habit()
    unit = units.most_common(1)[0][0]
    return Habit(unit, min(_MOST_JOINED, median_low(lengths)) if unit is CodedUnit.SENTENCE else 1)


def _unit_of(loaded: LoadedDocument, start: int, end: int) -> tuple[CodedUnit, int]:
    starts = [one for one, _ in loaded.sentences]
    first = max(0, bisect_right(starts, start) - 1)
    last = max(first, bisect_right(starts, end - 1) - 1)
    count = last - first + 1
    turns = loaded.document.turns
    place = bisect_right([turn.start for turn in turns], start) - 1
    if place >= 0 and count > 1:
        turn = turns[place]
        said = min(end, turn.end) - max(start, turn.start)
        if said >= _WHOLE * (turn.end - turn.start):
            return CodedUnit.TURN, count
    if count == 1 and starts:
        sentence = loaded.sentences[first]
        if end - start < _PART * (sentence[1] - sentence[0]):
            return CodedUnit.WORDS, 1
    return CodedUnit.SENTENCE, count


def units_of(loaded: LoadedDocument, sentences: Sequence[Span], habit: Habit) -> list[Span]:
    """What may be suggested in an interview: sentences, or turns where these are coded whole and not too long."""
    if habit.unit is not CodedUnit.TURN:
        return list(sentences)
    starts = [turn.start for turn in loaded.document.turns]
    by_turn: dict[int, list[Span]] = {}
    for span in sentences:
        by_turn.setdefault(bisect_right(starts, span[0]), []).append(span)
    made: list[Span] = []
    for spans in by_turn.values():
        whole = (spans[0][0], spans[-1][1])
        made += [whole] if whole[1] - whole[0] <= _LONGEST_TURN else spans
    return made


def narrowed_to_words(text: str, span: Span, matched: Sequence[Span]) -> Span:
    """The part of a sentence between commas that holds the words that spoke; the sentence where there are none."""
    if not matched:
        return span
    start = max((text.rfind(sign, span[0], matched[0][0]) for sign in _BREAKS), default=-1)
    ends = [place for sign in _BREAKS if (place := text.find(sign, matched[-1][1], span[1])) >= 0]
    first = span[0] if start < 0 else start + 1
    last = min(ends, default=span[1])
    while first < last and text[first].isspace():
        first += 1
    return first, last
