# SPDX-License-Identifier: MIT
"""Refuses infinite values before an estimate, in a sentence; none is left out in silence."""

from __future__ import annotations

import numpy as np

from analysis.survey.cancellation import step
from wording import Problem, Progress, msg


def refuse_infinite(*columns: np.ndarray, progress: Progress | None = None) -> None:
    """Refuse infinite values; missing ones (NaN) pass. The caller knows the variable's name.

    Parameters
    ----------
    *columns : array
        Numbers of any shape.
    progress : Progress or None
        Asked before each column whether to stop.

    Raises
    ------
    Problem
        `survey.values_infinite` with the count of infinite values.
    Stopped
        The user asked to stop.
    """
    count = 0
    for column in columns:
        step(progress)
        with np.errstate(over="ignore", invalid="ignore"):
            if not np.isfinite(column.sum()):  # one pass without a copy; missing values need the second look too
                count += int(np.isinf(column).sum())
    if count:
        raise Problem(msg("survey.values_infinite", n=count))
