# SPDX-License-Identifier: MIT
"""Describe any variable: a number by mean and quartiles, answers by their shares. It chooses, others compute."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from analysis.analyses.answer_shares import proportions_analysis
from analysis.analyses.choice_sets import set_analysis
from analysis.analyses.number_summary import describe_number
from analysis.analyses.records import AnalysisResult
from analysis.analyses.study import Study
from analysis.records import Kind
from wording import Progress

KINDS = frozenset({Kind.ONE, Kind.SET, Kind.INTEGER, Kind.NUMBER})


def describe_analysis(study: Study, options: Mapping[str, Any], progress: Progress) -> AnalysisResult:
    """The description that fits the variable's kind, without tests."""
    variable = study.variable(options["variable"], KINDS)
    full = {**options, "base": "answered", "compare": "none", "contrasts": "none", "adjust": "none"}
    compute = {Kind.ONE: proportions_analysis, Kind.SET: set_analysis}.get(variable.kind, describe_number)
    return replace(compute(study, full, progress), declaration="describe", options=dict(options))
