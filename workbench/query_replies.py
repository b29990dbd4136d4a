# SPDX-License-Identifier: MIT
"""Answers to reads of the project: which callback gets the answer, which the problem, and when."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, QTimer

from wording import Problem, Stopped, Text

_TURN_S = 0.02  # what is handed out in one turn of the event loop: a key, such as that of Lock, waits no longer


@dataclass(frozen=True)
class QueryReply:
    """`asked_in` is the room in front when asked; `blame` the object whose problem it is, where nobody owns it."""

    finish: Callable[[Any], object]
    failed: Callable[[Problem], object] | None
    owner: QObject | None
    stopped: Callable[[], object] | None
    blame: QObject | None
    asked_in: QObject | None

    def deliver(
        self,
        future: Future[Any],
        complain: Callable[[Text, QObject | None], object],
        report: Callable[[BaseException], object],
    ) -> None:
        """Hand on what came of the work, on the GUI thread: to whoever asked, as a problem, or as a bug."""
        bug = future.exception()
        if bug is None:
            if is_alive(self.owner):
                self.finish(future.result())
        elif isinstance(bug, Stopped):
            if self.stopped is not None and is_alive(owner_of(self.stopped)):
                self.stopped()
        elif isinstance(bug, Problem):
            if self.failed is not None and is_alive(owner_of(self.failed)):
                self.failed(bug)
            else:
                complain(bug.message, self.owner or self.blame)
        else:
            report(bug)


class ReplyQueue(QObject):
    """Hands out what threads sent to the window, in its order, a little in each turn of the event loop.

    Qt delivers everything that was posted by then in one turn: the answers to seven rooms held up the keys for 0.7 s.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._calls: deque[Callable[[], object]] = deque()
        self._turn = QTimer(self, singleShot=True, interval=0)  # after what came from keyboard and mouse
        self._turn.timeout.connect(self._hand_out)

    def add(self, call: Callable[[], object]) -> None:
        """Call it in a turn to come, after those added before."""
        self._calls.append(call)
        if not self._turn.isActive():
            self._turn.start()

    def _hand_out(self) -> None:
        end = time.monotonic() + _TURN_S
        while self._calls:
            call = self._calls.popleft()
            self._turn.start()  # before the call, which may fail, or open a loop of its own
            call()
            if time.monotonic() >= end:
                return
        self._turn.stop()


def owner_of(callback: object) -> QObject | None:
    """The object whose method a callback is."""
    owner = getattr(callback, "__self__", None)
    return owner if isinstance(owner, QObject) else None


def is_alive(owner: QObject | None) -> bool:
    """Whether an object is still there, or none was named."""
    return owner is None or shiboken6.isValid(owner)
