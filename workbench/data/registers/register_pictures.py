# SPDX-License-Identifier: MIT
"""Pictures of a register beside its form: two or three large numbers, and bars of contacts by month."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from wording import Text, msg, render
from wording.numbers import format_number
from workbench.theme import colours_of, font
from workbench.tokens import TYPE
from workbench.translation import language_of, say
from workbench.widgets import MutedLabel
from workbench.widgets.flow_layout import FlowLayout
from workbench.widgets.labels import TitleLabel


class LargeNumbers(QWidget):
    """Numbers side by side, each over its word; in a narrow column they go on below."""

    def __init__(self, numbers: Sequence[tuple[Text, float]]) -> None:
        super().__init__()
        row = FlowLayout(self, spacing=18)
        for word, number in numbers:
            one = QWidget()
            column = QVBoxLayout(one)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(0)
            column.addWidget(TitleLabel(format_number(number, language_of())))
            column.addWidget(MutedLabel(word))
            row.addWidget(one)


class MonthColumns(QWidget):
    """A column for each month from 0, the first letters of the months below, the number of the best above it."""

    def __init__(self, months: Sequence[tuple[Text, float]]) -> None:
        super().__init__()
        self.months = tuple(months)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.respeak(language_of())

    def respeak(self, language: str) -> None:
        """Speak every month with its number."""
        told = [f"{render(name, language)} {format_number(number, language)}" for name, number in self.months]
        say(self, name=msg("registers.months.spoken", months=", ".join(told)), tip="\n".join(told))
        self.update()

    def sizeHint(self) -> QSize:
        """A low picture."""
        return QSize(180, 104)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the columns, the line they stand on and the letters."""
        colours, language = colours_of(self), language_of(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font(TYPE.small, tabular=True))
        line = painter.fontMetrics().height()
        top, foot = line + 2, self.height() - line - 3
        wide = self.width() / len(self.months)
        most = max(number for _name, number in self.months)
        best = next(at for at, (_name, number) in enumerate(self.months) if number == most)
        for at, (name, number) in enumerate(self.months):
            tall = (foot - top) * number / most if most else 0.0
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.accent))
            painter.drawRect(QRectF(at * wide + wide * 0.12, foot - tall, wide * 0.76, tall))
            painter.setPen(QColor(colours.muted))
            letter = QRectF(at * wide, foot + 3, wide, line)
            painter.drawText(letter, Qt.AlignmentFlag.AlignHCenter, render(name, language)[:1].upper())
        painter.setPen(QColor(colours.text))
        said = format_number(most, language)
        over = painter.fontMetrics().horizontalAdvance(said)
        left = min(max(best * wide + wide / 2 - over / 2, 0.0), self.width() - over)
        painter.drawText(QRectF(left, 0, over + 2, line), Qt.AlignmentFlag.AlignLeft, said)
        painter.setPen(QColor(colours.line))
        painter.drawLine(0, foot, self.width(), foot)
        painter.end()
