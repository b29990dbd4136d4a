# SPDX-License-Identifier: MIT
"""The codings of the open interview along its text: a strip of their colours, unfolded a row for each code.

From left to right is from the first to the last word. A click goes to the place; the part on screen is framed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from wording import msg, render
from workbench.interviews.marks import Mark
from workbench.speech import language_of, say
from workbench.theme import colours_of, font
from workbench.tokens import TYPE

if TYPE_CHECKING:
    from workbench.interviews.reading.shown_transcript import ShownTranscript

_STRIP, _ROW, _NAMES, _LANES, _MOST = 14, 16, 132, 3, 10
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


class Portrait(QWidget):
    """Strip (portrait) or rows (timeline); nothing where nothing is coded."""

    place_chosen = Signal(int)

    def __init__(self, transcript: ShownTranscript) -> None:
        super().__init__()
        self._transcript = transcript
        self.unfolded = False
        say(self, name=msg("portrait.name"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        transcript.viewport().installEventFilter(self)
        self.follow()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the text as it is scrolled: it is painted then."""
        if event.type() == QEvent.Type.Paint:
            self.update()
        return super().eventFilter(watched, event)

    def turn(self) -> None:
        """From the strip to the rows of codes, and back."""
        self.unfolded = not self.unfolded
        self.follow()

    def follow(self) -> None:
        """Show what the transcript shows now."""
        self.setVisible(bool(self.coded()))
        self.setFixedHeight(self.sizeHint().height())
        self.update()

    def coded(self) -> list[Mark]:
        """The codings of the open interview."""
        return [mark for mark in self._transcript.marks.all if not mark.suggested]

    def codes(self) -> list[str]:
        """The codes of the rows, the most coded first."""
        words: dict[str, int] = {}
        for mark in self.coded():
            words[mark.code] = words.get(mark.code, 0) + mark.end - mark.start
        return sorted(words, key=lambda code: -words[code])[:_MOST]

    def sizeHint(self) -> QSize:
        """A strip, or as many rows as there are codes."""
        return QSize(200, len(self.codes()) * _ROW + 6 if self.unfolded else _STRIP)

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
        area, marks, rows = self._area(), self._transcript.marks, {code: n for n, code in enumerate(self.codes())}
        found = []
        for mark, level in zip(marks.all, marks.levels, strict=True):
            if mark.suggested or (self.unfolded and mark.code not in rows):
                continue
            left, right = self._x(mark.start), self._x(mark.end)
            if self.unfolded:
                top, height = area.top() + rows[mark.code] * _ROW + 3, _ROW - 6.0
            else:
                height = area.height() / _LANES
                top = area.top() + min(level, _LANES - 1) * height
            found.append((QRectF(left, top, max(right - left, 2.0), height), mark))
        return found

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The colours, the names of rows, the frame of what is on screen."""
        colours, language = colours_of(self), language_of()
        painter = QPainter(self)
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
                said = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, int(room.width()))
                painter.drawText(room, _LEFT, said)
        shown = self._transcript.shown_span()
        if shown is not None:
            painter.setPen(QPen(QColor(colours.text), 1.0))
            left = self._x(shown[0])
            painter.drawRect(
                QRectF(left, self._area().top(), max(self._x(shown[1]) - left, 3), self._area().height() - 1)
            )
        painter.setPen(QColor(colours.line))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        painter.end()

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
