# SPDX-License-Identifier: MIT
"""Cross-tabulation of two questions."""

from __future__ import annotations

from analysis.analyses.shared_options import COMMON, COMPARE, INTERVAL, irrelevant_options
from analysis.declarations.records import CATEGORIES, Declaration, Option, OptionKind, Options
from analysis.records import DataTable


def _irrelevant(table: DataTable, options: Options) -> frozenset[str]:
    return irrelevant_options(table, {**options, "by": options.get("column")}) - {"compare"}


ANALYSIS = Declaration(
    "crosstab",
    (
        Option("variable", OptionKind.VARIABLE, required=True, kinds=CATEGORIES),
        Option("column", OptionKind.VARIABLE, required=True, kinds=CATEGORIES),
        Option("percent", OptionKind.CHOICE, default="column", choices=("column", "row", "total")),
        INTERVAL,
        COMPARE,
        *COMMON,
    ),
    "analysis.analyses.crosstab:crosstab_analysis",
    irrelevant=_irrelevant,
    rank=40,
    answers=("variable", "column"),
    answers_in_rows=True,
)
