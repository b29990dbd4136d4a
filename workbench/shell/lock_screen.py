# SPDX-License-Identifier: MIT
"""The lock screen, drawn over the whole window the moment it locks; no key and no click reaches anything below it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from wording import msg
from workbench.icons import pixmap
from workbench.theme import colours_of
from workbench.widgets.labels import Label, LeadLabel

_SWALLOWED = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.KeyRelease,
        QEvent.Type.ShortcutOverride,
        QEvent.Type.Shortcut,
        QEvent.Type.InputMethod,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseButtonRelease,
        QEvent.Type.MouseButtonDblClick,
        QEvent.Type.Wheel,
        QEvent.Type.ContextMenu,
    }
)
_AFTER_MS = 120  # what was typed at the room and still waits in the queue is not the passphrase


class LockScreen(QWidget):
    """Opaque, over everything in `window`; it shows no word of the project."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.painted = 0
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # else what lies beneath is painted first: 30 ms
        column = QVBoxLayout(self)
        self._picture, words = Label(""), LeadLabel(msg("window.lock.covered"))
        for widget in (self._picture, words):
            widget.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)
        column.addWidget(self._picture)
        column.addSpacing(12)
        column.addWidget(words)
        column.addStretch(3)
        self._end = QTimer(self, singleShot=True, interval=_AFTER_MS)
        self._end.timeout.connect(self.lift)
        self.hide()

    def lay(self) -> None:
        """Cover the window now: it is painted before anything else is done."""
        self._end.stop()
        self._picture.setPixmap(pixmap("lock", colours_of(self).muted, 32))
        self.setGeometry(self.window().rect())
        self.show()
        self.raise_()
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self)
        self.repaint()

    def lift_soon(self) -> None:
        """Uncover once what is still queued has gone nowhere."""
        if self.isVisible():
            self._end.start()

    def lift(self) -> None:
        """Uncover now."""
        self._end.stop()
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Swallow keys and clicks; stay as large as the window."""
        if event.type() == QEvent.Type.Resize and watched is self.window():
            self.setGeometry(self.window().rect())
        return event.type() in _SWALLOWED

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fill all of it; count how often it was painted."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(colours_of(self).background))
        painter.end()
        self.painted += 1
