# SPDX-License-Identifier: MIT
"""Tasks of case files on unweighted regression models: generalised linear, ordinal, multinomial, negative binomial."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from analysis.classical import fit_measures
from analysis.classical.models import (
    GlmSummary,
    generalised_linear,
    multinomial,
    negative_binomial,
    ordinal_logit,
    variance_inflation,
)
from analysis.survey.models.design_matrix import ModelMatrix
from analysis.survey.models.irls import independent
from tests.conformance.base_layout import said
from tests.conformance.cases import Case, Data, NotSupported
from tests.conformance.compare import Explained, Near, Otherwise
from tests.conformance.differences import differenced
from tests.conformance.formulas import matrix_of, number_of, offset_of, printed_term, read_formula
from wording import Problem

_COUNTED = re.compile(r"\s*cbind\(([^,]+),([^,]+)\)\s*~")
_GLM = ("gaussian", "binomial", "poisson", "gamma", "probit", "cloglog", "quasibinomial", "quasipoisson")
_ASTRAY = 100.0
_SEPARATED = "a predictor separates the outcomes: no maximum, and R stops on the way to it"
_REDUNDANT = "with an epsilon of 1e-14 R takes a redundant column for a new one, and its coefficients are noise"
_PARTS = "R rounds the weights of a binomial model to whole trials for its likelihood; ours takes them as they are"
_ORDERS = "R's likelihood of successes and failures counts the orders they may come in; ours is of single trials"
_NOUGHT = "the coefficient is zero: both are rounding errors"
_SPLINE = "R reads the profile interval off a spline through a grid; ours meets its equation exactly"
_STOPS = "R's optimiser stops within a thousandth of the standard error; ours is the maximum"
_DIFFERENCED = "R takes the information by differences of 1e-3; ours is exact"
_LAGS = "R's last steps end within 1e-8 of the deviance, its error of theta a step before; with theta.ml they meet ours"
_POISSON = "the counts vary no more than a Poisson's, theta has no maximum, and R stops on the way"


def model(case: Case) -> Mapping[str, Any]:
    """The model of a case, laid out as R prints it."""
    family = str(case.task.get("family", "gaussian"))
    if family == "ordinal_logit":
        return _ordinal(case)
    if family == "multinomial":
        return _multinomial(case)
    if family == "negative_binomial":
        return _negative_binomial(case)
    if family not in _GLM:
        raise NotSupported(f"family {family}")
    return _glm(case)


@dataclass(frozen=True)
class _Rows:
    """The complete rows of a model: outcome, matrix, weights (frequencies, or trials of cbind) and offset."""

    y: np.ndarray
    matrix: ModelMatrix
    weights: np.ndarray
    offset: np.ndarray | None


def _frame(case: Case) -> _Rows:
    """The complete rows; like R's models of one they know only the levels that occur there."""
    data = case.data.occurring()
    rows, used = _read(case, data)
    fewer = data.taken(used).occurring()
    if fewer.levels == data.levels:
        return rows
    return _read(case, fewer, used)[0]


def _read(case: Case, data: Data, rows: np.ndarray | None = None) -> tuple[_Rows, np.ndarray]:
    formula, freq = case.task["formula"], case.task.get("freq_weights")
    weights = np.ones(data.rows) if not freq else data.numbers(freq)[:, 0]
    counted = _COUNTED.match(formula)
    y, matrix = matrix_of(formula, data, outcome=counted is None)
    if counted:
        successes, failures = (number_of(part, data) for part in counted.groups())
        weights = weights * (successes + failures)
        y = np.divide(successes, weights, out=np.full(len(weights), np.nan), where=weights > 0)
        y = np.where(weights == 0, 0.0, y)
    offset = offset_of(formula, data)
    used = np.isfinite(y) & np.isfinite(matrix.X).all(axis=1) & np.isfinite(weights)
    used = used if offset is None else used & np.isfinite(offset)
    matrix = replace(matrix, X=matrix.X[used])
    return _Rows(y[used], matrix, weights[used], None if offset is None else offset[used]), used


