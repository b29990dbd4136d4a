# SPDX-License-Identifier: MIT
"""Codings of a document, and their painting: a wash behind the words, a line below them, on visible lines only."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple, cast

from PySide6.QtCore import QLineF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QTextBlock, QTextLine
from PySide6.QtWidgets import QWidget

from coding.records import Suggestion
from coding.spans import IntervalIndex
from projects.interviews.queries import SegmentArrays

if TYPE_CHECKING:
    from projects.transcripts.translations import SeenCoding


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
    mirrored: bool = False  # made on the translation or original of this text, seen here
    grey: bool = False  # suggested, but its words do not say that it happened


class Marks:
    """All marks of a document in order of place, with an index. Overlapping ones are on different levels."""

    def __init__(self, marks: Iterable[Mark] = ()) -> None:
        self.all: list[Mark] = sorted(marks, key=_ORDER)
        self.levels = _levels(self.all)
        self._by_id = {(mark.suggested, mark.id): mark for mark in self.all}
        self.coders = frozenset(mark.coder for mark in self.all if mark.coder)
        self._index = self._indexed()

    def _indexed(self) -> IntervalIndex:
        return IntervalIndex([mark.start for mark in self.all], [mark.end for mark in self.all])

    def with_more(self, added: Collection[Mark], without: Collection[str] = ()) -> Marks:
        """These and more, without the suggestions `without`; each new one takes the lowest level free on its stretch.

        The levels of the others stay, which spares laying thousands anew for one coding.
        """
        made = Marks()
        made.all, made.levels, made._by_id = list(self.all), list(self.levels), dict(self._by_id)
        made.coders = self.coders | {mark.coder for mark in added if mark.coder}
        gone = [mark for mark in (made._by_id.pop((True, one), None) for one in without) if mark is not None]
        for mark in gone:
            place = made.all.index(mark, bisect_left(made.all, mark.start, key=attrgetter("start")))
            del made.all[place], made.levels[place]
        made._index = made._indexed() if gone else self._index
        for mark in added:
            made._insert(mark)
        return made

    def _insert(self, mark: Mark) -> None:
        taken = {self.levels[place] for place in self.touching(mark.start, mark.end)}
        place = bisect_right(self.all, _ORDER(mark), key=_ORDER)
        self.all.insert(place, mark)
        self.levels.insert(place, next(level for level in range(len(taken) + 1) if level not in taken))
        self._by_id[mark.suggested, mark.id] = mark
        self._index = self._indexed()

    def touching(self, start: int, end: int) -> list[int]:
        """Places in `all` of the marks that share a character with `[start, end)`."""
        return self._index.query(start, end)

    def within(self, span: tuple[int, int] | None) -> set[tuple[Mark, int]]:
        """The marks that touch a stretch, each with its level."""
        return {(self.all[place], self.levels[place]) for place in self.touching(*span)} if span else set()

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

    def with_id(self, key: tuple[bool, str] | None) -> Mark | None:
        """The mark with that id: a suggestion's where the first is true, else a coding's."""
        return self._by_id.get(key) if key else None

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
    proposed = [
        Mark(found.start, found.end, found.code, found.id, True, grey=found.mark != "hit") for found in suggestions
    ]
    return Marks([*coded, *proposed])


def mirrored_marks(codings: Iterable[SeenCoding]) -> Marks:
    """Codings of another text, on the stretches of this one that they are seen on."""
    made = []
    for one in codings:
        if one.beside is not None:
            held = one.segment
            made.append(Mark(*one.beside, held.code, held.id, False, held.coder, mirrored=True))
    return Marks(made)


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


_WASH, _WASH_CHOSEN = 0.14, 0.27


_DARK_MORE, _PALE = 0.06, 0.35


_FIRST_LINE, _LINE_STEP = 3.0, 3.5


_MOST_LEVELS = 3


@dataclass(frozen=True)
class VisibleBlock:
    """A paragraph on screen: the block, and where it stands in the viewport."""

    block: QTextBlock
    area: QRectF


@dataclass(frozen=True)
class Stroke:
    """A mark on screen in Qt's positions."""

    first: int
    last: int
    level: int
    colour: QColor
    dashed: bool
    chosen: bool
    dotted: bool = False  # made on the translation or original


