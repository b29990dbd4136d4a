# SPDX-License-Identifier: MIT
"""Small pictures of numbers in a side column: a row with a name, a bar and a value; a row with a name and a value."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from wording import Text, render
from workbench.theme import colours_of, font
from workbench.tokens import TYPE
from workbench.translation import language_of, say
from workbench.widgets.elision import shortened


class Bar(QWidget):
    """A name, a bar of `share` (0–1; None leaves it out) and a value already rendered or a Text."""

    _names = 0.42  # the share of the row that its name may take

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
        area = self.rect()
        painter.setFont(font(TYPE.body, tabular=True))
        painter.setPen(QColor(colours.muted))
        value = render(self.value, language)
        painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, value)
        room = area.width() - painter.fontMetrics().horizontalAdvance(value) - 10
        name_width = room if self.share is None else min(round(area.width() * self._names), max(room - 30, 40))
        painter.setPen(QColor(colours.text))
        name = shortened(render(self.text, language), painter.fontMetrics(), name_width)
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)
        if self.share is not None:
            self._picture(painter, QRectF(name_width + 8, 0, room - name_width - 8, area.height()), self.share)
        painter.end()

    def _picture(self, painter: QPainter, area: QRectF, share: float) -> None:
        width = max(area.width() * min(max(share, 0.0), 1.0), 2.0)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours_of(self).accent))
        painter.drawRoundedRect(QRectF(area.left(), area.center().y() - 4, width, 8), 2, 2)


class IntervalBar(Bar):
    """A name, a point at `share` with its interval as a line from `low` to `high`, and a value.

    A dotted line stands at `limit`; None leaves it out.
    """

    _names = 0.34

    def __init__(
        self, text: Text, share: float, interval: tuple[float, float], value: Text, limit: float | None = None
    ) -> None:
        self.interval, self.limit = interval, limit
        super().__init__(text, share, value)

    def _picture(self, painter: QPainter, area: QRectF, share: float) -> None:
        colours = colours_of(self)
        room, middle = area.adjusted(4, 0, -4, 0), area.center().y()
        left, width = room.left(), max(room.width(), 1.0)
        if self.limit:
            painter.setPen(QPen(QColor(colours.warning), 1.5, Qt.PenStyle.DotLine))
            painter.drawLine(
                QPointF(left + width * self.limit, 4), QPointF(left + width * self.limit, area.bottom() - 4)
            )
        painter.setPen(QPen(QColor(colours.accent), 2))
        low, high = self.interval
        painter.drawLine(QPointF(left + width * low, middle), QPointF(left + width * high, middle))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.accent))
        painter.drawEllipse(QPointF(left + width * share, middle), 4, 4)


class Fact(Bar):
    """A name and a value, without a bar."""

    def __init__(self, text: Text, value: Text, parent: QWidget | None = None) -> None:
        super().__init__(text, None, value, parent)
