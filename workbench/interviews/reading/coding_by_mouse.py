# SPDX-License-Identifier: MIT
"""Codings made and changed with the mouse: a code dropped on the text, handles dragged to resize the chosen coding.

A drop says which code came down where; the room codes. Positions are code points; with Alt neither handles nor
selections snap to words.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QDropEvent, QMouseEvent, QPainter, QTextCursor
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QTextEdit

from coding.selection_extension import words_around
from coding.spans import trimmed
from workbench.interviews.codebook.codebook_model import CODE_MIME
from workbench.theme import colours_of

if TYPE_CHECKING:
    from workbench.interviews.coding_painter import Mark
    from workbench.interviews.reading.code_margin import ShownTranscript


_SIZE = 4.0  # pixels: radius of a dot


class ResizeHandles:
    """Of one transcript; `dragging` is the end that is dragged and where it is now."""

    def __init__(self, transcript: ShownTranscript) -> None:
        self._transcript = transcript
        transcript.viewport().setMouseTracking(True)  # the pointer's shape tells a dot without a button
        self.dragging: tuple[bool, int] | None = None  # at the end, position

    def mark(self) -> Mark | None:
        """The chosen coding."""
        chosen = self._transcript.chosen
        return None if chosen is None or chosen[0] else self._transcript.marks.segment(chosen[1])

    def span(self) -> tuple[int, int] | None:
        """The stretch of the chosen coding, as it would be where an end is dragged."""
        mark = self.mark()
        if mark is None or self.dragging is None:
            return None if mark is None else (mark.start, mark.end)
        at_end, place = self.dragging
        return (mark.start, max(place, mark.start + 1)) if at_end else (min(place, mark.end - 1), mark.end)

    def places(self) -> list[tuple[bool, QPointF]]:
        """Where the handles stand in the viewport."""
        span = self.span()
        if span is None:
            return []
        first, last = self._transcript.offsets.span_to_qt(*span)
        found = []
        for at_end, unit in ((False, first), (True, last)):
            cursor = QTextCursor(self._transcript.document())
            cursor.setPosition(unit)
            area = self._transcript.cursorRect(cursor)
            found.append((at_end, QPointF(area.center().x(), area.bottom() if at_end else area.top())))
        return found

    def paint(self, painter: QPainter) -> None:
        """Two dots in the colour of the code."""
        mark = self.mark()
        if mark is None:
            return
        painter.setBrush(self._transcript.looks.of(mark.code).line)
        painter.setPen(QColor(colours_of(self._transcript.viewport()).surface))
        for _at_end, place in self.places():
            painter.drawEllipse(place, _SIZE, _SIZE)

    def press(self, event: QMouseEvent) -> bool:
        """Take the handle under the pointer; whether there is one."""
        mark, at_end = self.mark(), self.at(event.position())
        if mark is None or at_end is None or event.button() != Qt.MouseButton.LeftButton:
            return False
        self.dragging = (at_end, mark.end if at_end else mark.start)
        return True

    def at(self, point: QPointF) -> bool | None:
        """Which dot lies there: False at the start, True at the end; None beside both, where words are selected."""
        for at_end, place in self.places():
            if math.hypot(point.x() - place.x(), point.y() - place.y()) <= _SIZE + 1:  # its rim, too
                return at_end
        return None

    def _point(self, event: QMouseEvent) -> None:
        """Tell by the pointer's shape what a press would take."""
        if not event.buttons():
            over = self.at(event.position()) is not None
            shape = Qt.CursorShape.SizeHorCursor if over else Qt.CursorShape.IBeamCursor
            if self._transcript.viewport().cursor().shape() != shape:
                self._transcript.viewport().setCursor(shape)

    def move(self, event: QMouseEvent) -> bool:
        """Drag the end along; whether one is dragged."""
        if self.dragging is None:
            self._point(event)
            return False
        unit = self._transcript.cursorForPosition(event.position().toPoint()).position()
        place = self._transcript.offsets.to_text(unit)
        self.dragging = (self.dragging[0], self._snapped(place, self.dragging[0], event))
        self._transcript.viewport().update()
        return True

    def release(self) -> tuple[str, int, int] | None:
        """The coding with its new stretch; None where nothing was dragged or nothing changed."""
        mark, span, dragged = self.mark(), self.span(), self.dragging is not None
        self.dragging = None
        self._transcript.viewport().update()
        if not dragged or mark is None or span is None or span == (mark.start, mark.end):
            return None
        start, end = trimmed(self._transcript.offsets.text, *span)
        return mark.id, start, end

    def _snapped(self, place: int, at_end: bool, event: QMouseEvent) -> int:
        if event.modifiers() & Qt.KeyboardModifier.AltModifier:
            return place
        around = words_around(self._transcript.offsets.text, place, place)
        return place if around is None else around[1] if at_end else around[0]

    def snap_selection(self, event: QMouseEvent) -> None:
        """Make the selection whole words, once the button is up; a click tells its place even where the caret stood."""
        selected = self._transcript.selection()
        if selected is None:
            unit = self._transcript.cursorForPosition(event.position().toPoint()).position()
            self._transcript.caret_moved.emit(self._transcript.offsets.to_text(unit))
        if selected is None or event.modifiers() & Qt.KeyboardModifier.AltModifier:
            return
        whole = words_around(self._transcript.offsets.text, *selected)
        if whole is not None and whole != selected:
            self._transcript.select(*whole)