def _glm(case: Case) -> Mapping[str, Any]:
    frame, family = _frame(case), str(case.task.get("family", "gaussian"))
    y, matrix, weights = frame.y, frame.matrix, frame.weights
    rows = weights if case.task.get("freq_weights") else np.ones(len(y))
    result = generalised_linear(y, matrix, family, weights, frame.offset)
    if result.separated and _strayed(case):
        return dict.fromkeys(case.expected, Explained(_SEPARATED))
    own = [matrix.names[place] for place in result.kept]
    if any(np.isfinite(said(case, "coef", name)) for name in matrix.names if name not in own):
        return dict.fromkeys(case.expected, Explained(_REDUNDANT))

    def named(values: np.ndarray) -> dict[str, Any]:
        """By column; NaN of one that is a combination of others, which R counts among coefficients and intervals."""
        found = dict(zip(own, values, strict=True))
        return {name: found.get(name, np.full(values.shape[1:], np.nan)) for name in matrix.names}

    answer: dict[str, Any] = {
        "coef": _beside_noise(named(result.coef), named(result.se)),
        "se": named(result.se),
        "stat": _beside_noise(named(result.statistic), named(np.ones(len(own)))),
        "p": named(result.p),
        "ci_wald": named(result.wald()),
        "ci_profile": _profiled(case, result, named) if "ci_profile" in case.expected else {},
        "deviance": result.deviance,
        "null_deviance": result.null_deviance,
        "aic": result.aic,
        "bic": result.bic,
        "loglik": result.loglik,
        "df_residual": result.df,
        "dispersion": result.dispersion,
        "n": int((weights > 0).sum()),
        "drop1": _dropped(result, matrix),
    }
    if "vif" in case.expected:
        answer["vif"] = _inflation(result, matrix)
    answer.update(_fit_measures(result, matrix, family, rows))
    if family in ("binomial", "probit", "cloglog") and (weights % 1).any():
        answer.update(dict.fromkeys(("aic", "bic", "loglik"), Explained(_PARTS)))
    return answer


def _beside_noise(values: dict[str, Any], errors: dict[str, Any]) -> dict[str, Any]:
    """The values; those that are zero but for rounding as exact as their errors."""
    return {
        name: Near(float(value), 0.5, _NOUGHT) if abs(value) < 1e-10 * errors[name] else value
        for name, value in values.items()
    }


def _strayed(case: Case) -> bool:
    """Whether an error of R's shows that its likelihood has no maximum."""
    errors = case.expected.get("se")
    known = errors.values() if isinstance(errors, Mapping) else ()
    return any(isinstance(one, (int, float)) and one > _ASTRAY for one in known)


def _profiled(case: Case, result: GlmSummary, named: Callable[[np.ndarray], dict[str, Any]]) -> dict[str, Any]:
    """Profile intervals; R reads them off a spline through a grid of steps, up to a thousandth of their width away."""
    ends = named(result.profile())
    return {
        name: [
            Near(float(end), 1e-3 * float(high - low) / max(abs(float(end)), 1e-300), _SPLINE) for end in (low, high)
        ]
        for name, (low, high) in ends.items()
    }


def _dropped(result: GlmSummary, matrix: ModelMatrix) -> dict[str, Any]:
    top = [
        term
        for term in matrix.term_ids
        if not any(set(term.split(":")) < set(other.split(":")) for other in matrix.term_ids)
    ]
    tests = [result.without(term) for term in top]
    shown = [printed_term(term) for term in top]
    return {
        "term": shown[0] if len(shown) == 1 else shown,
        "df": [test.df[0] for test in tests],
        "p": [test.p for test in tests],
    }


def _inflation(result: GlmSummary, matrix: ModelMatrix) -> dict[str, Any]:
    values, sizes = variance_inflation(result.covariance, matrix)
    names = [printed_term(term) for term in matrix.term_ids]
    if all(size == 1 for size in sizes):
        return dict(zip(names, values, strict=True))
    return {"gvif": dict(zip(names, values, strict=True)), "df": dict(zip(names, sizes, strict=True))}


def _fit_measures(result: GlmSummary, matrix: ModelMatrix, family: str, weights: np.ndarray) -> dict[str, Any]:
    total = float(weights.sum())
    found = fit_measures.explained(result, total)
    if family == "gaussian":
        return {
            "r2": found.r2,
            "adj_r2": found.adjusted,
            "sigma": found.sigma,
            "F": [found.F.statistic, *found.F.df],
            "shapiro_resid_p": fit_measures.normal_residuals(result).p,
        }
    with_orders = result.loglik + (result.deviance - result.null_deviance) / 2  # R's counts the orders of successes
    return {
        "nagelkerke_note": "1-(exp((ll0-ll1)*2/n)) / (1-exp(2*ll0/n))",
        "mcfadden": Otherwise(found.mcfadden, float(1 - result.loglik / with_orders), _ORDERS),
        "coxsnell": found.cox_snell,
        "nagelkerke": Otherwise(
            found.nagelkerke, float(found.cox_snell / (1 - np.exp(2 * with_orders / total))), _ORDERS
        ),
    }


