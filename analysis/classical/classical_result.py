# SPDX-License-Identifier: MIT
"""Result of a classical test."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import numpy as np


@contextmanager
def quiet() -> Iterator[None]:
    """Without warnings of groups without a spread, of single rows, of a separated or endless model."""
    with warnings.catch_warnings(record=True), np.errstate(all="ignore"):  # kept apart, not only filtered: statsmodels
        warnings.simplefilter("ignore")  # sets filters of its own while it loads
        yield


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
