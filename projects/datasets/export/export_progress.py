# SPDX-License-Identifier: MIT
"""Progress and cancellation of writing a file. It writes nothing."""

from __future__ import annotations

from wording import NoProgress, Progress, Stopped


class Steps:
    """Counts rows written over all tables of a file; raises `Stopped` where the user cancelled."""

    def __init__(self, progress: Progress | None = None, total: int = 0) -> None:
        self.progress = progress or NoProgress()
        self._total, self._done = total, 0

    def expect(self, rows: int) -> None:
        """So many rows come, where nobody said how many in all."""
        self._total = max(self._total, self._done + rows)

    def done(self, rows: int) -> None:
        """So many more rows are written. Raises Stopped."""
        self.check()
        self._done += rows
        if self._total:
            self.progress.report(min(self._done / self._total, 1.0) * 0.97)

    def check(self) -> None:
        """Raises Stopped where the user cancelled."""
        if self.progress.stop_requested():
            raise Stopped
