# SPDX-License-Identifier: MIT
"""Gives the keyboard back to where it was before it came into a widget. It never takes it from elsewhere."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid


class FocusReturn(QObject):
    """Remembers which widget had the keyboard before it came into `widget`, or into a part of it."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._widget = widget
        self._before: QWidget | None = None
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._focus_moved)

    def give_back(self) -> bool:
        """Put the keyboard back if it is in the widget and what had it before is seen; whether it was."""
        before, self._before = self._before, None
        held = self._holds(self._widget.window().focusWidget())
        if not held or before is None or not isValid(before) or not before.isVisible():
            return False
        before.setFocus()
        return True

    def _focus_moved(self, before: QWidget | None, now: QWidget | None) -> None:
        if before is not None and self._holds(now) and not self._holds(before):
            self._before = before

    def _holds(self, widget: QWidget | None) -> bool:
        whole = self._widget
        return widget is not None and isValid(widget) and (widget is whole or whole.isAncestorOf(widget))
