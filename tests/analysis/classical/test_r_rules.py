# SPDX-License-Identifier: MIT
"""Rules of R's classical tests at their edges: each figure is R 4.5.0's, beside the call that gave it."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.classical import (
    correlation,
    fisher,
    group_spreads,
    groups,
    power,
    ranks,
    reliability,
    stratified_tables,
    tables,
)
from analysis.classical.models import GlmSummary, generalised_linear
from analysis.survey import model_matrix, number

X = np.array([-0.96, -0.29, 0.26, -1.15, 0.20, 0.03, 0.09, 1.12, -1.22, 1.27, -0.74, -1.13])
Y = np.array([-1.19, 1.05, 0.30, 0.23, -3.05, -1.97, 3.59, -0.52, -0.51, -4.09, 0.13, -3.87])


def test_a_negative_rank_correlation_has_its_own_tail() -> None:
    # cor.test(X, Y, method="spearman"): S = 328, p = 0.651073351116621
    # cor.test(X, Y, method="spearman", exact=FALSE): p = 0.648795709784666
    found = correlation.spearman(X, Y)
    assert (found.statistic, found.p) == (pytest.approx(328), pytest.approx(0.651073351116621, rel=1e-10))
    assert correlation.spearman(X, Y, exact=False).p == pytest.approx(0.648795709784666, rel=1e-10)


def test_kendall_without_ties_by_the_normal_approximation() -> None:
    # cor.test(X, Y, method="kendall", exact=FALSE): z = -0.411435288794245, p = 0.680753382417063
    found = correlation.kendall(X, Y, exact=False)
    assert (found.statistic, found.p) == (
        pytest.approx(-0.411435288794245, rel=1e-10),
        pytest.approx(0.680753382417063, rel=1e-10),
    )


def test_a_perfect_correlation_is_endless() -> None:
    # cor.test(1:12, 2*(1:12)+1): t = Inf, p = 0, interval 1 to 1
    found = correlation.pearson(np.arange(12.0), 2 * np.arange(12.0) + 1)
    assert (found.statistic, found.p, found.low, found.high) == (np.inf, 0, 1, 1)
    assert np.isnan(correlation.pearson(X, np.ones(12)).estimate)


def test_layers_nearer_than_a_half_are_not_corrected() -> None:
    # mantelhaen.test(array(c(5,4,4,4,4,4,4,4), c(2,2,2))): X² = 0.0253057781526782 with and without correct=TRUE
    counts = np.array([[[5, 4], [4, 4]], [[4, 4], [4, 4]]])
    for correct in (True, False):
        assert stratified_tables.mantel_haenszel(counts, correct).statistic == pytest.approx(
            0.0253057781526782, rel=1e-10
        )
    # mantelhaen.test(array(c(5,4,3,2,2,3,4,1), c(2,2,2))): X² = 0.27289219073946; correct=FALSE: 0.86247408431237
    wide = np.array([[[5, 2], [3, 4]], [[4, 3], [2, 1]]])
    assert stratified_tables.mantel_haenszel(wide).statistic == pytest.approx(0.27289219073946)
    assert stratified_tables.mantel_haenszel(wide, correct=False).statistic == pytest.approx(0.86247408431237)


def test_layers_without_a_second_column_say_nothing() -> None:
    # mantelhaen.test(array(c(5,0,3,0,2,0,4,0), c(2,2,2))): NaN throughout
    found = stratified_tables.mantel_haenszel(np.array([[[5, 2], [3, 4]], [[0, 0], [0, 0]]]))
    assert np.isnan([found.statistic, found.p, found.estimate, found.low]).all()


def test_an_empty_row_leaves_the_odds_open() -> None:
    # fisher.test(matrix(c(0,0,4,6), 2, byrow=TRUE)): p = 1, odds ratio 0, interval 0 to Inf
    found = fisher.fisher_exact(np.array([[0, 0], [4, 6]]))
    assert (found.p, found.estimate, found.low, found.high) == (1, 0, 0, np.inf)


def test_pairs_never_exchanged_have_no_symmetry_test() -> None:
    # mcnemar.test(diag(c(7, 7))): NaN
    assert np.isnan(tables.mcnemar(np.diag([7, 7])).statistic)


def test_the_difference_that_a_size_tells_apart() -> None:
    # power.t.test(n=20, power=.8, sd=1)$delta; power.prop.test(n=100, power=.8, p1=.3)$p2 (both stop within 1e-4)
    gap = power.least_effect(lambda gap: power.power_for_means(20, gap, 1.0), 0.8, 1e3)
    assert gap == pytest.approx(0.90913057, rel=2e-4)
    assert power.power_for_means(20, gap, 1.0) == pytest.approx(0.8)
    share = power.least_effect(lambda gap: power.power_for_shares(100, 0.3, 0.3 + gap), 0.8, 0.7)
    assert 0.3 + share == pytest.approx(0.49265643, rel=2e-4)
    assert np.isnan(power.least_effect(lambda gap: power.power_for_shares(3, 0.9, 0.9 + gap), 0.99, 0.1))


def test_a_single_item_has_no_alpha() -> None:
    # k/(k-1)*(1-sum(diag(S))/sum(S)) with k = 1: NaN, so that of two items neither has an alpha without the other
    assert np.isnan(reliability.alpha_if_dropped(np.array([[1.0, 0.5], [0.5, 1.0]]))).all()


LONG = np.array([1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30])
SHORT = np.array([0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.07])


def test_distributions_with_equal_values_have_an_exact_test() -> None:
    # ks.test(c(1,2,2,3,5), c(2,3,3,4,6,7)): D = 0.433333333333333, p = 0.467532467532467
    tied = group_spreads.kolmogorov_smirnov(np.array([1.0, 2, 2, 3, 5]), np.array([2.0, 3, 3, 4, 6, 7]), exact=True)
    assert (tied.statistic, tied.p) == (pytest.approx(0.433333333333333), pytest.approx(0.467532467532467))
    # ks.test(c(.1,.5,.9,1.4), c(.2,.6,1.1,2,3)): D = 0.4, p = 0.746031746031746
    plain = group_spreads.kolmogorov_smirnov(
        np.array([0.1, 0.5, 0.9, 1.4]), np.array([0.2, 0.6, 1.1, 2, 3]), exact=True
    )
    assert (plain.statistic, plain.p) == (pytest.approx(0.4), pytest.approx(0.746031746031746))


def test_a_shift_without_ties_has_an_exact_interval() -> None:
    # wilcox.test(LONG, SHORT, conf.int=TRUE): estimate 0.702, interval -0.098 to 1.233
    found = ranks.exact_shift(LONG, SHORT)
    assert [found.estimate, found.low, found.high] == pytest.approx([0.702, -0.098, 1.233])
    # wilcox.test(LONG[1:2], SHORT[1:3], conf.int=TRUE): estimate 0.427, interval -0.378 to 1.232 (all there are)
    few = ranks.exact_shift(LONG[:2], SHORT[:3])
    assert [few.estimate, few.low, few.high] == pytest.approx([0.427, -0.378, 1.232])


def test_a_single_row_can_be_compared_by_the_other_groups_spread() -> None:
    # t.test(c(1.5), SHORT, var.equal=TRUE): t = 0.791312979630144, df = 6, p = 0.458891215281202
    found = groups.t_test(np.array([1.5]), SHORT, pooled=True)
    assert (found.statistic, found.df, found.p) == (
        pytest.approx(0.791312979630144), (6,), pytest.approx(0.458891215281202),
    )  # fmt: skip
    assert np.isnan(groups.t_test(np.array([1.5]), SHORT).p)


def test_variance_is_analysed_where_a_group_has_a_single_row() -> None:
    # By hand of 1 | 2, 4 | 6, 8, 10: between 305/6 on 2, within 10 on 3; p of F on 2 and ν is (1 + 2F/ν)^(−ν/2)
    parts = [np.array([1.0]), np.array([2.0, 4]), np.array([6.0, 8, 10])]
    found, squares = groups.analysis_of_variance(parts)
    assert (found.statistic, found.df) == (pytest.approx(7.625), (2, 3))
    assert found.p == pytest.approx((1 + 2 * 7.625 / 3) ** -1.5)
    assert squares == (pytest.approx(305 / 6), pytest.approx(10))
    pooled = groups.pairwise_t(parts)  # on the spread of all groups: t = 2/√(10/3 · 3/2) = 2/√5 for the first pair
    t = 0.8**0.5  # p of t on 3 is 1 − 2/π·(arctan(t/√3) + t√3/(3 + t²))
    assert pooled[1, 0] == pytest.approx(1 - 2 / np.pi * (np.arctan(t / 3**0.5) + t * 3**0.5 / 3.8))
    assert [one.estimate for one in groups.tukey(parts)] == pytest.approx([2, 7, 5])
    assert np.isfinite([one.p for one in groups.tukey(parts)]).all()
    assert np.isnan(groups.analysis_of_variance(parts[:1])[0].p)
    even = [np.array([1.0, 1]), np.array([2.0])]
    assert groups.analysis_of_variance(even)[0].statistic == np.inf
    assert np.isnan(groups.tukey(even)[0].p)


def test_two_columns_of_blocks_are_the_sign_test() -> None:
    # friedman.test(cbind(c(1,2,3,4,5), c(2,3,4,5,4))): chi-squared = 1.8 (four against one: 9/5)
    found = ranks.friedman(np.array([[1.0, 2], [2, 3], [3, 4], [4, 5], [5, 4]]))
    assert (found.statistic, found.estimate) == (pytest.approx(1.8), pytest.approx(0.36))


def test_tukey_of_two_small_groups_is_the_pooled_t_test() -> None:
    (found,) = groups.tukey([LONG[:3], SHORT[:3]])
    assert found.p == pytest.approx(groups.t_test(LONG[:3], SHORT[:3], pooled=True).p, rel=1e-7)


def _logistic(X: np.ndarray, y: np.ndarray) -> GlmSummary:
    terms = [number(f"x{place}", column) for place, column in enumerate(X.T)]
    return generalised_linear(y, model_matrix(terms, len(y)), "binomial")


def test_a_profile_interval_is_found_far_from_the_estimate() -> None:
    # m <- glm(am ~ wt + hp, binomial, mtcars); confint(profile(m, del=.02, maxsteps=2000)): wt -17.20713 to -3.76954
    weight = "2.62 2.875 2.32 3.215 3.44 3.46 3.57 3.19 3.15 3.44 3.44 4.07 3.73 3.78 5.25 5.424 "
    weight += "5.345 2.2 1.615 1.835 2.465 3.52 3.435 3.84 3.845 1.935 2.14 1.513 3.17 2.77 3.57 2.78"
    power_of = "110 110 93 110 175 105 245 62 95 123 123 180 180 180 205 215 230 66 52 65 97 150 150 245 "
    power_of += "175 66 91 113 264 175 335 109"
    manual = np.repeat([1.0, 0.0, 1.0, 0.0, 1.0], [3, 14, 3, 5, 7])
    ends = _logistic(np.column_stack([weight.split(), power_of.split()]).astype(float), manual).profile()[1]
    assert ends.tolist() == pytest.approx([-17.20713, -3.76954], rel=1e-4)


def test_offsets_redundant_columns_and_quasi_families() -> None:
    # d <- data.frame(y=c(2,3,6,7,8,9,10,12), x=1:8, t=c(1,1,2,2,2,3,3,4))
    # summary(glm(y ~ x + offset(log(t)), quasipoisson, d, epsilon=1e-14)): coefficients, errors, null deviance
    y, x, t = np.array([2.0, 3, 6, 7, 8, 9, 10, 12]), np.arange(1.0, 9), np.array([1.0, 1, 2, 2, 2, 3, 3, 4])
    matrix = model_matrix([number("x", x), number("again", 2 * x)], 8)
    found = generalised_linear(y, matrix, "quasipoisson", offset=np.log(t))
    assert found.kept.tolist() == [0, 1]
    assert [*found.coef, *found.se, found.null_deviance] == pytest.approx(
        [1.07518300199, 0.01415024657, 0.15232073489, 0.02579936818, 1.08270933272], rel=1e-7
    )
    assert found.without("again").df == (0,)
    assert np.isnan(found.loglik)
