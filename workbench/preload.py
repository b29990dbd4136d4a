# SPDX-License-Identifier: MIT
"""Imports the science modules one by one after the first paint, so that no click waits for them all at once."""

from __future__ import annotations

import importlib
import importlib.util

from PySide6.QtCore import QObject, QTimer

MODULES = (
    "numpy",
    "pyarrow",
    "pandas",
    "scipy.special",
    "scipy.stats",
    "matplotlib",
    "matplotlib.figure",
    "matplotlib.backends.backend_agg",
)
_PAUSE_MS = 150


class Preloader(QObject):
    """Imports the next module whenever the event loop has been idle for a moment."""

    def __init__(self, parent: QObject, modules: tuple[str, ...] = MODULES) -> None:
        super().__init__(parent)
        self._left = [name for name in modules if importlib.util.find_spec(name.partition(".")[0])]
        self._timer = QTimer(self, interval=_PAUSE_MS)
        self._timer.timeout.connect(self._next)

    def start(self) -> None:
        """Begin."""
        self._timer.start()

    def stop(self) -> None:
        """Import no more."""
        self._timer.stop()

    def _next(self) -> None:
        if not self._left:
            self._timer.stop()
            return
        importlib.import_module(self._left.pop(0))
