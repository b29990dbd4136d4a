# SPDX-License-Identifier: MIT
"""Means and totals of a number."""

from __future__ import annotations

from analysis.analyses.shared_options import ADJUST, COMMON, COMPARE_MEANS, CONTRASTS, GROUPS, irrelevant_options
from analysis.declarations.records import NUMBERS, Declaration, Option, OptionKind

ANALYSIS = Declaration(
    "means",
    (
        Option("variable", OptionKind.VARIABLE, required=True, kinds=NUMBERS),
        *GROUPS,
        Option("statistic", OptionKind.CHOICE, default="mean", choices=("mean", "total"), fine=True),
        COMPARE_MEANS,
        CONTRASTS,
        ADJUST,
        *COMMON,
    ),
    "analysis.analyses.number_summary:means_analysis",
    irrelevant=irrelevant_options,
    rank=50,
    answers=("by", "also_by"),
)