def on_a_line(transcript: ShownTranscript, event: QMouseEvent) -> QMouseEvent:
    """The event moved into the middle of its line: Qt's own lines leave gaps here."""
    place = event.position()
    moved = _line_middle(transcript, place)
    if moved == place:
        return event
    shift = moved - place
    return QMouseEvent(
        event.type(),
        moved,
        event.scenePosition() + shift,
        event.globalPosition() + shift,
        event.button(),
        event.buttons(),
        event.modifiers(),
    )


def go_to_click(transcript: ShownTranscript, point: QPoint) -> None:
    """Put the caret where the mouse asked for a menu; words that are selected stay so under the click."""
    clicked = transcript.cursorForPosition(_line_middle(transcript, QPointF(point)).toPoint())
    chosen = transcript.textCursor()
    if not chosen.hasSelection() or not chosen.selectionStart() <= clicked.position() <= chosen.selectionEnd():
        transcript.setTextCursor(clicked)
        transcript.caret_moved.emit(transcript.offsets.to_text(clicked.position()))  # where it stood already, too


def _line_middle(transcript: ShownTranscript, place: QPointF) -> QPointF:
    """The middle of the line at a place of the viewport; the place itself where no line is."""
    for visible in transcript.visible_blocks():
        if visible.area.top() <= place.y() < visible.area.bottom():
            lines = max(visible.block.layout().lineCount(), 1)
            number = min(int((place.y() - visible.area.top()) // transcript.line_step()), lines - 1)
            return QPointF(place.x(), visible.area.top() + (number + 0.5) * transcript.line_step())
    return place


_KINDS = (QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop)


def drop_target(transcript: ShownTranscript, position: int) -> tuple[int, int] | None:
    """What a code dropped at a place codes: what is selected where it lies in it, else the sentence there."""
    selected = transcript.selection()
    if selected is not None and selected[0] <= position <= selected[1]:
        return selected
    sentences = transcript.loaded.sentences if transcript.loaded is not None else ()
    place = bisect_right(sentences, (position, len(transcript.offsets.text))) - 1
    return sentences[place] if place >= 0 else None


class CodeDrops(QObject):
    """Takes the drags over the words of one transcript."""

    def __init__(self, transcript: ShownTranscript) -> None:
        text = cast("QObject", transcript)
        super().__init__(text)
        self._transcript = transcript
        self._marked: tuple[int, int] | None = None
        transcript.setAcceptDrops(True)
        transcript.viewport().setAcceptDrops(True)
        transcript.viewport().installEventFilter(self)
        text.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Codes are welcome anywhere on the text; the codebook keeps them."""
        if event.type() == QEvent.Type.Timer and not QApplication.mouseButtons() & Qt.MouseButton.LeftButton:
            return self._end_scrolling(watched)
        if event.type() == QEvent.Type.DragLeave:
            self._mark(None)
        if event.type() not in _KINDS or not isinstance(event, QDropEvent):
            return super().eventFilter(watched, event)
        if not event.mimeData().hasFormat(CODE_MIME):
            event.ignore()
            return True
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        unit = self._transcript.cursorForPosition(event.position().toPoint()).position()
        position = self._transcript.offsets.to_text(unit)
        self._mark(None if event.type() == QEvent.Type.Drop else drop_target(self._transcript, position))
        if event.type() == QEvent.Type.Drop:
            code = bytes(event.mimeData().data(CODE_MIME).data()).decode()
            self._transcript.code_dropped.emit(code, position)
        return True

    def _end_scrolling(self, watched: QObject) -> bool:
        """Tell a text that the button is up: a drag out of it took the release, and Qt would scroll on.

        It would begin another drag then, which nothing ends: the mouse would be dead.
        """
        if not isinstance(watched, QPlainTextEdit):
            return False
        place = QPointF(watched.cursorRect().center())
        button, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
        up = QMouseEvent(QEvent.Type.MouseButtonRelease, place, place, button, none, Qt.KeyboardModifier.NoModifier)
        QPlainTextEdit.mouseReleaseEvent(watched, up)
        return True

    def _mark(self, span: tuple[int, int] | None) -> None:
        """Wash the words that would be coded; one stretch, while a drag lasts."""
        if span == self._marked:
            return
        self._marked, washes = span, []
        if span is not None:
            wash: Any = QTextEdit.ExtraSelection()
            cursor = QTextCursor(self._transcript.document())
            first, last = self._transcript.offsets.span_to_qt(*span)
            cursor.setPosition(first)
            cursor.setPosition(last, QTextCursor.MoveMode.KeepAnchor)
            wash.cursor = cursor
            wash.format.setBackground(QColor(colours_of(self._transcript.viewport()).accent_wash))
            wash.format.setFontUnderline(True)
            washes = [wash]
        self._transcript.setExtraSelections(washes)
