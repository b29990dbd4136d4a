# SPDX-License-Identifier: MIT
"""Tasks of case files on generalised linear models."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from analysis.survey.design.degrees_of_freedom import degrees_of_freedom
from analysis.survey.models.design_matrix import ModelMatrix
from analysis.survey.models.glm import FittedModel, glm, information, likelihood_test, predict, wald_test
from analysis.survey.models.irls import independent
from analysis.survey.models.links import LINKS
from tests.conformance.cases import Case, Data, NotSupported
from tests.conformance.compare import Explained, Near
from tests.conformance.expressions import is_sum
from tests.conformance.formulas import matrix_of, offset_of, read_formula, same_term, terms_in
from wording import Problem

_DEFAULTS = {
    "gaussian": "identity", "binomial": "logit", "quasibinomial": "logit", "poisson": "log", "quasipoisson": "log",
    "gamma": "log", "inverse-gaussian": "1/mu^2",
}  # fmt: skip
_NO_CONSTANT = "R fits an outcome that is the same on every row, to rounding errors; ours says there is nothing to fit"
AT_MEAN = "R's saddlepoint loses its digits where the statistic is near its mean"
_NO_DEGREE = "no degree of freedom is left; R's p is of a negative one"
_FIXED = "the design fixes this coefficient: R divides by a standard error that is a rounding error"
_CONSTANT = (
    "R fits an outcome that is the same on every row, to rounding errors; ours says that there is nothing to fit"
)
_SEPARATED = "a predictor separates the outcomes: the coefficients have no maximum, and R's are where it stopped"
_REDUNDANT = "R with epsilon=1e-14 takes a redundant column for one of its own, and divides by its rounding error"
_SUM_AS_OUTCOME = "R's dAIC counts otherwise where the outcome is a sum without I()"
_SCALED = "R scales the rows predicted for by themselves; ours by the rows of the model"
_SAME_MODEL = "coded anew, what is left is the same model: R's fall of the likelihood is a rounding error"
_NEAR_ZERO = "R's steps end once the deviance gains 1e-14 of itself, within a millionth of the standard error"
ONE_DEGREE = "R takes this interval for a normal one of a level that rounds to 100 %, and has no ends"
_SAID = {"quasi": "gaussian", "inverse.gaussian": "inverse-gaussian"}


def _glm(case: Case) -> Mapping[str, Any]:
    task, domain = case.task, case.domain()
    family = family_of(task)
    data = case.data if domain is None else case.data.known_in(domain >= 0)
    coding: dict[str, Any] = {"ordered": ordered_in(case.expected.get("coef")), "drop_levels": True}
    y, matrix = matrix_of(task["formula"], data, **coding)
    design, offset = case.sample(), offset_of(task["formula"], data)
    try:
        model = glm(design, matrix, y, family, domain, offset=offset)
    except Problem as problem:
        if problem.message.key != "survey.model_constant":
            raise
        return dict.fromkeys(case.expected, Explained(_CONSTANT))
    reason = _other_model(model, case)
    if reason:
        return dict.fromkeys(case.expected, Explained(reason))

    def smaller(terms: Sequence[str]) -> ModelMatrix:
        return matrix_of(task["formula"], _complete(data, model), left_out=terms, **coding)[1]

    return {
        **_coefficients(model, case),
        "df_residual": model.df,
        "degf": degrees_of_freedom(design, None if domain is None else domain >= 0),
        "dispersion": model.dispersion,
        "n_used": model.n,
        "deviance": model.deviance,
        "null_deviance": model.null_deviance,
        "dAIC": _information(model, task["formula"]),
        "regTermTest": {key: _term_tests(model, key, smaller) for key in case.expected.get("regTermTest") or {}},
        "predict_first_complete_rows": _predicted(model, matrix, case),
    }


def _predicted(model: FittedModel, matrix: ModelMatrix, case: Case) -> Mapping[str, Any]:
    """Of the first rows used, for one unit of exposure, as R predicts."""
    kinds = ("link", "link_se", "response", "response_se")
    if "scale(" in case.task["formula"]:
        return dict.fromkeys(kinds, Explained(_SCALED))
    shown = case.expected.get("predict_first_complete_rows") or {}
    first = np.flatnonzero(model.used)[: len(shown.get("link", ()))]
    eta, eta_se, mu, mu_se = predict(model, matrix.X[first])
    link = [_near_zero(value, se) for value, se in zip(eta, eta_se, strict=True)]
    return dict(zip(kinds, (link, eta_se, mu, mu_se), strict=True))


def _complete(data: Data, model: FittedModel) -> Data:
    """The rows that the model used; a smaller model has no others."""
    return data.known_in(model.used)


def _other_model(model: FittedModel, case: Case) -> str:
    """Why R's figures are of no model that can be compared; nothing where they are."""
    if model.separated:
        return _SEPARATED
    names = set(case.expected.get("coef") or ())
    return _REDUNDANT if model.aliased and names & set(model.aliased) else ""


