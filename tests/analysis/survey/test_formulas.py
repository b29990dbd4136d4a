# SPDX-License-Identifier: MIT
"""The solvers against their definitions: derivatives by differences, equations met, sets enumerated."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.survey import Design, calibrate, category, means, model_matrix, number, ordinal, rake
from analysis.survey.calibration.distance_functions import distance_named
from analysis.survey.estimates.intervals import profile_interval
from analysis.survey.estimates.multiple_testing import adjusted
from analysis.survey.estimates.quadratic_forms import upper_tail
from analysis.survey.models.cumulative_link import likelihood, link_named, maximum
from wording import Problem

LINKS = ("logit", "probit", "loglog", "cloglog", "cauchit")


@pytest.mark.parametrize("link", LINKS)
def test_scores_and_information_of_ordered_categories_are_the_derivatives(link: str) -> None:
    draw = np.random.default_rng(1)
    X, y, w = draw.normal(size=(40, 2)), draw.integers(0, 4, 40), draw.uniform(0.5, 2, 40)
    theta = np.array([0.3, -0.4, -1.0, 0.1, 1.2])
    _, scores, information = likelihood(theta, X, y, w, 4, link)
    for place, step in enumerate(1e-5 * np.eye(5)):
        ends = [likelihood(theta + sign * step, X, y, w, 4, link) for sign in (1, -1)]
        assert (ends[0][0] - ends[1][0]) / 2e-5 == pytest.approx(float(w @ scores[:, place]), rel=1e-6, abs=1e-7)
        curve = (w @ ends[1][1] - w @ ends[0][1]) / 2e-5
        np.testing.assert_allclose(curve, information[place], rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("link", LINKS)
def test_without_predictors_the_thresholds_are_the_quantiles_of_the_shares(link: str) -> None:
    y = np.repeat([0, 1, 2], [5, 3, 12])
    found = maximum(np.empty((20, 0)), y, np.ones(20), 3, link)
    np.testing.assert_allclose(link_named(link).cdf(found.theta), [0.25, 0.4], rtol=1e-10)
    assert found.converged


def test_ordered_categories_turned_round_change_the_signs() -> None:
    """Logit and probit are symmetric; log-log turned round is complementary log-log."""
    draw = np.random.default_rng(2)
    x = draw.normal(size=90)
    y = np.digitize(x + draw.logistic(size=90), [-1, 1])
    design = Design.build(90, clusters=np.arange(90) // 3)
    matrix = model_matrix([number("x", x)], 90, intercept=False)
    for link, turned in (("logit", "logit"), ("probit", "probit"), ("loglog", "cloglog")):
        one, other = ordinal(design, matrix, y, 3, link=link), ordinal(design, matrix, 2 - y, 3, link=turned)
        assert one.coef[0] == pytest.approx(-other.coef[0], rel=1e-8)
        assert one.se[0] == pytest.approx(other.se[0], rel=1e-8)


@pytest.mark.parametrize(
    ("name", "bounds"),
    [("linear", (0.2, 3.0)), ("raking", (0.3, 2.5)), ("logit", (0.4, 2.0)), ("raking", (-np.inf, np.inf))],
)
def test_a_distance_is_one_at_zero_and_its_integral_and_slope_fit(name: str, bounds: tuple[float, float]) -> None:
    kind = distance_named(name, bounds)
    assert kind.ratio(np.zeros(1))[0] == pytest.approx(1)
    assert kind.slope(np.zeros(1))[0] == pytest.approx(1)
    u, h = np.array([-2.3, -0.4, 0.0, 0.3, 1.9]), 1e-6
    np.testing.assert_allclose((kind.integral(u + h) - kind.integral(u - h)) / (2 * h), kind.ratio(u), rtol=1e-7)
    np.testing.assert_allclose((kind.ratio(u + h) - kind.ratio(u - h)) / (2 * h), kind.slope(u), atol=1e-6)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 1000))
def test_calibrated_weights_meet_the_totals_within_the_bounds(seed: int) -> None:
    draw = np.random.default_rng(seed)
    n = 80
    X = np.column_stack([np.ones(n), draw.integers(0, 2, n), draw.normal(50, 10, n)])
    design = Design.build(n, weights=draw.uniform(1, 5, n))
    totals = (design.weights * draw.uniform(0.8, 1.2, n)) @ X
    for distance, bounds in (
        ("linear", None),
        ("raking", None),
        ("linear", (0.3, 3)),
        ("logit", (0.3, 3)),
        ("raking", (0.3, 3)),
    ):
        made = calibrate(design, X, totals, distance, bounds)  # type: ignore[arg-type]
        np.testing.assert_allclose(made.weights @ X, totals, rtol=1e-8)
        ratio = made.weights / design.weights
        if bounds is not None:
            assert ratio.min() >= 0.3 - 1e-9
            assert ratio.max() <= 3 + 1e-9
        # an auxiliary's own total is known, so it has no variance left
        assert means(made, X[:, 2]).se[0, 0] == pytest.approx(0, abs=1e-7)


def test_totals_out_of_reach_are_said() -> None:
    design = Design.build(10, weights=np.ones(10))
    with pytest.raises(Problem):
        calibrate(design, np.ones((10, 1)), np.array([50.0]), "logit", (0.5, 2.0))
    with pytest.raises(Problem):
        calibrate(design, np.ones((10, 1)), np.array([50.0]), "linear", (0.5, 2.0))


def test_raking_by_weights_is_raking_by_fitting() -> None:
    """The exponential distance on the margins' indicators is raking (Deville and Särndal 1992, section 3)."""
    draw = np.random.default_rng(4)
    a, b = draw.integers(0, 3, 200), draw.integers(0, 2, 200)
    design = Design.build(200, weights=draw.uniform(1, 3, 200))
    wanted_a, wanted_b = np.array([150.0, 120, 130]), np.array([180.0, 220])
    X = np.column_stack([a[:, None] == np.arange(3), b == 1]).astype(float)
    by_distance = calibrate(design, X, np.append(wanted_a, wanted_b[1]), "raking")
    by_fitting = rake(design, [a, b], [wanted_a, wanted_b])
    np.testing.assert_allclose(by_distance.weights, by_fitting.weights, rtol=1e-7)


