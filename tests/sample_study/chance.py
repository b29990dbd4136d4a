# SPDX-License-Identifier: MIT
"""Chance with a fixed seed, drawn only from `Random.random`, whose sequence Python guarantees. Knows no survey."""

from __future__ import annotations

import math
import random
import statistics
from collections.abc import Mapping, Sequence
from typing import TypeVar

Value = TypeVar("Value")
_NORMAL = statistics.NormalDist()


def logistic(value: float) -> float:
    """Probability of a log-odds value."""
    return 1.0 / (1.0 + math.exp(-value))


class Chance:
    """A stream of random draws."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def number(self, low: float = 0.0, high: float = 1.0) -> float:
        """Uniform between two limits."""
        return low + (high - low) * self._random.random()

    def whole(self, low: int, high: int) -> int:
        """A whole number, both limits included."""
        return low + int(self._random.random() * (high - low + 1))

    def yes(self, probability: float) -> bool:
        """True with that probability."""
        return self._random.random() < probability

    def normal(self, mean: float, deviation: float) -> float:
        """Normal, by the inverse of the distribution function."""
        return mean + deviation * _NORMAL.inv_cdf(min(max(self._random.random(), 1e-9), 1 - 1e-9))

    def among(self, values: Sequence[Value]) -> Value:
        """One of the values, each as likely as the others."""
        return values[int(self._random.random() * len(values))]

    def pick(self, shares: Mapping[Value, float]) -> Value:
        """One key; the values are relative frequencies."""
        point = self._random.random() * sum(shares.values())
        for key, share in shares.items():
            point -= share
            if point < 0:
                return key
        return list(shares)[-1]
