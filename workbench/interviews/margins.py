# SPDX-License-Identifier: MIT
"""The margins of the transcript: paragraph numbers and speakers at the left, stripes with code names at the right.

They paint what the transcript shows and report a click; they keep no state but where the labels were drawn.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from wording import Text, msg, render
from workbench.interviews.margin_labels import spread
from workbench.interviews.marks import Mark
from workbench.interviews.painting import VisibleBlock
from workbench.speech import language_of, say
from workbench.theme import colours_of, font
from workbench.tokens import TYPE

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
                painter.drawText(row, _VCENTRE, metrics.elidedText(speaker, Qt.TextElideMode.ElideRight, room))
        painter.end()

    def event(self, event: QEvent) -> bool:
        """The whole name of a speaker, and the time of the turn where known."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            for visible in self._transcript.visible_blocks():
                if visible.area.top() <= event.pos().y() < visible.area.bottom():
                    QToolTip.showText(event.globalPos(), self._transcript.turn_tip(visible.block), self)
                    return True
        return super().event(event)


@dataclass(frozen=True)
class _Label:
    area: QRectF
    marks: tuple[Mark, ...]


class CodeMargin(QWidget):
    """A stripe and a name beside the first line of each mark; "…" with a tooltip where there is no room for all."""

    chosen = Signal(object)

    def __init__(self, transcript: Transcript) -> None:
        super().__init__(transcript)
        self._transcript = transcript
        self._labels: list[_Label] = []
        say(self, name=msg("interviews.view.code_margin"))
        self.setMouseTracking(True)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Lay the labels of each visible paragraph and paint them."""
        self._lay_out()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(colours_of(self).surface))
        for label in self._labels:
            self._paint_label(painter, label)
        painter.end()

    def _lay_out(self) -> None:
        self._labels = []
        height = round(QFontMetricsF(font(TYPE.muted)).height()) + 3.0
        found = list(self._transcript.marks_by_block())
        for number, (visible, marks) in enumerate(found):
            below = found[number + 1][0].area.top() if number + 1 < len(found) else self.height() + height
            self._place_block(visible, marks, max(below, visible.area.bottom()), height)

    def _place_block(self, visible: VisibleBlock, marks: list[Mark], bottom: float, height: float) -> None:
        """Labels may use the free space down to the next paragraph that has some."""
        step = self._transcript.line_step()
        wanted = [self._transcript.top_of(mark, visible) + (step - height) / 2 for mark in marks]
        places = spread(wanted, visible.area.top(), bottom, height)
        for number, place in enumerate(places):
            last = number == len(places) - 1
            stands_for = marks[number:] if last else marks[number : number + 1]
            self._labels.append(_Label(QRectF(0, place, self.width(), height), tuple(stands_for)))

    def _paint_label(self, painter: QPainter, label: _Label) -> None:
        mark, area = label.marks[0], label.area
        colours, look = colours_of(self), self._transcript.looks.of(mark.code)
        pen = QPen(look.line, 3.0)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if mark.suggested:
            pen.setDashPattern([1.9, 1.2])
        painter.setPen(pen)
        painter.drawLine(QPoint(8, round(area.top() + 2)), QPoint(8, round(area.bottom() - 2)))
        chosen = self._transcript.is_chosen(mark)
        label_font = font(TYPE.muted, QFont.Weight.DemiBold if chosen else QFont.Weight.Normal)
        metrics = QFontMetricsF(label_font)
        painter.setFont(label_font)
        painter.setPen(QColor(colours.text if chosen else colours.muted))
        after = self._question() if mark.suggested else ""
        after += f"  … +{len(label.marks) - 1}" if len(label.marks) > 1 else ""
        room = area.adjusted(17, 0, -6, 0)
        name = render(look.name, language_of())
        kept = room.width() - metrics.horizontalAdvance(after)
        painter.drawText(room, _VCENTRE, metrics.elidedText(name, Qt.TextElideMode.ElideRight, kept) + after)

    def _question(self) -> str:
        """What marks a name as only suggested, kept where the name itself is shortened."""
        return render(msg("interviews.view.suggested_name", code=""), language_of())

    def _name(self, mark: Mark) -> str:
        name: Text = self._transcript.looks.of(mark.code).name
        if mark.suggested:
            name = msg("interviews.view.suggested_name", code=name)
        return render(name, language_of())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the mark whose name was clicked."""
        label = self._label_at(event.position().toPoint())
        if label is not None:
            self.chosen.emit(label.marks[0])

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show that a name can be clicked."""
        over = self._label_at(event.position().toPoint()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def event(self, event: QEvent) -> bool:
        """Whole names as tooltip."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            label = self._label_at(event.pos())
            names = "\n".join(self._name(mark) for mark in label.marks) if label else ""
            QToolTip.showText(event.globalPos(), names, self)
            return True
        return super().event(event)

    def _label_at(self, place: QPoint) -> _Label | None:
        return next((label for label in self._labels if label.area.contains(place.toPointF())), None)
