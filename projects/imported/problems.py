# SPDX-License-Identifier: MIT
"""Problems that stop an import: one sentence with file, place and remedy. No value of the data in it."""

from __future__ import annotations

from wording import Problem, msg


class ImportProblem(Problem):
    """A file that cannot be imported. Nothing was changed."""


def import_problem(key: str, **args: object) -> ImportProblem:
    """The problem whose sentence is `importing.problem.<key>`."""
    return ImportProblem(msg(f"importing.problem.{key}", **args))
