# SPDX-License-Identifier: MIT
"""Imports rooms and science modules one by one after the first paint, so that no click waits for them all at once."""

from __future__ import annotations

import importlib
import importlib.util
import threading

from PySide6.QtCore import QObject, QTimer, Signal

from workbench.workspaces import available_rooms

MODULES = (
    "numpy",
    "projects.schema",
    *(f"{room.package}.view" for room in available_rooms()),
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
    """Imports one module at a time in a thread, with a pause between two; the event loop goes on meanwhile."""

    imported = Signal()  # one more module
    finished = Signal()

    def __init__(self, parent: QObject, modules: tuple[str, ...] = MODULES) -> None:
        super().__init__(parent)
        self._left = [name for name in modules if importlib.util.find_spec(name.partition(".")[0])]
        self._thread: threading.Thread | None = None
        self._timer = QTimer(self, interval=_PAUSE_MS)
        self._timer.timeout.connect(self._next)

    def start(self) -> None:
        """Begin."""
        self._timer.start()

    def stop(self) -> None:
        """Import no more; waits for the module being imported."""
        self._timer.stop()
        self._left = []
        if self._thread is not None:
            self._thread.join()

    def _next(self) -> None:
        if self._thread is not None:
            if self._thread.is_alive():
                return
            self._thread = None
            self.imported.emit()
        if not self._left:
            self._timer.stop()
            self.finished.emit()
            return
        name = self._left.pop(0)
        self._thread = threading.Thread(target=importlib.import_module, args=(name,), name=f"import {name}")
        self._thread.start()
