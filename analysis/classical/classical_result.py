# SPDX-License-Identifier: MIT
"""Result of a classical test."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

_NAN = float("nan")


@dataclass(frozen=True)
class Test:
    """A test: `statistic`, degrees of freedom `df`, two-sided `p`, and where there is one an estimate and interval."""

    statistic: float
    p: float
    df: tuple[float, ...] = ()
    estimate: float = _NAN
    low: float = _NAN
    high: float = _NAN
    estimates: np.ndarray = field(default_factory=lambda: np.empty(0))
    rule: str = ""
