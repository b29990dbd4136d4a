# SPDX-License-Identifier: MIT
"""A scroll bar with ticks: hits of a search, the current one thicker, bookmarks as flags, gaps in grey."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QScrollBar, QWidget

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
