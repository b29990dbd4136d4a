# SPDX-License-Identifier: MIT
"""Samples drawn with unequal probabilities: unbiased over every possible sample, equal ones as a simple sample."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from analysis.survey import Design, means, totals

N, n = 20, 6
P = np.full(n, n / N)
Y = np.array([3.0, 8, 1, 4, 9, 2])


@pytest.mark.parametrize("rule", ["brewer", "overton", "hartley-rao", "joint"])
@pytest.mark.parametrize("form", ["HT", "YG"])
def test_equal_probabilities_are_a_simple_random_sample(rule: str, form: str) -> None:
    together = np.full((n, n), n * (n - 1) / (N * (N - 1)))
    np.fill_diagonal(together, n / N)
    design = Design.build(n, probs=P, fpc=P, pps=rule, pps_form=form, joint=together)  # type: ignore[arg-type]
    simple = Design.build(n, fpc=np.full(n, float(N)))
    domain = np.array([0, 1, 0, 0, 1, 1])
    for estimator in (means, totals):
        for where in (None, domain):
            one, other = estimator(design, Y, where), estimator(simple, Y, where)
            np.testing.assert_allclose(one.estimate, other.estimate)
            np.testing.assert_allclose(one.se, other.se, rtol=1e-10)


@pytest.mark.parametrize("form", ["HT", "YG"])
def test_over_every_possible_sample_the_variance_is_estimated_without_bias(form: str) -> None:
    """A population of five from which pairs are drawn with probabilities that differ: expectation by enumeration."""
    draw = np.random.default_rng(3)
    y = np.array([4.0, 10, 3, 7, 12])
    pairs = list(combinations(range(5), 2))
    chance = draw.dirichlet(np.full(len(pairs), 3.0))
    joint = np.zeros((5, 5))
    for pair, probability in zip(pairs, chance, strict=True):
        joint[np.ix_(pair, pair)] += probability
    p = np.diag(joint)
    estimates, variances = [], []
    for pair in pairs:
        rows = np.array(pair)
        design = Design.build(
            2,
            probs=p[rows],
            fpc=p[rows],
            pps="joint",
            pps_form=form,
            joint=joint[np.ix_(rows, rows)],  # type: ignore[arg-type]
        )
        result = totals(design, y[rows])
        estimates.append(result.estimate[0, 0])
        variances.append(result.vcov[0, 0, 0])
    assert np.average(estimates, weights=chance) == pytest.approx(y.sum())
    spread = np.average((np.array(estimates) - y.sum()) ** 2, weights=chance)
    assert np.average(variances, weights=chance) == pytest.approx(spread)


@pytest.mark.parametrize("rule", ["brewer", "overton", "hartley-rao"])
def test_a_value_in_proportion_to_its_probability_has_no_sampling_error(rule: str) -> None:
    p = np.array([0.1, 0.3, 0.25, 0.6, 0.4, 0.35])
    design = Design.build(6, probs=p, fpc=p, pps=rule, pps_form="YG")  # type: ignore[arg-type]
    assert totals(design, 70 * p).se[0, 0] == pytest.approx(0, abs=1e-9)
    assert totals(design, Y).se[0, 0] > 0


def test_overtons_variance_by_hand() -> None:
    p, y = np.array([0.2, 0.5, 0.4]), np.array([3.0, 8, 5])
    design = Design.build(3, probs=p, fpc=p, pps="overton")
    by_hand = 0.0
    for i in range(3):
        for j in range(3):
            both = p[i] if i == j else 2 * p[i] * p[j] / (3 - (p[i] + p[j]) / 2)
            by_hand += (both - p[i] * p[j]) / both * y[i] / p[i] * y[j] / p[j]
    assert totals(design, y).vcov[0, 0, 0] == pytest.approx(by_hand)


def test_strata_of_unequal_probabilities_add_up() -> None:
    p = np.tile([0.1, 0.3, 0.25], 2)
    stratum = np.repeat([0, 1], 3)
    whole = totals(Design.build(6, probs=p, fpc=p, strata=stratum, pps="overton"), Y)
    parts = [totals(Design.build(3, probs=p[:3], fpc=p[:3], pps="overton"), Y[stratum == h]) for h in (0, 1)]
    assert whole.vcov[0, 0, 0] == pytest.approx(sum(part.vcov[0, 0, 0] for part in parts))
