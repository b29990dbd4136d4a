# SPDX-License-Identifier: MIT
"""Ratio of two numbers."""

from __future__ import annotations

from analysis.analyses.shared_options import ADJUST, COMMON, CONTRASTS, GROUPS, irrelevant_options
from analysis.declarations.records import NUMBERS, Declaration, Option, OptionKind

ANALYSIS = Declaration(
    "ratio",
    (
        Option("numerator", OptionKind.VARIABLE, required=True, kinds=NUMBERS),
        Option("denominator", OptionKind.VARIABLE, required=True, kinds=NUMBERS),
        Option("missing_as_zero", OptionKind.FLAG, default=False, fine=True),
        Option("without_zero", OptionKind.FLAG, default=False, fine=True),
        *GROUPS,
        CONTRASTS,
        ADJUST,
        *COMMON,
    ),
    "analysis.analyses.ratio:ratio_analysis",
    irrelevant=irrelevant_options,
    rank=70,
    answers=("by", "also_by"),
)
