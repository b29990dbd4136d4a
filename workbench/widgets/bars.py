# SPDX-License-Identifier: MIT
"""Small pictures of numbers in a side column: a row with a name, a bar and a value; a row with a name and a value."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from wording import Text, render
from workbench.theme import colours_of, font
from workbench.tokens import TYPE
from workbench.translation import language_of, say
from workbench.widgets.elision import shortened


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
        area = self.rect()
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
            width = max((room - name_width - 8) * min(max(self.share, 0.0), 1.0), 2.0)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.accent))
            painter.drawRoundedRect(QRectF(name_width + 8, area.height() / 2 - 4, width, 8), 2, 2)
        painter.end()


class Fact(Bar):
    """A name and a value, without a bar."""

    def __init__(self, text: Text, value: Text, parent: QWidget | None = None) -> None:
        super().__init__(text, None, value, parent)
