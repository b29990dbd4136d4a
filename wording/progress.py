# SPDX-License-Identifier: MIT
"""Progress of a long piece of work, and its request to stop."""

from __future__ import annotations

from typing import Protocol

from wording.texts import Text


class Progress(Protocol):
    """Passed down to long functions; they ask it between steps."""

    def stop_requested(self) -> bool:
        """Whether the user cancelled: the function cleans up and raises `Stopped`."""

    def report(self, fraction: float, text: Text | None = None) -> None:
        """Say how far the work is (0–1) and, where it helps, what is being done."""


class Stopped(Exception):
    """Raised by work that was asked to stop; nothing was changed."""


class NoProgress:
    """For callers that do not watch."""

    def stop_requested(self) -> bool:
        """Never."""
        return False

    def report(self, fraction: float, text: Text | None = None) -> None:
        """Nobody listens."""


class PartOf:
    """The progress of a part: its 0–1 is `start`–`end` of the whole, which is also asked whether to stop."""

    def __init__(self, whole: Progress, start: float, end: float) -> None:
        self._whole, self._start, self._end = whole, start, end

    def stop_requested(self) -> bool:
        """What the whole says."""
        return self._whole.stop_requested()

    def report(self, fraction: float, text: Text | None = None) -> None:
        """Tell the whole how far it is with this part so far."""
        self._whole.report(self._start + (self._end - self._start) * fraction, text)
