# SPDX-License-Identifier: MIT
"""Sorting of many values in parts, so that it can stop between them. The order is that of one stable sort."""

from __future__ import annotations

import numpy as np

from analysis.survey.cancellation import BLOCK, step
from wording import Progress


def stable_order(values: np.ndarray, progress: Progress | None = None) -> np.ndarray:
    """The places of values in rising order, equal ones as they stand.

    Examples
    --------
    >>> stable_order(np.array([2.0, 1.0, 2.0])).tolist()
    [1, 0, 2]
    """
    if len(values) <= 2 * BLOCK:
        return np.argsort(values, kind="stable")
    runs = []
    for first in range(0, len(values), 2 * BLOCK):
        step(progress)
        runs.append(first + np.argsort(values[first : first + 2 * BLOCK], kind="stable"))
    order = np.concatenate(runs)
    step(progress)
    return order[np.argsort(values[order], kind="stable")]  # the sort of numpy puts sorted runs together at once


def order_within(values: np.ndarray, groups: np.ndarray, count: int, progress: Progress | None = None) -> np.ndarray:
    """The places of values group by group, rising within each.

    Examples
    --------
    >>> order_within(np.array([3.0, 1.0, 2.0]), np.array([0, 1, 0]), 2).tolist()
    [2, 0, 1]
    """
    order = stable_order(values, progress)
    step(progress)
    codes = groups[order].astype(np.int16 if count < 2**15 else np.int64)
    return order[np.argsort(codes, kind="stable")]


def places_of(values: np.ndarray, progress: Progress | None = None) -> tuple[np.ndarray, int]:
    """The place of each value among the distinct ones in rising order, and how many those are.

    Examples
    --------
    >>> places, count = places_of(np.array([7.0, 5.0, 7.0]))
    >>> places.tolist(), count
    ([1, 0, 1], 2)
    """
    order = stable_order(values, progress)
    step(progress)
    rising = values[order]
    place = np.empty(len(values), dtype=np.int64)
    place[order] = np.cumsum(np.concatenate([[False], rising[1:] != rising[:-1]]))
    return place, int(place[order[-1]]) + 1 if len(values) else 0
