# SPDX-License-Identifier: MIT
"""Problems of an analysis as sentences, and the points between its steps at which it can be cancelled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wording import Problem, Progress, Stopped, msg

if TYPE_CHECKING:
    from analysis.records import Variable


class AnalysisProblem(Problem):
    """Options that do not make an analysis of this table."""


def check(progress: Progress) -> None:
    """Raise Stopped where the user asked to stop: called between the steps of an analysis."""
    if progress.stop_requested():
        raise Stopped


def as_number(variable: Variable, end: Any) -> float:
    """A number of a condition, as it was typed or stored."""
    try:
        return float(end)
    except (TypeError, ValueError):
        raise AnalysisProblem(msg("problem.where_number", variable=variable.labels, value=str(end))) from None
