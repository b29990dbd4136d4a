# SPDX-License-Identifier: MIT
"""Members of a transcript that its margin, handles and drops use; they never name the transcript itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from PySide6.QtCore import QPoint, QRect, SignalInstance
from PySide6.QtGui import QPainter, QTextBlock, QTextCursor, QTextDocument, QWheelEvent
from PySide6.QtWidgets import QScrollBar, QTextEdit, QWidget

from coding.records import Turn
from projects.stored_interviews.parsed_document import LoadedDocument
from workbench.interviews.coding_painter import Mark, Marks, VisibleBlock
from workbench.interviews.page_parts import CodeLooks
from workbench.interviews.shown_text import Offsets


class ShownTranscript(Protocol):
    """A text with its marks on screen; positions are code points."""

    offsets: Offsets
    loaded: LoadedDocument | None
    looks: CodeLooks
    marks: Marks
    chosen: tuple[bool, str] | None
    coders: frozenset[str]
    code_dropped: SignalInstance
    caret_moved: SignalInstance

    def viewport(self) -> QWidget:
        """Where the words are painted."""

    def verticalScrollBar(self) -> QScrollBar:
        """How far it is scrolled."""

    def wheelEvent(self, e: QWheelEvent, /) -> None:
        """Scroll."""

    def document(self) -> QTextDocument:
        """The text as Qt holds it."""

    def cursorRect(self, cursor: QTextCursor, /) -> QRect:
        """Where a cursor stands."""

    def cursorForPosition(self, pos: QPoint, /) -> QTextCursor:
        """The cursor nearest to a point."""

    def textCursor(self) -> QTextCursor:
        """The caret with what is selected."""

    def setTextCursor(self, cursor: QTextCursor, /) -> None:
        """Put the caret elsewhere."""

    def setExtraSelections(self, selections: Sequence[QTextEdit.ExtraSelection], /) -> None:
        """Mark stretches of the text."""

    def setAcceptDrops(self, on: bool, /) -> None:
        """Let things be dropped."""

    def selection(self) -> tuple[int, int] | None:
        """What is selected."""

    def select(self, start: int, end: int) -> None:
        """Select a stretch."""

    def line_step(self) -> float:
        """The height of a line."""

    def paragraph_of(self, block: QTextBlock) -> int:
        """The number of a paragraph; 0 for an empty line."""

    def speaker_of(self, block: QTextBlock) -> str:
        """Who speaks where a turn begins with this paragraph; else empty."""

    def turn_of(self, block: QTextBlock) -> Turn | None:
        """The turn that a paragraph belongs to."""

    def begins_with(self, block: QTextBlock, turn: Turn) -> bool:
        """Whether a paragraph is the first of a turn."""

    def paint_flag(self, painter: QPainter, visible: VisibleBlock) -> None:
        """Paint a flag beside a paragraph with a bookmark."""

    def is_chosen(self, mark: Mark) -> bool:
        """Whether the mark is the chosen one."""

    def visible_blocks(self) -> list[VisibleBlock]:
        """The paragraphs on screen."""

    def marks_on_screen(self, *more: Marks) -> Iterator[tuple[Mark, int, float | None, float | None]]:
        """Marks with lane, top of the first and bottom of the last line."""

    def shown_span(self) -> tuple[int, int] | None:
        """The stretch of the text on screen."""