def test_the_likelihood_interval_of_a_simple_sample_is_the_binomial_one() -> None:
    """With the model's own variance and many degrees of freedom: where the deviance rises by χ² of one degree."""
    from scipy.stats import chi2

    n, p = 200, 0.3
    low, high = profile_interval(p, float(np.sqrt(p * (1 - p) / n)), 1e9, n, 0.95)
    for end in (low, high):
        fall = 2 * n * (p * np.log(p / end) + (1 - p) * np.log((1 - p) / (1 - end)))
        assert fall * (n - 1) / n == pytest.approx(chi2.ppf(0.95, 1), rel=1e-8)
    wide = profile_interval(p, 2 * float(np.sqrt(p * (1 - p) / n)), 1e9, n, 0.95)
    assert wide[0] < low
    assert wide[1] > high


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(0.2, 5), min_size=1, max_size=6), st.floats(0.01, 0.6))
def test_the_saddlepoint_is_near_the_exact_tail(weights: list[float], tail: float) -> None:
    a = np.array(weights)
    from scipy.stats import chi2

    x = float(a.mean() * chi2.isf(tail, len(a)))
    exact = upper_tail(x, a, method="integration")
    assert upper_tail(x, a) == pytest.approx(exact, rel=0.12)


def test_the_saddlepoint_is_smooth_at_the_mean() -> None:
    a = np.array([1.0, 2.0, 0.5])
    near = [upper_tail(float(a.sum()) + gap, a) for gap in (-1e-3, 0.0, 1e-3)]
    assert near[0] > near[1] > near[2]
    assert near[1] == pytest.approx((near[0] + near[2]) / 2, abs=1e-6)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=6))
def test_hommels_values_are_those_of_the_closed_test(p: list[float]) -> None:
    def simes(values: list[float]) -> float:
        ordered = np.sort(values)
        return float((len(ordered) * ordered / np.arange(1, len(ordered) + 1)).min())

    every = range(len(p))
    closed = [
        max(simes([p[j] for j in group]) for size in every for group in combinations(every, size + 1) if i in group)
        for i in every
    ]
    np.testing.assert_allclose(adjusted(np.array(p), "hommel"), closed)


def test_a_category_predictor_of_an_ordered_outcome_does_not_mind_its_reference() -> None:
    draw = np.random.default_rng(6)
    group, y = draw.integers(0, 3, 150), draw.integers(0, 3, 150)
    design = Design.build(150, clusters=np.arange(150) // 5)
    first, second = (
        ordinal(design, model_matrix([category("g", group, "abc", r)], 150, intercept=False), y, 3) for r in (0, 1)
    )
    assert first.coef[0] == pytest.approx(-second.coef[0], rel=1e-7)
    assert first.deviance == pytest.approx(second.deviance)
