# SPDX-License-Identifier: MIT
"""The codings and open suggestions of one document, ready to be painted: which touch a stretch, on which level.

Positions are code points. It draws nothing and asks no project.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from heapq import heappop, heappush
from operator import attrgetter
from typing import NamedTuple

from coding.records import Suggestion
from coding.spans import IntervalIndex
from projects.interviews.queries import SegmentArrays


class Mark(NamedTuple):
    """A stretch under a code; dashed where it is only suggested. `id` is the segment's or the suggestion's."""

    start: int
    end: int
    code: str
    id: str
    suggested: bool


class Marks:
    """All marks of a document in order of place, with an index. Overlapping ones are on different levels."""

    def __init__(self, marks: Iterable[Mark] = ()) -> None:
        self.all: Sequence[Mark] = sorted(marks, key=attrgetter("start", "suggested", "id"))
        self._index = IntervalIndex([mark.start for mark in self.all], [mark.end for mark in self.all])
        self.levels = _levels(self.all)
        self._places = {(mark.suggested, mark.id): place for place, mark in enumerate(self.all)}

    def touching(self, start: int, end: int) -> list[int]:
        """Places in `all` of the marks that share a character with `[start, end)`."""
        return self._index.query(start, end)

    def at(self, position: int) -> list[Mark]:
        """The marks on the character at `position`, the shortest first, codings before suggestions."""
        found = [self.all[place] for place in self._index.query(position, position + 1)]
        return sorted(found, key=lambda mark: (mark.suggested, mark.end - mark.start))

    def segment(self, segment_id: str | None) -> Mark | None:
        """The coding with that id."""
        place = self._places.get((False, segment_id or ""))
        return None if place is None else self.all[place]

    def suggestion(self, suggestion_id: str | None) -> Mark | None:
        """The suggestion with that id."""
        place = self._places.get((True, suggestion_id or ""))
        return None if place is None else self.all[place]

    def is_coded(self, start: int, end: int) -> bool:
        """Whether a coding touches the stretch."""
        return any(not self.all[place].suggested for place in self._index.query(start, end))


def marks_of(segments: SegmentArrays, suggestions: Sequence[Suggestion]) -> Marks:
    """The marks of a document."""
    coded = [
        Mark(start, end, str(code), str(segment), False)
        for segment, start, end, code in zip(segments.ids, segments.starts, segments.ends, segments.codes, strict=True)
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
