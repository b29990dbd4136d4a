# SPDX-License-Identifier: MIT
"""The warm process for regular expressions and spaCy, started at first use. Its jobs are in `projects/jobs.py`."""

from __future__ import annotations

import threading
from types import TracebackType
from typing import Any

from projects.workers.host_process import HelperProcess, JobAnswer
from projects.workers.problems import WorkerProblem
from wording import NoProgress, Progress, Stopped


class TextProcess:
    """One process that answers jobs one after the other and keeps loaded models between them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: HelperProcess | None = None

    def call(
        self, name: str, /, *, seconds: float = 600.0, progress: Progress | None = None, **arguments: object
    ) -> Any:
        """The JSON answer of a job.

        Raises its Problem; Stopped on cancel and WorkerProblem on time-out (the process then starts anew).
        """
        return self.ask(name, seconds=seconds, progress=progress, **arguments).value

    def ask(
        self, name: str, /, *, seconds: float = 600.0, progress: Progress | None = None, **arguments: object
    ) -> JobAnswer:
        """The answer of a job with its parts. Raises as `call` does."""
        with self._lock:
            if self._process is None or not self._process.is_alive():
                self._end()
                self._process = HelperProcess()
            try:
                return self._process.ask(name, arguments, progress or NoProgress(), seconds)
            except (Stopped, WorkerProblem):
                self._end()
                raise

    def close(self) -> None:
        """End the process; a later call starts a new one."""
        with self._lock:
            self._end()

    def _end(self) -> None:
        if self._process is not None:
            self._process.end()
            self._process = None

    def __enter__(self) -> TextProcess:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
