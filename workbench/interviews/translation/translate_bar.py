# SPDX-License-Identifier: MIT
"""The field in which a turn without a translation is translated. It stores nothing."""

from __future__ import annotations

from PySide6.QtCore import Signal

from wording import msg
from workbench.interviews.reading.guarded_editor import EditorBar
from workbench.widgets import MutedLabel

_LINES = 3.6  # lines of reading text that are seen


class TranslateBar(EditorBar):
    """Whose turn it is, and the words in the other language."""

    given = Signal(int, str)  # the row, the words

    def __init__(self) -> None:
        super().__init__("translating", "translating.words", MutedLabel(""), _LINES)
        self.row = 0
        self.words.textChanged.connect(lambda: self.keep.setEnabled(bool(self.words.toPlainText().strip())))

    def begin(self, row: int, speaker: str) -> None:
        """Ask for the words of a row, counted from 0."""
        self.row = row
        self.words.clear()
        self.keep.setEnabled(False)
        self.title.say(msg("translating.of_turn", turn=row + 1, speaker=speaker))
        self.show()
        self.words.setFocus()

    def submit(self) -> None:
        """Hand over the words, if there are any."""
        if self.keep.isEnabled():
            self.given.emit(self.row, self.words.toPlainText())
