# SPDX-License-Identifier: MIT
"""The program's end of a helper process: start it, send a job, watch time and cancel, take the answer."""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen
from typing import Any, BinaryIO, cast

from coding.spacy_pipelines import NAMED
from projects.workers.pipe_messages import (
    END,
    ERROR,
    JOB,
    PART,
    PROBLEM,
    PROGRESS,
    VALUE,
    from_json,
    read_frame,
    write_json,
)
from projects.workers.problems import JobError, WorkerProblem
from wording import NoProgress, Problem, Progress, Stopped, msg, text_from_json

WAITING = 10  # times the processor time: then a process that does nothing is ended too


def processor_seconds(process: Any) -> float | None:
    """Seconds of processor time that a `subprocess.Popen` has used; None where the system does not say."""
    if sys.platform == "win32":
        return _windows_seconds(process)
    try:
        stat = Path(f"/proc/{process.pid}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return None
    fields = stat.rpartition(")")[2].split()  # after the name, which may hold blanks: state is the first
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _windows_seconds(process: Any) -> float | None:
    import ctypes  # on Windows only

    times = [ctypes.c_ulonglong() for _ in range(4)]  # creation, exit, kernel, user, in 100 nanoseconds
    kernel: Any = getattr(ctypes, "windll").kernel32  # noqa: B009 - absent elsewhere
    done = kernel.GetProcessTimes(int(process._handle), *(ctypes.byref(one) for one in times))
    return (times[2].value + times[3].value) / 1e7 if done else None


ROOT = Path(__file__).resolve().parent.parent.parent
_LOOK = 0.05  # seconds between looks at the cancel button
_PASSED_ON = frozenset(
    ("LANG", "LANGUAGE", "TZ", "LD_LIBRARY_PATH", "SYSTEMROOT", "SystemRoot", "WINDIR", "NUMBER_OF_PROCESSORS", NAMED)
)
_ONE_THREAD = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "OMP_THREAD_LIMIT")

# With these a job needs a quarter less: Arrow and the C library give memory back as soon as it is free.
_THRIFTY = {"ARROW_DEFAULT_MEMORY_POOL": "system", "MALLOC_ARENA_MAX": "2", "MALLOC_MMAP_THRESHOLD_": "262144"}


@dataclass
class JobAnswer:
    """What a job gave back: JSON, and bytes in the order they were sent."""

    value: Any = None
    parts: list[bytes] = field(default_factory=list)


def run_job(
    name: str,
    arguments: Mapping[str, object],
    progress: Progress | None = None,
    seconds: float = 60.0,
    memory: int = 1 << 30,
    processor_time: bool = False,
) -> JobAnswer:
    """Run one job in a fresh process that ends with it.

    `seconds`: how long it may take, with `processor_time` of the processor only; `memory`: how many bytes of data it
    may hold (0 = no limit).
    Raises the job's Problem, Stopped, WorkerProblem, or JobError for a bug.
    """
    process = HelperProcess(memory, once=True)
    try:
        return process.ask(name, arguments, progress or NoProgress(), seconds, processor_time)
    finally:
        process.end()


class HelperProcess:
    """One running helper process and its pipes; `once`: it can read what its one job names, others read no file."""

    def __init__(self, memory: int = 0, *, once: bool = False) -> None:
        self._memory = memory
        self._processor_limit: float | None = None
        self._process = Popen(
            [sys.executable, "-P", "-m", "projects.workers.child_process"],
            stdin=PIPE,
            stdout=PIPE,
            stderr=DEVNULL,
            env=environment(memory, once=once),
            cwd=str(ROOT),
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._frames: queue.SimpleQueue[tuple[int, bytes] | None] = queue.SimpleQueue()
        self._reader = threading.Thread(target=self._read, name="worker-pipe", daemon=True)
        self._reader.start()

    def is_alive(self) -> bool:
        """Whether the process still runs."""
        return self._process.poll() is None

    def ask(
        self,
        name: str,
        arguments: Mapping[str, object],
        progress: Progress,
        seconds: float,
        processor_time: bool = False,
    ) -> JobAnswer:
        """One job's answer. After Stopped or WorkerProblem the process must be ended."""
        stdin = cast(BinaryIO, self._process.stdin)
        try:
            write_json(stdin, JOB, {"name": name, "arguments": arguments})
        except OSError as error:
            raise self._died() from error
        answer, deadline = JobAnswer(), time.monotonic() + seconds
        if processor_time and (spent := processor_seconds(self._process)) is not None:
            self._processor_limit, deadline = spent + seconds, time.monotonic() + seconds * WAITING
        while True:
            frame = self._next(progress, deadline)
            if frame is not None and _take_message(answer, frame, progress):
                return answer

    def _next(self, progress: Progress, deadline: float) -> tuple[int, bytes] | None:
        if progress.stop_requested():
            raise Stopped
        if time.monotonic() > deadline or self._is_spent():
            raise WorkerProblem(msg("worker.problem.time"))
        try:
            frame = self._frames.get(timeout=_LOOK)
        except queue.Empty:
            return None
        if frame is None:
            raise self._died()
        return frame

    def _is_spent(self) -> bool:
        """Whether the processor time of an import is used up."""
        if self._processor_limit is None:
            return False
        spent = processor_seconds(self._process)
        return spent is not None and spent > self._processor_limit

    def _died(self) -> WorkerProblem:
        """Why the process is gone: a library that cannot get memory aborts the process instead of raising."""
        self._process.wait(5)
        return WorkerProblem(msg("worker.problem.died_limited" if self._memory else "worker.problem.died"))

    def _read(self) -> None:
        stdout = cast(BinaryIO, self._process.stdout)
        try:
            while (frame := read_frame(stdout)) is not None:
                self._frames.put(frame)
        except (OSError, ValueError):
            pass  # the pipe was closed under the reader: the process is being ended
        self._frames.put(None)

    def end(self) -> None:
        """Kill the process at once and close its pipes."""
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        self._reader.join(5)
        for stream in (self._process.stdin, self._process.stdout):
            try:
                if stream is not None:
                    stream.close()
            except OSError:
                continue  # the other end went first


def _take_message(answer: JobAnswer, frame: tuple[int, bytes], progress: Progress) -> bool:
    """Put a message where it belongs; True when the answer is whole."""
    kind, content = frame
    if kind == PROGRESS:
        fraction, text = from_json(content)
        progress.report(fraction, text_from_json(text))
    elif kind == VALUE:
        answer.value = from_json(content)
    elif kind == PART:
        answer.parts.append(content)
    elif kind == PROBLEM:
        raise Problem(text_from_json(from_json(content)))
    elif kind == ERROR:
        raise JobError(from_json(content))
    return kind == END


def environment(memory: int, *, once: bool = False) -> dict[str, str]:
    """What a helper process is told of the user's environment: language, time zone, where the system lies.

    Nothing else goes along, a passphrase least of all. Number libraries start no threads, each reserves memory.
    """
    kept = {name: value for name, value in os.environ.items() if name in _PASSED_ON or name.startswith("LC_")}
    kept.update(dict.fromkeys(_ONE_THREAD, "1"))
    kept.update(_THRIFTY if memory else {})
    kept["PWB_WORKER_MEMORY"] = str(memory)
    kept["PWB_WORKER_ONCE"] = "1" if once else ""
    kept["PYTHONPATH"] = str(ROOT)
    kept["PYTHONDONTWRITEBYTECODE"] = "1"
    return kept
