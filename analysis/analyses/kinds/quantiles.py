# SPDX-License-Identifier: MIT
"""Quantiles of a number."""

from __future__ import annotations

from analysis.analyses.number_summary import QUANTILE_INTERVALS, QUARTILES, RULES
from analysis.analyses.shared_options import COMMON, GROUPS, MEAN_TESTS, irrelevant_options
from analysis.declarations.records import NUMBERS, Declaration, Option, OptionKind

ANALYSIS = Declaration(
    "quantiles",
    (
        Option("variable", OptionKind.VARIABLE, required=True, kinds=NUMBERS),
        *GROUPS,
        Option("quantiles", OptionKind.NUMBERS, default=QUARTILES),
        Option(
            "compare", OptionKind.CHOICE, default="none", choices=("none", *MEAN_TESTS[1:-1]), invalidates=("table",)
        ),
        Option("quantile_rule", OptionKind.CHOICE, default="math", choices=RULES, fine=True),
        Option("quantile_interval", OptionKind.CHOICE, default="mean", choices=QUANTILE_INTERVALS, fine=True),
        *COMMON,
    ),
    "analysis.analyses.number_summary:quantiles_analysis",
    irrelevant=irrelevant_options,
    rank=60,
    answers=("by", "also_by"),
)
