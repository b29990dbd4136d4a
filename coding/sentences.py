# SPDX-License-Identifier: MIT
"""Sentence boundaries: by a pipeline that is handed in, else by punctuation. No turn is crossed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from coding.records import Turn

Splitter = Callable[[str], Iterable[tuple[int, int]]]

_BREAK = re.compile(
    r"(?P<stop>[.!?…]+[\"”’»)\]]*(?:[ \u00a0\u202f]»)?)(?=\s)(?!\s+[a-zà-öø-ÿ])"  # punctuation, no lower case after it
    r"|\n(?=[ \t]*(?:\n|[^\sa-zà-öø-ÿ]))"  # a new line, unless it goes on in lower case
)
_ABBREVIATION = re.compile(
    r"(?:^|[\s('’])(?:[^\W\d_]|mr|mrs|ms|dr|prof|ste|mme|mlle|mgr|cf|vs|p\.\s?ex|e\.g|i\.e)\.$",
    re.IGNORECASE,
)
_LONGEST_TEXT = 100_000  # characters: longer turns go by punctuation, a pipeline would need too much memory
_LONGEST_SENTENCE = 1_000  # characters: speech without a sentence mark is cut at blanks, or it would be one sentence


def sentence_spans(text: str, turns: Iterable[Turn], splitter: Splitter | None = None) -> list[tuple[int, int]]:
    """The sentences of all turns as (start, end), in order, without white space at their ends.

    Parameters
    ----------
    text : str
        The text of a document.
    turns : iterable of Turn
        Its turns; what lies outside (speakers' names) belongs to no sentence.
    splitter : callable, optional
        Gives the sentences of one turn as places within it; not asked for turns of more than 100,000 characters. None:
        by punctuation.

    Returns
    -------
    list of (int, int)
        Code points of `text`, half-open; what has no end within 1,000 characters is cut at a blank.

    Examples
    --------
    >>> text = "A: Mr. Bo left. I stayed."
    >>> places = sentence_spans(text, [Turn(start=3, end=len(text), speaker="A")])
    >>> [text[start:end] for start, end in places]
    ['Mr. Bo left.', 'I stayed.']
    """
    spans: list[tuple[int, int]] = []
    for turn in turns:
        said = text[turn.start : turn.end]
        parts = splitter(said) if splitter and len(said) <= _LONGEST_TEXT else by_punctuation(said)
        for start, end in parts:
            spans += _windows(text, turn.start + start, turn.start + end)
    return spans


def _windows(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > _LONGEST_SENTENCE:
        blank = text.rfind(" ", start + 1, start + _LONGEST_SENTENCE)
        cut = blank if blank > 0 else start + _LONGEST_SENTENCE
        yield from ((start + first, start + last) for first, last in _without_space(text[start:cut], 0, cut - start))
        start = cut
    yield from ((start + first, start + last) for first, last in _without_space(text[start:end], 0, end - start))


def by_punctuation(text: str) -> Iterator[tuple[int, int]]:
    """The sentences of one turn by full stops, question marks and new lines; an abbreviation does not end one.

    Examples
    --------
    >>> text = "Dr. Nkurunziza came. « Partez ! » Where to?"
    >>> [text[start:end] for start, end in by_punctuation(text)]
    ['Dr. Nkurunziza came.', '« Partez ! »', 'Where to?']
    """
    start = 0
    for match in _BREAK.finditer(text):
        if match["stop"] == "." and _ABBREVIATION.search(text, max(start, match.end() - 8), match.end()):
            continue
        yield from _without_space(text, start, match.end())
        start = match.end()
    yield from _without_space(text, start, len(text))


def _without_space(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    part = text[start:end]
    kept = part.strip()
    if kept:
        first = start + len(part) - len(part.lstrip())
        yield first, first + len(kept)
