# SPDX-License-Identifier: MIT
"""Achieved sample beside its targets."""

from __future__ import annotations

from analysis.analyses.achieved_sample import KINDS
from analysis.analyses.shared_options import CHART, TITLE
from analysis.declarations.records import Declaration, Option, OptionKind

ANALYSIS = Declaration(
    "achieved",
    (
        Option("variable", OptionKind.VARIABLE, required=True, kinds=KINDS),
        Option("targets", OptionKind.TEXT, default=""),
        Option("target_each", OptionKind.NUMBER),
        Option("refused", OptionKind.WHERE, default=()),
        Option("replaced", OptionKind.WHERE, default=()),
        TITLE,
        CHART,
    ),
    "analysis.analyses.achieved_sample:achieved_analysis",
    visits=True,
    rank=120,
)
