# SPDX-License-Identifier: MIT
"""The field in which a turn without a translation is translated. It stores nothing."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from wording import msg
from workbench.interviews.reading.guarded_editor import GuardedEditor
from workbench.theme import font
from workbench.tokens import TYPE
from workbench.translation import say
from workbench.widgets import Button, MutedLabel, PrimaryButton

_LINES = 3.6  # lines of reading text that are seen


class TranslateBar(QWidget):
    """Whose turn it is, the words in the other language, keep (Ctrl+Enter) and leave (Esc)."""

    given = Signal(int, str)  # the row, the words
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "surface")
        self.row = 0
        self.title = MutedLabel("")
        self.words = GuardedEditor()
        self.words.setProperty("kind", "field")
        self.words.setTabChangesFocus(True)
        self.words.setFont(font(TYPE.reading))
        self.words.setFixedHeight(round(self.words.fontMetrics().lineSpacing() * _LINES))
        say(self.words, name=msg("translating.words"))
        self.keep = PrimaryButton(msg("translating.keep"), self._submit, icon="check")
        self.leave = Button(msg("translating.leave"), self.close_bar)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 8, 14, 8)
        column.setSpacing(6)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.title, 1)
        row.addWidget(self.leave)
        row.addWidget(self.keep)
        column.addWidget(self.words)
        column.addLayout(row)
        self.words.textChanged.connect(lambda: self.keep.setEnabled(bool(self.words.toPlainText().strip())))
        self.hide()

    def begin(self, row: int, speaker: str) -> None:
        """Ask for the words of a row, counted from 0."""
        self.row = row
        self.words.clear()
        self.keep.setEnabled(False)
        self.title.say(msg("translating.of_turn", turn=row + 1, speaker=speaker))
        self.show()
        self.words.setFocus()

    def close_bar(self) -> None:
        """Leave without keeping."""
        self.words.clear()
        self.hide()
        self.left.emit()

    def _submit(self) -> None:
        if self.keep.isEnabled():
            self.given.emit(self.row, self.words.toPlainText())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter keeps, Esc leaves."""
        if (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self._submit()
        elif event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        else:
            super().keyPressEvent(event)
