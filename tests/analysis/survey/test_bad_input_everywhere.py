# SPDX-License-Identifier: MIT
"""Every estimator against every kind of bad input: a sentence in two languages, or a result openly without number."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest

from analysis.survey import (
    Design,
    alpha,
    bootstrap,
    calibrate,
    category,
    chisq,
    correlations,
    covariances,
    glm,
    goodness_of_fit,
    jackknife,
    joint_means,
    kappa,
    means,
    model_matrix,
    number,
    ordinal,
    post_stratify,
    predictive_margins,
    proportions,
    quantiles,
    rake,
    ranktest,
    ratios,
    replicate_means,
    replicate_totals,
    totals,
    ttest,
)
from wording import Problem, render

N = 36
DRAW = np.random.default_rng(7)


@dataclass(frozen=True)
class Input:
    """A design with a number, a second one, a yes/no answer, a category, and the domain asked for."""

    design: Callable[[], Design]
    x: np.ndarray
    z: np.ndarray
    yes: np.ndarray
    code: np.ndarray
    domain: np.ndarray | None = None


def _design(**changes: Any) -> Callable[[], Design]:
    parts: dict[str, Any] = {"weights": DRAW.uniform(1, 3, N), "clusters": np.arange(N) // 3, "lonely": "adjust"}
    return lambda: Design.build(N, **{**parts, **changes})


X, Z = DRAW.normal(10, 2, N), DRAW.normal(5, 1, N)
YES, CODE = DRAW.integers(0, 2, N).astype(float), DRAW.integers(0, 3, N)
NONE = np.full(N, np.nan)
GOOD = Input(_design(), X, Z, YES, CODE)


def _matrix(data: Input, intercept: bool = True) -> Any:
    return model_matrix([number("z", data.z), category("c", data.code, "abc")], N, intercept)


def _margins(data: Input) -> Any:
    model = glm(data.design(), _matrix(data), data.yes, "binomial", data.domain)
    settings = [model_matrix([number("z", data.z), category("c", np.full(N, k), "abc")], N).X for k in range(3)]
    return predictive_margins(model, settings)


def _by_replicates(data: Input) -> Design:
    return replace(data.design(), replicates=jackknife(data.design()))


def _member(data: Input) -> np.ndarray | None:
    return None if data.domain is None else data.domain >= 0


ESTIMATORS: dict[str, Callable[[Input], Any]] = {
    "means": lambda d: means(d.design(), d.x, d.domain, domains=1),
    "totals": lambda d: totals(d.design(), d.x, d.domain, domains=1),
    "joint means": lambda d: joint_means(d.design(), d.x, np.zeros(N, int) if d.domain is None else d.domain, 1),
    "ratios": lambda d: ratios(d.design(), d.x, d.z, d.domain, domains=1),
    "quantiles": lambda d: quantiles(d.design(), d.x, [0.25, 0.5], d.domain, domains=1),
    "quantiles score": lambda d: quantiles(d.design(), d.x, [0.5], d.domain, interval="score", domains=1),
    "covariances": lambda d: covariances(d.design(), np.column_stack([d.x, d.z]), d.domain, domains=1),
    "correlations": lambda d: correlations(d.design(), np.column_stack([d.x, d.z]), d.domain, domains=1),
    "alpha": lambda d: alpha(d.design(), np.column_stack([d.x, d.z]), d.domain, domains=1),
    "ttest one": lambda d: ttest(d.design(), d.x, None, 9.0, d.domain),
    "ttest two": lambda d: ttest(d.design(), d.x, np.where(d.yes == 1, 1, 0), 0.0, d.domain),
    **{
        f"ranktest {kind}": lambda d, kind=kind: ranktest(d.design(), d.x, d.code, kind, d.domain)  # type: ignore[misc]
        for kind in ("wilcoxon", "vanderWaerden", "median", "KruskalWallis")
    },
    "linear model": lambda d: glm(d.design(), _matrix(d), d.x, "gaussian", d.domain),
    "gamma model": lambda d: glm(d.design(), _matrix(d), d.x, "gamma", d.domain),
    "poisson model": lambda d: glm(d.design(), model_matrix([number("z", d.z)], N), d.x, "poisson", d.domain),
    "replicate means": lambda d: replicate_means(jackknife(d.design()), d.x, _member(d)),
    "replicate totals": lambda d: replicate_totals(bootstrap(d.design(), 20), d.x, _member(d)),
    "ratio by replicates": lambda d: ratios(_by_replicates(d), d.x, d.z, d.domain, domains=1),
    "quantiles by replicates": lambda d: quantiles(_by_replicates(d), d.x, [0.5], d.domain, domains=1),
    "model by replicates": lambda d: glm(
        _by_replicates(d), model_matrix([number("z", d.z)], N), d.x, "gaussian", d.domain
    ),
    "calibrated mean": lambda d: means(
        calibrate(d.design(), np.column_stack([np.ones(N), Z]), np.array([80.0, 410.0])), d.x, d.domain, domains=1
    ),
}
CATEGORICAL: dict[str, Callable[[Input], Any]] = {
    **{
        f"proportions {kind}": lambda d, kind=kind: proportions(  # type: ignore[misc]
            d.design(), d.code, 3, d.domain, kind, domains=1
        )
        for kind in ("logit", "wald", "beta", "arcsine", "xlogit", "likelihood")
    },
    **{
        f"chisq {kind}": lambda d, kind=kind: chisq(  # type: ignore[misc]
            d.design(), d.code, np.where(d.yes == 1, 1, 0), kind, d.domain
        )
        for kind in ("F", "Chisq", "Wald", "adjWald", "lincom", "saddlepoint")
    },
    "goodness of fit": lambda d: goodness_of_fit(d.design(), d.code, np.array([0.3, 0.3, 0.4]), d.domain),
    "kappa": lambda d: kappa(d.design(), d.code, np.roll(d.code, 1), 3),
    "ordinal": lambda d: ordinal(d.design(), model_matrix([number("z", d.z)], N, intercept=False), d.code, 3, d.domain),
    "logistic model": lambda d: glm(d.design(), _matrix(d), d.yes, "binomial", d.domain),
    "probit model": lambda d: glm(d.design(), _matrix(d), d.yes, "probit", d.domain),
    "cloglog model": lambda d: glm(d.design(), _matrix(d), d.yes, "cloglog", d.domain),
    "prevalence model": lambda d: glm(d.design(), _matrix(d), d.yes, "quasipoisson", d.domain),
    "predictive margins": _margins,
    "post-stratified share": lambda d: proportions(
        post_stratify(d.design(), d.code, np.array([20.0, 30, 30])), np.where(d.yes == 1, 1, 0), 2, d.domain, domains=1
    ),
    "raked mean": lambda d: means(
        rake(d.design(), [d.code, CODE % 2], [np.array([20.0, 40, 20]), np.array([40.0, 40])]), X, d.domain, domains=1
    ),
}
ALL = {**ESTIMATORS, **CATEGORICAL}


def _numbers(result: Any, *names: str) -> list[np.ndarray]:
    """The parts of a result by which it would be believed."""
    if isinstance(result, np.ndarray):
        return [result]
    if isinstance(result, tuple):
        return [np.array(result[-1])]
    return [np.asarray(getattr(result, name), dtype=float) for name in names if hasattr(result, name)]


def _tried(estimator: Callable[[Input], Any], data: Input) -> Any:
    """The result, or None where a Problem says in both languages why there is none."""
    try:
        with np.errstate(all="ignore"):
            return estimator(data)
    except Problem as problem:
        for language in ("en", "fr"):
            sentence = render(problem.message, language)
            assert len(sentence) > 20
            assert "survey." not in sentence
            assert sentence.endswith(".")
        return None


@pytest.mark.parametrize("name", ALL)
def test_good_input_has_a_result(name: str) -> None:
    result = ALL[name](GOOD)
    parts = _numbers(result, "estimate", "coef", "statistic", "numerator")
    assert parts
    assert any(np.isfinite(part).any() for part in parts)


@pytest.mark.parametrize("name", ALL)
def test_all_missing(name: str) -> None:
    data = Input(GOOD.design, NONE, NONE, NONE, np.full(N, -1))
    if name == "raked mean":
        with pytest.raises(Problem):
            ALL[name](data)
        return
    result = _tried(ALL[name], data)
    if result is not None:
        assert all(np.isnan(part).all() for part in _numbers(result, "estimate", "coef", "p"))


@pytest.mark.parametrize("name", [name for name in ALL if not name.startswith(("replicate", "kappa"))])
def test_a_domain_without_rows(name: str) -> None:
    data = Input(GOOD.design, X, Z, YES, CODE, np.full(N, -1))
    result = _tried(ALL[name], data)
    if result is not None:
        assert all(np.isnan(part).all() for part in _numbers(result, "estimate", "coef", "p"))


@pytest.mark.parametrize("name", ESTIMATORS)
def test_infinite_values_are_refused(name: str) -> None:
    x = X.copy()
    x[[3, 8]] = np.inf, -np.inf
    with pytest.raises(Problem) as caught:
        ALL[name](Input(GOOD.design, x, Z, YES, CODE))
    assert "infinite" in render(caught.value.message, "en")


@pytest.mark.parametrize("name", ["ratios", "correlations", "alpha", "linear model", "logistic model", "ordinal"])
def test_infinite_predictors_and_denominators_are_refused(name: str) -> None:
    z = Z.copy()
    z[5] = np.inf
    with pytest.raises(Problem) as caught:
        ALL[name](Input(GOOD.design, X, z, YES, CODE))
    assert "infinite" in render(caught.value.message, "en")


@pytest.mark.parametrize("name", ALL)
def test_a_constant_has_no_spread_to_believe(name: str) -> None:
    data = Input(GOOD.design, np.full(N, 4.0), np.full(N, 2.0), np.ones(N), np.zeros(N, dtype=int))
    result = _tried(ALL[name], data)
    if result is not None and name not in ("raked mean", "post-stratified share"):
        spread = _numbers(result, "se", "p")
        assert all(((part < 1e-9) | (part > 0.999) | np.isnan(part)).all() for part in spread), result


@pytest.mark.parametrize("name", ALL)
def test_one_psu_has_no_interval_and_no_p(name: str) -> None:
    data = Input(_design(clusters=np.zeros(N, dtype=int)), X, Z, YES, CODE)
    result = _tried(ALL[name], data)
    if result is not None:
        spread = _numbers(result, "se", "low", "high", "p") if name != "alpha" else []
        if name == "correlations":
            spread = [part.ravel()[[1, 2]] for part in spread]  # a variable correlates perfectly with itself
        assert all(np.isnan(part).all() for part in spread)


@pytest.mark.parametrize("name", ALL)
def test_a_lonely_psu_under_the_rule_fail_is_said(name: str) -> None:
    strata = np.where(np.arange(N) < 3, 0, 1)
    data = Input(_design(strata=strata, lonely="fail"), X, Z, YES, CODE)
    with pytest.raises(Problem) as caught:
        ALL[name](data)
    assert "single village or site (cluster)" in render(caught.value.message, "en")


@pytest.mark.parametrize("name", ALL)
def test_rows_of_weight_zero_change_nothing(name: str) -> None:
    """Six clusters with weight zero: n and estimates are those of the others, whatever their values."""
    weights = DRAW.uniform(1, 3, N)
    weights[18:] = 0.0
    other = np.where(weights > 0, X, 1e6)
    first = _tried(ALL[name], Input(_design(weights=weights), X, Z, YES, CODE))
    second = _tried(ALL[name], Input(_design(weights=weights), other, Z, YES, CODE))
    if first is not None and second is not None:
        for one, two in zip(*(_numbers(r, "estimate", "coef", "n", "statistic") for r in (first, second)), strict=True):
            np.testing.assert_allclose(one, two, rtol=1e-6)


@pytest.mark.parametrize(
    "changes",
    [
        {"weights": np.r_[-1.0, np.ones(N - 1)]},
        {"weights": np.zeros(N)},
        {"weights": np.r_[np.inf, np.ones(N - 1)]},
        {"strata": np.arange(N) % 2, "clusters": np.arange(N) // 4, "nest": False},
        {"fpc": np.full(N, 2.0)},
        {"probs": np.full(N, 0.5)},
        {"weights": None, "probs": np.full(N, 1.5)},
        {"clusters": np.array(["a"] * (N - 1) + [None], dtype=object)},
    ],
)
def test_a_design_that_cannot_be_is_said(changes: dict[str, Any]) -> None:
    with pytest.raises(Problem) as caught:
        _design(**changes)()
    assert all(len(render(caught.value.message, language)) > 20 for language in ("en", "fr"))


def test_cluster_ids_across_strata_are_nested_when_said_so() -> None:
    design = _design(strata=np.arange(N) % 2, clusters=np.arange(N) // 4)()
    assert design.psu_count == 18
