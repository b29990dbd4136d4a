# SPDX-License-Identifier: MIT
"""p-values adjusted for many tests, each by the definition in its paper. NaN stays NaN and does not count."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np


def bonferroni(p: np.ndarray) -> np.ndarray:
    """p times the number of tests."""
    p = np.asarray(p, dtype=float)
    return np.minimum(p * np.sum(~np.isnan(p)), 1.0)


def holm(p: np.ndarray) -> np.ndarray:
    """Holm (1979): family-wise error, step down."""
    return _stepped(p, lambda rank, m: m - rank + 1, up=False)


def hochberg(p: np.ndarray) -> np.ndarray:
    """Hochberg (1988): family-wise error of independent tests, step up."""
    return _stepped(p, lambda rank, m: m - rank + 1, up=True)


def benjamini_hochberg(p: np.ndarray) -> np.ndarray:
    """Benjamini and Hochberg (1995): false discovery rate."""
    return _stepped(p, lambda rank, m: m / rank, up=True)


def benjamini_yekutieli(p: np.ndarray) -> np.ndarray:
    """Benjamini and Yekutieli (2001): false discovery rate of dependent tests."""
    return _stepped(p, lambda rank, m: m / rank * (1 / np.arange(1, m + 1)).sum(), up=True)


def hommel(p: np.ndarray) -> np.ndarray:
    """Hommel (1988): the largest Simes p-value of any set of hypotheses that holds the one in question.

    Among the sets of a size that is the one with the largest other p-values.
    """
    p = np.asarray(p, dtype=float)
    known = np.flatnonzero(~np.isnan(p))
    result = np.full(len(p), np.nan)
    for place in known:
        others = np.sort(p[known[known != place]])
        sets = (np.sort(np.append(others[len(others) - more :], p[place])) for more in range(len(others) + 1))
        result[place] = max(float((len(one) * one / np.arange(1, len(one) + 1)).min()) for one in sets)
    return result


def _stepped(p: np.ndarray, factor: Callable[[int, int], float], up: bool) -> np.ndarray:
    p = np.asarray(p, dtype=float)
    known = np.flatnonzero(~np.isnan(p))
    m = len(known)
    order = known[np.argsort(p[known], kind="stable")]
    raised = np.array([p[place] * factor(rank, m) for rank, place in enumerate(order, start=1)])
    raised = np.minimum.accumulate(raised[::-1])[::-1] if up else np.maximum.accumulate(raised)
    result = np.full(len(p), np.nan)
    result[order] = np.minimum(raised, 1.0)
    return result
