# SPDX-License-Identifier: MIT
"""Columns that others determine, and those that separate the outcomes: found of hundreds without hundreds of steps."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.survey.models import irls
from analysis.survey.models.families import family
from analysis.survey.models.irls import fit, independent


def test_the_columns_kept_are_those_of_r() -> None:
    # X <- cbind(1, c(1,1,1,0,0,0), c(0,0,0,1,1,1), 1:6, c(0,2,4,6,8,10), 0, (1:6)^2); q <- qr(X, tol=1e-7)
    # sort(q$pivot[1:q$rank]) is 1 2 4 7
    steps = np.arange(1.0, 7)
    half = np.repeat([1.0, 0.0], 3)
    X = np.column_stack([np.ones(6), half, 1 - half, steps, 2 * steps - 2, np.zeros(6), steps**2])
    assert independent(X, np.ones(6)).tolist() == [0, 1, 3, 6]
    assert independent(X * 1e-9, np.ones(6)).tolist() == [0, 1, 3, 6]


def test_rows_without_weight_do_not_tell_columns_apart() -> None:
    X = np.array([[1.0, 1.0], [1.0, 1.0], [1.0, 2.0]])
    assert independent(X, np.ones(3)).tolist() == [0, 1]
    assert independent(X, np.array([1.0, 1.0, 0.0])).tolist() == [0]
    assert independent(X, np.zeros(3)).tolist() == []


def test_no_more_columns_than_rows_are_kept() -> None:
    X = np.random.default_rng(3).normal(size=(5, 9))
    assert independent(X, np.ones(5)).tolist() == [0, 1, 2, 3, 4]


def test_crossed_villages_are_told_apart_in_one_decomposition(monkeypatch: pytest.MonkeyPatch) -> None:
    village, sex = np.arange(240) % 80, np.arange(240) % 2  # a village has one sex only
    own = (village[:, None] == np.arange(1, 80)).astype(float)
    X = np.column_stack([np.ones(240), sex, own, own * sex[:, None]])
    made, qr = [], np.linalg.qr
    monkeypatch.setattr(np.linalg, "qr", lambda *given, **more: made.append(1) or qr(*given, **more))
    assert independent(X, np.ones(240)).tolist() == list(range(80))
    assert len(made) == 1


@pytest.mark.parametrize("name", ["binomial", "probit", "cloglog", "poisson"])
@pytest.mark.parametrize("whole", [True, False])
def test_separation_is_told_once_the_likelihood_has_risen(
    monkeypatch: pytest.MonkeyPatch, name: str, whole: bool
) -> None:
    village = np.arange(120) % 6
    y = np.where(village == 2, 0.0, 1.0 if whole and name != "poisson" else np.arange(120) // 6 % 2)
    X = np.column_stack([np.ones(120), (village[:, None] == np.arange(1, 6)).astype(float)])
    made, solve = [], irls._solve
    monkeypatch.setattr(irls, "_solve", lambda *given: made.append(1) or solve(*given))
    assert fit(X, y, np.ones(120), family(name)).separated
    assert len(made) < 60
