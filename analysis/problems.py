# SPDX-License-Identifier: MIT
"""Problems of an analysis, and the place between its steps where it may be stopped."""

from __future__ import annotations

from wording import Problem, Progress, Stopped


class AnalysisProblem(Problem):
    """Options that do not make an analysis of this table."""


def check(progress: Progress) -> None:
    """Raise Stopped where the user asked to stop: called between the steps of an analysis.

    Parameters
    ----------
    progress : Progress
        Asked only whether the user wants to stop; nothing is told to it.

    Raises
    ------
    Stopped
        The user asked to stop.
    """
    if progress.stop_requested():
        raise Stopped
