# SPDX-License-Identifier: MIT
"""A single analysis stops at the next of its steps, whichever comes: counted, not timed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from analysis.analyses import AnalysisProblem, Study, run
from analysis.known_totals import AdjustedTo, Adjustment, Margin
from analysis.records import Frame
from analysis.replicate_columns import ReplicateColumns, ReplicateRule
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


@pytest.mark.slow
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


def with_totals(frame: Frame, totals: list[float]) -> Frame:
    """The frame with 30 replicates made, all adjusted to totals of a question, rows without its answer left out."""
    variable = frame.table.variable("v1")
    codes = frame.data["v1"].cat.codes.to_numpy().astype(np.int64)
    margin = Margin((variable.labels,), tuple((one.labels,) for one in variable.choices), codes, np.array(totals))
    known = Adjustment(AdjustedTo("poststratify", ((variable.labels,),)), (margin,), leave_out=True)
    made = ReplicateColumns(ReplicateRule("made-bootstrap", count=30, seed=1))
    return replace(frame, design=replace(frame.design, adjust=known, replicates=made))


def test_adjusting_every_replicate_to_known_totals_asks_each_time(frame: Frame) -> None:
    answers = frame.data["v1"].cat.codes.to_numpy()
    totals = [100.0 * (answers == place).sum() for place in range(len(frame.table.variable("v1").choices))]
    study = Study(with_totals(frame, totals))
    never = Counting()
    run("means", study, {"variable": "v5"}, never)
    again = Counting()
    run("means", study, {"variable": "v5"}, again)  # adjusted once for all that follows
    assert never.asked - again.asked > 30
    for at in range(1, never.asked + 1, 7):
        stopped, asked = Study(with_totals(frame, totals)), Counting(at)
        with pytest.raises(Stopped):
            run("means", stopped, {"variable": "v5"}, asked)
        assert asked.asked == at
        assert run("means", stopped, {"variable": "v5"}).tables == run("means", study, {"variable": "v5"}).tables


def test_totals_that_cannot_be_met_are_said_each_time(frame: Frame) -> None:
    study = Study(with_totals(frame, [-1.0] * len(frame.table.variable("v1").choices)))
    said = set()
    for _ in range(2):
        with pytest.raises(AnalysisProblem) as wrong:
            run("means", study, {"variable": "v5"})
        said.add(wrong.value.message.key)
    assert said == {"adjusting.total_bad"}
