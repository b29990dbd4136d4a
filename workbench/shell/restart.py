# SPDX-License-Identifier: MIT
"""Begins the program anew after a lock, while the cover it leaves behind stays on the screen and takes the keys.

A window lives as long as its connection to the display is open. The connection goes over into the fresh process:
the display goes on showing the cover, and what is typed goes into a queue that nobody reads. The fresh process closes
the connection once its own window is shown.
"""

from __future__ import annotations

import os
import socket
import stat
import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

KEPT = "WORKBENCH_KEPT_CONNECTIONS"
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


def start_again(folder: Path) -> int:
    """Replace this process by a fresh one on the unlock view of `folder`: what was in memory is gone.

    Parameters
    ----------
    folder
        The project that was locked.

    Returns
    -------
    int
        The exit status, where the system cannot replace a process and a second one was started.
    """
    command = [sys.executable, "-P", "-m", "workbench", str(folder)]
    if os.name == "posix":
        kept = display_connections()
        for number in kept:
            os.set_inheritable(number, True)
        os.environ[KEPT] = ",".join(map(str, kept))
        os.execv(sys.executable, command)  # noqa: S606 - our own interpreter on our own module
    subprocess.Popen(command)
    return 0


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
    """Closes the connections `kept` from before the restart once `window` is shown: the cover they held up goes."""

    def __init__(self, window: QWidget, kept: list[int]) -> None:
        super().__init__(window)
        self._kept = kept
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._settle.timeout.connect(self.end)
        if kept:
            window.installEventFilter(self)
            QTimer.singleShot(_LONGEST_MS, self, self.end)

    @property
    def holds(self) -> bool:
        """Whether the cover of the process before is still up."""
        return bool(self._kept)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """The first picture of the window is painted: let it settle, then end."""
        if event.type() == QEvent.Type.Paint and self._kept and not self._settle.isActive():
            self._settle.start()
        return False

    def end(self) -> None:
        """Let the cover go."""
        self._settle.stop()
        kept, self._kept = self._kept, []
        for number in kept:
            os.close(number)
