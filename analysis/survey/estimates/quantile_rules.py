# SPDX-License-Identifier: MIT
"""The rules by which a weighted quantile is read off a sorted sample, named as in R's survey package (`qrule`).

"math", "school" and "shahvaish"; "hf1" to "hf9" after Hyndman and Fan (1996), The American Statistician 50.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.survey.cancellation import step
from analysis.survey.stable_sort import stable_order
from wording import Progress

RULES = ("math", "school", "shahvaish", "hf1", "hf2", "hf3", "hf4", "hf5", "hf6", "hf7", "hf8", "hf9")


@dataclass(frozen=True)
class SortedSample:
    """A sample without missing values and zero weights, sorted: values, weights and their cumulative sums."""

    x: np.ndarray
    w: np.ndarray
    cumulated: np.ndarray
    total: float

    @staticmethod
    def of(x: np.ndarray, w: np.ndarray, progress: Progress | None = None) -> SortedSample:
        """The sample sorted by value, ties in the order given."""
        used = w != 0
        if not used.all():
            x, w = x[used], w[used]
        order = stable_order(x, progress)
        step(progress)
        return SortedSample.sorted(x[order], w[order])

    @staticmethod
    def sorted(x: np.ndarray, w: np.ndarray) -> SortedSample:
        """A sample whose values are sorted already."""
        running = np.cumsum(w, dtype=np.longdouble)
        total = float(running[-1]) if len(running) else 0.0
        return SortedSample(x, w, running.astype(float), total)

    def merged(self) -> SortedSample:
        """Equal values put together."""
        x, first = np.unique(self.x, return_index=True)
        return SortedSample.sorted(x, np.add.reduceat(self.w, first))


def quantile(sample: SortedSample, p: float, rule: str = "math") -> float:
    """The p-quantile of a weighted sample.

    References
    ----------
    Hyndman & Fan (1996), The American Statistician 50, 361-365, for "hf1" to "hf9". As R's `svyquantile(qrule =)`.

    Examples
    --------
    Cumulative weights 1, 2, 3, 4: the half falls on the second value. "math" takes it, "school" the middle of both.

    >>> sample = SortedSample.of(np.array([10.0, 20.0, 30.0, 40.0]), np.ones(4))
    >>> quantile(sample, 0.5), quantile(sample, 0.5, "school")
    (20.0, 25.0)
    """
    if not len(sample.x) or np.isnan(p):
        return float("nan")
    if rule in ("math", "hf1", "school", "hf2", "hf3", "hf4"):
        return _stepwise(sample.merged() if rule == "hf3" else sample, p, rule)
    if len(sample.x) == 1:
        return float(sample.x[0])
    return _interpolated(_positions(sample, rule), sample.x, p, constant=rule == "shahvaish")


def _stepwise(sample: SortedSample, p: float, rule: str) -> float:
    # Cumulative weights are compared unnormalised: dividing first would flip ties (R does not divide).
    reached = int(np.searchsorted(sample.cumulated, p * sample.total, side="right"))
    if not reached and rule != "hf4":  # "hf4" extrapolates from the first two, as R does
        return float(sample.x[0])
    position = max(reached - 1, 0)
    following = min(position + 1, len(sample.x) - 1)
    low, high = sample.x[position], sample.x[following]
    below = p - sample.cumulated[position] / sample.total
    above = sample.cumulated[following] / sample.total - p
    if rule == "hf4":
        if following == position:  # the last value holds all; R divides zero by zero
            return float(high)
        share = below / (above + below)
        return float(low * (1 - share) + high * share)
    if below > 0:  # a tie may come out below zero by rounding
        return float(high)
    if rule in ("school", "hf2"):
        return float((low + high) / 2)
    if rule == "hf3":
        return float(low if (position + 1) % 2 == 0 else high)
    return float(low)


def _positions(sample: SortedSample, rule: str) -> np.ndarray:
    w, cumulated = sample.w, sample.cumulated
    last, before = cumulated[-1], np.concatenate([[0.0], cumulated[:-1]])
    positions: np.ndarray
    if rule == "hf5":
        positions = (cumulated - w / 2) / last
    elif rule == "hf6":
        positions = cumulated / (last + w[-1])
    elif rule == "hf7":
        positions = before / cumulated[-2]
    elif rule == "hf8":
        positions = (before / 3 + cumulated * 2 / 3) / (last + w[-1] / 3)
    elif rule == "hf9":
        positions = (before * 3 / 8 + cumulated * 5 / 8) / (last + w[-1] / 4)
    elif rule == "shahvaish":
        mean = float(np.mean(w, dtype=np.longdouble))
        positions = (np.cumsum(w / mean, dtype=np.longdouble).astype(float) + 0.5 - w / 2) / (len(w) + 1)
    else:
        raise KeyError(rule)
    return positions


def _interpolated(positions: np.ndarray, x: np.ndarray, p: float, constant: bool) -> float:
    """R's `approx`: ends held, equal positions averaged, linear or the value at the left."""
    order = np.argsort(positions, kind="stable")
    places, first = np.unique(positions[order], return_index=True)
    sizes = np.diff(np.append(first, len(x)))
    values = np.add.reduceat(x[order].astype(float), first) / sizes
    if not constant:
        return float(np.interp(p, places, values))
    return float(values[max(int(np.searchsorted(places, p, side="right")) - 1, 0)])
