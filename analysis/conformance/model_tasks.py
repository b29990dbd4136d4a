# SPDX-License-Identifier: MIT
"""Tasks of case files on generalised linear and ordinal models."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import numpy as np

from analysis.conformance.cases import Case, NotSupported
from analysis.conformance.compare import Explained, Near
from analysis.conformance.differences import differenced
from analysis.conformance.formulas import matrix_of, offset_of, read_formula
from analysis.survey.design_matrix import ModelMatrix
from analysis.survey.glm import Model, glm, information, likelihood_test, predict, wald_test
from analysis.survey.irls import independent
from analysis.survey.links import LINKS
from analysis.survey.ordinal import ordinal

_DEFAULTS = {
    "gaussian": "identity", "binomial": "logit", "quasibinomial": "logit", "poisson": "log", "quasipoisson": "log",
    "gamma": "log", "inverse-gaussian": "1/mu^2",
}  # fmt: skip
_BOUNDED = "R bounds the latent scale at 100, where a Cauchy tail still holds 0.3 %; ours has no bound"
_STOPS = "R's optimiser stops once the likelihood gains 1e-8 of itself, within a thousandth of the standard error"
_NO_CONSTANT = "R leaves the first coefficient out of its dAIC, though the model has no intercept"
_SAID = {"quasi": "gaussian", "inverse.gaussian": "inverse-gaussian"}


def _glm(case: Case) -> Mapping[str, Any]:
    task = case.task
    family = family_of(task)
    y, matrix = matrix_of(task["formula"], case.data, ordered=ordered_in(case))
    design, domain = case.sample(), case.domain()
    offset = offset_of(task["formula"], case.data)
    model = glm(design, matrix, y, family, domain, offset=offset)
    aic = information(model)
    shown = case.expected.get("predict_first_complete_rows") or {}
    complete = np.flatnonzero(model.used)[: len(shown.get("link", ()))]
    eta, eta_se, mu, mu_se = predict(model, matrix.X[complete])  # R predicts for one unit of exposure

    def named(values: np.ndarray) -> dict[str, float]:
        return dict(zip(model.names, values, strict=True))

    return {
        "coef": named(model.coef),
        "se": named(model.se),
        "vcov": model.vcov,
        "df_residual": model.df,
        "degf": design.degrees_of_freedom(None if domain is None else domain >= 0),
        "t": named(model.t),
        "p": named(model.p),
        "ci_t": {name: [model.low[i], model.high[i]] for i, name in enumerate(model.names)},
        "dispersion": model.dispersion,
        "n_used": model.n,
        "deviance": model.deviance,
        "null_deviance": model.null_deviance,
        "dAIC": {"eff.p": aic.parameters, "AIC": aic.aic, "deltabar": aic.deltabar}
        if (matrix.terms == 0).any()
        else dict.fromkeys(("eff.p", "AIC", "deltabar"), Explained(_NO_CONSTANT)),
        "regTermTest": {key: _term_tests(model, key) for key in case.expected.get("regTermTest") or {}},
        "predict_first_complete_rows": {"link": eta, "link_se": eta_se, "response": mu, "response_se": mu_se},
    }


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


def ordered_in(case: Case) -> frozenset[str]:
    """Factors that R held as ordered, which it shows in the names of their coefficients (`o.L`)."""
    names = [str(name) for name in case.expected.get("coef", ()) if isinstance(case.expected["coef"], Mapping)]
    return frozenset(name[:-2].split(":")[-1] for name in names if name.endswith(".L"))


def _term_tests(model: Model, key: str) -> dict[str, Any]:
    terms = [term.strip() for term in key.split("+")]
    wald, ratio = wald_test(model, *terms), likelihood_test(model, *terms)
    return {
        "F": wald.statistic,
        "df": wald.df,
        "ddf": wald.ddf,
        "p": wald.p,
        "LRT": {"chisq": ratio.statistic, "p": ratio.p, "lambda": ratio.lambdas, "ddf": ratio.ddf},
    }


def _olr(case: Case) -> Mapping[str, Any]:
    task = case.task
    said = str(task.get("link") or task.get("method") or "logit")
    link = {"logistic": "logit", "cloglog": "loglog"}.get(said, said)  # svyolr's "cloglog" is polr's "loglog"
    if link not in ("logit", "probit", "loglog", "cloglog", "cauchit"):
        raise NotSupported(f"link {link}")
    outcome = re.sub(r"^(?:as\.)?(?:ordered|factor)\((.*)\)$", r"\1", read_formula(task["formula"]).left)
    _, matrix = matrix_of(task["formula"], case.data, outcome=False, ordered=ordered_in(case))
    domain = case.domain()
    complete = np.isfinite(matrix.X).all(axis=1) & (case.data.codes(outcome) >= 0)
    complete &= True if domain is None else domain >= 0
    kept = independent(matrix.X[complete], np.ones(int(complete.sum())))[1:]  # R drops what follows from the others
    names_of = tuple(matrix.names[place] for place in kept)
    slopes = ModelMatrix(matrix.X[:, kept], names_of, matrix.terms[kept], matrix.term_ids)
    levels = case.data.labels(outcome)
    model = ordinal(
        case.sample(), slopes, case.data.codes(outcome), len(levels), case.domain(), link=link, information=differenced
    )
    if link == "cauchit":
        return dict.fromkeys(("coef", "se", "vcov", "df_residual", "deviance"), Explained(_BOUNDED))
    names = [*model.names, *(f"{low}|{high}" for low, high in zip(levels[:-1], levels[1:], strict=True))]
    return {
        "coef": {
            name: Near(float(value), 1e-3 * float(se / max(abs(value), 1e-300)), _STOPS)
            for name, value, se in zip(names, model.coef, model.se, strict=True)
        },
        "se": dict(zip(names, model.se, strict=True)),
        "vcov": model.vcov,
        "df_residual": model.df,
        "deviance": model.deviance,
    }


MODELS = {"glm": _glm, "olr": _olr}
