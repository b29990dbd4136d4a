# SPDX-License-Identifier: MIT
"""Shares of the choices of a question with several answers."""

from __future__ import annotations

from collections.abc import Mapping

from analysis.analyses.choice_sets import BASES
from analysis.analyses.shared_options import ADJUST, COMMON, CONTRASTS, GROUPS, INTERVAL, irrelevant_options
from analysis.declarations.records import Declaration, Option, OptionKind
from analysis.records import DataTable, Kind


def _irrelevant(table: DataTable, options: Mapping[str, object]) -> frozenset[str]:
    irrelevant = irrelevant_options(table, options)
    return irrelevant - {"adjust"} if options.get("by") and options.get("compare") == "test" else irrelevant


ANALYSIS = Declaration(
    "set",
    (
        Option("variable", OptionKind.VARIABLE, required=True, kinds=frozenset({Kind.SET})),
        *GROUPS,
        Option("base", OptionKind.CHOICE, default="answered", choices=BASES),
        Option("sort", OptionKind.CHOICE, default="form", choices=("form", "largest"), fine=True),
        Option("compare", OptionKind.CHOICE, default="test", choices=("test", "none"), invalidates=("table",)),
        CONTRASTS,
        ADJUST,
        INTERVAL,
        *COMMON,
    ),
    "analysis.analyses.choice_sets:set_analysis",
    irrelevant=_irrelevant,
    rank=30,
    answers=("variable", "by", "also_by"),
    answers_in_rows=True,
)
