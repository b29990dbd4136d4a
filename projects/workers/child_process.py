# SPDX-License-Identifier: MIT
"""The helper process, `python -P -m projects.workers.child_process`: takes a job from the pipe, does it, answers.

The end of the pipe ends the process.
"""

from __future__ import annotations

import mimetypes
import os
import sys
import traceback
from typing import Any, BinaryIO

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
    write_frame,
    write_json,
)


class _PipeProgress:
    """Sends how far a job is up the pipe. A cancel ends the whole process, so it never asks to stop."""

    def __init__(self, pipe: BinaryIO) -> None:
        self._pipe, self._last = pipe, -1.0

    def stop_requested(self) -> bool:
        return False

    def report(self, fraction: float, text: object = None) -> None:
        from wording import text_to_json  # more of the program: not at start

        if abs(fraction - self._last) >= 0.01 or text is not None:
            self._last = fraction
            write_json(self._pipe, PROGRESS, [fraction, text_to_json(text)])


def main() -> None:
    """Serve jobs until the pipe ends, behind walls that are up before a job or a number library is loaded.

    A process for one job can read the files that this job names; the warm one reads none.
    """
    from projects.workers.limits import forbid, leave_network, limit_memory  # more of the program: not at start
    from projects.workers.sandbox import close_in, inputs_of  # more of the program: not at start

    jobs, answers = _pipes()
    limit_memory(int(os.environ.pop("PWB_WORKER_MEMORY", "0")))
    frame = read_frame(jobs) if os.environ.pop("PWB_WORKER_ONCE", "") else None
    job = from_json(frame[1]) if frame is not None and frame[0] == JOB else None
    leave_network()
    close_in(inputs_of(job["arguments"]) if job is not None else [])
    forbid()
    mimetypes.knownfiles.clear()  # openpyxl would open the system's list of them, which lies outside the walls
    while job is not None or (frame := read_frame(jobs)) is not None:
        try:
            if job is not None:
                _serve(job, answers)
            elif frame is not None and frame[0] == JOB:
                _serve(from_json(frame[1]), answers)
        except BrokenPipeError:
            break
        job = None


def _pipes() -> tuple[BinaryIO, BinaryIO]:
    """The pipes under other numbers, so that a stray print of a library cannot get between the messages."""
    jobs = os.fdopen(os.dup(0), "rb", buffering=1 << 16)
    answers = os.fdopen(os.dup(1), "wb", buffering=1 << 16)
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)
    os.dup2(null, 1)
    sys.stdout = sys.stderr
    return jobs, answers


def _serve(job: dict[str, Any], answers: BinaryIO) -> None:
    from projects.workers.jobs import job_function  # more of the program: not at start
    from wording import Problem, text_to_json  # more of the program: not at start

    try:
        result = job_function(job["name"])(job["arguments"], _PipeProgress(answers))
        value, parts = result if isinstance(result, tuple) else (result, ())
        write_json(answers, VALUE, value)
        for part in parts:
            write_frame(answers, PART, part)
        write_frame(answers, END, b"")
    except BrokenPipeError:
        raise
    except Problem as problem:
        write_json(answers, PROBLEM, text_to_json(problem.message))
    except MemoryError:
        write_json(answers, PROBLEM, {"key": "worker.problem.memory", "args": {}})
    except Exception as error:  # noqa: BLE001 - the one handler of this process: it reports the bug to the program
        write_json(answers, ERROR, _places(error))


def _places(error: BaseException) -> str:
    """The kind of error and where it passed, without its words, which may quote the data."""
    lines = [
        f"{os.path.basename(frame.filename)}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
    ]
    return f"{type(error).__name__} at " + " < ".join(reversed(lines))


if __name__ == "__main__":
    main()
