# SPDX-License-Identifier: MIT
"""Power of a comparison, and the sizes it needs."""

from __future__ import annotations

from analysis.analyses.shared_options import TITLE
from analysis.analyses.unweighted.power_planning import TESTS, WANTED, unused_options
from analysis.declarations.records import Declaration, Option, OptionKind, Options
from analysis.records import DataTable


def _irrelevant(table: DataTable, options: Options) -> frozenset[str]:
    """What the test does not ask for, and what is to be found."""
    del table
    return unused_options(options)


def _number(name: str, default: float | None) -> Option:
    return Option(name, OptionKind.NUMBER, default=default)


ANALYSIS = Declaration(
    "power",
    (
        Option("test", OptionKind.CHOICE, default="two_means", choices=TESTS),
        Option("wanted", OptionKind.CHOICE, default="size", choices=WANTED),
        _number("difference", 0.5),
        _number("sd", 1.0),
        _number("share_first", 0.5),
        _number("share_second", 0.6),
        _number("effect", 0.25),
        _number("groups", 3),
        _number("df", 1),
        _number("size", 100),
        _number("power_wanted", 0.8),
        _number("alpha", 0.05),
        _number("ratio", 1.0),
        _number("deff", 1.0),
        TITLE,
    ),
    "analysis.analyses.unweighted.power_planning:power_analysis",
    irrelevant=_irrelevant,
    rank=112,
)
