# SPDX-License-Identifier: MIT
"""Inference of withheld numbers from printed ones: a reader with a linear programme.

Each unknown is how many people there are of one kind (an answer at a place). Every printed number is an equation; the
least and the most of a withheld one that fit all equations are what a reader knows of it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import sparse
from scipy.optimize import OptimizeResult, linprog

MARGIN = 2  # people: a withheld number that is told to within this is told
_SLACK = 0.01  # of the programme's arithmetic
_LOOKS = 12  # programmes that move many withheld numbers at once, before each is looked at by itself


def inferred(
    known: Sequence[np.ndarray], sizes: Sequence[float], withheld: Sequence[np.ndarray], true: Sequence[float],
    rounded: Sequence[tuple[np.ndarray, float, float]] = (), fewest: int = 0,
) -> tuple[int, int]:  # fmt: skip
    """How many different withheld numbers a reader tells exactly, and how many to within `MARGIN`.

    `known` and `withheld` have a row for each number and a column for each kind of people (1 where it counts them);
    `sizes` and `true` are their values; of `rounded` ones the least and the most are known. With `fewest` a number is
    told of which fewer values than that fit. Every point that fits the equations and has a withheld number further than
    `MARGIN` from the truth proves that it is not told, so one programme settles many.
    """
    if not withheld:
        return 0, 0
    equations = np.unique(np.column_stack([np.array(known), sizes]), axis=0)
    matrix, right = sparse.csr_matrix(equations[:, :-1]), equations[:, -1]
    wanted = np.unique(np.column_stack([np.array(withheld), true]), axis=0)
    members, truth = sparse.csr_matrix(wanted[:, :-1]), wanted[:, -1]
    low, high = truth.copy(), truth.copy()
    beside = [sign * row for row, _, _ in rounded for sign in (-1.0, 1.0)]
    limits = np.array([end for _, least, most in rounded for end in (-least, most)]) if rounded else None
    within = {"A_ub": sparse.csr_matrix(np.array(beside)), "b_ub": limits} if rounded else {}

    def note(point: np.ndarray) -> None:
        values = members @ point
        np.minimum(low, values, out=low)
        np.maximum(high, values, out=high)

    def is_open() -> np.ndarray:
        if fewest:
            return np.floor(high + _SLACK) - np.ceil(low - _SLACK) < fewest - 1
        return (low >= truth - MARGIN - _SLACK) & (high <= truth + MARGIN + _SLACK)

    chance, most = np.random.default_rng(1), 10.0 * (right.max() + 1.0)
    for _ in range(_LOOKS):
        left = is_open()
        if not left.any():
            return 0, 0
        found = _solve(members.T @ (left * chance.uniform(-1.0, 1.0, len(left))), matrix, right, most, within)
        note(found.x)
    exact = near = 0
    for at in np.flatnonzero(is_open()):
        ends = [_solve(sign * members[[at]].toarray()[0], matrix, right, None, within) for sign in (1, -1)]
        for end in ends:
            if end.x is not None:
                note(end.x)
        least, greatest = (sign * end.fun if end.x is not None else -sign * np.inf
                           for sign, end in zip((1, -1), ends, strict=True))  # fmt: skip
        assert least - _SLACK <= truth[at] <= greatest + _SLACK
        exact += greatest - least < 0.5
        told = np.floor(greatest + _SLACK) - np.ceil(least - _SLACK) < fewest - 1
        near += told if fewest else least >= truth[at] - MARGIN - _SLACK and greatest <= truth[at] + MARGIN + _SLACK
    return exact, near


def _solve(
    cost: np.ndarray, matrix: sparse.csr_matrix, right: np.ndarray, most: float | None, within: dict[str, object]
) -> OptimizeResult:  # fmt: skip
    """The people of each kind with the least cost that fit every printed number; none (`x`) where there is no least."""
    found = linprog(cost, A_eq=matrix, b_eq=right, **within, bounds=(0, most), method="highs")
    assert found.status in (0, 3), found.message
    return found
