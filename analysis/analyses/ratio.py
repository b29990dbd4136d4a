# SPDX-License-Identifier: MIT
"""Ratio of two numbers."""

from __future__ import annotations

from analysis.declared.records import NUMBERS, Declaration, Option, OptionKind
from analysis.declared.settings import ADJUST, COMMON, CONTRASTS, GROUPS, idle_options

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
    "analysis.declared.ratio:ratio_analysis",
    idle=idle_options,
    rank=70,
    answers=("by", "also_by"),
)
