# SPDX-License-Identifier: MIT
"""Equivalent ways give equal figures: replicates and linearisation, models and means, tests, rules and numpy's."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.survey import (
    Design,
    bootstrap,
    calibrate,
    category,
    chisq,
    contrast,
    glm,
    half_samples,
    jackknife,
    joint_means,
    joint_ratios,
    means,
    model_matrix,
    number,
    ordinal,
    post_stratify,
    proportions,
    quantiles,
    ranktest,
    ratios,
    replicate_means,
    replicate_totals,
    rescaled_bootstrap,
    totals,
    ttest,
    wald_test,
)
from analysis.survey.estimates.quantiles import RULES, SortedSample, quantile

LIGHT = settings(max_examples=15, deadline=None)
DRAW = np.random.default_rng(5)
N = 120
STRATUM = np.repeat([0, 1, 2], 40)
CLUSTER = np.arange(N) // 4
WEIGHT = DRAW.uniform(1, 4, N)
X = DRAW.normal(10, 3, N)
Z = DRAW.uniform(1, 2, N)
GROUP = DRAW.integers(0, 3, N)
YES = (DRAW.uniform(size=N) < 0.3 + 0.1 * GROUP).astype(float)
DESIGN = Design.build(N, weights=WEIGHT, strata=STRATUM, clusters=CLUSTER)
SIMPLE = Design.build(N)


def test_the_jackknife_of_a_simple_sample_is_the_textbook_error() -> None:
    result = replicate_means(jackknife(SIMPLE), X)
    assert result.se[0] == pytest.approx(X.std(ddof=1) / np.sqrt(N))
    assert result.df == N - 1
    with_fpc = Design.build(N, fpc=np.full(N, 400.0))
    expected = X.std(ddof=1) / np.sqrt(N) * np.sqrt(1 - N / 400)
    assert replicate_means(jackknife(with_fpc), X).se[0] == pytest.approx(expected)
    assert means(with_fpc, X).se[0, 0] == pytest.approx(expected)


def test_replicates_of_a_total_are_its_linearisation() -> None:
    linear = totals(DESIGN, X).se[0, 0]
    assert replicate_totals(jackknife(DESIGN), X).se[0] == pytest.approx(linear)
    pairs = Design.build(N, weights=WEIGHT, strata=np.arange(N) // 8, clusters=CLUSTER)
    for rho in (0.0, 0.3, 0.5):
        assert replicate_totals(half_samples(pairs, rho), X).se[0] == pytest.approx(totals(pairs, X).se[0, 0])


@pytest.mark.parametrize("kind", ["subbootstrap", "bootstrap"])
def test_the_bootstrap_comes_near_and_its_seed_is_kept(kind: str) -> None:
    made = bootstrap(DESIGN, 3000, seed=3, kind=kind)  # type: ignore[arg-type]
    assert made.seed == 3
    assert replicate_totals(made, X).se[0] == pytest.approx(totals(DESIGN, X).se[0, 0], rel=0.06)
    again = bootstrap(DESIGN, 3000, seed=3, kind=kind)  # type: ignore[arg-type]
    np.testing.assert_array_equal(made.replicate(17), again.replicate(17))


def test_a_domain_of_replicates_is_a_ratio_of_totals() -> None:
    made, member = jackknife(DESIGN), GROUP == 1
    mean = replicate_means(made, X, member)
    top, size = replicate_totals(made, X, member), replicate_totals(made, np.ones(N), member)
    np.testing.assert_allclose(mean.by_replicate, top.by_replicate / size.by_replicate)
    assert mean.estimate[0] == pytest.approx(means(DESIGN, X, np.where(member, 0, -1)).estimate[0, 0])


def test_post_strata_by_hand_and_by_calibration() -> None:
    """A simple sample post-stratified: n/(n−1) Σ w²(y − stratum mean)² (Särndal, Swensson and Wretman 1992, 7.6)."""
    counts = np.array([300.0, 500, 200])
    made = post_stratify(SIMPLE, GROUP, counts)
    sizes = np.bincount(GROUP)
    w = (counts / sizes)[GROUP]
    np.testing.assert_allclose(made.weights, w)
    within = X - (np.bincount(GROUP, weights=X) / sizes)[GROUP]
    by_hand = np.sqrt(N / (N - 1) * (w**2 * within**2).sum())
    assert totals(made, X).se[0, 0] == pytest.approx(by_hand)
    same = calibrate(SIMPLE, (GROUP[:, None] == np.arange(3)).astype(float), counts)
    np.testing.assert_allclose(same.weights, w)
    assert totals(same, X).se[0, 0] == pytest.approx(by_hand)
    assert proportions(made, GROUP, 3).se[0] == pytest.approx(np.zeros(3), abs=1e-9)
    moved = post_stratify(Design.build(N, clusters=CLUSTER), GROUP, counts)
    assert replicate_means(jackknife(moved), X).estimate[0] == pytest.approx(means(moved, X).estimate[0, 0])


def test_domains_and_quantiles_of_calibrated_weights_are_the_same_one_by_one() -> None:
    made = calibrate(DESIGN, np.column_stack([np.ones(N), Z]), np.array([310.0, 460.0]), "raking", (0.3, 3.0))
    for estimator in (means, totals):
        together = estimator(made, X, GROUP, domains=3)
        for place in range(3):
            alone = estimator(made, X, np.where(place == GROUP, 0, -1), domains=1)
            assert together.se[place, 0] == pytest.approx(alone.se[0, 0])
    q = quantiles(made, X, [0.25, 0.5], GROUP, domains=3)
    for place in range(3):
        alone = quantiles(made, X, [0.25, 0.5], np.where(place == GROUP, 0, -1), domains=1)
        np.testing.assert_allclose(q.se[place], alone.se[0])
        below = means(made, (q.estimate[place, 1] >= X).astype(float), np.where(place == GROUP, 0, -1), domains=1)
        assert q.deff[place, 1] == pytest.approx(below.deff[0, 0])


def test_a_difference_of_means_is_a_contrast_a_model_and_a_t_test() -> None:
    two = np.where(GROUP == 2, -1, GROUP)
    domain = np.where(two < 0, -1, 0)
    joint = joint_means(DESIGN, X, two, 2)
    by_contrast = contrast(joint.estimate, joint.vcov, np.array([-1.0, 1.0]), 20)
    model = glm(DESIGN, model_matrix([category("g", two, "ab")], N), X, domain=domain)
    test = ttest(DESIGN, X, two)
    for estimate, se in (
        (by_contrast.estimate[0], by_contrast.se[0]),
        (model.coef[1], model.se[1]),
        (test.estimate, test.se),
    ):
        assert estimate == pytest.approx(by_contrast.estimate[0])
        assert se == pytest.approx(by_contrast.se[0])
    wald = wald_test(model, "g")
    assert wald.statistic == pytest.approx(model.t[1] ** 2)
    assert wald.p == pytest.approx(model.p[1])


def test_ratios_by_domain_are_a_regression_through_nothing() -> None:
    by_domain = ratios(DESIGN, X, Z, GROUP, domains=3)
    joint = joint_ratios(DESIGN, X, Z, GROUP, 3)
    np.testing.assert_allclose(np.sqrt(np.diag(joint.vcov)), by_domain.se[:, 0])
    share = ratios(DESIGN, X * (GROUP == 1), Z * (GROUP == 1))
    assert share.estimate[0, 0] == pytest.approx(by_domain.estimate[1, 0])
    assert share.se[0, 0] == pytest.approx(by_domain.se[1, 0])


def test_rates_with_an_offset_are_ratios() -> None:
    """Events over exposure: exp of the intercept of a Poisson model with the log of exposure as offset."""
    events = DRAW.poisson(2 * Z).astype(float)
    model = glm(DESIGN, model_matrix([], N), events, "poisson", offset=np.log(Z))
    ratio = ratios(DESIGN, events, Z)
    assert np.exp(model.coef[0]) == pytest.approx(ratio.estimate[0, 0])
    assert model.se[0] == pytest.approx(ratio.se[0, 0] / ratio.estimate[0, 0])
    assert model.null_deviance == pytest.approx(model.deviance)


@pytest.mark.parametrize("family", ["binomial", "probit", "cloglog", "poisson", "quasibinomial", "quasipoisson"])
def test_a_saturated_model_gives_the_shares_of_groups(family: str) -> None:
    from analysis.survey.models.families import family as named

    model = glm(DESIGN, model_matrix([category("g", GROUP, "abc")], N), YES, family)
    shares = means(DESIGN, YES, GROUP, domains=3)
    eta = model.coef[0] + np.append(0.0, model.coef[1:])
    np.testing.assert_allclose(named(family).mean(eta), shares.estimate[:, 0], rtol=1e-8)
    se = model.se[0] * named(family).slope(eta[:1])[0]
    assert se == pytest.approx(shares.se[0, 0], rel=1e-6)


def test_two_ordered_answers_are_a_logistic_model() -> None:
    slopes = model_matrix([number("x", X)], N, intercept=False)
    ordered = ordinal(DESIGN, slopes, YES.astype(int), 2)
    logistic = glm(DESIGN, model_matrix([number("x", X)], N), YES, "binomial")
    assert ordered.coef[0] == pytest.approx(logistic.coef[1], rel=1e-7)
    assert ordered.coef[1] == pytest.approx(-logistic.coef[0], rel=1e-7)
    np.testing.assert_allclose(ordered.se, logistic.se[::-1], rtol=1e-6)


def test_rao_scott_of_a_simple_sample_is_pearsons() -> None:
    from scipy.stats import chi2_contingency

    counts = np.zeros((3, 2))
    np.add.at(counts, (GROUP, YES.astype(int)), 1)
    expected = chi2_contingency(counts, correction=False)
    ours = chisq(SIMPLE, GROUP, YES.astype(int), "Chisq")
    assert ours.statistic == pytest.approx(expected.statistic)
    assert ours.p == pytest.approx(expected.pvalue, rel=0.06)
    lincom, saddle = (chisq(DESIGN, GROUP, YES.astype(int), kind) for kind in ("lincom", "saddlepoint"))  # type: ignore[arg-type]
    assert saddle.p == pytest.approx(lincom.p, rel=0.12)


@pytest.mark.parametrize("test", ["wilcoxon", "vanderWaerden", "median", "KruskalWallis"])
@pytest.mark.parametrize("groups", [2, 3])
def test_ranks_do_not_mind_order_labels_or_split_rows(test: str, groups: int) -> None:
    y = np.round(X)  # many ties, with weights that differ
    group = GROUP % groups
    plain = ranktest(DESIGN, y, group, test)  # type: ignore[arg-type]
    order = DRAW.permutation(N)
    moved = Design.build(N, weights=WEIGHT[order], strata=STRATUM[order], clusters=CLUSTER[order])
    turned = ranktest(moved, y[order], groups - 1 - group[order], test)  # type: ignore[arg-type]
    assert turned.p == pytest.approx(plain.p)
    twice = np.append(np.arange(N), 0)
    weights = WEIGHT[twice]
    weights[[0, -1]] /= 2
    split = Design.build(N + 1, weights=weights, strata=STRATUM[twice], clusters=CLUSTER[twice])
    assert ranktest(split, y[twice], group[twice], test).p == pytest.approx(plain.p)  # type: ignore[arg-type]


def test_ranks_of_a_simple_sample_come_near_the_classical_tests() -> None:
    from scipy.stats import kruskal, mannwhitneyu

    draw = np.random.default_rng(8)
    y, group = draw.normal(size=400), draw.integers(0, 2, 400)
    y = y + 0.2 * group
    ours = ranktest(Design.build(400), y, group)
    assert ours.p == pytest.approx(mannwhitneyu(y[group == 0], y[group == 1]).pvalue, rel=0.05)
    three = draw.integers(0, 3, 400)
    ours = ranktest(Design.build(400), y, three, "KruskalWallis")
    assert ours.p == pytest.approx(kruskal(*(y[three == k] for k in range(3))).pvalue, rel=0.05)


_NUMPY = {
    "hf1": "inverted_cdf",
    "hf2": "averaged_inverted_cdf",
    "hf4": "interpolated_inverted_cdf",
    "hf5": "hazen",
    "hf6": "weibull",
    "hf7": "linear",
    "hf8": "median_unbiased",
    "hf9": "normal_unbiased",
}


@pytest.mark.slow
@LIGHT
@given(st.integers(3, 60), st.integers(0, 500), st.floats(0.08, 0.93))
def test_equal_weights_give_numpys_quantiles(n: int, seed: int, p: float) -> None:
    x = np.random.default_rng(seed).normal(size=n)
    sample = SortedSample.of(x, np.full(n, 2.5))
    if abs(p * n - round(p * n)) < 1e-6 or p * n < 1:
        return
    for rule, method in _NUMPY.items():
        assert quantile(sample, p, rule) == pytest.approx(float(np.quantile(x, p, method=method))), rule  # type: ignore[call-overload]


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_moves_with_the_values_and_keeps_the_range(rule: str) -> None:
    sample, moved = SortedSample.of(X, WEIGHT), SortedSample.of(3 * X - 7, WEIGHT)
    for p in (0.1, 0.5, 0.9):
        value = quantile(sample, p, rule)
        assert quantile(moved, p, rule) == pytest.approx(3 * value - 7)
        assert X.min() <= value <= X.max()


def test_the_rescaled_bootstrap_counts_both_stages_and_their_populations() -> None:
    """Against the two-stage linearisation with fpc, within the noise of 4,000 replicates."""
    draw = np.random.default_rng(21)
    stratum = np.repeat([0, 1], 60)
    cluster = np.arange(120) // 6
    fpc = np.column_stack([np.where(stratum == 0, 15.0, 40.0), np.full(120, 9.0)])
    household = np.arange(120)
    design = Design.build(120, strata=stratum, clusters=np.column_stack([cluster, household]), fpc=fpc)
    x = draw.normal(20, 4, 120) + draw.normal(0, 3, 20)[cluster]
    made = rescaled_bootstrap(design, 4000, seed=5)
    assert replicate_totals(made, x).se[0] == pytest.approx(totals(design, x).se[0, 0], rel=0.05)
    assert replicate_means(made, x).se[0] == pytest.approx(means(design, x).se[0, 0], rel=0.05)
    # without the second stage, or without populations, the figure is another
    assert (
        totals(Design.build(120, weights=design.weights, strata=stratum, clusters=cluster), x).se[0, 0]
        > 1.1 * totals(design, x).se[0, 0]
    )
    everyone = Design.build(120, strata=stratum, clusters=cluster, fpc=np.full(120, 10.0))
    assert replicate_totals(rescaled_bootstrap(everyone, 50), x).se[0] == pytest.approx(0, abs=1e-9)
    np.testing.assert_array_equal(made.replicate(3), rescaled_bootstrap(design, 4000, seed=5).replicate(3))
