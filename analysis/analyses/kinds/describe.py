# SPDX-License-Identifier: MIT
"""Describe one variable: the table that fits its kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analysis.analyses.describe import KINDS
from analysis.analyses.records import Declaration, Option, OptionKind
from analysis.analyses.shared_options import COMMON, GROUPS, INTERVAL, irrelevant_options
from analysis.records import DataTable, Kind


def _irrelevant(table: DataTable, options: Mapping[str, Any]) -> frozenset[str]:
    known = {variable.id: variable.kind for variable in table.variables}
    numbers = known.get(str(options.get("variable"))) not in (Kind.ONE, Kind.SET)
    return irrelevant_options(table, options) | ({"interval"} if numbers else set())


ANALYSIS = Declaration(
    "describe",
    (Option("variable", OptionKind.VARIABLE, required=True, kinds=KINDS), *GROUPS, INTERVAL, *COMMON),
    "analysis.analyses.describe:describe_analysis",
    irrelevant=_irrelevant,
    rank=10,
    answers=("by", "also_by"),
)
