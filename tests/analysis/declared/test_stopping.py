# SPDX-License-Identifier: MIT
"""A single analysis stops at the next of its steps, whichever comes: counted, not timed."""

from __future__ import annotations

import pytest

from analysis.declared import run
from analysis.records import Frame
from wording import NoProgress, Stopped

KINDS = [
    ("proportions", {"variable": "v3", "by": "v1", "contrasts": "pairs"}, 3),
    ("set", {"variable": "v4", "by": "v1"}, 4),
    ("crosstab", {"variable": "v3", "column": "v2"}, 2),
    ("means", {"variable": "v5", "by": "v2", "compare": "rank"}, 6),
    ("quantiles", {"variable": "v6", "by": "v1"}, 4),
    ("ratio", {"numerator": "v6", "denominator": "v5", "by": "v1"}, 2),
    ("describe", {"variable": "v6", "by": "v1"}, 3),
    ("regression", {"variable": "v3", "predictors": ["v1", "v2"], "margins": ["v2"]}, 8),
    ("regression", {"variable": "v3", "predictors": ["v1"], "model": "ordinal"}, 5),
    ("reliability", {"items": ["v5", "v6"], "estimator": "weighted"}, 6),
]


class Counting(NoProgress):
    """Counts how often it is asked, and asks to stop from the n-th time on."""

    def __init__(self, stop_at: int = 10**9) -> None:
        self.asked, self.stop_at = 0, stop_at

    def stop_requested(self) -> bool:
        self.asked += 1
        return self.asked >= self.stop_at


@pytest.mark.parametrize(("name", "options", "least"), KINDS)
def test_each_step_asks_and_each_answer_is_heard(frame: Frame, name: str, options: dict, least: int) -> None:
    never = Counting()
    run(name, frame, options, never)
    assert never.asked >= least
    for at in range(1, never.asked + 1):
        asked = Counting(at)
        with pytest.raises(Stopped):
            run(name, frame, options, asked)
        assert asked.asked == at  # no step begins after the answer
