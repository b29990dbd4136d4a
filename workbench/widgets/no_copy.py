# SPDX-License-Identifier: MIT
"""Lists that hand no words to the clipboard: Qt's own copy the current row on Ctrl+C, past consent and history."""

from __future__ import annotations

from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QListWidget

from workbench.widgets.focus_selection import KeysOnRow

SENSITIVE_COPY = "application/x-protection-workbench-sensitive"  # marks copied results that do not stay


class NoCopy:
    """Mixed in before a view of Qt: Ctrl+C does nothing there. What may be copied has a command that asks and tells."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep the words of the row here."""
        if event.matches(QKeySequence.StandardKey.Copy):
            event.accept()
            return
        super().keyPressEvent(event)  # type: ignore[misc] # the view of Qt


class QuietList(KeysOnRow, NoCopy, QListWidget):
    """A list of a few rows."""
