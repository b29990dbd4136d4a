# SPDX-License-Identifier: MIT
"""Collects reference cycles in the thread of the window alone.

Python looks for cycles in whichever thread makes the next object; one found by a thread that reads the project could
hold a widget, and Qt ends the program when a widget is deleted outside the window's thread.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 1000
_SOON_MS = 4000  # rooms just made still read
_YOUNG = 5_000  # objects made since the last look that make another one worth it
_WHOLE = 60  # looks at young objects before one at all


class GarbageCollection(QObject):
    """Switches Python's own collection off, and collects from the event loop of the window until `stop`."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._looks = 0
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(self.collect)
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._soon.timeout.connect(self.keep_what_is_loaded)
        self._closed = QTimer(self, singleShot=True, interval=_EVERY_MS)
        self._closed.timeout.connect(self._look_at_all)

    def start(self) -> None:
        """Begin."""
        gc.disable()
        self._timer.start()

    def stop(self) -> None:
        """Leave collection to Python again."""
        for timer in (self._timer, self._soon, self._closed):
            timer.stop()
        gc.enable()

    def collect(self) -> None:
        """Look through the objects made of late if there are many of them, now and then through all."""
        if gc.get_count()[0] < _YOUNG:
            return
        self._looks += 1
        gc.collect(2 if self._looks % _WHOLE == 0 else 1)

    def keep_what_is_loaded(self) -> None:
        """Look no more at what is there by now: modules and rooms stay.

        Called after each module (30 ms at most, where all at once take 200) and when the rooms are made.
        """
        gc.collect(1)
        gc.freeze()

    def keep_rooms_soon(self) -> None:
        """Look no more at the rooms once they have read what they show: a look at all of them takes 200 ms."""
        self._soon.start()

    def look_at_all_soon(self) -> None:
        """The project is closed: look at its rooms once more; after a lock the program begins anew before that."""
        self._soon.stop()
        self._closed.start()

    def _look_at_all(self) -> None:
        gc.unfreeze()
        gc.collect()
        gc.freeze()
