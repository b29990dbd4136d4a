# SPDX-License-Identifier: MIT
"""Paints codings into a transcript: a wash behind the words, a line below them, on visible lines only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import cast

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QTextBlock, QTextLine

_WASH, _WASH_CHOSEN = 0.14, 0.27
_DARK_MORE = 0.06
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


def paint_washes(painter: QPainter, blocks: Sequence[VisibleBlock], strokes: Sequence[Stroke], dark: bool) -> None:
    """The tint behind the words of each mark; the chosen one stronger."""
    for stroke in strokes:
        tint = QColor(stroke.colour)
        tint.setAlphaF((_WASH_CHOSEN if stroke.chosen else _WASH) + (_DARK_MORE if dark else 0.0))
        for area, _baseline in stretches(blocks, stroke.first, stroke.last):
            painter.fillRect(area.adjusted(0, -1, 0, 2), tint)


def paint_lines(painter: QPainter, blocks: Sequence[VisibleBlock], strokes: Sequence[Stroke]) -> None:
    """The line below the words: solid for a coding, dashed for a suggestion; overlapping ones below one another."""
    for stroke in strokes:
        pen = QPen(stroke.colour, 2.0)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if stroke.dashed:
            pen.setDashPattern([2.5, 1.6])
        painter.setPen(pen)
        below = _FIRST_LINE + min(stroke.level, _MOST_LEVELS) * _LINE_STEP
        for area, baseline in stretches(blocks, stroke.first, stroke.last):
            painter.drawLine(QLineF(area.left(), baseline + below, area.right(), baseline + below))
