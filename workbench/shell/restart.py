# SPDX-License-Identifier: MIT
"""Begins the program anew after a lock, while the cover it leaves behind stays on the screen and takes the keys.

A window lives as long as its connection to the display is open. The connection goes over into the fresh process:
the display goes on showing the cover, and what is typed goes into a queue that nobody reads. The fresh process closes
the connection once its own window is shown. Windows and macOS take a window away with its process: there the old one,
its project closed, stays covered until the fresh one says that its window is painted.
"""

from __future__ import annotations

import contextlib
import os
import socket
import stat
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

import shiboken6
from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

KEPT, TELLS = "WORKBENCH_KEPT_CONNECTIONS", "WORKBENCH_TELLS_WHEN_SHOWN"
_DISPLAYS = ("/.X11-unix/X", "/wayland-")
_SETTLE_MS = 150  # the window manager gives the keyboard to the window that has just been shown
_LONGEST_MS = 10_000


def display_connections() -> list[int]:
    """Descriptors of this process that are connected to an X or Wayland display.

    Returns
    -------
    list of int
        Empty where the system has no such displays, or the display is reached over a network.
    """
    try:
        open_here = [int(name) for name in os.listdir("/proc/self/fd")]
    except OSError:
        return []
    return [number for number in open_here if _leads_to_display(number)]


def _leads_to_display(number: int) -> bool:
    """Whether the descriptor is a Unix socket with a display at its other end."""
    try:
        if not stat.S_ISSOCK(os.fstat(number).st_mode):
            return False
        with socket.socket(fileno=os.dup(number)) as connected:
            address = connected.getpeername() if connected.family == socket.AF_UNIX else ""
    except OSError:  # closed by now, or connected to nothing
        return False
    return any(part in os.fsdecode(address) for part in _DISPLAYS)


def hands_cover_over() -> bool:
    """Whether a window of this system can outlive the process that made it."""
    return os.name == "posix" and sys.platform != "darwin"


def fresh_process(folder: Path) -> list[str]:
    """The command that begins on the unlock view of `folder`."""
    return [sys.executable, "-P", "-m", "workbench", str(folder)]


def start_again(folder: Path) -> None:
    """Replace this process by a fresh one on the unlock view of `folder`: what was in memory is gone.

    Parameters
    ----------
    folder
        The project that was locked.
    """
    kept = display_connections()
    for number in kept:
        os.set_inheritable(number, True)
    os.environ[KEPT] = ",".join(map(str, kept))
    os.execv(sys.executable, fresh_process(folder))  # noqa: S606 - our own interpreter on our own module


class CoveredStart(QObject):
    """Starts a process; emits `shown` once it says that its window is painted, or ends, or is waited for too long."""

    shown = Signal()

    def __init__(self, command: Sequence[str], parent: QObject) -> None:
        super().__init__(parent)
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, env={**os.environ, TELLS: "1"})
        threading.Thread(target=self._listen, name="fresh process", daemon=True).start()
        QTimer.singleShot(_LONGEST_MS, self, self.shown.emit)

    def _listen(self) -> None:
        assert self._process.stdout is not None
        self._process.stdout.read(1)
        if shiboken6.isValid(self):
            self.shown.emit()


def take_teller() -> int | None:
    """The descriptor on which the process before this one waits to hear that the window is painted, once."""
    return sys.__stdout__.fileno() if os.environ.pop(TELLS, "") and sys.__stdout__ is not None else None


def take_kept() -> list[int]:
    """Take the connections that the process before this one left open out of the environment.

    Returns
    -------
    list of int
        Descriptors that are connected to a display; any other number in the variable is left alone.
    """
    kept = []
    for word in os.environ.pop(KEPT, "").split(","):
        if word.isdecimal() and int(word) > 2 and _leads_to_display(int(word)):
            os.set_inheritable(int(word), False)
            kept.append(int(word))
    return kept


class CoverUntilShown(QObject):
    """Closes the connections `kept` from before the restart once `window` is shown: the cover they held up goes.

    Where an old process waits at `teller` behind its cover, it is told.
    """

    def __init__(self, window: QWidget, kept: list[int], teller: int | None = None) -> None:
        super().__init__(window)
        self._kept, self._teller = kept, teller
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._settle.timeout.connect(self.end)
        if self.holds:
            window.installEventFilter(self)
            QTimer.singleShot(_LONGEST_MS, self, self.end)

    @property
    def holds(self) -> bool:
        """Whether the cover of the process before is still up."""
        return bool(self._kept) or self._teller is not None

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """The first picture of the window is painted: let it settle, then end."""
        if event.type() == QEvent.Type.Paint and self.holds and not self._settle.isActive():
            self._settle.start()
        return False

    def end(self) -> None:
        """Let the cover go."""
        self._settle.stop()
        kept, self._kept = self._kept, []
        for number in kept:
            os.close(number)
        teller, self._teller = self._teller, None
        if teller is not None:
            with contextlib.suppress(OSError), open(os.devnull, "wb") as nowhere:
                os.write(teller, b"\n")
                os.dup2(nowhere.fileno(), teller)  # nobody reads there once the old process has ended
