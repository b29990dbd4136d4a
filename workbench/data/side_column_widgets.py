# SPDX-License-Identifier: MIT
"""Small parts of the room's side columns: a name with a field at the right, a histogram, a scrolled column."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from projects.datasets.table.variable_summary import Histogram
from wording import Text, msg, render
from wording.numbers import format_number
from workbench.colours_and_sizes import TYPE, UNIT
from workbench.theme import colours_of, font
from workbench.translation import language_of, say
from workbench.widgets import ElidedLabel
from workbench.widgets.what_is_this import WhatIsThis

_NAME_LEAST, _NAME_MOST = 84, 150  # a name beside its field has so much room at least; a longer one is shortened


class NamedField(QWidget):
    """A muted name at the left, a field at the right; where the name would be cut, the field stands below."""

    def __init__(self, name: Text, field: QWidget, width: int = 184) -> None:
        super().__init__()
        self.field = field
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 2)
        column.setSpacing(2)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.setSpacing(UNIT)
        self.label = ElidedLabel(name)
        self.label.setBuddy(field)
        self.what = WhatIsThis(field, self.label)
        line = self.what.beside(self.label)
        line.setAlignment(self.what, Qt.AlignmentFlag.AlignVCenter)
        self._row.addLayout(line, 1)
        self._width = width
        field.setFixedWidth(width)
        self._row.addWidget(field)
        column.addLayout(self._row)
        column.addWidget(self.what.answer)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One under the other where the column is narrow."""
        super().resizeEvent(event)
        mark = self.what.width() + 2 if self.what.is_wanted() else 0
        name = min(max(self.label.sizeHint().width() + mark, _NAME_LEAST), _NAME_MOST)
        beside = self.width() >= self._width + UNIT + name
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if way != self._row.direction():
            self._row.setDirection(way)
            self._row.setSpacing(UNIT if beside else 2)
            self.field.setMinimumWidth(self._width if beside else 60)
            self.field.setMaximumWidth(self._width if beside else 16777215)


class ScrollingColumn(QScrollArea):
    """A column that scrolls; `body` is its layout."""

    def __init__(self, name: Text, margins: tuple[int, int, int, int] = (12, 12, 12, 12)) -> None:
        super().__init__()
        say(self, name=name)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._place = 0
        self.page = QWidget()
        self.page.setProperty("kind", "surface")
        self.body = QVBoxLayout(self.page)
        self.body.setContentsMargins(*margins)
        self.body.setSpacing(UNIT)
        self.setWidget(self.page)

    def renew(self) -> QVBoxLayout:
        """An empty body in place of the old one."""
        self._place = self.verticalScrollBar().value()
        focused = self.page.focusWidget()
        if focused is not None:
            focused.clearFocus()
        old = self.takeWidget() or self.page  # renewed twice before it was shown: the page of the first time
        old.hide()
        old.deleteLater()
        self.page = QWidget()
        self.page.setProperty("kind", "surface")
        body = QVBoxLayout(self.page)
        body.setContentsMargins(self.body.contentsMargins())
        body.setSpacing(UNIT)
        self.body = body
        return body

    def put(self, *, stay: bool = False) -> None:
        """Show the renewed body; with `stay` from where the old one was read, as it is of the same thing."""
        self.setWidget(self.page)
        self.page.show()
        if stay:
            place = self._place
            QTimer.singleShot(0, self, lambda: self.verticalScrollBar().setValue(place))  # once it is laid out


class HistogramPicture(QWidget):
    """Bars of counts over their range, lowest and highest edge below."""

    def __init__(self, histogram: Histogram, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.histogram = histogram
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.respeak(language_of())

    def respeak(self, language: str) -> None:
        """Speak the range and the fullest bar."""
        edges, counts = self.histogram.edges, self.histogram.counts
        most = max(range(len(counts)), key=counts.__getitem__)
        spoken = msg(
            "data.view.histogram",
            low=_number(edges[0], language),
            high=_number(edges[-1], language),
            start=_number(edges[most], language),
            end=_number(edges[most + 1], language),
            count=counts[most],
        )
        say(self, name=spoken, tip=spoken)
        self.update()

    def sizeHint(self) -> QSize:
        """A low picture."""
        return QSize(180, 92)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint bars, the axis and its ends."""
        colours, language = colours_of(self), language_of(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font(TYPE.small, tabular=True))
        foot = painter.fontMetrics().height() + 4
        edges, counts = self.histogram.edges, self.histogram.counts
        height, top = self.height() - foot, max(counts) or 1
        wide = self.width() / len(counts)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.accent))
        for place, count in enumerate(counts):
            tall = (height - 4) * count / top
            painter.drawRect(QRectF(place * wide + 0.5, height - tall, max(wide - 1, 1), tall))
        painter.setPen(QColor(colours.line))
        painter.drawLine(0, height, self.width(), height)
        painter.setPen(QColor(colours.muted))
        below = QRectF(0, height + 2, self.width(), foot)
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft, _number(edges[0], language))
        painter.drawText(below, Qt.AlignmentFlag.AlignRight, _number(edges[-1], language))
        painter.end()


def _number(value: float, language: str) -> str:
    whole = float(value).is_integer() or abs(value) >= 1000
    return format_number(value, language, 0 if whole else 1)


def plain_number(value: float, language: str) -> str:
    """A number of the data with one decimal where it is no whole number."""
    return _number(value, language)


def joined(parts: list[Text], language: str) -> str:
    """Texts between middle dots."""
    return " · ".join(render(part, language) for part in parts if part)
