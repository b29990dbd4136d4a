# SPDX-License-Identifier: MIT
"""Notices when nobody has used keyboard or mouse for a while."""

from __future__ import annotations

import time

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow

_SIGNS_OF_LIFE = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.ShortcutOverride,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
    }
)


_LOOK_MS, _SLEPT_S = 10_000, 60.0


class IdleWatch(QObject):
    """Emits `idle` after so many minutes without a sign of life in any window of the program, and after a sleep."""

    idle = Signal()

    def __init__(self, minutes: int, parent: QObject) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)  # else up to 5 % later
        self._timer.timeout.connect(self.idle)
        self._awake = QTimer(self, interval=_LOOK_MS)  # timers stand still while the laptop sleeps
        self._awake.timeout.connect(self._look)
        self._clocks = clocks()
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.focusWindowChanged.connect(self.watch)
        self.set_minutes(minutes)

    def set_minutes(self, minutes: int) -> None:
        """Wait so many minutes, 1 to 30."""
        self._timer.setInterval(min(max(minutes, 1), 30) * 60_000)

    def watch(self, window: QWindow | None) -> None:
        """Watch what reaches the window from keyboard and mouse; a dialog or the manual as soon as it has the keys."""
        if window is not None:
            window.installEventFilter(self)

    def start(self) -> None:
        """Begin to wait."""
        self._timer.start()
        self._clocks = clocks()
        self._awake.start()

    def stop(self) -> None:
        """Wait no longer."""
        self._timer.stop()
        self._awake.stop()

    def _look(self) -> None:
        before, self._clocks = self._clocks, clocks()
        if slept(before, self._clocks):
            self.idle.emit()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Begin anew at a sign of life."""
        if event.type() in _SIGNS_OF_LIFE and self._timer.isActive():
            self._timer.start()
        return False


def clocks() -> tuple[float, float]:
    """The clock on the wall, and the one that stands still during a sleep (where the system has one)."""
    return time.time(), time.monotonic()


def slept(before: tuple[float, float], now: tuple[float, float]) -> bool:
    """Whether more than a minute passed on the wall that the other clock did not see."""
    return (now[0] - before[0]) - (now[1] - before[1]) > _SLEPT_S
