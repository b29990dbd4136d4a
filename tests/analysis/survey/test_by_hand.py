# SPDX-License-Identifier: MIT
"""Figures worked out by hand or from textbook formulas, written out in numpy without the engine."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.records import SampleColumns
from analysis.survey import (
    Design,
    DesignProblem,
    bootstrap,
    calibrate,
    contrast,
    half_samples,
    jackknife,
    joint_means,
    kish_effect,
    margin_contrast,
    means,
    model_matrix,
    number,
    post_stratify,
    predictive_margins,
    proportions,
    rake,
    replicate_means,
    totals,
    trim,
)
from analysis.survey import glm as fit_glm
from analysis.survey.estimates.quadratic_forms import upper_tail
from analysis.survey.replicates.make_replicates import design_of_columns
from wording import Problem, render


def stratified_total_variance(y: np.ndarray, w: np.ndarray, stratum: np.ndarray, psu: np.ndarray) -> float:
    """Σ over strata of n/(n−1) Σ (PSU total − mean PSU total)²."""
    variance = 0.0
    for h in np.unique(stratum):
        sums = np.array([(w * y)[(stratum == h) & (psu == c)].sum() for c in np.unique(psu[stratum == h])])
        variance += len(sums) / (len(sums) - 1) * ((sums - sums.mean()) ** 2).sum()
    return variance


def test_members_inherit_the_design_of_their_household() -> None:
    """A members' table: each member carries the household's weight, stratum and cluster; households are no stage."""
    household = np.array([0, 0, 0, 1, 2, 2, 3, 3, 3, 3, 4, 5, 5, 6, 7, 7])
    stratum_of, cluster_of = np.array([0, 0, 0, 0, 1, 1, 1, 1]), np.array([0, 0, 1, 1, 2, 2, 3, 3])
    weight_of = np.array([10.0, 10, 12, 12, 30, 30, 25, 25])
    ill = np.array([1, 0, 1, 0, 0, 1, 1, 1, 0, 0, 1, 0, 0, 1, 0, 1.0])
    w, h, c = weight_of[household], stratum_of[household], cluster_of[household]
    columns = SampleColumns(weight=w, strata=h, clusters=c[:, None])
    result = proportions(design_of_columns(columns, len(ill)), ill.astype(int), 2, interval="wald")
    p = (w * ill).sum() / w.sum()
    se = np.sqrt(stratified_total_variance((ill - p) / w.sum(), w, h, c))
    assert result.estimate[0, 1] == pytest.approx(p, rel=1e-14)
    assert result.se[0, 1] == pytest.approx(se, rel=1e-13)
    assert result.n[0, 1] == 16
    assert result.df[0, 1] == 2
    assert result.high[0, 1] == pytest.approx(p + 4.302652729911275 * se)  # t(0.975, 2)


def test_one_member_drawn_counts_for_all_who_were_eligible() -> None:
    """A person drawn from m eligible members weighs m times the household's weight."""
    weight, eligible, answer = np.array([5.0, 5, 8, 8]), np.array([1, 3, 2, 4]), np.array([1.0, 0, 1, 1])
    design = Design.build(4, weights=weight * eligible)
    assert totals(design, np.ones(4)).estimate[0, 0] == pytest.approx(5 + 15 + 16 + 32)
    assert means(design, answer).estimate[0, 0] == pytest.approx((5 + 16 + 32) / 68)


def test_two_stages_with_fpc_add_up() -> None:
    y = np.array([2.0, 4, 7, 1, 3, 6])
    psu, ssu = np.array([0, 0, 0, 1, 1, 1]), np.arange(6)
    fpc = np.column_stack([np.full(6, 10.0), np.array([9.0, 9, 9, 12, 12, 12])])
    design = Design.build(6, clusters=np.column_stack([psu, ssu]), fpc=fpc)
    w = np.array([5 * 3, 5 * 3, 5 * 3, 5 * 4, 5 * 4, 5 * 4.0])
    assert design.weights == pytest.approx(w)
    sums = np.array([(w * y)[:3].sum(), (w * y)[3:].sum()])
    first = (1 - 2 / 10) * 2 * ((sums - sums.mean()) ** 2).sum()
    second = sum(
        2 / 10 * (1 - 3 / size) * 3 / 2 * (((w * y)[part] - (w * y)[part].mean()) ** 2).sum()
        for part, size in ((slice(0, 3), 9), (slice(3, 6), 12))
    )
    assert totals(design, y).se[0, 0] ** 2 == pytest.approx(first + second)


