# SPDX-License-Identifier: MIT
"""The margin at the left of the transcript: paragraph numbers and speakers. It keeps no state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolTip, QWidget

from wording import msg
from workbench.theme import colours_of, font
from workbench.tokens import TYPE
from workbench.translation import say
from workbench.widgets.elision import shortened

if TYPE_CHECKING:
    from workbench.interviews.transcript import Transcript

_VCENTRE = Qt.AlignmentFlag.AlignVCenter


class SpeakerMargin(QWidget):
    """Numbers of paragraphs, and who speaks where a turn begins."""

    def __init__(self, transcript: Transcript) -> None:
        super().__init__(transcript)
        self._transcript = transcript
        say(self, name=msg("interviews.view.speaker_margin"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the visible paragraphs."""
        transcript, colours = self._transcript, colours_of(self)
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(colours.surface))
        painter.setPen(QColor(colours.muted))
        number_font, speaker_font = font(TYPE.muted, tabular=True), font(TYPE.muted, QFont.Weight.DemiBold)
        metrics = QFontMetricsF(speaker_font)
        numbers = round(QFontMetricsF(number_font).horizontalAdvance("0000")) + 12
        for visible in transcript.visible_blocks():
            row = QRectF(0, visible.area.top(), numbers, transcript.line_step())
            painter.setFont(number_font)
            paragraph = transcript.paragraph_of(visible.block)
            if paragraph:
                painter.drawText(row, Qt.AlignmentFlag.AlignRight | _VCENTRE, str(paragraph))
            transcript.paint_flag(painter, visible)
            speaker = transcript.speaker_of(visible.block)
            if speaker:
                painter.setFont(speaker_font)
                room = self.width() - numbers - 16
                row = QRectF(numbers + 10, visible.area.top(), room, transcript.line_step())
                painter.drawText(row, _VCENTRE, shortened(speaker, metrics, room))
        painter.end()

    def event(self, event: QEvent) -> bool:
        """The whole name of a speaker, and the time of the turn where known."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            for visible in self._transcript.visible_blocks():
                if visible.area.top() <= event.pos().y() < visible.area.bottom():
                    QToolTip.showText(event.globalPos(), self._transcript.turn_tip(visible.block), self)
                    return True
        return super().event(event)
