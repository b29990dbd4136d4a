# SPDX-License-Identifier: MIT
"""A text cut into stretches of one language, by its turns; a turn that mixes two is cut by its sentences.

`coding.turn_languages` proposes the language of a turn.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from coding.language_guess import small_words, word_scores
from coding.records import Turn
from coding.sentences import by_punctuation
from coding.turn_languages import KNOWN, SHORT, language_of

_DIFFERENT = 2  # small words of another language, each once, below which no words are counted
_MIXED = 4  # small words of another language, and at least half as many as of the turn's own


class LanguageStretch(NamedTuple):
    """A part of a text in one language: code points, half-open; "" where nobody knows which."""

    start: int
    end: int
    language: str


def language_stretches(text: str, turns: Sequence[Turn], language: str) -> tuple[LanguageStretch, ...]:
    """The stretches of a text, that together are all of it; one where all is in one language.

    Parameters
    ----------
    text : str
        The text of a document.
    turns : sequence of Turn
        Its turns in order; one without a language of its own is in the document's.
    language : str
        The language of the document, and of what stands outside its turns.

    Returns
    -------
    tuple of LanguageStretch
        In order, neighbours in different languages. The speaker's name goes with the turn.

    Examples
    --------
    >>> text = "P1: He left.\\nP2: Il est parti.\\n"
    >>> language_stretches(text, [Turn(4, 12, "P1"), Turn(17, 30, "P2", language="fr")], "en")
    (LanguageStretch(start=0, end=13, language='en'), LanguageStretch(start=13, end=31, language='fr'))
    """
    cuts: list[tuple[int, str]] = [(0, language)]
    behind = 0
    for turn in turns:
        line = max(text.rfind("\n", behind, turn.start) + 1, behind)
        cuts += [
            (line if number == 0 else start, spoken)
            for number, (start, spoken) in enumerate(_of_turn(text, turn, language))
        ]
        behind = max(behind, turn.end)
    merged: list[tuple[int, str]] = []
    for start, spoken in cuts:
        while merged and merged[-1][0] >= start:
            merged.pop()
        if not merged or merged[-1][1] != spoken:
            merged.append((start, spoken))
    ends = [start for start, _ in merged[1:]] + [len(text)]
    return tuple(LanguageStretch(start, end, spoken) for (start, spoken), end in zip(merged, ends, strict=True))


def _of_turn(text: str, turn: Turn, language: str) -> Iterator[tuple[int, str]]:
    """Where each language of a turn begins; a short sentence, or one of no clear language, goes with the turn."""
    own = turn.language or language
    said = text[turn.start : turn.end]
    others = _others(said, own) if own else []
    if not others:
        yield turn.start, own
        return
    among = (own, *others)
    own = own if turn.language else language_of(said, among) or own  # nobody told: most of its words do
    for start, end in by_punctuation(said):
        clear = language_of(said[start:end], among) if len(said[start:end].split()) >= SHORT else ""
        yield turn.start + start, clear or own


def _others(said: str, own: str) -> list[str]:
    """The languages of which a turn has enough small words to be looked at sentence by sentence."""
    words = set(said.lower().split())
    if len(words & _foreign_words(own)) < _DIFFERENT or not any(
        len(foreign & words) >= _DIFFERENT for foreign in _foreign_words_by_language(own)
    ):
        return []  # most turns: no need to count their words
    scores = word_scores(said)
    return [one for one in KNOWN if one != own and scores.get(one, 0) >= max(_MIXED, scores.get(own, 0) / 2)]


@functools.cache
def _foreign_words(own: str) -> frozenset[str]:
    """Those of all other languages together."""
    return frozenset[str]().union(*_foreign_words_by_language(own))


@functools.cache
def _foreign_words_by_language(own: str) -> tuple[frozenset[str], ...]:
    """The small words of each other language that the turn's own does not have."""
    mine = small_words(own)
    return tuple(small_words(one) - mine for one in KNOWN if one != own)


def languages_in(stretches: Iterable[LanguageStretch]) -> list[str]:
    """The languages of some stretches, each once, in order of first use.

    Parameters
    ----------
    stretches : iterable of LanguageStretch
        As `language_stretches` gives them.

    Returns
    -------
    list of str
        As "en"; "" for an unknown one.
    """
    return list(dict.fromkeys(one.language for one in stretches))


def language_at(stretches: Sequence[LanguageStretch], place: int) -> str:
    """The language that a code point is in.

    Parameters
    ----------
    stretches : sequence of LanguageStretch
        Of the text.
    place : int
        A code point.

    Returns
    -------
    str
        "" behind the last stretch.
    """
    return next((one.language for one in stretches if one.start <= place < one.end), "")


def stretches_from_json(stored: str | Sequence[Sequence[object]], text: str) -> tuple[LanguageStretch, ...]:
    """Stretches that came as lists of start, end, language; a language alone is that of the whole text.

    Parameters
    ----------
    stored : str or sequence of sequences
        As another process sent it.
    text : str
        The text.

    Returns
    -------
    tuple of LanguageStretch
        As `language_stretches` gives them.
    """
    if isinstance(stored, str):
        return (LanguageStretch(0, len(text), stored),)
    return tuple(LanguageStretch(int(str(start)), int(str(end)), str(language)) for start, end, language in stored)
