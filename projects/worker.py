# SPDX-License-Identifier: MIT
"""The program's helper processes: one per import, and one for text.

How the rest of the program uses them:

- `run_job(name, arguments, progress=…, seconds=60, memory=1 << 30)` runs one job of `projects/jobs.py` in a fresh
  process and returns its `JobAnswer(value, parts)`: JSON and bytes (Arrow). It raises the `Problem` the job raised,
  `Stopped` within 200 ms of a cancel, `WorkerProblem` when time or memory ran out or the process died.
- `TextProcess()` is the warm process for regular expressions and spaCy.
  `call(name, seconds=…, progress=…, **arguments)` runs a job in it and returns its JSON answer. It starts at the first
  call, keeps what jobs cache between calls, is ended and started anew after a cancel or time-out, and ends with
  `close()` or when the program dies (its pipe closes). Several callers wait for one another.

A job is a function `job(arguments, progress) -> value` or `-> (value, parts)`, where `arguments` and `value` are JSON
and `parts` an iterable of bytes; it raises `Problem` for what a user can act on. To add one, add its
row to the table of `projects/jobs.py`: nothing else can be run. A job's process has no network, starts no program and
writes no file. Of the user's files it reads those that its arguments `path`, `form` and `files` (a list) name, as
absolute paths, and the warm process reads none (`projects/workers/sandbox.py`).
"""

from __future__ import annotations

from projects.workers.host_process import JobAnswer, run_job
from projects.workers.problems import WorkerProblem
from projects.workers.text_process import TextProcess

__all__ = ["JobAnswer", "TextProcess", "WorkerProblem", "run_job"]
