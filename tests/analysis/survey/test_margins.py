# SPDX-License-Identifier: MIT
"""Predictive margins against Graubard and Korn's (1999, Biometrics 55: 652–659) formulas worked out another way."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from analysis.survey import (
    Design,
    category,
    glm,
    jackknife,
    margin_contrast,
    means,
    model_matrix,
    number,
    predictive_margins,
    replicate_statistic,
)
from analysis.survey.models.design_matrix import ModelMatrix
from analysis.survey.models.families import family as named
from analysis.survey.models.glm import FittedModel
from tests.conformance.cases import Data, build_design, read_data

N = 240
DRAW = np.random.default_rng(12)
CLUSTER, STRATUM = np.arange(N) // 4, np.repeat([0, 1, 2], 80)
WEIGHT = DRAW.uniform(1, 4, N)
AGE, GROUP = DRAW.normal(30, 10, N), DRAW.integers(0, 3, N)
ETA = -1 + 0.03 * (AGE - 30) + np.array([0.0, 0.5, -0.4])[GROUP]
YES = (DRAW.uniform(size=N) < 1 / (1 + np.exp(-ETA))).astype(float)
DESIGN = Design.build(N, weights=WEIGHT, strata=STRATUM, clusters=CLUSTER)

# by E, H, M
R_MARGINS = [0.75303254997394631, 0.32225462202000299, 0.47759017859054459]
R_OF_COEFFICIENTS = [1.8619058537691358e-03, 4.6479474954779906e-03, 4.7066224134660129e-03]
R_OF_SAMPLE = [3.6266870577074875e-06, 4.8608313868952921e-06, 6.4064017838658036e-06]


@pytest.fixture
def kept_schools() -> Data:
    """The stratified sample of Californian schools (see tests/expected/README.md)."""
    place = Path(__file__).resolve().parents[2] / "expected" / "survey" / "data" / "apistrat.csv"
    return read_data(place, {"stype": ("E", "H", "M")})


def _matrix(group: np.ndarray) -> np.ndarray:
    return model_matrix([number("age", AGE), category("g", group, "abc")], N).X


SETTINGS = [_matrix(np.full(N, place)) for place in range(3)]


def _fitted(design: Design, family: str) -> FittedModel:
    return glm(design, model_matrix([number("age", AGE), category("g", GROUP, "abc")], N), YES, family)


def _by_coefficients(beta: np.ndarray, family: str, weights: np.ndarray) -> np.ndarray:
    return np.array([weights @ named(family).mean(X @ beta) / weights.sum() for X in SETTINGS])


@pytest.mark.parametrize("family", ["binomial", "probit", "quasipoisson"])
def test_with_the_sample_as_fixed_the_error_is_the_delta_method(family: str) -> None:
    """g'Vg with the gradient taken by differences."""
    model = _fitted(DESIGN, family)
    margins = predictive_margins(model, SETTINGS, over_sample=False)
    np.testing.assert_allclose(margins.estimate, _by_coefficients(model.coef, family, WEIGHT))
    steps = 1e-6 * np.eye(len(model.coef))
    moved = [
        (_by_coefficients(model.coef + s, family, WEIGHT) - _by_coefficients(model.coef - s, family, WEIGHT)) / 2e-6
        for s in steps
    ]
    gradient = np.array(moved).T
    np.testing.assert_allclose(margins.vcov, gradient @ model.vcov @ gradient.T, rtol=1e-5)


