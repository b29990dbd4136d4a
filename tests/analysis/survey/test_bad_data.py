# SPDX-License-Identifier: MIT
"""Bad input gives a plain sentence or a value that is openly missing: never a traceback, never a silent number."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.survey import (
    Design,
    category,
    chisq,
    glm,
    means,
    model_matrix,
    number,
    ordinal,
    proportions,
    quantiles,
    ranktest,
    ratios,
    totals,
    ttest,
)
from wording import Problem

N = 24
DESIGN = Design.build(N, clusters=np.arange(N) // 3, lonely="adjust")


@pytest.mark.filterwarnings("error")
def test_all_missing_has_no_estimate() -> None:
    x = np.full(N, np.nan)
    for result in (means(DESIGN, x), totals(DESIGN, x), quantiles(DESIGN, x, [0.5]), ratios(DESIGN, x, x)):
        assert np.isnan(result.estimate).all()
        assert np.isnan(result.se).all()
        assert np.isnan(result.low).all()
        assert (result.n == 0).all()
    result = proportions(DESIGN, np.full(N, -1), 3)
    assert np.isnan(result.estimate).all()
    assert (result.n == 0).all()


@pytest.mark.filterwarnings("error")
def test_a_constant_has_no_spread() -> None:
    result = means(DESIGN, np.full(N, 4.0))
    assert result.estimate[0, 0] == 4
    assert result.se[0, 0] == pytest.approx(0, abs=1e-12)
    shares = proportions(DESIGN, np.zeros(N, dtype=int), 2, interval="logit")
    assert shares.estimate[0].tolist() == [1, 0]
    # nobody said the second: the interval still has a width (Korn and Graubard's)
    assert 0 < shares.high[0, 1] < 0.4
    with pytest.raises(Problem):
        glm(DESIGN, model_matrix([number("v1", np.arange(N))], N), np.full(N, 3.0))


@pytest.mark.filterwarnings("error")
def test_one_psu_has_no_standard_error_to_believe() -> None:
    design = Design.build(N, clusters=np.zeros(N, dtype=int), lonely="adjust")
    result = means(design, np.arange(N, dtype=float))
    assert result.df[0, 0] == 0
    assert np.isnan(result.low[0, 0])
    assert np.isnan(result.se[0, 0])
    assert result.lonely[0, 0] == 1


@pytest.mark.filterwarnings("error")
def test_a_domain_without_rows_has_no_number() -> None:
    domain = np.where(np.arange(N) < 12, 0, 2)
    result = means(DESIGN, np.arange(N, dtype=float), domain, domains=3)
    assert np.isnan(result.estimate[1, 0])
    assert np.isnan(result.se[1, 0])
    assert result.n[:, 0].tolist() == [12, 0, 12]
    nobody = np.full(N, -1)
    assert np.isnan(means(DESIGN, np.arange(N, dtype=float), nobody, domains=1).estimate).all()
    assert np.isnan(proportions(DESIGN, np.zeros(N, dtype=int), 2, domain, domains=3).estimate[1]).all()


def test_infinite_values_give_no_number() -> None:
    x = np.arange(N, dtype=float)
    x[3] = np.inf
    for estimator in (means, totals):
        with pytest.raises(Problem):
            estimator(DESIGN, x)
    with pytest.raises(Problem):
        glm(DESIGN, model_matrix([number("v1", np.arange(N))], N), x)


def test_zero_weights_take_no_part() -> None:
    weights = np.ones(N)
    weights[:6] = 0
    x = np.arange(N, dtype=float)
    result = means(Design.build(N, weights=weights, clusters=np.arange(N) // 3), x)
    assert result.n[0, 0] == 18
    assert result.estimate[0, 0] == pytest.approx(x[6:].mean())
    assert result.psus[0, 0] == 6


def test_perfect_separation_is_said() -> None:
    x = np.arange(N, dtype=float)
    model = glm(DESIGN, model_matrix([number("v1", x)], N), (x > 11).astype(float), "binomial")
    assert model.separated
    assert np.isnan(model.coef).all()
    mixed = glm(DESIGN, model_matrix([number("v1", x)], N), (np.arange(N) % 2).astype(float), "binomial")
    assert not mixed.separated
    group = np.repeat([0, 1], 12)
    empty = glm(
        DESIGN, model_matrix([category("v2", group, ["a", "b"])], N), np.r_[np.zeros(12), x[:12] % 2], "binomial"
    )
    assert empty.separated


def test_a_redundant_predictor_is_left_out_and_named() -> None:
    x = np.random.default_rng(3).normal(size=N)
    y = x + np.random.default_rng(4).normal(size=N)
    model = glm(DESIGN, model_matrix([number("v1", x), number("v2", 2 * x - 1)], N), y)
    assert model.aliased == ("v2",)
    assert len(model.coef) == 2


def test_a_table_with_one_row_has_no_test() -> None:
    result = chisq(DESIGN, np.zeros(N, dtype=int), np.arange(N) % 3)
    assert np.isnan(result.p)
    assert result.n == N
    # strata tabled against themselves: the design fixes every share, so there is no variance to test with
    fixed = Design.build(N, strata=np.arange(N) % 2)
    for statistic in ("F", "Chisq", "Wald"):
        assert np.isnan(chisq(fixed, np.arange(N) % 2, np.arange(N) % 2, statistic).p)


def test_groups_and_categories_that_cannot_be_compared_are_said() -> None:
    y = np.arange(N, dtype=float)
    with pytest.raises(Problem):
        ttest(DESIGN, y, np.zeros(N, dtype=int))
    with pytest.raises(Problem):
        ttest(DESIGN, y, np.arange(N) % 3)
    with pytest.raises(Problem):
        ranktest(DESIGN, y, np.zeros(N, dtype=int))
    with pytest.raises(Problem):
        ordinal(DESIGN, model_matrix([number("v1", y)], N, intercept=False), np.zeros(N, dtype=int), 3)
    twice = model_matrix([number("v1", y), number("v2", 2 * y)], N, intercept=False)
    with pytest.raises(Problem):
        ordinal(DESIGN, twice, np.arange(N) % 3, 3)
    with pytest.raises(Problem):
        glm(DESIGN, model_matrix([number("v1", np.full(N, np.nan))], N), y)
    with pytest.raises(Problem):
        glm(DESIGN, model_matrix([number("v1", y)], N), y, "binomial")


def test_a_column_name_is_only_a_name() -> None:
    hostile = '__import__("os").system("exit 1")'
    x = np.random.default_rng(5).normal(size=N)
    model = glm(DESIGN, model_matrix([number(hostile, x)], N), x + np.arange(N) / 10)
    assert model.names == ("intercept", hostile)


def test_a_domain_of_one_cluster_has_no_standard_error() -> None:
    """Its deviations add up to 0 within the cluster, whatever the spread between clusters is: rounding is no error."""
    psu = np.arange(N) // 3
    clusters = Design.build(N, clusters=psu)
    domain = np.where(psu == 2, 0, 1)
    values = np.sqrt(np.arange(N, dtype=float) + 1)
    for found in (means(clusters, values, domain), proportions(clusters, np.arange(N) % 2, 2, domain)):
        assert np.isfinite(found.estimate).all()
        assert np.isnan(found.se[0]).all()
        assert np.isnan(found.low[0]).all()
        assert (found.se[1] > 0.01).all()
    assert totals(clusters, values, domain).se[0, 0] > 1.0  # a total varies with the cluster being drawn
