# SPDX-License-Identifier: MIT
"""Lets a long read off the window wait while something is stored and painted."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from wording import Stopped

_PAINTED = 0.15  # seconds: what was stored is read and painted by then
_LOOK = 0.02


class ChangesFirst:
    """Whether a change is under way. Changes begin on one thread and end on another; any thread may wait."""

    def __init__(self) -> None:
        self.begun = 0  # written by the thread of the window alone
        self._ended = 0  # by that of the database alone
        self._painted = 0.0
        self._closed = threading.Event()

    def begin(self) -> None:
        """A change was asked for."""
        self.begun += 1

    @contextmanager
    def storing(self) -> Iterator[None]:
        """While that change is stored."""
        try:
            yield
        finally:
            self._painted = time.monotonic() + _PAINTED
            self._ended += 1

    def close(self) -> None:
        """Let everybody go on: the program ends."""
        self._closed.set()

    def under_way(self) -> bool:
        """Whether something is being stored or painted."""
        return self.begun != self._ended or time.monotonic() < self._painted

    def wait(self, until: float, stop_requested: Callable[[], bool]) -> None:
        """Come back once nothing is being stored or painted, or at `until` (`time.monotonic`). Raises Stopped."""
        while self.under_way():
            if stop_requested():
                raise Stopped
            if time.monotonic() > until or self._closed.wait(_LOOK):
                return
