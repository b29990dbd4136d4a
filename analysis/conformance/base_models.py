# SPDX-License-Identifier: MIT
"""Tasks of case files on unweighted regression models: generalised linear, ordinal, multinomial, negative binomial."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from analysis.classical.models import (
    GlmSummary,
    generalised_linear,
    multinomial,
    negative_binomial,
    ordinal_logit,
    variance_inflation,
)
from analysis.classical.one_sample import shapiro
from analysis.conformance.cases import Case, NotSupported
from analysis.conformance.formulas import matrix_of, read_formula
from analysis.survey.design_matrix import ModelMatrix

_COUNTED = re.compile(r"\s*cbind\(\s*([\w.]+)\s*,\s*([\w.]+)\s*\)\s*~")
_GLM = ("gaussian", "binomial", "poisson", "gamma", "probit")


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


def _frame(case: Case) -> tuple[np.ndarray, ModelMatrix, np.ndarray]:
    """Outcome, matrix and weights of complete rows: frequencies, or the trials of cbind(successes, failures)."""
    formula, freq = case.task["formula"], case.task.get("freq_weights")
    weights = np.ones(case.data.rows) if not freq else case.data.numbers(freq)[:, 0]
    counted = _COUNTED.match(formula)
    y, matrix = matrix_of(formula, case.data, outcome=counted is None)
    if counted:
        successes, failures = case.data.numbers(counted.group(1), counted.group(2)).T
        weights = weights * (successes + failures)
        y = np.divide(successes, weights, out=np.zeros(len(weights)), where=weights > 0)
    used = np.isfinite(y) & np.isfinite(matrix.X).all(axis=1)
    return y[used], replace(matrix, X=matrix.X[used]), weights[used]


def _glm(case: Case) -> Mapping[str, Any]:
    y, matrix, weights = _frame(case)
    rows = weights if case.task.get("freq_weights") else np.ones(len(y))
    result = generalised_linear(y, matrix, case.task.get("family", "gaussian"), weights)

    def named(values: np.ndarray) -> dict[str, Any]:
        return dict(zip(matrix.names, values, strict=True))

    answer: dict[str, Any] = {
        "coef": named(result.coef),
        "se": named(result.se),
        "stat": named(result.statistic),
        "p": named(result.p),
        "ci_wald": named(result.wald),
        "ci_profile": named(result.profile()) if "ci_profile" in case.expected else {},
        "deviance": result.deviance,
        "null_deviance": result.null_deviance,
        "aic": result.aic,
        "bic": result.bic,
        "loglik": result.loglik,
        "df_residual": result.df,
        "dispersion": result.dispersion,
        "n": int((weights > 0).sum()),
        "drop1": _dropped(result, matrix),
        "vif": _inflation(result, matrix),
    }
    answer.update(_fit_measures(result, len(y), case.task.get("family", "gaussian"), rows))
    return answer


def _dropped(result: GlmSummary, matrix: ModelMatrix) -> dict[str, Any]:
    top = [
        term
        for term in matrix.term_ids
        if not any(set(term.split(":")) < set(other.split(":")) for other in matrix.term_ids)
    ]
    tests = [result.without(term) for term in top]
    return {
        "term": top if len(top) > 1 else top[0],
        "df": [df for df, _ in tests],
        "p": [p for _, p in tests],
    }


def _inflation(result: GlmSummary, matrix: ModelMatrix) -> dict[str, Any]:
    values, sizes = variance_inflation(result.covariance, matrix)
    if all(size == 1 for size in sizes):
        return dict(zip(matrix.term_ids, values, strict=True))
    return {
        "gvif": dict(zip(matrix.term_ids, values, strict=True)),
        "df": dict(zip(matrix.term_ids, sizes, strict=True)),
    }


def _fit_measures(result: GlmSummary, n: int, family: str, weights: np.ndarray) -> dict[str, Any]:
    if family == "gaussian":
        k = len(result.coef) - 1
        r2 = 1 - result.deviance / result.null_deviance
        f = (result.null_deviance - result.deviance) / k / result.dispersion
        return {
            "r2": r2,
            "adj_r2": 1 - (1 - r2) * (n - 1) / result.df,
            "sigma": np.sqrt(result.dispersion),
            "F": [f, k, result.df],
            "shapiro_resid_p": shapiro(result.residuals).p,
        }
    ratio = result.deviance - result.null_deviance
    total = float(weights.sum())
    cox_snell = 1 - np.exp(ratio / total)
    return {
        "nagelkerke_note": "1-(exp((ll0-ll1)*2/n)) / (1-exp(2*ll0/n))",
        "mcfadden": 1 - result.deviance / result.null_deviance,
        "coxsnell": cox_snell,
        "nagelkerke": cox_snell / (1 - np.exp(-result.null_deviance / total)),
    }


def _coded(case: Case) -> tuple[np.ndarray, tuple[str, ...], ModelMatrix, np.ndarray]:
    outcome = read_formula(case.task["formula"]).left
    _, matrix = matrix_of(case.task["formula"], case.data, outcome=False)
    codes = case.data.codes(outcome)
    freq = case.task.get("freq_weights")
    weights = np.ones(case.data.rows) if not freq else case.data.numbers(freq)[:, 0]
    used = (codes >= 0) & np.isfinite(matrix.X).all(axis=1)
    return codes[used], case.data.labels(outcome), replace(matrix, X=matrix.X[used]), weights[used]


def _ordinal(case: Case) -> Mapping[str, Any]:
    codes, levels, matrix, weights = _coded(case)
    result = ordinal_logit(codes, len(levels), matrix.X[:, 1:], weights)
    cuts = [f"{low}|{high}" for low, high in zip(levels[:-1], levels[1:], strict=True)]
    names = [*matrix.names[1:], *cuts]
    return {
        "coef": dict(zip(names, result.coef, strict=True)),
        "se": dict(zip(names, result.se, strict=True)),
        "loglik": result.loglik,
        "aic": -2 * result.loglik + 2 * len(names),
        "deviance": -2 * result.loglik,
    }


def _multinomial(case: Case) -> Mapping[str, Any]:
    codes, levels, matrix, weights = _coded(case)
    result = multinomial(codes, len(levels), matrix.X, weights)
    return {
        "levels": list(levels),
        "terms": list(matrix.names),
        "coef": result.coef,
        "se": result.se,
        "deviance": -2 * result.loglik,
    }


def _negative_binomial(case: Case) -> Mapping[str, Any]:
    y, matrix, _ = _frame(case)
    result = negative_binomial(y, matrix.X)
    return {
        "coef": dict(zip(matrix.names, result.coef, strict=True)),
        "se": dict(zip(matrix.names, result.se, strict=True)),
        "theta": result.theta,
        "theta_se": result.theta_se,
        "loglik": result.loglik,
        "aic": -2 * result.loglik + 2 * (len(result.coef) + 1),
    }
