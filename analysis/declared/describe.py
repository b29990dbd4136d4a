# SPDX-License-Identifier: MIT
"""Describe any variable: a number by mean and quartiles, answers by their shares. It chooses, others compute."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from analysis.declared.numbers import describe_number
from analysis.declared.records import AnalysisResult, Declaration, Option, OptionKind
from analysis.declared.sets import set_analysis
from analysis.declared.settings import COMMON, GROUPS, INTERVAL, idle_options
from analysis.declared.shares import proportions_analysis
from analysis.declared.study import Study
from analysis.records import DataTable, Kind
from wording import Progress

KINDS = frozenset({Kind.ONE, Kind.SET, Kind.INTEGER, Kind.NUMBER})


def describe_analysis(study: Study, options: Mapping[str, Any], progress: Progress) -> AnalysisResult:
    """The description that fits the variable's kind, without tests."""
    variable = study.variable(options["variable"], KINDS)
    full = {**options, "base": "answered", "compare": "none", "contrasts": "none", "adjust": "none"}
    compute = {Kind.ONE: proportions_analysis, Kind.SET: set_analysis}.get(variable.kind, describe_number)
    return replace(compute(study, full, progress), declaration="describe", options=dict(options))


def _idle(table: DataTable, options: Mapping[str, Any]) -> frozenset[str]:
    known = {variable.id: variable.kind for variable in table.variables}
    numbers = known.get(str(options.get("variable"))) not in (Kind.ONE, Kind.SET)
    return idle_options(table, options) | ({"interval"} if numbers else set())


DESCRIBE = Declaration(
    "describe",
    (Option("variable", OptionKind.VARIABLE, required=True, kinds=KINDS), *GROUPS, INTERVAL, *COMMON),
    describe_analysis,
    idle=_idle,
)
