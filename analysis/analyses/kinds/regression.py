# SPDX-License-Identifier: MIT
"""Regression models with the sample design."""

from __future__ import annotations

from analysis.analyses.model_terms import KINDS, MODELS, YES_OR_NO
from analysis.analyses.shared_options import MODELLED, irrelevant_options
from analysis.declarations.records import Declaration, Option, OptionKind, Options
from analysis.records import DataTable, Kind


def _irrelevant(table: DataTable, options: Options) -> frozenset[str]:
    irrelevant = set(irrelevant_options(table, options))
    known = {variable.id: variable for variable in table.variables}
    outcome = known.get(str(options.get("variable")))
    model = options.get("model") or "auto"
    if model == "auto" and outcome is not None:
        model = "logistic" if outcome.kind is Kind.ONE else "linear"
    if outcome is None or outcome.kind is not Kind.ONE or model not in YES_OR_NO:
        irrelevant.add("event")
    predictors = [known[name] for name in options.get("predictors") or () if name in known]
    answered = [one for one in predictors if one.kind is Kind.ONE]
    if not answered:
        irrelevant.add("reference")
    if not answered or model == "ordinal":
        irrelevant.add("margins")
    if len(predictors) < 2:
        irrelevant.add("interactions")
    return frozenset(irrelevant)


ANALYSIS = Declaration(
    "regression",
    (
        Option("variable", OptionKind.VARIABLE, required=True, kinds=KINDS),
        Option("predictors", OptionKind.VARIABLES, required=True, kinds=KINDS, default=()),
        Option("model", OptionKind.CHOICE, default="auto", choices=("auto", *MODELS)),
        Option("event", OptionKind.ANSWERS, default=(), of="variable"),
        Option("reference", OptionKind.REFERENCES, default={}, of="predictors"),
        Option("interactions", OptionKind.PAIRS, default=(), of="predictors"),
        Option("margins", OptionKind.AMONG, default=(), of="predictors", kinds=frozenset({Kind.ONE})),
        *MODELLED,
    ),
    "analysis.analyses.regression:regression_analysis",
    irrelevant=_irrelevant,
    rank=80,
    complete_cases=True,
)
