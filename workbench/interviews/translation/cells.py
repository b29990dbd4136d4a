# SPDX-License-Identifier: MIT
"""A turn of one of two texts as it stands in its row: its lines, and the way between their places and the text's."""

from __future__ import annotations

from PySide6.QtCore import QPointF
from PySide6.QtGui import QFont, QTextLayout, QTextOption

from coding.records import Turn
from workbench.interviews.shown_text import Offsets, left_out


class TurnCell:
    """The words of a turn laid out in a width. Positions that come and go are code points of the whole text."""

    def __init__(self, text: str, turn: Turn, font: QFont, step: float, width: float) -> None:
        self.start = turn.start
        said = text[turn.start : turn.end]
        self._offsets = Offsets(said, left_out(said, [Turn(0, len(said))]))
        self._layout = QTextLayout(self._offsets.shown.replace("\n", "\u2028"), font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self._layout.setTextOption(option)
        self.height = self._lay(step, width)

    def _lay(self, step: float, width: float) -> float:
        self._layout.beginLayout()
        top = 0.0
        while (line := self._layout.createLine()).isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, top + round((step - line.height()) / 2)))
            top += step
        self._layout.endLayout()
        return max(top, step)

    # What painting asks of a paragraph of Qt

    def position(self) -> int:
        """Where it begins: every cell is painted by itself."""
        return 0

    def length(self) -> int:
        """How many of Qt's positions it has, with its end."""
        return len(self._layout.text()) + 1

    def layout(self) -> QTextLayout:
        """Its lines."""
        return self._layout

    # Positions

    def span_to_qt(self, start: int, end: int) -> tuple[int, int]:
        """Qt's positions of the part of a stretch that lies in this turn."""
        low = max(start - self.start, 0)
        return self._offsets.span_to_qt(low, max(min(end - self.start, len(self._offsets.text)), low))

    def place_at(self, point: QPointF) -> int:
        """The code point of the text nearest to a point of the cell."""
        for number in range(self._layout.lineCount()):
            line = self._layout.lineAt(number)
            if point.y() < line.y() + line.height() or number == self._layout.lineCount() - 1:
                return self.start + self._offsets.to_text(line.xToCursor(point.x()))
        return self.start

    def line_of(self, position: int) -> tuple[float, float]:
        """Top and bottom of the line that holds a code point."""
        line = self._layout.lineForTextPosition(self._offsets.to_qt(max(position - self.start, 0)))
        if not line.isValid():
            return 0.0, self.height
        return line.y(), line.y() + line.height()
