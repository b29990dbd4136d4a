# SPDX-License-Identifier: MIT
"""Problems that stop a transcript or codebook from being read: one sentence with file and remedy."""

from __future__ import annotations

from wording import Problem, msg


class TranscriptProblem(Problem):
    """A file that cannot be read as an interview. Nothing was changed."""


def transcript_problem(key: str, **args: object) -> TranscriptProblem:
    """The problem whose sentence is `coding.file.<key>`."""
    return TranscriptProblem(msg(f"coding.file.{key}", **args))
