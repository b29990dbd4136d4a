# SPDX-License-Identifier: MIT
"""A field in which words of an interview are changed: copying from it is guarded as in the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QPlainTextEdit

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMenu

_LINE = "\u2029"  # how Qt writes the end of a line in selected text


class GuardedEditor(QPlainTextEdit):
    """`copy_wanted` carries the selected words and whether they are to be taken out. Pasting in stays as it is.

    Qt would hand the words over by itself at Ctrl+C, Ctrl+X, in its menu, at a drag and, on X11, at each selection.
    """

    copy_requested = Signal(str, bool)

    def copy(self) -> None:
        """Ask for the selected words to be copied."""
        self._ask(cut=False)

    def cut(self) -> None:
        """Ask for the selected words to be copied; they are taken out once they are."""
        self._ask(cut=True)

    def take_out(self, words: str) -> None:
        """Take the selected words out where they are still those."""
        cursor = self.textCursor()
        if cursor.selectedText().replace(_LINE, "\n") == words:
            cursor.removeSelectedText()

    def createMimeDataFromSelection(self) -> QMimeData:
        """Nothing leaves by itself."""
        return QMimeData()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy and cut ask first."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Cut):
            self.cut()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open Qt's menu, in which copy and cut ask first."""
        menu = self.guarded_menu()
        menu.exec(event.globalPos())
        menu.deleteLater()

    def guarded_menu(self) -> QMenu:
        """Make the menu."""
        menu = self.createStandardContextMenu()
        ways = {"edit-copy": self.copy, "edit-cut": self.cut}
        for action in menu.findChildren(QAction):
            if action.objectName() in ways:
                action.triggered.disconnect()
                action.triggered.connect(ways[action.objectName()])
        return menu

    def _ask(self, *, cut: bool) -> None:
        words = self.textCursor().selectedText().replace(_LINE, "\n")
        if words:
            self.copy_requested.emit(words, cut)
