# SPDX-License-Identifier: MIT
"""The codings of the open interview along its text: a strip of their colours, unfolded a row for each code.

From left to right is from the first to the last word. A click goes to the place; the part on screen is framed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from wording import msg, render
from workbench.colours_and_sizes import TYPE
from workbench.interviews.coding_painter import Mark
from workbench.theme import colours_of, font
from workbench.translation import language_of, say
from workbench.widgets.elision import shortened

if TYPE_CHECKING:
    from workbench.interviews.reading.code_margin import ShownTranscript

_STRIP, _ROW, _NAMES, _LANES, _MOST = 14, 16, 132, 3, 10
_PAUSE = 250  # ms
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


class Portrait(QWidget):
    """Strip (portrait) or rows (timeline); empty where nothing is coded, away where there is no text."""

    place_chosen = Signal(int)

    def __init__(self, transcript: ShownTranscript) -> None:
        super().__init__()
        self._transcript = transcript
        self.unfolded = False
        self._codes: list[str] = []
        self._drawn: QPixmap | None = None
        self._framed: tuple[int, int] | None = None  # the stretch that was on screen
        self._soon = QTimer(self, singleShot=True, interval=_PAUSE)  # a coding is painted first
        self._soon.timeout.connect(self.redraw)
        say(self, name=msg("portrait.name"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        transcript.viewport().installEventFilter(self)
        self.redraw()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the text as it is scrolled: it is painted then."""
        if event.type() == QEvent.Type.Paint and self._transcript.shown_span() != self._framed:
            self.update()
        return super().eventFilter(watched, event)

    def turn(self) -> None:
        """From the strip to the rows of codes, and back."""
        self.unfolded = not self.unfolded
        self.redraw()

    def follow(self) -> None:
        """Show what the transcript shows, once no coding has come for a moment: thousands are drawn anew."""
        self._soon.start()

    def redraw(self) -> None:
        """Show what the transcript shows now."""
        words: dict[str, int] = {}
        for mark in self._transcript.marks.all:
            if not mark.suggested:
                words[mark.code] = words.get(mark.code, 0) + mark.end - mark.start
        self._codes = sorted(words, key=lambda code: -words[code])[:_MOST]
        self._drawn = None
        self.setVisible(bool(self._transcript.offsets.text))  # from the start: the first coding moves no text
        self.setFixedHeight(self.sizeHint().height())
        self.update()

    def codes(self) -> list[str]:
        """The codes of the rows, the most coded first."""
        return self._codes

    def sizeHint(self) -> QSize:
        """A strip, or as many rows as there are codes."""
        return QSize(200, max(len(self.codes()) * _ROW + 6, _STRIP) if self.unfolded else _STRIP)

    def _area(self) -> QRectF:
        left = _NAMES if self.unfolded else 8
        return QRectF(left, 2, max(self.width() - left - 8, 1), self.height() - 4)

    def _x(self, position: int) -> float:
        area = self._area()
        return area.left() + area.width() * position / max(len(self._transcript.offsets.text), 1)

    def position_at(self, x: float) -> int:
        """The code point of the text that a place of the strip stands for."""
        area, length = self._area(), len(self._transcript.offsets.text)
        return min(max(int((x - area.left()) / area.width() * length), 0), max(length - 1, 0))

    def rects(self) -> list[tuple[QRectF, Mark]]:
        """Where each coding stands."""
        area, marks, rows = self._area(), self._transcript.marks, {code: n for n, code in enumerate(self._codes)}
        first, scale = area.left(), area.width() / max(len(self._transcript.offsets.text), 1)
        height = _ROW - 6.0 if self.unfolded else area.height() / _LANES
        found = []
        for mark, level in zip(marks.all, marks.levels, strict=True):
            if mark.suggested or (self.unfolded and mark.code not in rows):
                continue
            top = area.top() + (rows[mark.code] * _ROW + 3 if self.unfolded else min(level, _LANES - 1) * height)
            width = max((mark.end - mark.start) * scale, 2.0)
            found.append((QRectF(first + mark.start * scale, top, width, height), mark))
        return found

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The colours, the names of rows, the frame of what is on screen."""
        colours = colours_of(self)
        if self._drawn is None or self._drawn.deviceIndependentSize().toSize() != self.size():
            self._drawn = self._draw()
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._drawn)
        shown = self._framed = self._transcript.shown_span()
        if shown is not None:
            painter.setPen(QPen(QColor(colours.text), 1.0))
            left, area = self._x(shown[0]), self._area()
            painter.drawRect(QRectF(left, area.top(), max(self._x(shown[1]) - left, 3), area.height() - 1))
        painter.end()

    def _draw(self) -> QPixmap:
        """The colours and names, drawn once for a state of the codings."""
        colours, language = colours_of(self), language_of()
        drawn = QPixmap(self.size() * self.devicePixelRatioF())
        drawn.setDevicePixelRatio(self.devicePixelRatioF())
        painter = QPainter(drawn)
        painter.fillRect(self.rect(), QColor(colours.surface))
        painter.fillRect(self._area(), QColor(colours.field))
        for area, mark in self.rects():
            painter.fillRect(area, self._transcript.looks.of(mark.code).line)
        if self.unfolded:
            painter.setFont(font(TYPE.small))
            painter.setPen(QColor(colours.muted))
            for row, code in enumerate(self.codes()):
                room = QRectF(12, self._area().top() + row * _ROW, _NAMES - 20, _ROW)
                name = render(self._transcript.looks.of(code).name, language)
                said = shortened(name, painter.fontMetrics(), room.width())
                painter.drawText(room, _LEFT, said)
        painter.setPen(QColor(colours.line))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        painter.end()
        return drawn

    def retheme(self) -> None:
        """Draw in the colours of the look."""
        self.redraw()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the place."""
        self.place_chosen.emit(self.position_at(event.position().x()))

    def event(self, event: QEvent) -> bool:
        """The code under the pointer as tooltip."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            marks = [
                mark for area, mark in self.rects() if area.adjusted(-2, -2, 2, 2).contains(event.pos().toPointF())
            ]
            names = [render(self._transcript.looks.of(mark.code).name, language_of()) for mark in marks]
            QToolTip.showText(event.globalPos(), "\n".join(dict.fromkeys(names)), self)
            return True
        return super().event(event)
