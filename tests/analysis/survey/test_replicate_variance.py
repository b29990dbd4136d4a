# SPDX-License-Identifier: MIT
"""Variances by replicate weights: each is the spread of the estimate made again, here one replicate after another.

The estimates made again come from the plain design with other weights, whose figures rest on R's elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from analysis.survey import (
    Design,
    bootstrap,
    correlations,
    covariances,
    glm,
    means,
    model_matrix,
    number,
    ordinal,
    predictive_margins,
    proportions,
    totals,
)
from analysis.survey.design.degrees_of_freedom import degrees_of_freedom
from analysis.survey.design.replicate_weights import Replicates
from analysis.survey.estimates.chi_square import chisq
from analysis.survey.estimates.contrasts import joint_means, joint_proportions, joint_ratios
from analysis.survey.estimates.covariance import alpha, alpha_error
from analysis.survey.estimates.ratios import ratios
from analysis.survey.replicates.make_replicates import jackknife

N = 240
DRAW = np.random.default_rng(5)
CLUSTER = np.arange(N) // 10
WEIGHT = DRAW.uniform(1, 4, N)
PLAIN = Design.build(N, weights=WEIGHT, strata=CLUSTER // 6, clusters=CLUSTER)
X = DRAW.normal(size=(N, 3)) + 0.3 * DRAW.normal(size=24)[CLUSTER][:, None] + 50
X[DRAW.uniform(size=N) < 0.05, 0] = np.nan
FULL = np.nan_to_num(X, nan=50.0)
CODE, GROUP = DRAW.integers(0, 3, N), DRAW.integers(0, 2, N)
YES = (DRAW.uniform(size=N) < 0.4 + 0.1 * GROUP).astype(float)
MATRIX = model_matrix([number("x", FULL[:, 1] - 50), number("g", GROUP.astype(float))], N)
SLOPES = model_matrix([number("x", FULL[:, 1] - 50)], N, intercept=False)
MADE = bootstrap(PLAIN, 40, seed=3)
AS_FACTORS = replace(PLAIN, replicates=MADE)
COLUMNS = np.column_stack([MADE.replicate(at) for at in range(MADE.count)])
COUNTED = np.maximum(COLUMNS, 1e-9 * WEIGHT[:, None])  # n/(n − 1) of a variance counts all rows, as R's `svyvar` does
AS_COLUMNS = replace(PLAIN, replicates=replace(MADE, matrix=COLUMNS, factors=None, unit=None))
DOMAIN = np.where(CODE == 2, -1, CODE)


def margins(design: Design) -> Any:
    settings = []
    for value in (0.0, 1.0):
        table = MATRIX.X.copy()
        table[:, 2] = value
        settings.append(table)
    return predictive_margins(glm(design, MATRIX, YES, "binomial"), settings)


ESTIMATORS: dict[str, Callable[[Design], tuple[np.ndarray, np.ndarray]]] = {
    "means": lambda d: both(means(d, X)),
    "means of domains": lambda d: both(means(d, X, DOMAIN, domains=2)),
    "totals of domains": lambda d: both(totals(d, X, DOMAIN, domains=2)),
    "shares": lambda d: both(proportions(d, CODE, 3, GROUP)),
    "ratios": lambda d: both(ratios(d, X[:, 0], X[:, 1], GROUP)),
    "covariances": lambda d: both(covariances(d, X, GROUP)),
    "correlations": lambda d: both(correlations(d, X, GROUP)),
    "logistic model": lambda d: both(glm(d, MATRIX, YES, "binomial"), "coef"),
    "linear model": lambda d: both(glm(d, MATRIX, FULL[:, 0], "gaussian"), "coef"),
    "counts": lambda d: both(glm(d, MATRIX, CODE.astype(float), "poisson"), "coef"),
    "probit": lambda d: both(glm(d, MATRIX, YES, "probit", DOMAIN), "coef"),
    "ordinal model": lambda d: both(ordinal(d, SLOPES, CODE, 3), "coef"),
    "margins": lambda d: both(margins(d)),
    "alpha": lambda d: (
        alpha(d, FULL, np.zeros(N, dtype=int), domains=1),
        np.array([alpha_error(d, FULL, np.zeros(N, dtype=int)) if d.replicates is not None else 0.0]),
    ),
}


def both(found: Any, name: str = "estimate") -> tuple[np.ndarray, np.ndarray]:
    return np.asarray(getattr(found, name)).ravel(), np.asarray(found.se).ravel()


@pytest.mark.slow
@pytest.mark.parametrize("mse", [False, True])
@pytest.mark.parametrize("name", ESTIMATORS)
def test_the_error_is_the_spread_of_the_estimate_made_again(name: str, mse: bool) -> None:
    full, _ = ESTIMATORS[name](PLAIN)
    again = np.array([ESTIMATORS[name](PLAIN.with_weights(COUNTED[:, at]))[0] for at in range(MADE.count)])
    centre = full if mse else again.mean(axis=0)
    expected = np.sqrt(MADE.scale * ((again - centre) ** 2).sum(axis=0))
    for design in (AS_FACTORS, AS_COLUMNS):
        assert design.replicates is not None
        estimate, se = ESTIMATORS[name](replace(design, replicates=design.replicates.with_mse(mse)))
        assert estimate == pytest.approx(full, rel=1e-10)
        assert se == pytest.approx(expected, rel=1e-6, abs=1e-9)


def test_the_jackknife_of_totals_is_their_linearisation() -> None:
    left_out = replace(PLAIN, replicates=jackknife(PLAIN))
    assert totals(left_out, FULL).se == pytest.approx(totals(PLAIN, FULL).se, rel=1e-9)
    assert means(left_out, FULL).se == pytest.approx(means(PLAIN, FULL).se, rel=0.05)
    assert means(left_out, FULL).df == pytest.approx(means(PLAIN, FULL).df)


def test_a_domain_is_the_same_as_weights_of_zero_outside() -> None:
    member = CODE == 1
    outside = PLAIN.with_weights(np.where(member, WEIGHT, 0.0))
    filtered = replace(outside, replicates=MADE.within(member))
    here, there = means(AS_FACTORS, FULL, np.where(member, 0, -1), domains=1), means(filtered, FULL)
    assert here.estimate == pytest.approx(there.estimate)
    assert here.se == pytest.approx(there.se)


def test_the_order_of_rows_changes_nothing() -> None:
    order = DRAW.permutation(N)
    design = Design.build(N, weights=WEIGHT[order])
    assert AS_COLUMNS.replicates is not None
    moved = replace(design, replicates=replace(AS_COLUMNS.replicates, weights=WEIGHT[order], matrix=COLUMNS[order]))
    assert means(moved, X[order], GROUP[order]).se == pytest.approx(means(AS_COLUMNS, X, GROUP).se)
    assert chisq(moved, CODE[order], GROUP[order]).p == pytest.approx(chisq(AS_COLUMNS, CODE, GROUP).p)


def test_groups_vary_together() -> None:
    """The variance of a difference of two groups is that of the difference made again."""
    step = np.array([1.0, -1.0])
    for joint, one in (
        (joint_means(AS_COLUMNS, FULL[:, 0], GROUP), lambda d: means(d, FULL[:, 0], GROUP).estimate[:, 0]),
        (joint_ratios(AS_COLUMNS, FULL[:, 0], FULL[:, 1], GROUP),
         lambda d: ratios(d, FULL[:, 0], FULL[:, 1], GROUP).estimate[:, 0]),
    ):  # fmt: skip
        again = np.array([step @ one(PLAIN.with_weights(COLUMNS[:, at])) for at in range(MADE.count)])
        assert step @ joint.vcov @ step == pytest.approx(MADE.scale * ((again - again.mean()) ** 2).sum())
    shares = joint_proportions(AS_COLUMNS, CODE, 3, GROUP)
    assert shares.vcov[:3].sum() == pytest.approx(0.0, abs=1e-12)  # shares of a group add up to one


def test_a_replicate_without_rows_of_the_domain_is_left_out() -> None:
    """As R's `svrVar` does: the spread of the others, with the scale as it is."""
    matrix = np.column_stack([WEIGHT, WEIGHT * 1.5, WEIGHT * np.where(np.arange(N) < 60, 2.0, 0.5), WEIGHT])
    matrix[:120, 3] = 0.0
    weights = Replicates(WEIGHT, 0.7, np.ones(4), 3, "other", matrix)
    found = means(replace(PLAIN, replicates=weights), FULL[:, 0], np.where(np.arange(N) < 120, 0, -1), domains=1)
    left = [np.average(FULL[:120, 0], weights=matrix[:120, at]) for at in range(3)]
    assert found.se[0, 0] == pytest.approx(np.sqrt(0.7 * ((np.array(left) - np.mean(left)) ** 2).sum()))
    assert found.df[0, 0] == 1  # two different columns are left


def test_degrees_of_freedom_are_the_rank_less_one() -> None:
    repeated = np.column_stack([COLUMNS[:, :5], COLUMNS[:, :5]])
    weights = Replicates(WEIGHT, 1.0, np.ones(10), 4, "other", repeated)
    design = replace(PLAIN, replicates=weights)
    assert means(design, FULL[:, 0]).df[0, 0] == 4
    assert degrees_of_freedom(design, CLUSTER == 3) == 0  # one cluster has one factor for all its rows
    assert degrees_of_freedom(AS_FACTORS) == np.linalg.matrix_rank(COLUMNS) - 1
