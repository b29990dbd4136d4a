# SPDX-License-Identifier: MIT
"""Long computations ask whether they should stop, between small steps, and leave nothing behind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from analysis.survey import (
    Design,
    bootstrap,
    glm,
    means,
    model_matrix,
    number,
    ordinal,
    predictive_margins,
    quantiles,
    rake,
    ranktest,
    replicate_statistic,
    totals,
)
from wording import Progress, Stopped

N = 300
DRAW = np.random.default_rng(11)
DESIGN = Design.build(N, weights=DRAW.uniform(1, 4, N), clusters=np.arange(N) // 6)
X, CODE = DRAW.normal(size=(N, 4)), DRAW.integers(0, 3, N)
YES = (DRAW.uniform(size=N) < 0.4).astype(float)
MATRIX = model_matrix([number("x", X[:, 1])], N)
SLOPES = model_matrix([number("x", X[:, 1])], N, intercept=False)

BY_REPLICATES = replace(DESIGN, replicates=bootstrap(DESIGN, 20))


class Watch:
    """Counts the questions and says stop at one of them."""

    def __init__(self, stop_at: int) -> None:
        self.asked, self.stop_at, self.told = 0, stop_at, [0.0]

    def stop_requested(self) -> bool:
        self.asked += 1
        return self.asked >= self.stop_at

    def report(self, fraction: float, text: Any = None) -> None:
        self.told.append(fraction)


LONG: dict[str, Callable[[Progress], Any]] = {
    "means": lambda p: means(DESIGN, X, progress=p),
    "totals over domains": lambda p: totals(DESIGN, X, CODE, progress=p),
    "quantiles": lambda p: quantiles(DESIGN, X[:, 0], [0.2, 0.5], CODE, progress=p),
    "score quantiles": lambda p: quantiles(DESIGN, X[:, 0], [0.5], interval="score", progress=p),
    "linear model": lambda p: glm(DESIGN, MATRIX, X[:, 0], progress=p),
    "logistic model": lambda p: glm(DESIGN, MATRIX, YES, "binomial", progress=p),
    "ordinal model": lambda p: ordinal(DESIGN, SLOPES, CODE, 3, progress=p),
    "rank test": lambda p: ranktest(DESIGN, X[:, 0], CODE, progress=p),
    "margins": lambda p: predictive_margins(glm(DESIGN, MATRIX, YES, "binomial"), [MATRIX.X, MATRIX.X], progress=p),
    "bootstrap": lambda p: replicate_statistic(bootstrap(DESIGN, 50), lambda w: w @ X / w.sum(), progress=p),
    "means by replicates": lambda p: means(BY_REPLICATES, X, CODE, progress=p),
    "logistic model by replicates": lambda p: glm(BY_REPLICATES, MATRIX, YES, "binomial", progress=p),
    "ordinal model by replicates": lambda p: ordinal(BY_REPLICATES, SLOPES, CODE, 3, progress=p),
    "rank test by replicates": lambda p: ranktest(BY_REPLICATES, X[:, 0], CODE, progress=p),
    "raking": lambda p: rake(
        DESIGN, [CODE, (YES == 1).astype(int)], [np.full(3, 300.0), np.array([500.0, 400])], progress=p
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", LONG)
def test_a_long_computation_stops_at_any_question(name: str) -> None:
    whole = Watch(10**9)
    LONG[name](whole)
    assert whole.asked >= 2
    assert max(whole.told) <= 1
    for stop_at in {1, whole.asked // 2 or 1, whole.asked}:
        with pytest.raises(Stopped):
            LONG[name](Watch(stop_at))