@pytest.mark.slow
@pytest.mark.parametrize("family", ["binomial", "quasipoisson"])
def test_with_the_sample_as_random_the_error_is_that_of_refitting_replicates(family: str) -> None:
    """The whole of it, model and average, done again without each cluster in turn."""

    def refitted(weights: np.ndarray) -> np.ndarray:
        model = _fitted(Design.build(N, weights=weights, strata=STRATUM, clusters=CLUSTER), family)
        return _by_coefficients(model.coef, family, weights)

    margins = predictive_margins(_fitted(DESIGN, family), SETTINGS)
    by_replicates = replicate_statistic(jackknife(DESIGN), refitted)
    np.testing.assert_allclose(margins.se, by_replicates.se, rtol=0.04)
    ratio = margin_contrast(margins, 1, 0, ratio=True)
    ratios = by_replicates.by_replicate[:, 1] / by_replicates.by_replicate[:, 0]
    n = 20  # clusters in each stratum
    spread = sum(((n - 1) / n * (part - part.mean()) ** 2).sum() for part in np.split(ratios, 3))
    assert ratio.se[0] == pytest.approx(np.sqrt(spread), rel=0.05)


def test_margins_of_a_model_of_groups_alone_are_their_means_with_their_errors() -> None:
    model = glm(DESIGN, model_matrix([category("g", GROUP, "abc")], N), YES, "binomial")
    settings = [model_matrix([category("g", np.full(N, place), "abc")], N).X for place in range(3)]
    margins = predictive_margins(model, settings)
    groups = means(DESIGN, YES, GROUP, domains=3)
    np.testing.assert_allclose(margins.estimate, groups.estimate[:, 0])
    np.testing.assert_allclose(margins.se, groups.se[:, 0])
    np.testing.assert_allclose(margins.low, margins.estimate - (margins.high - margins.estimate))


def test_margins_of_a_linear_model_by_graubard_and_korns_influence() -> None:
    """Row by row: gradient times the coefficient's influence, plus what the row adds to the average."""
    model = glm(DESIGN, model_matrix([number("age", AGE), category("g", GROUP, "abc")], N), AGE + YES)
    margins = predictive_margins(model, SETTINGS)
    X, y = _matrix(GROUP), AGE + YES
    inverse = np.linalg.inv((X * WEIGHT[:, None]).T @ X)
    scores = (X * (WEIGHT * (y - X @ model.coef))[:, None]) @ inverse
    share = WEIGHT / WEIGHT.sum()
    for place, setting in enumerate(SETTINGS):
        predicted = setting @ model.coef
        influence = scores @ (share @ setting) + share * (predicted - share @ predicted)
        by_cluster = np.bincount(CLUSTER, weights=influence).reshape(3, 20)
        variance = (20 / 19 * (by_cluster - by_cluster.mean(axis=1, keepdims=True)) ** 2).sum()
        assert margins.se[place] == pytest.approx(np.sqrt(variance))


def test_the_parts_are_those_of_r(kept_schools: Data) -> None:
    """R survey 4.4-2: svypredmeans(svyglm(I(comp.imp == "Yes") ~ meals, family = quasibinomial), ~stype).

    R adds the coefficients' part and the sample's part of the covariance, each of which is ours.
    """
    improved = (kept_schools.columns["comp.imp"] == "Yes").astype(float)
    meals, level = kept_schools.numbers("meals")[:, 0], kept_schools.codes("stype")
    stratified = build_design(kept_schools, {"strata": "stype", "weights": "pw", "fpc": "fpc"})

    def matrix(codes: np.ndarray) -> ModelMatrix:
        terms = [number("m", meals), category("s", codes, kept_schools.labels("stype"))]
        return model_matrix(terms, len(improved))

    model = glm(stratified, matrix(level), improved, "binomial")
    settings = [matrix(np.full(len(level), place)).X for place in range(3)]
    margins = predictive_margins(model, settings, over_sample=False)
    of_sample = means(stratified, np.column_stack([named("binomial").mean(X @ model.coef) for X in settings]))
    np.testing.assert_allclose(margins.estimate, R_MARGINS, rtol=1e-9)
    np.testing.assert_allclose(np.diag(margins.vcov), R_OF_COEFFICIENTS, rtol=1e-8)
    np.testing.assert_allclose(np.diag(of_sample.vcov[0]), R_OF_SAMPLE, rtol=1e-8)
