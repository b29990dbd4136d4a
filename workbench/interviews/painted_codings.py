# SPDX-License-Identifier: MIT
"""The codings and open suggestions of one document, ready to be painted: which touch a stretch, on which level.

Positions are code points. It draws nothing and asks no project.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Collection, Iterable, Sequence
from heapq import heappop, heappush
from operator import attrgetter
from typing import NamedTuple

from coding.records import Suggestion
from coding.spans import IntervalIndex
from projects.interviews.queries import SegmentArrays

_ORDER = attrgetter("start", "suggested", "id")


class Mark(NamedTuple):
    """A stretch under a code; dashed where it is only suggested. `id` is the segment's or the suggestion's."""

    start: int
    end: int
    code: str
    id: str
    suggested: bool
    coder: str = ""
    noted: bool = False  # it has a memo


class Marks:
    """All marks of a document in order of place, with an index. Overlapping ones are on different levels."""

    def __init__(self, marks: Iterable[Mark] = ()) -> None:
        self.all: Sequence[Mark] = sorted(marks, key=_ORDER)
        self.levels = _levels(self.all)
        self._by_id = {(mark.suggested, mark.id): mark for mark in self.all}
        self._index = self._indexed()

    def _indexed(self) -> IntervalIndex:
        return IntervalIndex([mark.start for mark in self.all], [mark.end for mark in self.all])

    def with_more(self, added: Collection[Mark], without: Collection[str] = ()) -> Marks:
        """These and more, without the suggestions `without`; each new one takes the lowest level free on its stretch.

        The levels of the others stay, which spares laying thousands anew for one coding.
        """
        made = Marks()
        kept = [
            (mark, level)
            for mark, level in zip(self.all, self.levels, strict=True)
            if not (mark.suggested and mark.id in without)
        ]
        for mark in added:
            taken = {level for other, level in kept if other.start < mark.end and mark.start < other.end}
            free = next(level for level in range(len(taken) + 1) if level not in taken)
            insort(kept, (mark, free), key=lambda one: _ORDER(one[0]))
        made.all, made.levels = [mark for mark, _ in kept], [level for _, level in kept]
        made._by_id = {**self._by_id, **{(mark.suggested, mark.id): mark for mark in added}}
        for one in without:
            made._by_id.pop((True, one), None)
        made._index = made._indexed()
        return made

    def touching(self, start: int, end: int) -> list[int]:
        """Places in `all` of the marks that share a character with `[start, end)`."""
        return self._index.query(start, end)

    def at(self, position: int) -> list[Mark]:
        """The marks on the character at `position`, the shortest first, codings before suggestions."""
        found = [self.all[place] for place in self._index.query(position, position + 1)]
        return sorted(found, key=lambda mark: (mark.suggested, mark.end - mark.start))

    def segment(self, segment_id: str | None) -> Mark | None:
        """The coding with that id."""
        return self._by_id.get((False, segment_id or ""))

    def suggestion(self, suggestion_id: str | None) -> Mark | None:
        """The suggestion with that id."""
        return self._by_id.get((True, suggestion_id or ""))

    def is_coded(self, start: int, end: int) -> bool:
        """Whether a coding touches the stretch."""
        return any(not self.all[place].suggested for place in self._index.query(start, end))


def marks_of(segments: SegmentArrays, suggestions: Sequence[Suggestion]) -> Marks:
    """The marks of a document."""
    coded = [
        Mark(start, end, str(code), str(segment), False, coder, segment in segments.noted)
        for segment, start, end, code, coder in zip(
            segments.ids, segments.starts, segments.ends, segments.codes, segments.coders, strict=True
        )
    ]
    proposed = [Mark(found.start, found.end, found.code, found.id, True) for found in suggestions]
    return Marks([*coded, *proposed])


def _levels(marks: Sequence[Mark]) -> list[int]:
    """For each mark the lowest level that no earlier mark over the same text uses."""
    levels: list[int] = []
    open_marks: list[tuple[int, int]] = []
    free: list[int] = []
    highest = 0
    for mark in marks:
        while open_marks and open_marks[0][0] <= mark.start:
            heappush(free, heappop(open_marks)[1])
        if free:
            level = heappop(free)
        else:
            level, highest = highest, highest + 1
        levels.append(level)
        heappush(open_marks, (mark.end, level))
    return levels
