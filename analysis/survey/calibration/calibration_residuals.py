# SPDX-License-Identifier: MIT
"""Residuals of influences after earlier weight adjustments: each takes away what its known totals explain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

_SWEEPS = 10
_MOST_CELLS = 1_000_000  # of a crossing that is counted without sorting its rows


@dataclass(frozen=True)
class PostStratified:
    """Post-strata of rows with the weights before and after."""

    codes: np.ndarray
    old: np.ndarray
    new: np.ndarray

    def residuals(self, values: np.ndarray) -> np.ndarray:
        """Less the weighted mean of the post-stratum; a row without weight has nothing to leave."""
        size = np.maximum(np.bincount(self.codes, weights=self.old), 1e-300)
        result = np.empty_like(values)
        new = self.new
        for column in range(values.shape[1]):
            plain = np.divide(values[:, column], new, out=np.zeros(len(new)), where=new > 0)
            mean = np.bincount(self.codes, weights=plain * self.old) / size
            result[:, column] = values[:, column] - mean[self.codes] * new
        return result


@dataclass(frozen=True)
class RakedMargins:
    """Margins of rows, each with the weights (n,) that met it in the last round: the raked ones where that settled."""

    margins: tuple[np.ndarray, ...]
    weights: tuple[np.ndarray, ...]

    @cached_property
    def _cells(self) -> tuple[np.ndarray, np.ndarray, list[tuple[np.ndarray, np.ndarray, np.ndarray]]]:
        """The crossing of the margins of each row with weight, and of each cell its rows.

        For each margin: the category of each cell, the rows of each category, and the weight of the margin over that
        of the first, which is the same in all rows of a cell.
        """
        there = self.weights[0] > 0
        cell, first = crossing([codes[there] for codes in self.margins])
        rows = np.bincount(cell, minlength=len(first))
        parts = []
        for codes, weights in zip(self.margins, self.weights, strict=True):
            category = codes[there][first]
            size = np.maximum(np.bincount(category, weights=rows), 1)
            parts.append((category, size, weights[there][first] / self.weights[0][there][first]))
        return cell, rows, parts

    def residuals(self, values: np.ndarray) -> np.ndarray:
        """Less what the margins explain, by alternating projections on them.

        Notes
        -----
        `_SWEEPS` rounds, the number that R's survey package takes: more would move the sixth digit of some errors. A
        projection takes the same share of its weight from all rows of a crossing, so the rounds go over these.

        References
        ----------
        Deville, Särndal & Sautory (1993), JASA 88, 1013-1020.
        """
        cell, rows, parts = self._cells
        there = self.weights[0] > 0
        weights, result = self.weights[0][there], np.zeros(values.shape)
        for place, column in enumerate(values[there].T):
            rest = np.bincount(cell, weights=column / weights, minlength=len(rows))
            taken = np.zeros(len(rows))
            for _ in range(_SWEEPS):
                for category, size, ratio in parts:
                    mean = (np.bincount(category, weights=rest / ratio) / size)[category] * ratio
                    rest -= mean * rows
                    taken += mean
            result[there, place] = column - taken[cell] * weights
        return result


@dataclass(frozen=True)
class RegressionBasis:
    """The regression of a GREG estimator: an orthonormal basis (n, r) of the weighted auxiliaries, and g·√w (n,)."""

    basis: np.ndarray
    scale: np.ndarray

    def residuals(self, values: np.ndarray) -> np.ndarray:
        """Less the fit on the auxiliary variables."""
        scale = self.scale[:, None]
        plain = np.divide(values, scale, out=np.zeros(values.shape), where=scale != 0)
        found: np.ndarray = (plain - self.basis @ (self.basis.T @ plain)) * scale
        return found


def crossing(codes: Sequence[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """The cell of each row in the crossing of codes; no cell is empty.

    Examples
    --------
    >>> cell, first = crossing([np.array([0, 1, 1]), np.array([2, 0, 0])])
    >>> cell.tolist(), first.tolist()
    ([0, 1, 1], [0, 1])
    """
    found = np.zeros(len(codes[0]), dtype=np.int64)
    size = 1
    for one in codes:
        found = found * (int(one.max(initial=0)) + 1) + one
        size *= int(one.max(initial=0)) + 1
        if size > _MOST_CELLS:
            size, found = _compressed(found)
    first = np.full(size, len(found))
    first[found[::-1]] = np.arange(len(found))[::-1]
    place = np.cumsum(first < len(found)) - 1
    return place[found], first[first < len(found)]


def _compressed(found: np.ndarray) -> tuple[int, np.ndarray]:
    different, places = np.unique(found, return_inverse=True)
    return len(different), places.reshape(-1)
