# SPDX-License-Identifier: MIT
"""Type-ahead in lists: single letters find a row while the list has the focus; elsewhere they run commands."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget


class TypeAheadFilter(QObject):
    """An event filter: letters and Delete typed into `widget` run no shortcut."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Claim the key before shortcuts are looked at."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            plain = not event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
            if plain and (event.text().isprintable() and event.text() or event.key() == Qt.Key.Key_Delete):
                event.accept()
                return True
        return super().eventFilter(watched, event)
