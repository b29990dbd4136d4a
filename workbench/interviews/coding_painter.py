# SPDX-License-Identifier: MIT
"""Paints codings into a transcript: a wash behind the words, a line below them, on visible lines only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import cast

from PySide6.QtCore import QLineF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QTextBlock, QTextLine
from PySide6.QtWidgets import QWidget

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
