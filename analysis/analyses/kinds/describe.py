# SPDX-License-Identifier: MIT
"""Describe one variable by the table that fits its kind: a number by mean and quartiles, answers by their shares."""

from __future__ import annotations

from dataclasses import replace

from analysis.analyses.answer_shares import proportions_analysis
from analysis.analyses.choice_sets import set_analysis
from analysis.analyses.number_summary import describe_number
from analysis.analyses.shared_options import COMMON, GROUPS, INTERVAL, irrelevant_options
from analysis.declarations.records import AnalysisResult, Declaration, Option, OptionKind, Options
from analysis.declarations.study import Study
from analysis.records import DataTable, Kind
from wording import Progress

KINDS = frozenset({Kind.ONE, Kind.SET, Kind.INTEGER, Kind.NUMBER})


def describe_analysis(study: Study, options: Options, progress: Progress) -> AnalysisResult:
    """The description that fits the variable's kind, without tests."""
    variable = study.variable(options["variable"], KINDS)
    full = {**options, "base": "answered", "compare": "none", "contrasts": "none", "adjust": "none"}
    compute = {Kind.ONE: proportions_analysis, Kind.SET: set_analysis}.get(variable.kind, describe_number)
    return replace(compute(study, full, progress), declaration="describe", options=dict(options))


def _irrelevant(table: DataTable, options: Options) -> frozenset[str]:
    known = {variable.id: variable.kind for variable in table.variables}
    numbers = known.get(str(options.get("variable"))) not in (Kind.ONE, Kind.SET)
    return irrelevant_options(table, options) | ({"interval"} if numbers else set())


ANALYSIS = Declaration(
    "describe",
    (Option("variable", OptionKind.VARIABLE, required=True, kinds=KINDS), *GROUPS, INTERVAL, *COMMON),
    "analysis.analyses.kinds.describe:describe_analysis",
    irrelevant=_irrelevant,
    rank=10,
    answers=("by", "also_by"),
)
