# SPDX-License-Identifier: MIT
"""Problems of a helper process itself, as sentences for the user."""

from __future__ import annotations

from wording import Problem


class WorkerProblem(Problem):
    """The process ran out of time or memory, or died; nothing was changed."""


class JobError(RuntimeError):
    """A bug in a job: the kind of error and the places it passed through, no value of the data."""