def _coefficients(model: FittedModel, case: Case) -> Mapping[str, Any]:
    def named(values: np.ndarray) -> dict[str, float]:
        return dict(zip(model.names, values, strict=True))

    ends: dict[str, Any] = {name: [model.low[i], model.high[i]] for i, name in enumerate(model.names)}
    if model.df == 1:
        ends = dict.fromkeys(ends, Explained(ONE_DEGREE))
    t: dict[str, Any] = {name: _near_zero(model.t[i], 1.0) for i, name in enumerate(model.names)}
    t |= {name: Explained(_FIXED) for i, name in enumerate(model.names) if model.se[i] < 1e-12 * abs(model.coef[i])}
    return {
        "coef": {name: _near_zero(model.coef[i], model.se[i]) for i, name in enumerate(model.names)},
        "se": named(model.se),
        "vcov": model.vcov,
        "t": t,
        "p": named(model.p),
        "ci_t": ends,
    }


def near_mean(statistic: float, lambdas: np.ndarray) -> bool:
    """Whether a statistic lies where the saddlepoint's formula is zero over zero."""
    mean = float(np.sum(lambdas))
    return bool(abs(statistic - mean) < 1e-2 * mean)


def _near_zero(value: float, se: float) -> float | Near:
    """A coefficient within its standard error is as exact as that error, not as itself."""
    if not abs(value) < se:
        return float(value)
    return Near(float(value), 2e-6 * float(se) / max(abs(float(value)), 1e-300), _NEAR_ZERO)


def _information(model: FittedModel, formula: str) -> Mapping[str, Any]:
    reason = "" if (model.matrix.terms == 0).any() else _NO_CONSTANT
    if is_sum(read_formula(formula).left):
        reason = _SUM_AS_OUTCOME
    if reason:
        return dict.fromkeys(("eff.p", "AIC", "deltabar"), Explained(reason))
    aic = information(model)
    return {"eff.p": aic.parameters, "AIC": aic.aic, "deltabar": aic.deltabar}


def family_of(task: Mapping[str, Any]) -> str:
    """The engine's name of a family that a case names as R does: "binomial", "Gamma(link='log')", or with a `link`."""
    said, _, inside = str(task.get("family", "gaussian")).partition("(")
    link = str(task.get("link") or inside.rstrip(")").partition("=")[2] or inside.rstrip(")")).strip(" '\"")
    base = _SAID.get(said, said.lower())
    if base in LINKS and not link:  # "probit"
        base, link = "binomial", base
    if base not in _DEFAULTS or (link and link not in LINKS):
        raise NotSupported(f"family {task.get('family')} {link}".rstrip())
    link = link or _DEFAULTS[base]
    if base == "binomial" and link in ("probit", "cloglog"):
        return link
    return base if link == _DEFAULTS[base] and base != "inverse-gaussian" else f"{base}({link})"


def ordered_in(coefficients: Any) -> frozenset[str]:
    """Factors that R held as ordered, which it shows in the names of their coefficients (`o.L`)."""
    names = [str(name) for name in coefficients] if isinstance(coefficients, Mapping) else []
    return frozenset(part[:-2] for name in names for part in name.split(":") if part.endswith(".L"))


def _term_tests(model: FittedModel, key: str, smaller: Callable[[Sequence[str]], ModelMatrix]) -> dict[str, Any]:
    terms = [term for part in terms_in(key) for term in model.matrix.term_ids if same_term(part, term)]
    wald = wald_test(model, *terms)
    left = smaller(terms)  # R codes anew what is left
    ratio = likelihood_test(model, *terms, smaller=left)
    X = left.X[model.used]
    test: dict[str, Any] = {"chisq": ratio.statistic, "p": ratio.p, "lambda": ratio.lambdas, "ddf": ratio.ddf}
    if len(independent(X, model.fitted.weights)) < X.shape[1]:
        test |= dict.fromkeys(("chisq", "p"), Explained(_REDUNDANT))
    elif abs(ratio.statistic) < 1e-10 * abs(model.deviance):
        test |= dict.fromkeys(("chisq", "p"), Explained(_SAME_MODEL))
    elif ratio.ddf <= 0:
        test["p"] = Explained(_NO_DEGREE)
    elif near_mean(ratio.statistic, ratio.lambdas):
        test["p"] = Near(ratio.p, 1e-2, AT_MEAN)
    small = wald.statistic < 1
    return {
        "F": Near(wald.statistic, 4e-6 / np.sqrt(max(wald.statistic, 1e-300)), _NEAR_ZERO) if small else wald.statistic,
        "df": wald.df,
        "ddf": wald.ddf,
        "p": wald.p,
        "LRT": test,
    }


MODELS = {"glm": _glm}
