# SPDX-License-Identifier: MIT
"""A field in which words of an interview are changed, and the bar that holds one: copying is guarded as in the text."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from wording import msg
from workbench.theme import font
from workbench.tokens import TYPE
from workbench.translation import say
from workbench.widgets import Button, Label, PrimaryButton

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMenu

_LINE = "\u2029"  # how Qt writes the end of a line in selected text


class GuardedEditor(QPlainTextEdit):
    """`copy_requested` carries the selected words and whether they are to be taken out. Pasting in stays as it is.

    Qt would hand the words over by itself at Ctrl+C, Ctrl+X, in its menu, at a drag and, on X11, at each selection.
    """

    copy_requested = Signal(str, bool)
    enter_keeps = False  # Enter goes to the bar, Shift+Enter begins a line

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
        elif self.enter_keeps and _is_enter(event) and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            event.ignore()
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


def _is_enter(event: QKeyEvent) -> bool:
    return event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class EditorBar(QWidget):
    """`words` over a line with a title, leave (Esc) and keep (Ctrl+Enter). `about` names its sentences."""

    left = Signal()

    def __init__(self, about: str, named: str, title: Label, lines: float) -> None:
        super().__init__()
        self.setProperty("kind", "surface")
        self.title, self.words = title, GuardedEditor()
        self.words.setProperty("kind", "field")
        self.words.setTabChangesFocus(True)
        self.words.setFont(font(TYPE.reading))
        self.words.setFixedHeight(round(self.words.fontMetrics().lineSpacing() * lines))
        say(self.words, name=msg(named))
        self.keep = PrimaryButton(msg(f"{about}.keep"), self.submit, icon="check")
        self.leave = Button(msg(f"{about}.leave"), self.close_bar)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.title, 1)
        row.addWidget(self.leave)
        row.addWidget(self.keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 8, 14, 8)
        column.setSpacing(6)
        column.addWidget(self.words)
        column.addLayout(row)
        self.hide()

    @abstractmethod
    def submit(self) -> None:
        """Hand over the words."""

    def close_bar(self) -> None:
        """Leave without keeping."""
        self.words.clear()
        self.hide()
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter keeps, Enter too where the field leaves it to the bar; Esc leaves."""
        keeps = self.words.enter_keeps or event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if _is_enter(event) and keeps:
            self.submit()
        elif event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        else:
            super().keyPressEvent(event)
