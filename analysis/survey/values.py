# SPDX-License-Identifier: MIT
"""Values that no estimate can rest on: infinite ones are refused in a sentence, never left out in silence."""

from __future__ import annotations

import numpy as np

from wording import Problem, msg


def refuse_infinite(*columns: np.ndarray) -> None:
    """Raises Problem with the count of infinite values, where there are any. The caller knows the variable's name."""
    count = 0
    for column in columns:
        with np.errstate(over="ignore", invalid="ignore"):
            if not np.isfinite(column.sum()):  # one pass without a copy; missing values need the second look too
                count += int(np.isinf(column).sum())
    if count:
        raise Problem(msg("survey.values_infinite", n=count))
