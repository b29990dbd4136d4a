# SPDX-License-Identifier: MIT
"""Long work on the command line: how far it is, on one line of the standard error; Ctrl+C asks it to stop."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from wording import Text, msg, render
from workbench.cli.terminal import Terminal


class ProgressLine:
    """The `Progress` of work that stops where it is safe. Nothing is written where nobody watches."""

    def __init__(self, terminal: Terminal) -> None:
        self._language, self._watched = terminal.language, sys.stderr.isatty()
        self._stop, self._width, self._last = False, 0, ""

    def stop(self) -> None:
        """Ask it to stop."""
        self._stop = True

    def stop_requested(self) -> bool:
        """Whether Ctrl+C was pressed."""
        return self._stop

    def report(self, fraction: float, text: Text | None = None) -> None:
        """Say how far it is, over what was said before."""
        if text is not None:
            self._last = render(text, self._language)
        if self._watched:
            line = render(msg("cli.waiting", share=f"{fraction:4.0%}", text=self._last), self._language)
            sys.stderr.write("\r" + line.ljust(self._width))
            sys.stderr.flush()
            self._width = len(line)

    def over(self) -> None:
        """Take the line away."""
        if self._width:
            sys.stderr.write("\r" + " " * self._width + "\r")
            sys.stderr.flush()


@contextmanager
def stoppable(terminal: Terminal) -> Iterator[ProgressLine]:
    """While it lasts, Ctrl+C asks the work to stop instead of breaking it off in the middle."""
    waiting = ProgressLine(terminal)

    def asked(_number: int, _frame: FrameType | None) -> None:
        waiting.stop()

    before = signal.signal(signal.SIGINT, asked)
    try:
        yield waiting
    finally:
        signal.signal(signal.SIGINT, before)
        waiting.over()
