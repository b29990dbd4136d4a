# SPDX-License-Identifier: MIT
"""Stretches of a text: the quote that proves them, and an index of those on screen. Positions are code points."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from operator import le

from coding.records import Segment, Turn
from wording import Problem, msg

_LEAF = 16


def quote_of(text: str, start: int, end: int) -> str:
    """The characters `text[start:end]`, which a segment keeps as its proof.

    Parameters
    ----------
    text : str
        The text of a document, LF line ends.
    start, end : int
        Code points from 0; `end` is behind the last character.

    Returns
    -------
    str
        At least one character.

    Raises
    ------
    Problem
        `coding.bad_span` when the stretch is empty or leaves the text.

    Examples
    --------
    >>> quote_of("They kept my passport.", 13, 21)
    'passport'
    """
    if not 0 <= start < end <= len(text):
        raise Problem(msg("coding.bad_span", start=start, end=end, length=len(text)))
    return text[start:end]


def in_one_turn(turns: Sequence[Turn], stretches: Sequence[tuple[int, int]]) -> bool:
    """Whether each stretch begins in the turn where the one before it ends; those that overlap do.

    Parameters
    ----------
    turns : sequence of Turn
        Those of the text, in order and apart.
    stretches : sequence of (int, int)
        Code points, half-open, by their start.

    Returns
    -------
    bool
        True also for a text without turns.

    Examples
    --------
    >>> turns = [Turn(0, 9, "P1"), Turn(14, 20, "I")]
    >>> in_one_turn(turns, [(0, 3), (5, 9)]), in_one_turn(turns, [(5, 9), (14, 20)])
    (True, False)
    """
    starts = [turn.start for turn in turns]
    reached = stretches[0][1] if stretches else 0
    for start, end in stretches[1:]:
        if start >= reached and bisect_right(starts, start) != bisect_right(starts, reached - 1):
            return False
        reached = max(reached, end)
    return True


def turns_of(starts: Sequence[int], ends: Sequence[int], start: int, end: int) -> tuple[int, int]:
    """The numbers of the first and the last turn of which a stretch holds words.

    A stretch that begins in the label of a speaker, as those chosen in other programs do, is not of the turn before.

    Parameters
    ----------
    starts, ends : sequence of int
        Where the words of each turn begin and end, in order.
    start, end : int
        Code points of the stretch, half-open.

    Returns
    -------
    tuple of int
        Of a stretch without words of a turn twice that of the turn before it, -1 where there is none.

    Examples
    --------
    >>> turns_of([3, 14], [8, 20], 11, 18)  # "I: Come.\\n\\nP1: I came."
    (1, 1)
    """
    first, last = bisect_right(ends, start), bisect_right(starts, max(start, end - 1)) - 1
    return (first, last) if first <= last else (last, last)


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch without white space at its ends; unchanged when it holds nothing else.

    Parameters
    ----------
    text : str
        The text that the stretch lies in.
    start, end : int
        Code points from 0, half-open.

    Returns
    -------
    tuple of int
        Start and end of what is left, code points of the same text.

    Examples
    --------
    >>> trimmed("one  two ", 3, 9)
    (5, 8)
    >>> trimmed("one  two", 3, 5)  # nothing but white space: unchanged
    (3, 5)
    """
    inner = text[start:end]
    left = len(inner) - len(inner.lstrip())
    right = len(inner) - len(inner.rstrip())
    return (start, end) if left == len(inner) else (start + left, end - right)


def broken(text: str, segments: Iterable[Segment]) -> list[Segment]:
    """The segments whose quote is not what stands at their place; empty in a sound project."""
    return [segment for segment in segments if text[segment.start : segment.end] != segment.quote]


class IntervalIndex:
    """Which of many segments touch a stretch of text, in O(log n + hits) for ordinary nesting.

    `query` gives positions in the order the segments were handed over, sorted by start.
    """

    def __init__(self, starts: Sequence[int], ends: Sequence[int]) -> None:
        self._starts, self._ends = array("q", starts), array("q", ends)
        self._order: Sequence[int] = range(len(starts))
        if not all(map(le, self._starts, self._starts[1:])):  # most come in order of place: three times as fast
            self._order = array("q", sorted(self._order, key=starts.__getitem__))
            self._starts = array("q", map(starts.__getitem__, self._order))
            self._ends = array("q", map(ends.__getitem__, self._order))
        self._levels = _furthest_ends(self._ends)

    def __len__(self) -> int:
        return len(self._order)

    def query(self, start: int, end: int) -> list[int]:
        """Positions of the segments that share a character with `[start, end)`.

        Parameters
        ----------
        start, end : int
            Code points, half-open: a segment that ends at `start` or begins at `end` is not touched.

        Returns
        -------
        list of int
            Positions in the sequences that the index was made from, by growing start.

        Examples
        --------
        >>> index = IntervalIndex([0, 4, 10], [6, 8, 20])
        >>> index.query(5, 10)
        [0, 1]
        >>> index.query(8, 10)
        []
        """
        before = bisect_left(self._starts, end)
        return [self._order[place] for place in self._reaching(start, before)]

    def _reaching(self, start: int, before: int) -> list[int]:
        """Places below `before` whose end lies after `start`; blocks that end earlier are skipped whole."""
        found: list[int] = []
        top = len(self._levels) - 1
        pending = [(top, block) for block in reversed(range(len(self._levels[top])))] if self._levels else []
        while pending:
            level, block = pending.pop()
            if block * _LEAF ** (level + 1) >= before or self._levels[level][block] <= start:
                continue
            first = block * _LEAF
            if level == 0:
                found += [place for place in range(first, min(first + _LEAF, before)) if self._ends[place] > start]
            else:
                last = min(first + _LEAF, len(self._levels[level - 1]))
                pending += [(level - 1, child) for child in reversed(range(first, last))]
        return found


def _furthest_ends(ends: array[int]) -> list[array[int]]:
    """For each block of 16 its furthest end, then for each 16 blocks, up to one block."""
    levels: list[array[int]] = []
    below = ends
    while len(below) > 1 or (len(below) and not levels):
        below = array("q", (max(below[first : first + _LEAF]) for first in range(0, len(below), _LEAF)))
        levels.append(below)
    return levels
