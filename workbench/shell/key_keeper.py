# SPDX-License-Identifier: MIT
"""Keeps what is typed while a room is being made and types it again once the room is there: no key is lost."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QKeyCombination, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QWidget

from workbench.command_table import CommandTable
from workbench.session import Session

_LOOK_MS, _LOOKS = 20, 75
_ALONE = frozenset({Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr})
_COMMANDING = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class KeyKeeper(QObject):
    """Shortcuts that are there already run at once; every other key waits, in its order."""

    def __init__(self, window: QWidget, table: CommandTable, session: Session) -> None:
        super().__init__(window)
        self._window, self._table, self._session = window, table, session
        self._kept: list[QKeyEvent] = []
        self._looks = 0
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self._look)
        self.keeping = False

    def begin(self) -> None:
        """Keep keys from now on."""
        self._timer.stop()
        handle = self._window.windowHandle()
        if handle is not None:
            handle.installEventFilter(self)
            self.keeping = True

    def stop(self) -> None:
        """Keep none any more, and forget those kept: the room they were meant for will not come."""
        self._timer.stop()
        self._kept = []
        handle = self._window.windowHandle()
        if handle is not None:
            handle.removeEventFilter(self)
        self.keeping = False

    def release(self) -> None:
        """The room is in front: type what was kept, once it has read what it shows."""
        if self.keeping:
            self._looks = 0
            self._timer.start()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Keep a key that the desktop gives to the window; its shortcuts have had it before."""
        if event.type() == QEvent.Type.KeyRelease:
            return True
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress or event.key() in _ALONE:
            return False
        self._kept.append(event.clone())
        return True

    def _look(self) -> None:
        self._looks += 1
        if self._session.waiting and self._looks < _LOOKS:
            return
        kept, self._kept = self._kept, []
        self.stop()
        for event in kept:
            self._type(event)

    def _type(self, event: QKeyEvent) -> None:
        """As a shortcut where a command has it now, else into what has the keys."""
        sequence = QKeySequence(QKeyCombination(event.modifiers(), Qt.Key(event.key())))
        special = bool(event.modifiers() & _COMMANDING) or Qt.Key.Key_F1 <= event.key() <= Qt.Key.Key_F35
        names = self._table.answering().get(sequence.toString(), []) if special else []
        if len(names) == 1:
            self._table.run(names[0])
            return
        focus = QApplication.focusWidget() or self._window.focusWidget()
        if focus is not None:
            QCoreApplication.sendEvent(focus, event)
            release = QKeyEvent(QEvent.Type.KeyRelease, event.key(), event.modifiers(), event.text())
            QCoreApplication.sendEvent(focus, release)