def test_rows_without_a_weight_are_outside_and_counted() -> None:
    design = Design.build(5, weights=[1.0, 2, np.nan, 1, 2], clusters=[0, 0, 1, 1, 2])
    result = means(design, np.array([1.0, 2, 1000, 3, 4]))
    assert result.estimate[0, 0] == pytest.approx((1 + 4 + 3 + 8) / 6)
    assert (design.dropped, result.dropped, int(result.n[0, 0])) == (1, 1, 4)


def test_the_jackknife_and_the_bootstrap_come_near_linearisation() -> None:
    generator = np.random.default_rng(4)
    n = 600
    psu = np.arange(n) // 15
    x = generator.normal(size=n) + generator.normal(size=40)[psu]
    design = Design.build(n, weights=generator.uniform(1, 2, n), strata=psu // 10, clusters=psu)
    se = means(design, x).se[0, 0]
    assert replicate_means(jackknife(design), x).se[0] == pytest.approx(se, rel=0.02)
    made = bootstrap(design, 2000, seed=9)
    assert replicate_means(made, x).se[0] == pytest.approx(se, rel=0.08)
    assert made.seed == 9
    again = bootstrap(design, 2000, seed=9)
    assert replicate_means(again, x).se[0] == replicate_means(made, x).se[0]
    # for a total, each PSU left out in turn gives linearisation's variance exactly
    from analysis.survey import replicate_totals

    assert replicate_totals(jackknife(design), x).se[0] == pytest.approx(totals(design, x).se[0, 0], rel=1e-10)


@pytest.mark.parametrize(("strata", "rho"), [(3, 0.0), (11, 0.0), (12, 0.3), (19, 0.0)])
def test_balanced_half_samples_give_the_variance_of_a_total_exactly(strata: int, rho: float) -> None:
    generator = np.random.default_rng(strata)
    psu = np.repeat(np.arange(2 * strata), 3)
    x = generator.normal(5, 2, len(psu))
    design = Design.build(len(psu), strata=psu // 2, clusters=psu)
    from analysis.survey import replicate_totals

    assert replicate_totals(half_samples(design, rho), x).se[0] == pytest.approx(totals(design, x).se[0, 0], rel=1e-10)


def test_calibrated_weights_meet_their_totals_and_use_residuals() -> None:
    generator = np.random.default_rng(8)
    n = 200
    region, size = generator.integers(0, 3, n), generator.normal(50, 10, n)
    design = Design.build(n, weights=np.full(n, 10.0))
    stratified = post_stratify(design, region, np.array([900.0, 600, 500]))
    assert np.bincount(region, weights=stratified.weights) == pytest.approx([900, 600, 500])
    indicator = (region[:, None] == np.arange(3)).astype(float)
    greg = calibrate(design, indicator, np.array([900.0, 600, 500]))
    assert greg.weights == pytest.approx(stratified.weights)
    assert means(greg, size).se == pytest.approx(means(stratified, size).se)
    # the calibrated variable itself has no sampling error left
    assert totals(greg, indicator).se[0] == pytest.approx(np.zeros(3), abs=1e-8)
    sex = generator.integers(0, 2, n)
    raked = rake(design, [region, sex], [np.array([900.0, 600, 500]), np.array([1100.0, 900])])
    assert np.bincount(sex, weights=raked.weights) == pytest.approx([1100, 900])
    bounded = calibrate(design, np.column_stack([np.ones(n), size]), np.array([2000.0, 101_000]), "logit", (0.5, 2))
    assert bounded.weights @ size == pytest.approx(101_000)
    assert bounded.weights.min() >= 5
    assert bounded.weights.max() <= 20


def test_a_calibrated_domain_is_the_residual_of_its_indicator() -> None:
    generator = np.random.default_rng(5)
    n = 120
    region, member, y = generator.integers(0, 3, n), generator.uniform(size=n) < 0.4, generator.normal(10, 2, n)
    design = post_stratify(Design.build(n, clusters=np.arange(n) // 4), region, np.array([500.0, 300, 200]))
    result = totals(design, y, np.where(member, 0, -1))
    zeros = totals(design, np.where(member, y, 0.0))
    assert result.se[0, 0] == pytest.approx(zeros.se[0, 0])


def test_trimming_keeps_the_sum() -> None:
    design = Design.build(6, weights=[1.0, 2, 3, 4, 5, 45])
    cut = trim(design, upper=20)
    assert cut.weights.sum() == pytest.approx(60)
    assert cut.weights.max() == pytest.approx(20)
    assert kish_effect(np.ones(5)) == pytest.approx(1)


def test_a_contrast_of_two_independent_domains_adds_variances() -> None:
    generator = np.random.default_rng(6)
    stratum = np.repeat([0, 1], 30)
    x = generator.normal(size=60)
    design = Design.build(60, strata=stratum)
    joint = joint_means(design, x, stratum, 2)
    result = contrast(joint.estimate, joint.vcov, np.array([1.0, -1]), 58)
    assert result.se[0] ** 2 == pytest.approx(x[:30].var(ddof=1) / 30 + x[30:].var(ddof=1) / 30)


def test_margins_of_a_saturated_model_are_the_shares() -> None:
    generator = np.random.default_rng(7)
    group = generator.integers(0, 2, 300).astype(float)
    y = (generator.uniform(size=300) < 0.3 + 0.2 * group).astype(float)
    design = Design.build(300, weights=generator.uniform(1, 3, 300), clusters=np.arange(300) // 6)
    matrix = model_matrix([number("v1", group)], 300)
    model = fit_glm(design, matrix, y, "binomial")
    settings = [np.column_stack([np.ones(300), np.full(300, value)]) for value in (0.0, 1.0)]
    margins = predictive_margins(model, settings)
    shares = means(design, y, group.astype(int), domains=2)
    assert margins.estimate == pytest.approx(shares.estimate[:, 0], rel=1e-9)
    assert margins.se == pytest.approx(shares.se[:, 0], rel=1e-8)
    assert margin_contrast(margins, 1, 0, ratio=True).estimate[0] == pytest.approx(
        shares.estimate[1, 0] / shares.estimate[0, 0]
    )


def test_tails_of_quadratic_forms_agree_with_known_distributions() -> None:
    from scipy.stats import chi2, f

    assert upper_tail(7.0, np.ones(3), method="integration") == pytest.approx(chi2.sf(7, 3), rel=1e-8)
    assert upper_tail(6.0, np.array([2.0]), 12, "integration") == pytest.approx(f.sf(3, 1, 12), rel=1e-8)
    assert upper_tail(7.0, np.ones(3), method="satterthwaite") == pytest.approx(chi2.sf(7, 3))
    assert upper_tail(9.0, np.array([2.0, 1, 0.5]), method="saddlepoint") == pytest.approx(
        upper_tail(9.0, np.array([2.0, 1, 0.5]), method="integration"), rel=0.02
    )


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(
    "columns",
    [
        {"weights": [1.0, -1, 2, 1]},
        {"weights": [0.0, 0, 0, 0]},
        {"weights": [1.0, np.inf, 1, 1]},
        {"weights": [1.0] * 4, "probs": [0.5] * 4},
        {"probs": [0.5, 2, 0.5, 0.5]},
        {"strata": [0, 0, 1, 1], "clusters": [0, 1, 1, 2], "nest": False},
        {"strata": [0, 0, 1, 1], "fpc": [10.0, 10, 1, 1]},
        {"fpc": [0.5, 0.5, 20, 20]},
        {"fpc": [np.nan, 5, 5, 5]},
        {"strata": [0.0, np.nan, 1, 1]},
    ],
)
def test_a_bad_design_is_a_plain_sentence(columns: dict, language: str) -> None:
    with pytest.raises(Problem) as raised:
        Design.build(4, **columns)
    assert len(render(raised.value.message, language)) > 30


def test_a_lonely_psu_fails_by_name_or_follows_its_rule() -> None:
    columns = {"strata": np.array([0, 0, 0, 0, 1, 1]), "clusters": np.array([0, 0, 1, 1, 2, 2])}
    x = np.array([1.0, 2, 4, 6, 9, 7])
    with pytest.raises(DesignProblem):
        means(Design.build(6, **columns), x)
    for rule in ("remove", "certainty", "adjust", "average"):
        result = means(Design.build(6, **columns, lonely=rule), x)
        assert np.isfinite(result.se[0, 0])
        assert result.lonely[0, 0] == 1
