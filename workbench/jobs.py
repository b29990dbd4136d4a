# SPDX-License-Identifier: MIT
"""A piece of work off the window, with its progress and its Cancel."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from wording import Stopped, Text

_QUIET = 0.05


class Job(QObject):
    """A running piece of work; it is the `Progress` that the work is given.

    `title` says what is being done, `fraction` (0–1, or None while unknown) how far it is.
    """

    moved = Signal()

    def __init__(self, title: Text, on_cancel: Callable[[], object] | None = None) -> None:
        super().__init__()
        self.title = title
        self.text: Text | None = None
        self.fraction: float | None = None
        self.started = time.monotonic()
        self._on_cancel = on_cancel
        self._stop = threading.Event()
        self._last = 0.0

    def cancel(self) -> None:
        """Ask the work to stop at its next checkpoint."""
        self._stop.set()
        if self._on_cancel is not None:
            self._on_cancel()

    def stop_requested(self) -> bool:
        """Whether Cancel was pressed."""
        return self._stop.is_set()

    def check(self) -> None:
        """Raise Stopped when Cancel was pressed."""
        if self.stop_requested():
            raise Stopped

    def report(self, fraction: float, text: Text | None = None) -> None:
        """Say how far the work is; called from any thread, shown at most twenty times a second."""
        self.fraction = fraction
        self.text = text or self.text
        now = time.monotonic()
        if now - self._last > _QUIET or fraction >= 1:
            self._last = now
            self.moved.emit()
