# SPDX-License-Identifier: MIT
"""Turns of a transcript beside those of its translation, and the stretch of one that a stretch of the other stands for.

Turns are aligned by their order, by who speaks and by their times; a person's word on a turn holds before all.
A stretch is carried over by sentences: one for one where both turns have as many, else by their share of the turn.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from coding.records import Document, Turn
from coding.speaker_roles import proposed_role

_BAND = 60  # turns that one text may run ahead of the other, beyond the difference in number
_GAP = -1.0


class AlignedTurns(NamedTuple):
    """A row: the number of a turn of the original and of the one beside it, from 0; None where one has none."""

    original: int | None
    translation: int | None


@dataclass(frozen=True)
class AlignedText:
    """A text whose turns are aligned, with its sentences in order."""

    document: Document
    sentences: Sequence[tuple[int, int]]
    roles: Mapping[str, str] = field(default_factory=dict)  # speaker → interviewer, interpreter, participant

    @cached_property
    def starts(self) -> list[int]:
        """Where each turn starts."""
        return [turn.start for turn in self.document.turns]

    def turns_of(self, start: int, end: int) -> range:
        """The turns that a stretch touches.

        Parameters
        ----------
        start, end : int
            Code points of the document's text, half-open.

        Returns
        -------
        range
            Numbers of turns, from 0; empty where the stretch lies between two.
        """
        turns = self.document.turns
        first = max(bisect_right(self.starts, start) - 1, 0)
        if first < len(turns) and turns[first].end <= start:
            first += 1
        return range(first, max(bisect_left(self.starts, end), first))

    def sentences_of(self, turn: int) -> list[tuple[int, int]]:
        """The sentences of a turn; the whole turn where it has none.

        Parameters
        ----------
        turn : int
            The number of a turn, from 0.

        Returns
        -------
        list of (int, int)
            Code points, half-open; never empty.
        """
        held = self.document.turns[turn]
        first = bisect_left(self.sentences, (held.start, 0))
        last = bisect_left(self.sentences, (held.end, 0))
        return list(self.sentences[first:last]) or [(held.start, held.end)]


def align_turns(
    original: AlignedText, translation: AlignedText, fixed: Mapping[int, int | None] | None = None
) -> list[AlignedTurns]:
    r"""The rows of both texts in order.

    The sum of fits is made as high as it can be: turns fit by speaker, by time and by length, a turn left alone costs
    1.

    Parameters
    ----------
    original, translation : AlignedText
        Both with turns in the order of their text; speakers' roles where they are known.
    fixed : mapping of int to int or None, optional
        Turns of the translation (numbers from 0) that a person set beside a turn of the original, or beside none
        (None). Of those that would cross, the first in the translation holds; numbers that no longer exist are passed
        over.

    Returns
    -------
    list of AlignedTurns
        One row a turn, each turn of both texts in one row exactly.

    References
    ----------
    Needleman & Wunsch (1970), "A general method applicable to the search for similarities in the amino acid sequence of
    two proteins", Journal of Molecular Biology 48, 443-453 (within a band along the diagonal).

    Examples
    --------
    >>> from coding.parsing import parse
    >>> def text(words: str) -> AlignedText:
    ...     return AlignedText(parse("d", "", "en", words), [])
    >>> said = text("Interviewer: Where?\nP1: In Gitega.\nP1: Yes.\n")
    >>> translated = text("Enquêteur : Où ?\nP1 : À Gitega.\n")
    >>> [tuple(row) for row in align_turns(said, translated)]
    [(0, 0), (1, 1), (2, None)]
    """
    anchors, alone = _anchors(fixed or {}, len(original.document.turns), len(translation.document.turns))
    rows: list[AlignedTurns] = []
    before = (-1, -1)
    for there, here in [*anchors, (len(translation.document.turns), len(original.document.turns))]:
        left = range(before[0] + 1, here)
        right = [turn for turn in range(before[1] + 1, there) if turn not in alone]
        rows += _between(original, translation, left, right)
        if here < len(original.document.turns):
            rows.append(AlignedTurns(here, there))
        before = (here, there)
    return _with_alone(rows, sorted(alone))


def counterpart(
    here: AlignedText, there: AlignedText, rows: Mapping[int, int], start: int, end: int
) -> tuple[int, int] | None:
    """The stretch of `there` that `[start, end)` of `here` stands for.

    Sentences are taken one for one where both turns have as many, else by their share of the turn's length.

    Parameters
    ----------
    here : AlignedText
        The text in which the stretch lies: original or translation.
    there : AlignedText
        The other one.
    rows : mapping of int to int
        Number of a turn here to that of the turn beside it there.
    start, end : int
        Code points of `here`, half-open.

    Returns
    -------
    tuple of int or None
        Start and end in code points of `there`, whole sentences; None where no turn it touches has one beside it.
    """
    found: list[tuple[int, int]] = []
    for turn in here.turns_of(start, end):
        other = rows.get(turn)
        if other is None:
            continue
        sentences = here.sentences_of(turn)
        touched = [place for place, (first, last) in enumerate(sentences) if first < end and start < last]
        if touched:
            found.append(_sentences_beside(sentences, touched[0], touched[-1], there.sentences_of(other)))
    return (min(found)[0], max(end for _, end in found)) if found else None


def _sentences_beside(
    sentences: Sequence[tuple[int, int]], first: int, last: int, beside: Sequence[tuple[int, int]]
) -> tuple[int, int]:
    if len(sentences) == len(beside):
        return beside[first][0], beside[last][1]
    if first == 0 and last == len(sentences) - 1:
        return beside[0][0], beside[-1][1]
    low, high = _share(sentences, sentences[first][0]), _share(sentences, sentences[last][1])
    middles = [_share(beside, (start + end) / 2) for start, end in beside]
    within = [place for place, middle in enumerate(middles) if low <= middle <= high]
    if not within:
        wanted = (low + high) / 2
        within = [min(range(len(beside)), key=lambda place: abs(middles[place] - wanted))]
    return beside[within[0]][0], beside[within[-1]][1]


def _share(sentences: Sequence[tuple[int, int]], position: float) -> float:
    """How much of the sentences lies before a place, from 0 to 1."""
    whole = sum(end - start for start, end in sentences)
    return sum(min(max(position - start, 0), end - start) for start, end in sentences) / whole if whole else 0.0


def _anchors(
    fixed: Mapping[int, int | None], originals: int, translations: int
) -> tuple[list[tuple[int, int]], set[int]]:
    """The turns set beside each other as (translation, original), none crossing; those that stand alone."""
    anchors: list[tuple[int, int]] = []
    alone: set[int] = set()
    for turn, other in sorted(fixed.items()):
        if not 0 <= turn < translations:
            continue  # the translation has been corrected since
        if other is None:
            alone.add(turn)
        elif 0 <= other < originals and (not anchors or other > anchors[-1][1]):
            anchors.append((turn, other))
    return anchors, alone


def _between(
    original: AlignedText, translation: AlignedText, left: Sequence[int], right: Sequence[int]
) -> list[AlignedTurns]:
    """The best alignment of two runs of turns: the highest sum of fits, each turn left alone costs `_GAP`.

    Runs of the same length whose turns all fit in their order stay in it.
    """
    n, m = len(left), len(right)
    turns = original.document.turns
    if n == m and all(
        _fit(original, turns[one], translation, other) > 0 for one, other in zip(left, right, strict=True)
    ):
        return [AlignedTurns(one, other) for one, other in zip(left, right, strict=True)]
    band = abs(n - m) + _BAND
    scores: list[dict[int, tuple[float, str]]] = [{}]
    for j in range(min(m, band) + 1):
        scores[0][j] = (j * _GAP, "t" if j else "")
    for i in range(1, n + 1):
        row: dict[int, tuple[float, str]] = {}
        for j in range(max(0, i - band), min(m, i + band) + 1):
            ways = []
            if j and j - 1 in scores[i - 1]:
                fit = _fit(original, turns[left[i - 1]], translation, right[j - 1])
                ways.append((scores[i - 1][j - 1][0] + fit, "b"))
            if j in scores[i - 1]:
                ways.append((scores[i - 1][j][0] + _GAP, "o"))
            if j and j - 1 in row:
                ways.append((row[j - 1][0] + _GAP, "t"))
            row[j] = max(ways, key=lambda way: way[0])
        scores.append(row)
    rows, i, j = [], n, m
    while i or j:
        way = scores[i][j][1]
        i, j = i - (way != "t"), j - (way != "o")
        rows.append(AlignedTurns(left[i] if way != "t" else None, right[j] if way != "o" else None))
    return rows[::-1]


def _fit(original: AlignedText, turn: Turn, translation: AlignedText, other_number: int) -> float:
    """How well two turns fit: who speaks, when, and how long; above 0 where they are better together than alone."""
    other = translation.document.turns[other_number]
    fit = 1.0
    if turn.speaker and other.speaker:
        same = turn.speaker.casefold() == other.speaker.casefold()
        roles = [_role(text, one.speaker) for text, one in ((original, turn), (translation, other))]
        fit = 2.0 if same or (roles[0] == roles[1] != "") else (-2.5 if roles[0] != roles[1] else 0.0)
    if turn.time and other.time:
        fit += 2.0 if turn.time == other.time else -1.0
    lengths = sorted((turn.end - turn.start, other.end - other.start))
    return fit + (lengths[0] + 1) / (lengths[1] + 1) - 0.5


def _role(text: AlignedText, speaker: str) -> str:
    return text.roles.get(speaker) or proposed_role(speaker)


def _with_alone(rows: list[AlignedTurns], alone: Sequence[int]) -> list[AlignedTurns]:
    """The rows with turns of the translation that stand beside none, after the turn before them."""
    for turn in alone:
        place = next(
            (number for number, row in enumerate(rows) if row.translation is not None and row.translation > turn),
            len(rows),
        )
        rows.insert(place, AlignedTurns(None, turn))
    return rows
