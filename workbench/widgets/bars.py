# SPDX-License-Identifier: MIT
"""Bars in a side column: a row with a name, a bar and a value; a row with a name and a value."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from wording import Text, render
from workbench.theme import colours_of, font
from workbench.tokens import TYPE
from workbench.translation import language_of, say
from workbench.widgets.elision import shortened

_PICTURE = 14  # pixels of the picture of an interval


class Bar(QWidget):
    """A name, a bar of `share` (0–1; None leaves it out) and a value already rendered or a Text."""

    def __init__(self, text: Text, share: float | None, value: Text, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text, self.share, self.value = text, share, value
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.respeak(language_of())

    def respeak(self, language: str) -> None:
        """Speak the row."""
        spoken = ", ".join(render(part, language) for part in (self.text, self.value))
        say(self, name=spoken, tip=spoken)
        self.update()

    def sizeHint(self) -> QSize:
        """One row."""
        return QSize(180, max(25, round(self.fontMetrics().height() * 1.5)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the row."""
        colours, language = colours_of(self), language_of(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = self._words_area()
        painter.setFont(font(TYPE.body, tabular=True))
        painter.setPen(QColor(colours.muted))
        value = render(self.value, language)
        painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, value)
        room = area.width() - painter.fontMetrics().horizontalAdvance(value) - 10
        name_width = room if self.share is None else min(round(area.width() * 0.42), max(room - 30, 40))
        painter.setPen(QColor(colours.text))
        name = shortened(render(self.text, language), painter.fontMetrics(), name_width)
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)
        if self.share is not None:
            self._picture(painter, QRectF(name_width + 8, 0, room - name_width - 8, area.height()), self.share)
        painter.end()

    def _words_area(self) -> QRect:
        return self.rect()

    def _picture(self, painter: QPainter, area: QRectF, share: float) -> None:
        width = max(area.width() * min(max(share, 0.0), 1.0), 2.0)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours_of(self).accent))
        painter.drawRoundedRect(QRectF(area.left(), area.center().y() - 4, width, 8), 2, 2)


class IntervalBar(Bar):
    """A name and a value; below them a point at `share` with its interval as a line, from 0 to 1.

    A dotted line stands at `limit`; None leaves it out.
    """

    def __init__(
        self, text: Text, share: float, interval: tuple[float, float], value: Text, limit: float | None = None
    ) -> None:
        self.point, self.interval, self.limit = share, interval, limit
        super().__init__(text, None, value)

    def sizeHint(self) -> QSize:
        """One row and the picture below it."""
        return super().sizeHint() + QSize(0, _PICTURE)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the row, then the interval."""
        super().paintEvent(event)
        colours, painter = colours_of(self), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left, width = 5.0, max(self.width() - 10.0, 1.0)
        middle = self.height() - _PICTURE / 2 - 1
        painter.setPen(QPen(QColor(colours.line), 1))
        painter.drawLine(QPointF(left, middle), QPointF(left + width, middle))
        if self.limit:
            at = left + width * self.limit
            painter.setPen(QPen(QColor(colours.warning), 1.5, Qt.PenStyle.DotLine))
            painter.drawLine(QPointF(at, middle - 6), QPointF(at, middle + 6))
        painter.setPen(QPen(QColor(colours.accent), 2))
        low, high = self.interval
        painter.drawLine(QPointF(left + width * low, middle), QPointF(left + width * high, middle))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.accent))
        painter.drawEllipse(QPointF(left + width * self.point, middle), 4, 4)
        painter.end()

    def _words_area(self) -> QRect:
        return self.rect().adjusted(0, 0, 0, -_PICTURE)


class Fact(Bar):
    """A name and a value, without a bar."""

    def __init__(self, text: Text, value: Text, parent: QWidget | None = None) -> None:
        super().__init__(text, None, value, parent)
