# SPDX-License-Identifier: MIT
"""The first page of a template in small: what stands where, drawn from its blocks as the pages lay them out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

Content = Mapping[str, Any]
Blocks = Sequence[tuple[str, Content]]  # kind and content of each

_PAPER, _EDGE, _WORDS, _WASH = "#ffffff", "#c3ccd4", "#b4bec7", "#eef1f4"
_ACCENT = "#17607f"
_THEMES = {"awareness": _ACCENT, "training": "#8a4f00", "assistance": "#7b2d5b", "assessment": "#3d4b57"}
_TILES = ("#fbf2e1", "#fbf2e1", "#e6f1f6", "#f7ecf3")
_BARS = (1.0, 0.8, 0.62, 0.4)
_UPRIGHT = (0.6, 0.75, 1.0, 0.7, 0.85, 0.55, 0.65, 0.8)
_PER_WIDTH = 100.0  # a page is this wide in the units below
_GAP, _LINE = 4.0, 3.4


def draw_page(painter: QPainter, place: QRectF, layout: str, blocks: Blocks) -> None:
    """Draw the first page of a template into a rectangle of the shape of a page."""
    painter.save()
    painter.setClipRect(place.adjusted(-1, -1, 1, 1))
    painter.setPen(QColor(_EDGE))
    painter.setBrush(QColor(_PAPER))
    painter.drawRect(place)
    painter.translate(place.topLeft())
    scale = place.width() / _PER_WIDTH
    painter.scale(scale, scale)
    _Page(painter, place.height() / scale).draw(layout, blocks)
    painter.restore()


class _Page:
    """Draws blocks one below the other; what begins below the page's end is left out."""

    def __init__(self, painter: QPainter, height: float) -> None:
        self.painter, self.end = painter, height - 6
        self.height = height
        self.theme = _ACCENT

    def draw(self, layout: str, blocks: Blocks) -> None:
        """All blocks of the first page."""
        left, top = 8.0, 8.0
        if layout == "factsheet":
            self._fill(QRectF(0, 0, 30, self.height), _ACCENT)
            left = 35.0
        for kind, content in blocks:
            if kind == "pagebreak" or (kind == "contents" and top == 0):
                return
            if kind == "cover":
                self._cover()
                return
            beside = layout == "factsheet" and kind in ("masthead", "tiles")
            if beside:
                self._side(kind)
                continue
            if kind == "masthead":
                self._fill(QRectF(0, 0, 100, 22), _ACCENT)
                self._fill(QRectF(8, 8, 48, 4), _PAPER)
                self._fill(QRectF(8, 14.5, 26, 2.4), _PAPER)
                top = 27.0
                continue
            top += self._block(kind, content, left, top, 92 - left) + _GAP

    def _cover(self) -> None:
        self._fill(QRectF(0, self.height * 0.4, 100, self.height * 0.26), _ACCENT)
        self._fill(QRectF(14, self.height * 0.46, 60, 5), _PAPER)
        self._fill(QRectF(14, self.height * 0.46 + 9, 40, 5), _PAPER)
        self._fill(QRectF(14, self.height * 0.46 + 22, 24, 2.4), _PAPER)

    def _side(self, kind: str) -> None:
        """The name of the site, or the figures below it, in the coloured column of a factsheet."""
        if kind == "masthead":
            self._fill(QRectF(5, 9, 19, 5), _PAPER)
            self._fill(QRectF(5, 17, 12, 2.4), _PAPER)
            return
        for at in range(5):
            top = 32 + at * 19.0
            self._fill(QRectF(5, top, 13, 5), _PAPER)
            self._fill(QRectF(5, top + 7.5, 19, 1.6), "#9fc4d4")

    def _block(self, kind: str, content: Content, left: float, top: float, width: float) -> float:
        """Draw one block; its height."""
        if top >= self.end:
            return 0.0
        if kind == "columns":
            return self._columns(content, left, top, width)
        if kind in ("title", "heading", "section"):
            self.theme = _THEMES.get(str(content.get("theme", "")), _ACCENT) if kind == "section" else _ACCENT
            mark = 6.0 if kind == "section" else 0.0
            if mark:
                self._fill(QRectF(left, top, 4.5, 4.5), self.theme)
            self._fill(QRectF(left + mark, top + 0.5, width * 0.5, 3.4), self.theme)
            return 4.5
        if kind == "tiles":
            return self._tiles(left, top, width)
        if kind == "callout":
            self._fill(QRectF(left, top, width, 0.8), _ACCENT)
            self._fill(QRectF(left, top + 3, width * 0.55, 6), _ACCENT)
            return 11 + self._words(left, top + 11.5, width, 1)
        if kind in ("quotebox", "quotes"):
            self._fill(QRectF(left, top, 1.2, 11), self.theme)
            return max(self._words(left + 4, top + 1, width - 4, 3), 11.0)
        if kind == "picture":
            self._fill(QRectF(left, top, width, width * 0.5), _WASH)
            return width * 0.5
        if kind == "table" or content.get("as") == "table" or "list" in content:
            return self._table(left, top, width)
        if kind == "figure":
            return self._chart(content, left, top, width)
        return self._words(left, top, width, 4 if content.get("size") == "lead" or width < 50 else 3)

    def _columns(self, content: Content, left: float, top: float, width: float) -> float:
        columns = content.get("columns", ())
        widths = [float(one) for one in content.get("widths") or [1.0] * len(columns)]
        room = width - _GAP * (len(columns) - 1)
        highest = 0.0
        for share, column in zip(widths, columns, strict=False):
            wide, at = room * share / sum(widths), top
            for inner in column:
                at += self._block(str(inner["kind"]), inner.get("content", {}), left, at, wide) + _GAP
            highest, left = max(highest, at - top - _GAP), left + wide + _GAP
        return highest

    def _tiles(self, left: float, top: float, width: float) -> float:
        self._fill(QRectF(left, top, width * 0.37, 29), _ACCENT)
        self._fill(QRectF(left + 3, top + 9, width * 0.27, 7), _PAPER)
        wide = (width * 0.63 - 3) / 2
        for at, wash in enumerate(_TILES):
            x, y = left + width * 0.37 + 1.5 + (at % 2) * (wide + 1.5), top + (at // 2) * 15
            self._fill(QRectF(x, y, wide, 14), wash)
            self._fill(QRectF(x + 2.5, y + 3, wide * 0.4, 4), ("#8a4f00", "#8a4f00", _ACCENT, "#7b2d5b")[at])
            self._fill(QRectF(x + 2.5, y + 9, wide * 0.7, 1.6), _WORDS)
        return 29.0

    def _chart(self, content: Content, left: float, top: float, width: float) -> float:
        """Upright bars over months, lying ones otherwise, below the line of their title."""
        self._fill(QRectF(left, top, min(width * 0.6, 30), 1.8), _WORDS)
        top += 4
        if content.get("reach") in ("month", "quarter"):
            wide = width / len(_UPRIGHT)
            for at, share in enumerate(_UPRIGHT):
                self._fill(QRectF(left + at * wide, top + 16 * (1 - share), wide * 0.8, 16 * share), self.theme)
            return 20.0
        for at, share in enumerate(_BARS):
            self._fill(QRectF(left, top + at * 3.6, width * 0.28, 1.6), _WORDS)
            self._fill(QRectF(left + width * 0.33, top + at * 3.6 - 0.3, width * 0.6 * share, 2.4), self.theme)
        return 18.0

    def _table(self, left: float, top: float, width: float) -> float:
        for at in range(5):
            self._fill(QRectF(left, top + at * 3.6, width * 0.4, 1.6), _WORDS)
            self._fill(QRectF(left + width * 0.75, top + at * 3.6, width * 0.2, 1.6), _WORDS)
            self._fill(QRectF(left, top + at * 3.6 + 2.4, width, 0.3), _EDGE)
        return 18.0

    def _words(self, left: float, top: float, width: float, lines: int) -> float:
        for at in range(lines):
            self._fill(QRectF(left, top + at * _LINE, width * (0.6 if at == lines - 1 else 1.0), 1.6), _WORDS)
        return lines * _LINE

    def _fill(self, place: QRectF, colour: str) -> None:
        if place.top() < self.end or place.height() >= self.end:
            self.painter.fillRect(place, QColor(colour))
