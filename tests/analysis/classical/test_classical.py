# SPDX-License-Identifier: MIT
"""Classical tests where R's cases do not reach: exact ranks, large tables, adjusted p-values, indices with gaps."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from analysis import indices
from analysis.classical import correlation, fisher, groups, ranks, stratified_tables, tables
from analysis.classical.factors import rotated
from analysis.classical.models import generalised_linear, negative_binomial
from analysis.survey import model_matrix, number
from analysis.survey.estimates.multiple_testing import benjamini_hochberg, holm
from analysis.survey.models.families import family
from analysis.survey.models.irls import fit
from wording import Problem


def test_spearman_without_ties_is_exact() -> None:
    x, y = np.arange(7.0), np.array([2.0, 1, 3, 5, 4, 7, 6])
    s = ((np.argsort(np.argsort(x)) - np.argsort(np.argsort(y))) ** 2).sum()
    every = [sum((i - p) ** 2 for i, p in enumerate(order)) for order in itertools.permutations(range(7))]
    expected = 2 * np.mean(np.array(every) <= s)
    assert correlation.spearman(x, y).p == pytest.approx(expected)
    assert correlation.spearman(x, -y).p == pytest.approx(expected)
    assert correlation.spearman(np.arange(9.0), np.arange(9.0)[::-1]).p == pytest.approx(2 / 362_880)


def test_spearman_edgeworth_is_near_the_t_approximation() -> None:
    generator = np.random.default_rng(1)
    x = generator.normal(size=60)
    result = correlation.spearman(x, x + 2 * generator.normal(size=60))
    from scipy.stats import t

    assert result.rule == "Edgeworth"
    r = abs(result.estimate)
    assert result.p == pytest.approx(2 * t.sf(r * np.sqrt(58 / (1 - r**2)), 58), rel=0.1)


@pytest.mark.slow
def test_fisher_of_a_larger_table_counts_every_table() -> None:
    table = np.array([[3, 1, 2], [0, 4, 1], [2, 0, 3]])
    rows, columns = table.sum(axis=1), table.sum(axis=0)
    from math import factorial, prod

    def chance(t: np.ndarray) -> float:
        top = prod(map(factorial, [*rows.tolist(), *columns.tolist()]))
        return top / (factorial(int(t.sum())) * prod(factorial(int(v)) for v in t.ravel()))

    observed, total = chance(table), 0.0
    for a, b, c, d in itertools.product(range(7), repeat=4):
        t = np.array([[a, b, rows[0] - a - b], [c, d, rows[1] - c - d], [0, 0, 0]])
        t[2] = columns - t[0] - t[1]
        if (t >= 0).all() and chance(t) <= observed * (1 + 1e-7):
            total += chance(t)
    assert fisher.fisher_exact(table).p == pytest.approx(total)
    with pytest.raises(Problem):
        fisher.fisher_exact(np.full((5, 5), 80))


def test_fisher_of_an_empty_cell_has_an_open_end() -> None:
    result = fisher.fisher_exact(np.array([[0, 8], [5, 3]]))
    assert result.estimate == 0
    assert result.low == 0
    assert result.high < 1


def test_exact_rank_tests_are_used_where_r_uses_them() -> None:
    assert ranks.rank_sum(np.arange(5.0), np.arange(5.0) + 10.5).rule == "exact"
    assert ranks.rank_sum(np.arange(5.0), np.arange(5.0)).rule == "normal"  # ties
    assert ranks.signed_rank(np.array([1.0, 2, 3, -4.5])).rule == "exact"


def test_adjusted_p_values_by_hand_and_with_gaps() -> None:
    p = np.array([0.01, 0.04, 0.03, np.nan])
    assert holm(p)[:3] == pytest.approx([0.03, 0.06, 0.06])
    assert benjamini_hochberg(p)[:3] == pytest.approx([0.03, 0.04, 0.04])
    assert np.isnan(holm(p)[3])


def test_two_groups_by_anova_are_the_pooled_t_test() -> None:
    generator = np.random.default_rng(2)
    x, y = generator.normal(size=12), generator.normal(1, 1, 15)
    f, _ = groups.analysis_of_variance([x, y])
    assert groups.t_test(x, y, pooled=True).statistic ** 2 == pytest.approx(f.statistic)
    assert tables.cohen_kappa(np.diag([4, 5, 6])).estimate == pytest.approx(1)
    assert tables.cohen_kappa(np.full((2, 2), 25)).estimate == pytest.approx(0)


def test_indices_name_their_variant_and_treat_gaps_as_it_says() -> None:
    days = {group: np.array([7.0, 1, np.nan, 9]) for group in indices.FCS_WEIGHTS}
    kept = indices.food_consumption(days)
    assert kept.score[0] == 112
    assert np.isnan(kept.score[2:]).all()  # a gap, and nine days in a week
    assert kept.category.tolist() == [2, 0, -1, -1]
    zero = indices.food_consumption(days, (28, 42), missing_as_zero=True)
    assert zero.score[2] == 0
    assert "28/42" in zero.variant
    assert "missing as 0" in zero.variant
    answers = [np.array([10.0, 20, 9999, np.nan])]
    coping = indices.livelihood_coping(answers, [np.full(4, 10.0)], [np.array([10.0, 10, 10, 30])])
    assert coping.category.tolist() == [0, 1, 0, 3]


def test_the_conditional_odds_ratio_is_scipys() -> None:
    from scipy.stats.contingency import odds_ratio

    for counts in ([[8, 2], [1, 5]], [[30, 12], [14, 40]], [[3, 20], [15, 4]]):
        ours = fisher.fisher_exact(np.array(counts))
        theirs = odds_ratio(counts)
        low, high = theirs.confidence_interval(0.95)
        assert [ours.estimate, ours.low, ours.high] == pytest.approx([theirs.statistic, low, high], rel=1e-7)


def test_the_loadings_of_each_factor_add_up_to_something_positive() -> None:
    """The sign of a factor is free; R's factanal turns it the same way."""
    one = np.array([[-0.8], [-0.7], [0.1]])
    assert rotated(one, "none")[0].tolist() == [[0.8], [0.7], [-0.1]]
    draw = np.random.default_rng(5)
    for rotation in ("none", "varimax", "quartimin"):
        loadings = draw.normal(size=(7, 2)) - 0.5
        turned, between = rotated(loadings, rotation)
        assert (turned.sum(axis=0) >= 0).all()
        shared = np.eye(2) if between is None else between
        np.testing.assert_allclose(turned @ shared @ turned.T, loadings @ loadings.T, atol=1e-8)


