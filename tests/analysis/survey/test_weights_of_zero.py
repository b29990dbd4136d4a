# SPDX-License-Identifier: MIT
"""Rows of weight zero, missing values and ties in tests, models and quantiles: figures of R 4.5.0 and survey 4.4-2."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.survey import Design, chisq, glm, model_matrix, number, quantiles
from analysis.survey.design.replicate_weights import given_replicates
from analysis.survey.replicate_estimates import replicate_means

# s <- data.frame(id=1:12, h=rep(1:2,each=6), c=rep(1:6,each=2), y=…, x=…, a=…, b=…, w=…)
STRATUM, CLUSTER = np.repeat([1, 2], 6), np.repeat(np.arange(1, 7), 2)
Y = np.array([3.1, 4, 2.2, 5.7, 6.1, 4.4, 7.3, 2.9, 5, 3.3, 8.1, 6.6])
X = np.array([1.0, 2, 1, 3, 4, 2, 5, 1, 3, 2, 6, 4])
A = np.array([1, 1, 2, 2, 1, 2, 1, 2, 2, 1, 1, 2]) - 1
B = np.array([1, 2, 1, 2, 1, 1, 1, 2, 2, 2, 1, 2]) - 1
W = np.array([0, 0, 1, 2, 1.5, 1, 2, 3, 1, 1, 2, 0])


def sample(weights: np.ndarray = W) -> Design:
    return Design.build(12, weights=weights, strata=STRATUM, clusters=CLUSTER)


def test_the_dispersion_of_a_model_counts_rows_of_weight_zero_as_r_does() -> None:
    # d <- svydesign(~c, strata=~h, weights=~w, data=s, nest=TRUE); summary(svyglm(y~x, d))$dispersion
    model = glm(sample(), model_matrix([number("x", X)], 12), Y)
    assert model.dispersion == pytest.approx(0.157897666185919, rel=1e-12)


def test_clusters_of_weight_zero_count_in_the_degrees_of_freedom_of_a_table() -> None:
    # svychisq(~a+b, d): F = 4.06198049825249, ndf = 1, ddf = 4, p-value = 0.114089654439187
    result = chisq(sample(), A, B)
    found = [result.statistic, result.df, result.ddf, result.p]
    assert found == pytest.approx([4.06198049825249, 1, 4, 0.114089654439187], rel=1e-12)


@pytest.mark.parametrize(
    ("weights", "share", "by_rule"),
    [
        # svyquantile(~x, svydesign(~1, weights=~w, data=data.frame(x=1:n*10, w)), p, qrule=…, ci=FALSE)
        (1.3 * np.array([3, 2, 3, 1, 1]), 0.9, {"math": 40, "hf2": 45}),
        (1.4 * np.array([1, 3, 3, 3]), 0.7, {"math": 30, "hf2": 35}),
    ],
)
def test_a_share_reached_but_for_rounding_is_reached(
    weights: np.ndarray, share: float, by_rule: dict[str, float]
) -> None:
    n = len(weights)
    design = Design.build(n, weights=weights)
    for rule, expected in by_rule.items():
        result = quantiles(design, 10.0 * np.arange(1, n + 1), [share], rule=rule)
        assert float(np.ravel(result.estimate)[0]) == expected


def test_a_replicate_without_rows_of_a_group_is_left_out_of_its_variance() -> None:
    # by hand: replicate means 1.5, (none), 2.5 about their mean 2: 0.5 * (0.25 + 0.25)
    replicates = given_replicates(np.ones(3), np.array([[3.0, 0, 1], [1.0, 0, 3], [0.0, 3, 0]]), "other", 0.5)
    result = replicate_means(replicates, np.array([1.0, 3, 9]), np.array([True, True, False]))
    assert result.se[0] == pytest.approx(0.5, rel=1e-12)
