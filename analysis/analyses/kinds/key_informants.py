# SPDX-License-Identifier: MIT
"""Answers of key informants, aggregated by site."""

from __future__ import annotations

from analysis.analyses.key_informants import KINDS, SITES
from analysis.analyses.shared_options import ALSO, BY, TITLE, WHERE
from analysis.declarations.records import NUMBERS, Declaration, Option, OptionKind, Options
from analysis.records import DataTable, Kind


def _irrelevant(table: DataTable, options: Options) -> frozenset[str]:
    """The rule is for sets, ties are for one answer, a population weighs answers and not medians."""
    irrelevant = set() if options.get("by") else {"also_by"}
    try:
        kind = table.variable(str(options.get("variable"))).kind
    except KeyError:
        return frozenset({"rule", "ties", "population"} | irrelevant)
    if kind is not Kind.SET:
        irrelevant.add("rule")
    if kind is not Kind.ONE:
        irrelevant.add("ties")
    if kind in NUMBERS:
        irrelevant.add("population")
    return frozenset(irrelevant)


ANALYSIS = Declaration(
    "key_informants",
    (
        Option("variable", OptionKind.VARIABLE, required=True, kinds=KINDS),
        Option("site", OptionKind.VARIABLE, required=True, kinds=SITES),
        BY,
        ALSO,
        Option("rule", OptionKind.CHOICE, default="half", choices=("any", "half", "all")),
        Option("ties", OptionKind.CHOICE, default="apart", choices=("apart", "counted")),
        Option("population", OptionKind.VARIABLE, kinds=NUMBERS),
        WHERE,
        TITLE,
    ),
    "analysis.analyses.key_informants:key_informants_analysis",
    irrelevant=_irrelevant,
    rank=100,
)
