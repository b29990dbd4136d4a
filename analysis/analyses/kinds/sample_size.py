# SPDX-License-Identifier: MIT
"""Sample size for a precision."""

from __future__ import annotations

from analysis.analyses.sample_size import ALLOCATIONS
from analysis.analyses.shared_options import LEVEL, TITLE
from analysis.declarations.records import Declaration, Option, OptionKind, Options
from analysis.records import DataTable


def _number(name: str, default: float | None) -> Option:
    return Option(name, OptionKind.NUMBER, default=default, invalidates=("table",))


def _irrelevant(table: DataTable, options: Options) -> frozenset[str]:
    """The population is asked without strata, the allocation with them, a design effect without an ICC."""
    irrelevant = {"population_size" if options.get("strata") else "allocation"}
    if options.get("icc") not in (None, ""):
        irrelevant.add("deff")
    return frozenset(irrelevant)


ANALYSIS = Declaration(
    "sample_size",
    (
        _number("proportion", 0.5),
        _number("precision", 0.05),
        LEVEL,
        _number("deff", 1.5),
        _number("icc", None),
        _number("per_cluster", 0),
        _number("response", 0.95),
        _number("population_size", None),
        Option("strata", OptionKind.TEXT, default=""),
        Option("allocation", OptionKind.CHOICE, default="each", choices=ALLOCATIONS),
        TITLE,
    ),
    "analysis.analyses.sample_size:sample_size_analysis",
    results=("table",),
    irrelevant=_irrelevant,
    rank=110,
)
