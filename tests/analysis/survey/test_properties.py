# SPDX-License-Identifier: MIT
"""Properties for any data: order, labels, split rows and equal weights change nothing; domains keep the design."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from analysis.survey import Design, chisq, glm, means, model_matrix, number, proportions, quantiles, ratios, totals

LIGHT = settings(max_examples=25, deadline=None)


@dataclass(frozen=True)
class Drawn:
    stratum: np.ndarray
    cluster: np.ndarray
    weight: np.ndarray
    x: np.ndarray
    category: np.ndarray
    domain: np.ndarray

    @property
    def n(self) -> int:
        return len(self.x)

    def design(self, order: np.ndarray | None = None, **changes: object) -> Design:
        order = np.arange(self.n) if order is None else order
        columns = {"weights": self.weight, "strata": self.stratum, "clusters": self.cluster}
        return Design.build(len(order), **{k: v[order] for k, v in columns.items()}, lonely="adjust", **changes)


@st.composite
def samples(draw: st.DrawFn) -> Drawn:
    seed = draw(st.integers(0, 10_000))
    strata, clusters, people = draw(st.integers(1, 4)), draw(st.integers(2, 5)), draw(st.integers(2, 6))
    generator = np.random.default_rng(seed)
    n = strata * clusters * people
    cluster = np.arange(n) // people
    x = generator.normal(10, 3, n) + generator.normal(0, 1, strata * clusters)[cluster]
    x[generator.uniform(size=n) < 0.1] = np.nan
    category = generator.integers(-1, 3, n)
    return Drawn(cluster // clusters, cluster, generator.uniform(0.5, 4, n), x, category, generator.integers(0, 3, n))


@LIGHT
@given(samples())
def test_equal_weights_are_no_weights(data: Drawn) -> None:
    equal = Design.build(data.n, weights=np.full(data.n, 7.5))
    plain = Design.build(data.n)
    x = data.x[~np.isnan(data.x)]
    for design in (equal, plain):
        result = means(design, data.x)
        assert result.estimate[0, 0] == pytest.approx(x.mean())
        # equal weights without clusters: the textbook standard error, of the whole sample's rows
        residual = np.where(np.isnan(data.x), 0.0, data.x - x.mean()) / len(x)
        expected = np.sqrt(data.n / (data.n - 1) * (residual**2).sum())
        assert result.se[0, 0] == pytest.approx(expected)


@LIGHT
@given(samples(), st.integers(0, 1000))
def test_the_order_of_rows_and_the_names_of_labels_change_nothing(data: Drawn, seed: int) -> None:
    order = np.random.default_rng(seed).permutation(data.n)
    names = np.array([f"site {code * 7 % 100:03d}/{code}" for code in range(data.cluster.max() + 1)])
    plain = means(data.design(), data.x, data.domain, domains=3)
    renamed = Design.build(
        data.n,
        weights=data.weight[order],
        strata=np.array(["z", "a", "m", "b"])[data.stratum[order]],
        clusters=names[data.cluster[order]],
        lonely="adjust",
    )
    moved = means(renamed, data.x[order], data.domain[order], domains=3)
    for part in ("estimate", "se", "df", "n", "deff"):
        np.testing.assert_allclose(getattr(moved, part), getattr(plain, part), rtol=1e-9)


@LIGHT
@given(samples())
def test_a_row_split_in_two_with_half_the_weight_changes_nothing(data: Drawn) -> None:
    order = np.concatenate([np.arange(data.n), [0]])
    weight = data.weight[order]
    weight[0] = weight[-1] = data.weight[0] / 2
    split = Design.build(
        len(order), weights=weight, strata=data.stratum[order], clusters=data.cluster[order], lonely="adjust"
    )
    for estimator in (means, totals):
        whole, halves = estimator(data.design(), data.x), estimator(split, data.x[order])
        np.testing.assert_allclose(halves.estimate, whole.estimate, rtol=1e-9)
        np.testing.assert_allclose(halves.se, whole.se, rtol=1e-9)
    whole, halves = proportions(data.design(), data.category, 3), proportions(split, data.category[order], 3)
    np.testing.assert_allclose(halves.se, whole.se, rtol=1e-8, atol=1e-12)


@LIGHT
@given(samples())
def test_domains_at_once_are_domains_one_by_one_and_shares_add_to_one(data: Drawn) -> None:
    design = data.design()
    together = proportions(design, data.category, 3, data.domain, domains=3)
    for domain in range(3):
        alone = proportions(design, data.category, 3, np.where(data.domain == domain, 0, -1), domains=1)
        np.testing.assert_allclose(together.estimate[domain], alone.estimate[0], rtol=1e-9)
        np.testing.assert_allclose(together.se[domain], alone.se[0], rtol=1e-7, atol=1e-12)
        inside = (data.domain == domain) & (data.category >= 0)
        assert together.n[domain, 0] == inside.sum()
        assert together.counts[domain].tolist() == [int((inside & (data.category == k)).sum()) for k in range(3)]
        if inside.any():
            assert together.estimate[domain].sum() == pytest.approx(1)


@LIGHT
@given(samples())
def test_a_domain_keeps_the_whole_design(data: Drawn) -> None:
    member = data.domain == 0
    if not (member & ~np.isnan(data.x)).any():
        return
    y = np.where(member & ~np.isnan(data.x), data.x, 0.0)
    domain = totals(data.design(), data.x, np.where(member, 0, -1))
    zeros = totals(data.design(), y)  # the textbook domain total: zero outside
    assert domain.estimate[0, 0] == pytest.approx(zeros.estimate[0, 0])
    assert domain.se[0, 0] == pytest.approx(zeros.se[0, 0])


@LIGHT
@given(samples(), st.floats(1e3, 1e12))
def test_large_weights_and_large_values_lose_no_digits(data: Drawn, factor: float) -> None:
    design = data.design()
    heavy = design.with_weights(design.weights * factor)
    plain = means(design, data.x)
    np.testing.assert_allclose(means(heavy, data.x).se, plain.se, rtol=1e-9)
    shifted = means(design, data.x + 1e9)
    np.testing.assert_allclose(shifted.se, plain.se, rtol=1e-5)


@LIGHT
@given(samples())
def test_a_mean_is_a_regression_on_nothing_and_a_ratio_to_one(data: Drawn) -> None:
    assume(len(np.unique(data.x[~np.isnan(data.x)])) > 1)  # a model of one value is refused in a sentence
    design = data.design()
    mean = means(design, data.x)
    model = glm(design, model_matrix([], data.n), data.x)
    assert model.coef[0] == pytest.approx(mean.estimate[0, 0])
    assert model.se[0] == pytest.approx(mean.se[0, 0])
    ratio = ratios(design, data.x, np.ones(data.n))
    assert ratio.se[0, 0] == pytest.approx(mean.se[0, 0])


@LIGHT
@given(samples())
def test_a_test_of_two_columns_does_not_mind_which_is_first(data: Drawn) -> None:
    design = data.design()
    first, second = (chisq(design, *pair) for pair in ((data.category, data.domain), (data.domain, data.category)))
    np.testing.assert_allclose(first.statistic, second.statistic, rtol=1e-7)
    np.testing.assert_allclose(first.p, second.p, rtol=1e-6)
    assert (first.counts == second.counts.T).all()


@LIGHT
@given(samples())
def test_quantiles_lie_among_the_values_and_rise(data: Drawn) -> None:
    result = quantiles(data.design(), data.x, [0.1, 0.5, 0.9])
    assert (np.diff(result.estimate[0]) >= 0).all()
    assert set(result.estimate[0]) <= set(data.x[~np.isnan(data.x)])


def test_a_centred_predictor_changes_no_slope() -> None:
    generator = np.random.default_rng(1)
    x, y = generator.normal(size=60), generator.integers(0, 2, 60).astype(float)
    design = Design.build(60, clusters=np.arange(60) // 4)
    plain, moved = (glm(design, model_matrix([number("v1", v)], 60), y, "binomial") for v in (x, x - 100))
    assert plain.coef[1] == pytest.approx(moved.coef[1])
    assert plain.se[1] == pytest.approx(moved.se[1])
