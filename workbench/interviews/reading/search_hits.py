# SPDX-License-Identifier: MIT
"""Hits of a search and bookmarks as the transcript shows them: washes behind all hits, ticks, flags at paragraphs."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPlainTextEdit, QScrollBar, QWidget

from workbench.icons import pixmap
from workbench.interviews.coding_painter import VisibleBlock, stretches
from workbench.interviews.shown_text import Offsets
from workbench.theme import colours_of

_NEAR = 3  # pixels beside a tick where a click still means it


class TickedScrollBar(QScrollBar):
    """A vertical scroll bar; positions are code points, `share_of` says where each lies, from 0 to 1."""

    place_chosen = Signal(int)

    def __init__(self, parent: QWidget, share_of: Callable[[int], float]) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self._share_of = share_of
        self.hits: Sequence[int] = ()
        self.current: int | None = None
        self.flags: Sequence[int] = ()
        self.gaps: Sequence[int] = ()
        self._ticks: dict[int, int] = {}  # pixel row → position

    def show_hits(self, hits: Sequence[int], current: int | None) -> None:
        """Tick these places, one of them as the current one."""
        self.hits, self.current = hits, current
        self._measure()

    def show_flags(self, flags: Sequence[int]) -> None:
        """Show these bookmarks."""
        self.flags = flags
        self._measure()

    def show_gaps(self, gaps: Sequence[int]) -> None:
        """Tick these places in grey: nothing stands there yet."""
        self.gaps = gaps
        self._measure()

    def ticks(self) -> dict[int, int]:
        """The rows that are ticked with the places they stand for."""
        self._measure()
        return dict(self._ticks)

    def _measure(self) -> None:
        height = max(self.height() - 4, 1)
        self._ticks = {}
        for place in (*self.gaps, *self.hits, *self.flags, *(() if self.current is None else (self.current,))):
            self._ticks[2 + round(self._share_of(place) * (height - 1))] = place
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The bar, then the ticks."""
        super().paintEvent(event)
        colours, height = colours_of(self), max(self.height() - 4, 1)
        painter = QPainter(self)
        for row in {2 + round(self._share_of(place) * (height - 1)) for place in self.gaps}:
            painter.fillRect(QRectF(1, row, self.width() - 2, 3), QColor(colours.muted))
        for row in {2 + round(self._share_of(place) * (height - 1)) for place in self.hits}:
            painter.fillRect(QRectF(1, row, self.width() - 2, 2), QColor("#d99a1c"))
        if self.current is not None:
            row = 2 + round(self._share_of(self.current) * (height - 1))
            painter.fillRect(QRectF(0, row - 1, self.width(), 4), QColor(colours.warning))
        for place in self.flags:
            row = 2 + round(self._share_of(place) * (height - 1))
            painter.fillRect(QRectF(self.width() / 2 - 3, row - 3, 6, 7), QColor(colours.accent))
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on a tick goes there; elsewhere the bar scrolls."""
        self._measure()
        y = round(event.position().y())
        near = [row for row in self._ticks if abs(row - y) <= _NEAR]
        if near:
            self.place_chosen.emit(self._ticks[min(near, key=lambda row: abs(row - y))])
            return
        super().mousePressEvent(event)


_HIT, _STRONG = "#ffd97a", "#f0b429"


class FoundMarks:
    """What was found and flagged in the open document, painted under the words of `view`.

    `offsets` maps positions to Qt's, `go_to` leads to one, `flags_changed` lets the margin paint anew.
    """

    def __init__(
        self, view: QPlainTextEdit, offsets: Callable[[], Offsets], go_to: Callable[[int], object],
        flags_changed: Callable[[], object],
    ) -> None:  # fmt: skip
        self._view, self._offsets, self._flags_changed = view, offsets, flags_changed
        self.hits: Sequence[tuple[int, int]] = ()
        self.current = -1
        self.flags: list[int] = []
        self.bar = TickedScrollBar(view, self._share)
        view.setVerticalScrollBar(self.bar)
        self.bar.place_chosen.connect(go_to)

    def clear(self) -> None:
        """Another document: nothing is found in it yet."""
        self.flags = []
        self.show_hits((), -1)
        self.bar.show_flags(())

    def show_hits(self, hits: Sequence[tuple[int, int]], current: int) -> None:
        """Mark all hits, the one at `current` stronger."""
        self.hits, self.current = hits, current
        here = hits[current][0] if 0 <= current < len(hits) else None
        self.bar.show_hits([start for start, _ in hits], here)
        self._view.viewport().update()

    def show_flags(self, flags: Sequence[int]) -> None:
        """Show bookmarks at these places."""
        self.flags = sorted(flags)
        self.bar.show_flags(self.flags)
        self._flags_changed()

    def flagged(self, start: int, end: int) -> bool:
        """Whether a bookmark stands between two places."""
        place = bisect_left(self.flags, start)
        return place < len(self.flags) and self.flags[place] <= end

    def paint(self, painter: QPainter, blocks: Sequence[VisibleBlock], first: int, last: int) -> None:
        """Paint the hits between two places, before the text."""
        dark = colours_of(self._view).dark
        begin = max(bisect_left(self.hits, (first, 0)) - 1, 0)
        for place in range(begin, bisect_right(self.hits, (last, last))):
            wash = QColor(_STRONG if place == self.current else _HIT)
            wash.setAlphaF(0.45 if dark else 1.0)
            for area, _ in stretches(blocks, *self._offsets().span_to_qt(*self.hits[place])):
                painter.fillRect(area.adjusted(-1, 0, 1, 1), wash)
                if place == self.current:
                    painter.setPen(QPen(QColor(colours_of(self._view).warning), 1.4))
                    painter.drawRect(area.adjusted(-1, 0, 1, 1))

    def paint_flag(self, painter: QPainter, visible: VisibleBlock, start: int, end: int) -> None:
        """A flag in the margin of a paragraph that has a bookmark."""
        if self.flagged(start, end):
            painter.drawPixmap(2, round(visible.area.top()) + 3, pixmap("bookmark", colours_of(self._view).accent, 13))

    def _share(self, position: int) -> float:
        """Where a place lies in the document, by lines on screen, from 0 to 1."""
        document, offsets = self._view.document(), self._offsets()
        block = document.findBlock(offsets.to_qt(min(position, len(offsets.text))))
        total = max(document.lastBlock().firstLineNumber() + document.lastBlock().lineCount(), 1)
        return min(max(block.firstLineNumber(), 0) / total, 1.0)
