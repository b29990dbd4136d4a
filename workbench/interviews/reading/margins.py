# SPDX-License-Identifier: MIT
"""The margin at the left of the transcript: paragraph numbers and speakers."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QHelpEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QToolTip, QWidget

from wording import msg
from workbench.theme import colours_of, font
from workbench.tokens import TYPE
from workbench.translation import say
from workbench.widgets.elision import distinct_short_names

if TYPE_CHECKING:
    from workbench.interviews.reading.transcript_protocol import ShownTranscript

_LEFT, _RIGHT, _WIDEST_TEXT = 140, 168, 640
_NARROW, _LEFT_NARROW, _TEXT_LEAST, _RIGHT_LEAST = 460, 96, 240, 44
_TIME_BELOW = 0.75  # of a line, below the name of who speaks
_VCENTRE = Qt.AlignmentFlag.AlignVCenter


def margin_widths(width: int, scale: float) -> tuple[int, int]:
    """Pixels at the left and right of a text, that keep its lines short enough to read; `scale` is that of the text."""
    left = round((_LEFT if width >= _NARROW else _LEFT_NARROW) * scale)
    right = max(round(_RIGHT * scale), width - left - round(_WIDEST_TEXT * scale))
    return left, min(right, max(width - left - _TEXT_LEAST, _RIGHT_LEAST))


class SpeakerMargin(QWidget):
    """Numbers of paragraphs; who speaks where a turn begins, and when."""

    def __init__(self, transcript: ShownTranscript) -> None:
        super().__init__(cast("QWidget", transcript))
        self._transcript = transcript
        say(self, name=msg("interviews.view.speaker_margin"))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the text: a wheel over its margin means it, too."""
        self._transcript.wheelEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the visible paragraphs."""
        transcript, colours = self._transcript, colours_of(self)
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(colours.surface))
        painter.setPen(QColor(colours.muted))
        number_font, speaker_font = font(TYPE.muted, tabular=True), font(TYPE.muted, QFont.Weight.DemiBold)
        metrics = QFontMetricsF(speaker_font)
        numbers = round(QFontMetricsF(number_font).horizontalAdvance("0000")) + 12
        loaded, room = transcript.loaded, self.width() - numbers - 12
        names = distinct_short_names({one.speaker for one in loaded.document.turns} if loaded else (), metrics, room)
        for visible in transcript.visible_blocks():
            row = QRectF(0, visible.area.top(), numbers, transcript.line_step())
            painter.setFont(number_font)
            paragraph = transcript.paragraph_of(visible.block)
            if paragraph:
                painter.drawText(row, Qt.AlignmentFlag.AlignRight | _VCENTRE, str(paragraph))
            transcript.paint_flag(painter, visible)
            turn = transcript.turn_of(visible.block)
            if turn is None or not transcript.begins_with(visible.block, turn):
                continue
            step = transcript.line_step()
            row = QRectF(numbers + 10, visible.area.top(), room, step)
            if turn.time:
                below = row.translated(0, step * _TIME_BELOW if turn.speaker else 0)
                painter.drawText(below, _VCENTRE, turn.time)
            if turn.speaker:
                painter.setFont(speaker_font)
                painter.drawText(row, _VCENTRE, names[turn.speaker])
        painter.end()

    def event(self, event: QEvent) -> bool:
        """The whole name of a speaker, and the time of the turn where known."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            for visible in self._transcript.visible_blocks():
                if visible.area.top() <= event.pos().y() < visible.area.bottom():
                    turn = self._transcript.turn_of(visible.block)
                    said = (part for part in (turn.speaker, turn.time) if part) if turn else ()
                    QToolTip.showText(event.globalPos(), " · ".join(said), self)
                    return True
        return super().event(event)
