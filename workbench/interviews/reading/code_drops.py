# SPDX-License-Identifier: MIT
"""Codes dragged from the codebook onto a transcript: the words that would be coded are marked under the pointer.

It says which code was dropped where; the room codes.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QColor, QDropEvent, QMouseEvent, QTextCursor
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QTextEdit

from workbench.interviews.codebook.codebook_model import CODE_MIME
from workbench.theme import colours_of

if TYPE_CHECKING:
    from workbench.interviews.reading.transcript_protocol import ShownTranscript

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
