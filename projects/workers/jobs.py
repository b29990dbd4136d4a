# SPDX-License-Identifier: MIT
"""Finds the jobs of helper processes in `projects/jobs`; nothing else is ever imported or called for a caller."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from wording import discovery


@dataclass(frozen=True)
class ProcessJob:
    """A job of a helper process: its name, and the function that does it as "package.module:function".

    The function is only named: it loads in the process that does the job, and whoever asks for it may be the same file.
    """

    id: str
    work: str
    rank: int = 0


def jobs() -> tuple[ProcessJob, ...]:
    """All jobs, in the order of their names."""
    return discovery.records("projects.jobs", ProcessJob)


def job_function(name: str) -> Callable[..., Any]:
    """The function of a job. Raises KeyError for a name that no job has."""
    work = {one.id: one.work for one in jobs()}
    return discovery.resolve(work[name])
