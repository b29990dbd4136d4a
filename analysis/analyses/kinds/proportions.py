# SPDX-License-Identifier: MIT
"""Proportions of a question with one answer."""

from __future__ import annotations

from analysis.analyses.shared_options import ADJUST, COMMON, COMPARE, CONTRASTS, GROUPS, INTERVAL, irrelevant_options
from analysis.declarations.records import CATEGORIES, Declaration, Option, OptionKind

ANALYSIS = Declaration(
    "proportions",
    (
        Option("variable", OptionKind.VARIABLE, required=True, kinds=CATEGORIES),
        *GROUPS,
        Option("base", OptionKind.CHOICE, default="answered", choices=("answered", "asked")),
        COMPARE,
        CONTRASTS,
        ADJUST,
        INTERVAL,
        *COMMON,
    ),
    "analysis.analyses.answer_shares:proportions_analysis",
    irrelevant=irrelevant_options,
    rank=20,
    answers=("variable", "by", "also_by"),
    answers_in_rows=True,
)