def _coded(case: Case) -> tuple[np.ndarray, tuple[str, ...], ModelMatrix, np.ndarray]:
    """Codes and levels of the outcome, matrix and weights of the complete rows; only categories that occur."""
    formula, data = case.task["formula"], case.data.occurring()
    outcome, freq = read_formula(formula).left, case.task.get("freq_weights")
    _, matrix = matrix_of(formula, case.data, outcome=False)
    codes = data.codes(outcome)
    weights = np.ones(data.rows) if not freq else data.numbers(freq)[:, 0]
    used = (codes >= 0) & np.isfinite(matrix.X).all(axis=1) & np.isfinite(weights)
    return codes[used], data.labels(outcome), replace(matrix, X=matrix.X[used]), weights[used]


def _ordinal(case: Case) -> Mapping[str, Any]:
    codes, levels, matrix, weights = _coded(case)
    kept = independent(matrix.X, weights)[1:]
    slopes = matrix.X[:, kept]
    result = ordinal_logit(codes, len(levels), slopes, weights)
    cuts = [f"{low}|{high}" for low, high in zip(levels[:-1], levels[1:], strict=True)]
    names = [*(matrix.names[place] for place in kept), *cuts]
    rough = differenced(result.coef, slopes, codes, weights, len(levels), "logit")
    others = np.sqrt(np.diag(np.linalg.inv(rough)))  # what R's differences of 1e-3 leave of the errors
    return {
        "coef": {
            name: Near(float(one), 1e-3 * float(se) / max(abs(float(one)), 1e-300), _STOPS)
            for name, one, se in zip(names, result.coef, result.se, strict=True)
        },
        "se": {
            name: Near(float(one), 2 * abs(float(other / one - 1)), _DIFFERENCED)
            for name, one, other in zip(names, result.se, others, strict=True)
        },
        "loglik": result.loglik,
        "aic": -2 * result.loglik + 2 * len(names),
        "deviance": -2 * result.loglik,
    }


def _multinomial(case: Case) -> Mapping[str, Any]:
    codes, levels, matrix, weights = _coded(case)
    kept = independent(matrix.X, weights)
    result = multinomial(codes, matrix.X[:, kept], weights)
    coef, se = np.zeros((2, len(levels) - 1, len(matrix.names)))
    se[:] = np.nan  # R gives a level that no row has 0, and no error
    coef[:, kept], se[:, kept] = result.coef, result.se
    return {
        "levels": list(levels),
        "terms": matrix.names[0] if len(matrix.names) == 1 else list(matrix.names),
        "coef": coef,
        "se": se,
        "deviance": -2 * result.loglik,
    }


def _negative_binomial(case: Case) -> Mapping[str, Any]:
    frame = _frame(case)
    kept = independent(frame.matrix.X, np.ones(len(frame.y)))
    own = [frame.matrix.names[place] for place in kept]
    try:
        result = negative_binomial(frame.y, frame.matrix.X[:, kept], 0.0 if frame.offset is None else frame.offset)
    except Problem:
        if said(case, "", "theta_se") > said(case, "", "theta"):
            return dict.fromkeys(case.expected, Explained(_POISSON))
        raise
    level = result.theta_se > result.theta and said(case, "", "theta_se") > said(case, "", "theta")
    if level and result.loglik >= said(case, "", "loglik") - 1e-8 * abs(result.loglik):
        return dict.fromkeys(case.expected, Explained(_POISSON))  # the likelihood is all but level
    gone = {name: np.nan for name in frame.matrix.names if name not in own}
    return {
        "coef": {**gone, **{name: Near(float(one), 1e-5, _LAGS) for name, one in zip(own, result.coef, strict=True)}},
        "se": {name: Near(float(one), 1e-5, _LAGS) for name, one in zip(own, result.se, strict=True)},
        "theta": Near(result.theta, 1e-5, _LAGS),
        "theta_se": Near(result.theta_se, 3e-4, _LAGS),
        "loglik": result.loglik,
        "aic": -2 * result.loglik + 2 * (len(result.coef) + 1),
    }
