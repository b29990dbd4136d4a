# SPDX-License-Identifier: MIT
"""Computations in parts, made so that they can stop between them, equal those made at once."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.survey import Design, glm, model_matrix, number
from analysis.survey.cancellation import BLOCK
from analysis.survey.column_arrays import complete_rows, order_within, places_of, side_by_side, stable_order, taken
from analysis.survey.estimates.variance import covariance
from wording import Stopped

DRAW = np.random.default_rng(5)
MANY = 4 * BLOCK + 17


class Stopping:
    """Asks for a stop at the question of that number."""

    def __init__(self, at: int) -> None:
        self.left = at

    def stop_requested(self) -> bool:
        self.left -= 1
        return self.left < 0

    def report(self, fraction: float, text: object = None) -> None:
        """Nobody listens."""


def test_the_order_of_runs_put_together_is_that_of_one_stable_sort() -> None:
    values = DRAW.integers(0, 50, MANY).astype(float)
    assert (stable_order(values) == np.argsort(values, kind="stable")).all()
    groups = DRAW.integers(0, 7, MANY)
    assert (order_within(values, groups, 7) == np.lexsort((values, groups))).all()


@pytest.mark.parametrize("values", [np.array([3.0, 1.0, 3.0, 2.0]), np.empty(0), DRAW.integers(0, 9, MANY) / 7])
def test_places_are_those_of_unique(values: np.ndarray) -> None:
    place, count = places_of(values)
    distinct, wanted = np.unique(values, return_inverse=True)
    assert (place == wanted).all()
    assert count == len(distinct)


def test_a_mixture_of_columns_varies_as_the_mixed_influence() -> None:
    psu = np.arange(600) // 20
    design = Design.build(600, weights=DRAW.uniform(1, 3, 600), strata=psu // 10, clusters=psu, lonely="adjust")
    columns, mixed = DRAW.normal(size=(600, 3)), DRAW.normal(size=(3, 2))
    at_once = covariance(design, columns @ mixed)
    assert covariance(design, iter(columns.T), mixed=mixed) == pytest.approx(at_once, rel=1e-10)


def test_a_model_of_many_blocks_solves_the_normal_equations() -> None:
    n = 3 * BLOCK
    x, z, weights = DRAW.normal(2000, 10, n), DRAW.normal(size=n), DRAW.uniform(1, 2, n)
    y = 3 + 0.1 * x - z + DRAW.normal(size=n)
    model = glm(
        Design.build(n, weights=weights, clusters=np.arange(n) % 500),
        model_matrix([number("x", x), number("z", z)], n), y,
    )  # fmt: skip
    root = np.sqrt(weights)
    wanted = np.linalg.lstsq(np.column_stack([np.ones(n), x, z]) * root[:, None], y * root, rcond=None)[0]
    assert model.coef == pytest.approx(wanted, rel=1e-8)


def test_rows_with_a_gap_are_left_out_column_by_column() -> None:
    table = np.array([[1.0, 2.0], [np.nan, 1.0], [3.0, np.inf], [4.0, 5.0]])
    there = complete_rows(table)
    assert there.tolist() == [True, False, False, True]
    assert taken(table, there).tolist() == [[1.0, 2.0], [4.0, 5.0]]


def test_each_column_asks_first() -> None:
    with pytest.raises(Stopped):
        side_by_side([np.zeros(3), np.ones(3)], 3, progress=Stopping(1))
