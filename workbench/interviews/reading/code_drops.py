# SPDX-License-Identifier: MIT
"""Codes dragged from the codebook onto a transcript. It says which code was dropped where, and changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QDropEvent

from workbench.interviews.codebook.codebook_model import CODE_MIME

if TYPE_CHECKING:
    from workbench.interviews.reading.transcript_protocol import ShownTranscript

_KINDS = (QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop)


class CodeDrops(QObject):
    """Takes the drags over the words of one transcript."""

    def __init__(self, transcript: ShownTranscript) -> None:
        super().__init__(cast("QObject", transcript))
        self._transcript = transcript
        transcript.setAcceptDrops(True)
        transcript.viewport().setAcceptDrops(True)
        transcript.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Codes are welcome anywhere on the text; the codebook keeps them."""
        if event.type() not in _KINDS or not isinstance(event, QDropEvent):
            return super().eventFilter(watched, event)
        if not event.mimeData().hasFormat(CODE_MIME):
            event.ignore()
            return True
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        if event.type() == QEvent.Type.Drop:
            unit = self._transcript.cursorForPosition(event.position().toPoint()).position()
            code = bytes(event.mimeData().data(CODE_MIME).data()).decode()
            self._transcript.code_dropped.emit(code, self._transcript.offsets.to_text(unit))
        return True
