# SPDX-License-Identifier: MIT
"""Two rows beside each other: a value with the letters marked that differ; how many pairs are decided, as a bar."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from projects.registers.unique_people import Review
from wording import msg
from workbench.theme import colours_of
from workbench.widgets import MutedLabel

_EDGE = 12  # pixels beside and below the bar


class MarkedText(QWidget):
    """A value on as many lines as it needs; the stretches in `marks` stand on a coloured ground. Never markup."""

    def __init__(self, text: str, marks: Sequence[tuple[int, int]], *, strong: bool = False) -> None:
        super().__init__()
        self.text, self.marks, self.strong = text, tuple(marks), strong
        self.setAccessibleName(text)
        rule = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        rule.setHeightForWidth(True)
        self.setSizePolicy(rule)

    def sizeHint(self) -> QSize:
        """As wide as the value on one line."""
        wide = self.fontMetrics().horizontalAdvance(self.text) + 8
        return QSize(wide, self.heightForWidth(wide))

    def minimumSizeHint(self) -> QSize:
        """As wide as a short word: longer ones go on below."""
        return QSize(60, self.fontMetrics().height())

    def hasHeightForWidth(self) -> bool:
        """Narrow columns make it higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of its lines in that width."""
        return max(self.fontMetrics().height(), round(self._laid_out(width)[1]))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The lines, with the marked letters on their ground."""
        painter = QPainter(self)
        painter.setPen(QColor(colours_of(self).text))
        self._laid_out(self.width())[0].draw(painter, QPointF(0, 0))

    def _laid_out(self, width: int) -> tuple[QTextLayout, float]:
        letters = QFont(self.font())
        letters.setWeight(QFont.Weight.DemiBold if self.strong else QFont.Weight.Normal)
        layout = QTextLayout(self.text, letters)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.setFormats([self._mark(start, end) for start, end in self.marks])
        layout.beginLayout()
        high = 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(width, 1))
            line.setPosition(QPointF(0, high))
            high += line.height()
        layout.endLayout()
        return layout, high

    def _mark(self, start: int, end: int) -> QTextLayout.FormatRange:
        found = QTextLayout.FormatRange()
        found.start, found.length = start, end - start
        ground = QTextCharFormat()
        ground.setBackground(QColor(colours_of(self).warning_wash))
        ground.setFontUnderline(True)  # in grey, too
        found.format = ground
        return found


class DecidedBar(QWidget):
    """How many of the pairs are decided: a bar, and in words."""

    def __init__(self) -> None:
        super().__init__()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(6)
        self.words = MutedLabel("", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(_EDGE, 8, _EDGE, _EDGE)
        column.addWidget(self.bar)
        column.addWidget(self.words)

    def show_review(self, found: Review) -> None:
        """Pairs that follow from other decisions are none that anybody has to decide."""
        done, every = len(found.decided), len(found.decided) + len(found.queue)
        self.bar.setRange(0, max(every, 1))
        self.bar.setValue(done)
        told = {"same": found.count("same"), "different": found.count("different")}
        self.words.say(msg("people.progress", done=done, n=every, **told))