def stretches(blocks: Sequence[VisibleBlock], first: int, last: int) -> Iterator[tuple[QRectF, float]]:
    """The rectangles that the positions `[first, last)` cover, line by line, each with its baseline."""
    for visible in blocks:
        start = visible.block.position()
        if start + visible.block.length() <= first or start >= last:
            continue
        layout = visible.block.layout()
        for number in range(layout.lineCount()):
            line = layout.lineAt(number)
            left, right = line.textStart(), line.textStart() + line.textLength()
            begin, end = max(first - start, left), min(last - start, right)
            if begin >= end:
                continue
            edges = (_x(line, begin), _x(line, end))
            top = visible.area.top() + line.y()
            area = QRectF(visible.area.left() + min(edges), top, abs(edges[1] - edges[0]), line.height())
            yield area, top + line.ascent()


def _x(line: QTextLine, position: int) -> float:
    x, _position = cast("tuple[float, int]", line.cursorToX(position))
    return x


def placed(blocks: Sequence[VisibleBlock], strokes: Sequence[Stroke]) -> list[tuple[Stroke, QRectF, float]]:
    """Each mark line by line: its rectangle and baseline, for washes and lines alike."""
    return [
        (stroke, area, baseline)
        for stroke in strokes
        for area, baseline in stretches(blocks, stroke.first, stroke.last)
    ]


def near(blocks: Sequence[VisibleBlock], area: QRect) -> list[VisibleBlock]:
    """The paragraphs whose words or marks reach into an area."""
    wide = _reach(QRectF(area))
    return [visible for visible in blocks if visible.area.intersects(wide)]


def repaint(view: QWidget, blocks: Sequence[VisibleBlock], spans: Iterable[tuple[int, int]]) -> None:
    """Have marks at Qt's positions painted anew, and nothing else of the view."""
    for first, last in spans:
        for area, _baseline in stretches(blocks, first, last):
            view.update(_reach(area).toAlignedRect())


def _reach(area: QRectF) -> QRectF:
    """All that may be painted for a rectangle of a mark: wash, lines of every level, handles."""
    return area.adjusted(-6, -6, 6, _FIRST_LINE + _MOST_LEVELS * _LINE_STEP + 3)


def paint_washes(
    painter: QPainter, pieces: Sequence[tuple[Stroke, QRectF, float]], dark: bool, *, pale: bool = False
) -> None:
    """The tint behind the words of each mark; the chosen one stronger, with `pale` the others weaker."""
    for stroke, area, _baseline in pieces:
        tint = QColor(stroke.colour)
        alpha = (_WASH_CHOSEN if stroke.chosen else 0.0 if stroke.dotted else _WASH) + (_DARK_MORE if dark else 0.0)
        tint.setAlphaF(alpha * (_PALE if pale and not stroke.chosen else 1.0))
        painter.fillRect(area.adjusted(0, -1, 0, 2), tint)


def paint_lines(painter: QPainter, pieces: Sequence[tuple[Stroke, QRectF, float]]) -> None:
    """The line below the words, overlapping ones below one another.

    It is solid for a coding, dashed for a suggestion, dotted for a coding of the translation or original.
    """
    for stroke, area, baseline in pieces:
        pen = QPen(stroke.colour, 2.0)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if stroke.dashed:
            pen.setDashPattern([2.5, 1.6])
        elif stroke.dotted:
            pen.setDashPattern([0.9, 1.1])
        painter.setPen(pen)
        below = _FIRST_LINE + min(stroke.level, _MOST_LEVELS) * _LINE_STEP
        painter.drawLine(QLineF(area.left(), baseline + below, area.right(), baseline + below))
