# SPDX-License-Identifier: MIT
"""A stretch of text made larger step by step: word, sentence, turn, paragraph, document; or by a word at either end."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache

from coding.records import Turn
from coding.spans import trimmed

_JOINERS = "\u200c\u200d\U0001f3fb-\U0001f3ff"  # between letters or pictures that make one; tones of skin


@cache  # 10 ms: with the first word looked for
def _word() -> re.Pattern[str]:
    """A word with the marks on its letters, or one sign: a picture with all that is joined to it, a flag."""
    marks = "".join(sign for sign in map(chr, range(0x10000)) if unicodedata.category(sign)[0] == "M")
    letter, after = rf"(?:[^\W_][{marks}{_JOINERS}]*)", rf"[{marks}{_JOINERS}]"
    flag = "[\U0001f1e6-\U0001f1ff]{2}"
    return re.compile(rf"{letter}+(?:['’-]{letter}+)*|{flag}|\S(?:{after}|(?<=\u200d)\S)*")


def extended(
    text: str, turns: Sequence[Turn], sentences: Sequence[tuple[int, int]], start: int, end: int
) -> tuple[int, int]:
    """The smallest of word, sentences, turns, paragraphs, document that holds the stretch and more; else itself.

    Parameters
    ----------
    text : str
        The text of a document.
    turns : sequence of Turn
        Its turns in order.
    sentences : sequence of (int, int)
        Its sentences in order.
    start, end : int
        The stretch to extend, code points, half-open; may be empty.

    Returns
    -------
    tuple of int
        Start and end of the next larger stretch.

    Examples
    --------
    >>> extended("Yes. He left.", [], [(0, 4), (5, 13)], 8, 9)  # within "left"
    (8, 12)
    >>> extended("Yes. He left.", [], [(0, 4), (5, 13)], 8, 12)
    (5, 13)
    """
    stretches = (
        words_around(text, start, end),
        _covering(sentences, start, end),
        _covering([(turn.start, turn.end) for turn in turns], start, end),
        _paragraphs_but_label(text, turns, start, end),
        trimmed(text, 0, len(text)),
    )
    for stretch in stretches:
        if stretch is not None and stretch[0] <= start and end <= stretch[1] and stretch != (start, end):
            return stretch
    return start, end


def widened(
    text: str, turns: Sequence[Turn], sentences: Sequence[tuple[int, int]], start: int, end: int
) -> tuple[int, int]:
    r"""As `extended`, but never beyond what one person says at a time: the turn, the paragraph where nobody is named.

    Parameters
    ----------
    text : str
        The text of a document.
    turns : sequence of Turn
        Its turns in order.
    sentences : sequence of (int, int)
        Its sentences in order.
    start, end : int
        The stretch to extend, code points, half-open.

    Returns
    -------
    tuple of int
        Start and end of the next larger stretch; the stretch itself where the turn ends.

    Examples
    --------
    >>> widened("Yes. He left.\nMe too.", [], [(0, 4), (5, 13), (14, 21)], 5, 13)
    (0, 13)
    >>> widened("Yes. He left.\nMe too.", [], [(0, 4), (5, 13), (14, 21)], 0, 13)
    (0, 13)
    """
    larger = extended(text, turns, sentences, start, end)
    low, high = _said_at_once(text, turns, start, end)
    return larger if low <= larger[0] and larger[1] <= high else (start, end)


def narrowed(
    text: str, turns: Sequence[Turn], sentences: Sequence[tuple[int, int]], stretch: tuple[int, int],
    core: tuple[int, int],
) -> tuple[int, int]:  # fmt: skip
    r"""The largest of turn, sentence and words around `core` that is smaller than a stretch; else the stretch itself.

    Parameters
    ----------
    text : str
        The text of a document.
    turns : sequence of Turn
        Its turns in order.
    sentences : sequence of (int, int)
        Its sentences in order.
    stretch, core : (int, int)
        What is to become smaller, and what stays in it; code points, half-open.

    Returns
    -------
    tuple of int
        Start and end of the next smaller stretch.

    Examples
    --------
    >>> narrowed("Yes. He left.\nMe too.", [], [(0, 4), (5, 13), (14, 21)], (0, 13), (8, 12))
    (5, 13)
    >>> narrowed("Yes. He left.\nMe too.", [], [(0, 4), (5, 13), (14, 21)], (5, 13), (8, 12))
    (8, 12)
    """
    steps = (_said_at_once(text, turns, *core), _covering(sentences, *core), words_around(text, *core))
    for step in steps:
        if step is not None and stretch[0] <= step[0] and step[1] <= stretch[1] and step != stretch:
            return step
    return stretch


def _said_at_once(text: str, turns: Sequence[Turn], start: int, end: int) -> tuple[int, int]:
    """The turns that a stretch touches; its paragraphs where nobody is named."""
    return _covering([(turn.start, turn.end) for turn in turns], start, end) or paragraphs_around(text, start, end)


def _paragraphs_but_label(text: str, turns: Sequence[Turn], start: int, end: int) -> tuple[int, int]:
    """The paragraphs, without the label before their first turn: it names the speaker and is no word of theirs."""
    low, high = paragraphs_around(text, start, end)
    first = bisect_right([turn.start for turn in turns], start) - 1
    if first >= 0 and turns[first].speaker and low < turns[first].start <= start:
        low = turns[first].start
    return low, high


def words_around(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The whole words that a stretch touches; of an empty one the word at its place, None where there is none.

    Parameters
    ----------
    text : str
        The text of a document.
    start, end : int
        Code points, half-open; words are looked for in its lines.

    Returns
    -------
    tuple of int or None
        Start and end; a sign that is no word counts as one.

    Examples
    --------
    >>> words_around("He left Gitega", 4, 9)
    (3, 14)
    """
    low = max(0, text.rfind("\n", 0, start) + 1)
    high = text.find("\n", end)
    line_end = len(text) if high < 0 else high
    found = [
        match.span() for match in _word().finditer(text, low, line_end) if match.end() > start and match.start() < end
    ]
    if not found and start == end:
        words = (match.span() for match in _word().finditer(text, low, line_end))
        found = [word for word in words if word[0] <= start <= word[1]]
    return (min(found[0][0], start), max(found[-1][1], end)) if found else None


