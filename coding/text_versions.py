# SPDX-License-Identifier: MIT
"""Moves segments to a corrected text; it never decides to drop a coding silently."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher

_CLOSE_LOOK = 4_000  # characters of a changed stretch that are compared one by one
_WORD = re.compile(r"\w+")
_LEAST_KEPT = 0.34  # share of its words, by their letters, that a coded passage of several words keeps to be the same
_SEVERAL = 4  # words
_ALIKE = 0.7  # of 1: "battre" and "battu", "pasport" and "passport"
_GROWN = 3  # a passage whose words are all new and that many times as many is another one


class TextMapping:
    """Maps positions of an old text to a new one, both normalised.

    Unchanged stretches are found line by line, then character by character within what changed. An end between two
    words stays between words: of "it", corrected to "them", not the "t" alone is left.
    """

    def __init__(self, old: str, new: str) -> None:
        self._old, self._new = old, new
        self._kept = list(_kept_stretches(old, new))
        self._old_starts = [old_start for old_start, _, _ in self._kept]

    @classmethod
    def of_insertion(cls, old: str, place: int, words: str) -> TextMapping:
        """Map a text to the one with `words` inserted at a known place, whatever stands around it.

        Parameters
        ----------
        old : str
            The text before.
        place : int
            The code point that the words are inserted at, 0 to the length of `old`.
        words : str
            What is inserted.

        Returns
        -------
        TextMapping
            From `old` to the text with the words.

        Examples
        --------
        >>> TextMapping.of_insertion("abab", 2, "ab").span(2, 4)
        (4, 6)
        """
        made = cls(old, old)
        made._new = old[:place] + words + old[place:]
        made._kept = [(0, 0, place), (place, place + len(words), len(old) - place)]
        made._old_starts = [0, place]
        return made

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """The stretch in the new text, or None when all of it was deleted.

        Parameters
        ----------
        start, end : int
            Code points of the old text, half-open.

        Returns
        -------
        tuple of int or None
            Start and end in the new text; an end inside a change takes in all that replaced it.

        Examples
        --------
        >>> TextMapping("He took it.", "He took money.").span(8, 10)
        (8, 13)
        >>> TextMapping("He took it.", "He took them.").span(8, 10)
        (8, 12)
        """
        first, last = self._map(start, towards_end=False), self._map(end, towards_end=True)
        if first >= last:
            return None
        if not _inside_word(self._old, start):
            while _inside_word(self._new, first):
                first -= 1
        if not _inside_word(self._old, end):
            while _inside_word(self._new, last):
                last += 1
        return first, last

    def lines(self, start: int, end: int) -> tuple[int, int] | None:
        r"""As `span`; what began a line takes in the words typed before it on that line.

        Parameters
        ----------
        start, end : int
            Code points of the old text, half-open.

        Returns
        -------
        tuple of int or None
            Start and end in the new text.

        Examples
        --------
        >>> mapping = TextMapping("Yes.\nIt rained.", "Yes.\nWell, It rained.")
        >>> mapping.span(5, 15), mapping.lines(5, 15)
        ((11, 21), (5, 21))
        """
        found = self.span(start, end)
        if found is None or (start and self._old[start - 1] != "\n"):
            return found
        line = self._new.rfind("\n", 0, found[0]) + 1
        return (line, found[1]) if self._map(start, towards_end=True) <= line else found

    def passage(self, start: int, end: int) -> tuple[int, int] | None:
        """Where a passage that somebody marked stands in the new text, or None when its words are gone.

        Parameters
        ----------
        start, end : int
            Code points of the old text, half-open.

        Returns
        -------
        tuple of int or None
            As `span`; None too where what replaced it is another text: at most a third of its words stand there again,
            letter by letter or nearly so, of a passage of four words or more; none, in a passage thrice as long, of a
            shorter one.

        Examples
        --------
        >>> mapping = TextMapping("They took her passport at the gate.", "Rain fell on market day in the hills.")
        >>> mapping.span(0, 35), mapping.passage(0, 35)
        ((0, 37), None)
        >>> TextMapping("He took my pass port.", "He took my passport.").passage(3, 20)
        (3, 19)
        """
        found = self.span(start, end)
        if found is None or self._old[start:end] in self._new[slice(*found)]:
            return found
        old, new = (_WORD.findall(text.casefold()) for text in (self._old[start:end], self._new[slice(*found)]))
        if not old:
            return found
        kept = _words_again(old, new)
        if len(old) >= _SEVERAL:
            return found if kept > _LEAST_KEPT * len(old) else None
        return None if not kept and len(new) > _GROWN * len(old) else found

    def position(self, place: int) -> int:
        """Where a place of the old text stands in the new one; inside a change, where that begins.

        Parameters
        ----------
        place : int
            A code point of the old text.

        Returns
        -------
        int
            From 0 to the length of the new text.
        """
        return min(self._map(place, towards_end=False), len(self._new))

    def _map(self, position: int, *, towards_end: bool) -> int:
        """An end of a stretch; inside a change it takes in the whole of what replaced it."""
        looked_up = position - 1 if towards_end else position
        place = bisect_right(self._old_starts, looked_up) - 1
        if place >= 0:
            old_start, new_start, size = self._kept[place]
            if looked_up < old_start + size:
                return new_start + position - old_start
        if towards_end:
            return self._kept[place + 1][1] if place + 1 < len(self._kept) else len(self._new)
        return self._kept[place][1] + self._kept[place][2] if place >= 0 else 0


def _inside_word(text: str, place: int) -> bool:
    """Whether a letter or digit stands on both sides of a place."""
    return 0 < place < len(text) and text[place - 1].isalnum() and text[place].isalnum()


def _words_again(old: list[str], new: list[str]) -> int:
    """How many words of a passage stand in another, each once; a word that is nearly the same counts."""
    from rapidfuzz import process  # compiled; only where a marked passage was changed
    from rapidfuzz.distance import Indel  # as above

    again = (Counter(old) & Counter(new)).total()
    missing, left = list((Counter(old) - Counter(new)).elements()), list((Counter(new) - Counter(old)).elements())
    for word in missing:
        found = process.extractOne(word, left, scorer=Indel.normalized_similarity, score_cutoff=_ALIKE)
        if found is not None:
            again += 1
            left.remove(found[0])
    return again


def _kept_stretches(old: str, new: str) -> Iterator[tuple[int, int, int]]:
    """(start in old, start in new, length) of what both have, in order."""
    head = _common_start(old, new)
    tail = _common_start(old[head:][::-1], new[head:][::-1])
    if head:
        yield 0, 0, head
    yield from _by_lines(old[head : len(old) - tail], new[head : len(new) - tail], head)
    if tail:
        yield len(old) - tail, len(new) - tail, tail


def _by_lines(old: str, new: str, offset: int) -> Iterator[tuple[int, int, int]]:
    old_lines, new_lines = old.splitlines(keepends=True), new.splitlines(keepends=True)
    old_at, new_at = _line_starts(old_lines, offset), _line_starts(new_lines, offset)
    matcher = SequenceMatcher(None, old_lines, new_lines, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            yield old_at[i1], new_at[j1], old_at[i2] - old_at[i1]
        elif tag == "replace":
            yield from _by_characters("".join(old_lines[i1:i2]), "".join(new_lines[j1:j2]), old_at[i1], new_at[j1])


def _by_characters(old: str, new: str, old_at: int, new_at: int) -> Iterator[tuple[int, int, int]]:
    if max(len(old), len(new)) > _CLOSE_LOOK:
        head = _common_start(old, new)
        if head:
            yield old_at, new_at, head
        return
    for block in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks():
        if block.size:
            yield old_at + block.a, new_at + block.b, block.size


def _line_starts(lines: list[str], offset: int) -> list[int]:
    starts = [offset]
    for line in lines:
        starts.append(starts[-1] + len(line))
    return starts


def _common_start(one: str, other: str) -> int:
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one.startswith(other[:middle]):
            low = middle
        else:
            high = middle - 1
    return low
