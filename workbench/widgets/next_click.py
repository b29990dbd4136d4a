# SPDX-License-Identifier: MIT
"""The next click or key in a window: until it is over, nothing may move that somebody is about to press."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QWindow
from PySide6.QtWidgets import QApplication, QWidget

_DONE = (QEvent.Type.MouseButtonRelease, QEvent.Type.KeyRelease, QEvent.Type.Leave)


class NextClick(QObject):
    """`over` comes once, after the click (a second one of a double click would still count), key or leave waited for.

    `resized` comes at each change of the window's size meanwhile.
    """

    over = Signal()
    resized = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._watched: QWindow | None = None
        self._after = QTimer(self, singleShot=True, interval=QApplication.doubleClickInterval())
        self._after.timeout.connect(self._end)

    @property
    def waits(self) -> bool:
        """Whether it is waited for."""
        return self._watched is not None

    def wait(self, window: QWidget) -> bool:
        """Wait for it where the mouse is over the window; whether it is waited for."""
        self.stop()
        handle = window.windowHandle()
        if handle is None or not window.underMouse():
            return False
        self._watched = handle
        handle.installEventFilter(self)
        return True

    def stop(self) -> None:
        """Wait no more, without a word."""
        self._after.stop()
        if self._watched is not None:
            self._watched.removeEventFilter(self)
            self._watched = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """It is over once it has reached the window; nothing is kept from it."""
        if event.type() in _DONE and self.waits and not self._after.isActive():
            self._after.start()
        elif event.type() == QEvent.Type.Resize:
            self.resized.emit()
        return super().eventFilter(watched, event)

    def _end(self) -> None:
        self.stop()
        self.over.emit()
