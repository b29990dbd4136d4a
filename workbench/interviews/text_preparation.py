# SPDX-License-Identifier: MIT
"""A transcript's text made ready to be shown, off the GUI thread: ten million characters take Qt a fifth of a second.

`Transcript.show_document` shows it.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QTextCursor, QTextDocument

from projects.stored_interviews.parsed_document import LoadedDocument
from workbench.interviews.omitted_text import left_out
from workbench.interviews.utf16_positions import Offsets

_AT_ONCE = 200_000  # characters


@dataclass(frozen=True)
class ReadyText:
    """The text as Qt holds it, the way between its positions and the transcript's, the sentences of answers."""

    offsets: Offsets
    document: QTextDocument
    answers: Sequence[tuple[int, int]] = ()


def ready_text(loaded: LoadedDocument | None) -> ReadyText:
    """Any thread may call it; the Qt document comes to live on the GUI thread. None: an empty one."""
    text, turns = (loaded.document.text, loaded.document.turns) if loaded else ("", ())
    offsets, document = Offsets(text, left_out(text, turns)), QTextDocument()
    document.setUndoRedoEnabled(False)
    cursor = QTextCursor(document)
    for start in range(0, len(offsets.shown), _AT_ONCE):
        # Qt keeps Python's lock meanwhile: in pieces, so that the window's thread comes to its turn between two
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.insertText(offsets.shown[start : start + _AT_ONCE])
        time.sleep(0)
    application = QCoreApplication.instance()
    if application is not None:
        document.moveToThread(application.thread())
    return ReadyText(offsets, document, answer_spans(loaded) if loaded else ())


def answer_spans(loaded: LoadedDocument) -> Sequence[tuple[int, int]]:
    """The sentences of answers, without headings; where speakers are named, without the head lines before them."""
    turns = loaded.document.turns
    first = next((turn.start for turn in turns if turn.speaker), 0)
    return [span for span in loaded.answers if span[0] >= first]
