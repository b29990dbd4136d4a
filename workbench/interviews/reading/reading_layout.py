# SPDX-License-Identifier: MIT
"""A plain-text layout with room to read: lines at 1.6, a gap behind each paragraph.

`QPlainTextEdit` ignores line heights and block margins; only the visible blocks are ever laid out.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QTextBlock, QTextDocument
from PySide6.QtWidgets import QPlainTextDocumentLayout

from workbench.tokens import READING_LINE_HEIGHT

_PARAGRAPH_GAP = 0.87  # of the text size


class ReadingLayout(QPlainTextDocumentLayout):
    """Lays lines apart after Qt has broken them."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self.measure()

    def measure(self) -> None:
        """Take the sizes of the document's font."""
        size = self.document().defaultFont().pixelSize()
        size = size if size > 0 else 15
        self.step = float(round(size * READING_LINE_HEIGHT))
        self.gap = float(round(size * _PARAGRAPH_GAP))

    def blockBoundingRect(self, block: QTextBlock) -> QRectF:
        """The room a paragraph takes, its lines put where they belong."""
        natural = super().blockBoundingRect(block)
        if not block.isValid() or natural.isNull():
            return natural
        layout = block.layout()
        count = layout.lineCount()
        if not count:
            return natural
        first = layout.lineAt(0)
        top = float(round((self.step - first.height()) / 2))
        if first.y() != top:
            for number in range(count):
                line = layout.lineAt(number)
                line.setPosition(QPointF(line.x(), top + number * self.step))
        return QRectF(natural.left(), natural.top(), natural.width(), count * self.step + self.gap)