def test_varimax_keeps_communalities_and_no_other_turn_is_better() -> None:
    draw = np.random.default_rng(3)
    loadings = draw.normal(size=(8, 3))
    turned, _ = rotated(loadings, "varimax")
    np.testing.assert_allclose((turned**2).sum(axis=1), (loadings**2).sum(axis=1))

    def criterion(x: np.ndarray) -> float:
        squares = x**2 / (x**2).sum(axis=1, keepdims=True)
        return float(squares.var(axis=0).sum())

    best = criterion(turned)
    for _ in range(50):
        turn, _ = np.linalg.qr(np.eye(3) + 0.05 * draw.normal(size=(3, 3)))
        assert criterion(turned @ turn) <= best + 1e-9


def test_counts_that_spread_like_a_poisson_have_no_negative_binomial() -> None:
    y = np.tile([2.0, 3.0, 2.0, 3.0], 10)
    with pytest.raises(Problem):
        negative_binomial(y, np.ones((40, 1)))
    draw = np.random.default_rng(4)
    wide = draw.negative_binomial(2, 0.3, 400).astype(float)
    found = negative_binomial(wide, np.ones((400, 1)))
    assert np.exp(found.coef[0]) == pytest.approx(wide.mean())
    from scipy.stats import nbinom

    def loglik(theta: float) -> float:
        return float(nbinom.logpmf(wide, theta, theta / (theta + wide.mean())).sum())

    assert loglik(found.theta) >= max(loglik(found.theta * 1.01), loglik(found.theta / 1.01))
    assert found.loglik == pytest.approx(loglik(found.theta))


