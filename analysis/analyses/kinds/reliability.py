# SPDX-License-Identifier: MIT
"""Reliability of a scale: Cronbach's alpha, items, sampling adequacy."""

from __future__ import annotations

from analysis.analyses.reliability import ESTIMATORS, KINDS
from analysis.analyses.shared_options import (
    DECIMALS,
    INFERENCE,
    LEVEL,
    LONELY,
    REASON,
    TITLE,
    WHERE,
    irrelevant_options,
)
from analysis.declarations.records import Declaration, Option, OptionKind, Options
from analysis.records import DataTable


def _irrelevant(table: DataTable, options: Options) -> frozenset[str]:
    estimator = options.get("estimator") or "auto"
    if estimator == "weighted" or (estimator == "auto" and (table.design.weight or table.parent)):
        return irrelevant_options(table, options)
    return frozenset({"inference", "inference_reason", "lonely"})


ANALYSIS = Declaration(
    "reliability",
    (
        Option("items", OptionKind.VARIABLES, required=True, kinds=KINDS, default=()),
        Option("estimator", OptionKind.CHOICE, default="auto", choices=ESTIMATORS),
        *(WHERE, LEVEL, DECIMALS, INFERENCE, REASON, LONELY, TITLE),
    ),
    "analysis.analyses.reliability:reliability_analysis",
    irrelevant=_irrelevant,
    rank=90,
    complete_cases=True,
)
