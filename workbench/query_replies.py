# SPDX-License-Identifier: MIT
"""Answers to reads of the project: which callback gets the answer, and which the problem. It starts nothing."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any

import shiboken6
from PySide6.QtCore import QObject

from wording import Problem, Stopped, Text


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


def owner_of(callback: object) -> QObject | None:
    """The object whose method a callback is."""
    owner = getattr(callback, "__self__", None)
    return owner if isinstance(owner, QObject) else None


def is_alive(owner: QObject | None) -> bool:
    """Whether an object is still there, or none was named."""
    return owner is None or shiboken6.isValid(owner)