def test_counted_successes_are_the_same_model_as_single_answers() -> None:
    """Rows of (successes of trials) against one row per trial: coefficients alike, likelihoods apart by the choices."""
    from scipy.special import gammaln

    dose = np.array([0.0, 1, 2, 3])
    yes, no = np.array([1.0, 4, 6, 9]), np.array([9.0, 7, 5, 2])
    trials = yes + no
    counted = generalised_linear(yes / trials, model_matrix([number("dose", dose)], 4), "binomial", trials)
    single = np.concatenate([np.repeat([1.0, 0.0], [int(y), int(n)]) for y, n in zip(yes, no, strict=True)])
    each = np.repeat(dose, trials.astype(int))
    one_by_one = generalised_linear(single, model_matrix([number("dose", each)], len(each)), "binomial")
    assert counted.coef == pytest.approx(one_by_one.coef)
    assert counted.se == pytest.approx(one_by_one.se)
    ways = (gammaln(trials + 1) - gammaln(yes + 1) - gammaln(no + 1)).sum()
    assert counted.loglik == pytest.approx(one_by_one.loglik + ways)
    assert counted.df == 2


def test_profile_intervals_end_where_a_likelihood_ratio_just_rejects() -> None:
    from scipy.stats import chi2

    draw = np.random.default_rng(9)
    x = draw.normal(size=60)
    y = (draw.uniform(size=60) < 1 / (1 + np.exp(-x))).astype(float)
    model = generalised_linear(y, model_matrix([number("x", x)], 60), "binomial")
    for end in model.profile()[1]:
        held = fit(np.ones((60, 1)), y, np.ones(60), family("binomial"), offset=end * x)
        assert held.deviance - model.deviance == pytest.approx(chi2.ppf(0.95, 1), rel=1e-6)


def test_an_index_does_not_make_something_of_nothing() -> None:
    nothing, nan = np.array([np.nan, 10.0, np.nan]), np.array([np.nan, np.nan, 20.0])
    coping = indices.livelihood_coping([nothing], [nan], [np.full(3, np.nan)])
    assert coping.category.tolist() == [-1, 0, 2]
    days = {"rice": np.array([np.nan, 9.0, 3.0])}
    assert np.isnan(indices.weighted_score(days, {"rice": 2.0}))[:2].all()
    as_zero = indices.weighted_score(days, {"rice": 2.0}, missing_as_zero=True)
    assert as_zero[0] == 0
    assert np.isnan(as_zero[1])
    assert as_zero[2] == 6


def test_conditional_independence_in_larger_tables_is_that_of_mantel_and_haenszel_in_small_ones() -> None:
    draw = np.random.default_rng(5)
    small = draw.integers(2, 20, (2, 2, 4)).astype(float)
    wide, usual = (
        stratified_tables.conditional_independence(small),
        stratified_tables.mantel_haenszel(small, correct=False),
    )
    assert wide.statistic == pytest.approx(usual.statistic)
    assert wide.p == pytest.approx(usual.p)
    # a single layer: (n − 1)/n times Pearson's X²
    layer = draw.integers(2, 20, (3, 4)).astype(float)
    n = layer.sum()
    single = stratified_tables.conditional_independence(layer[:, :, None])
    assert single.statistic == pytest.approx(tables.chi_square(layer, False).statistic * (n - 1) / n)
    assert single.df == (6,)
    turned = stratified_tables.conditional_independence(np.swapaxes(small[::-1], 0, 1))
    assert turned.statistic == pytest.approx(wide.statistic)


def test_each_cut_off_of_an_index_belongs_to_the_class_below() -> None:
    """WFP: poor 0–21, borderline 21.5–35 (28 and 42 where oil and sugar are daily); IPC: rCSI 3 and 18."""
    days = {"half": np.array([42.0, 43, 56, 57, 70, 71, 84, 85]) / 14}  # days a week whose scores are 21, 21.5, 28 …
    for cuts, expected in (((21, 35), [0, 1, 1, 1, 1, 2, 2, 2]), ((28, 42), [0, 0, 0, 1, 1, 1, 1, 2])):
        found = indices.food_consumption(days, cuts, weights={"half": 7.0})
        assert found.category.tolist() == expected
        assert f"{cuts[0]}/{cuts[1]}" in found.variant
    coping = indices.reduced_coping({"once": np.array([3.0, 4, 6, 6, np.nan])}, {"once": 1.0})
    assert coping.category.tolist() == [0, 1, 1, 1, -1]
    often = indices.reduced_coping({"a": np.array([6.0, 7]), "b": np.array([0.0, 0])}, {"a": 3.0, "b": 1.0})
    assert often.category.tolist() == [1, 2]  # 18 and 21
    assert "3/18" in coping.variant