def paragraphs_around(text: str, start: int, end: int) -> tuple[int, int]:
    r"""The lines of the text that a stretch touches, without white space at their ends.

    Examples
    --------
    >>> paragraphs_around("One.\n  Two. \nThree.", 8, 9)
    (7, 11)
    """
    low = text.rfind("\n", 0, start) + 1
    high = text.find("\n", max(start, end - 1))
    return trimmed(text, low, len(text) if high < 0 else high)


def _covering(stretches: Sequence[tuple[int, int]], start: int, end: int) -> tuple[int, int] | None:
    """From the first to the last stretch that the given one touches."""
    first = bisect_right(stretches, (start, 1 << 62)) - 1
    last = bisect_right(stretches, (max(start, end - 1), 1 << 62)) - 1
    if first < 0 or last < 0:
        return None
    return stretches[first][0], stretches[last][1]


_WORD = re.compile(r"\S+")


_FAR = 400  # characters looked at for a word


def stepped(
    text: str, turns: Sequence[Turn], start: int, end: int, at_end: bool, forwards: bool
) -> tuple[int, int] | None:
    """The stretch with one end moved by one word, within its turns.

    Parameters
    ----------
    text : str
        The text of a document.
    turns : sequence of Turn
        Its turns in order.
    start, end : int
        The stretch, code points, half-open.
    at_end : bool
        Whether its end moves, else its start.
    forwards : bool
        Whether it moves towards the end of the text.

    Returns
    -------
    tuple of int, or None
        Start and end; None where there is no word to take or only one left.

    Examples
    --------
    >>> stepped("He left early.", [], 0, 2, at_end=True, forwards=True)
    (0, 7)
    """
    low, high = _turn_around(turns, start, len(text))[0], _turn_around(turns, max(end - 1, start), len(text))[1]
    if at_end:
        moved = _next_end(text, end, high) if forwards else _last_end(text, start, end)
        return None if moved is None else (start, moved)
    moved = _next_start(text, start, end) if forwards else _last_start(text, low, start)
    return None if moved is None else (moved, end)


def _turn_around(turns: Sequence[Turn], position: int, length: int) -> tuple[int, int]:
    place = bisect_right([turn.start for turn in turns], position) - 1
    if place < 0 or position >= turns[place].end:
        return 0, length
    return turns[place].start, turns[place].end


def _next_end(text: str, end: int, high: int) -> int | None:
    found = _WORD.search(text, end, min(high, end + _FAR))
    return found.end() if found else None


def _last_end(text: str, start: int, end: int) -> int | None:
    words = list(_WORD.finditer(text, start, end))
    return words[-2].end() if len(words) > 1 else None


def _next_start(text: str, start: int, end: int) -> int | None:
    words = list(_WORD.finditer(text, start, end))
    return words[1].start() if len(words) > 1 else None


def _last_start(text: str, low: int, start: int) -> int | None:
    words = list(_WORD.finditer(text, max(low, start - _FAR), start))
    return words[-1].start() if words else None
