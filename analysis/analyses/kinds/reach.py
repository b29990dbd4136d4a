# SPDX-License-Identifier: MIT
"""Reach of activities on a register: contacts and people."""

from __future__ import annotations

from analysis.analyses.registers.reach import BY, is_register, reads_register
from analysis.analyses.registers.reach_over_time import SPLITS
from analysis.analyses.registers.session_groups import MONTH, QUARTER
from analysis.analyses.shared_options import CHART, TITLE, WHERE
from analysis.declarations.records import Declaration, Option, OptionKind, Options
from analysis.records import DataTable
from analysis.register_columns import Part


def _irrelevant(table: DataTable, options: Options) -> frozenset[str]:
    """Months are not followed over months; indirect people stand only in a register that tells them."""
    has_indirect = table.register is not None and table.register.column(Part.INDIRECT) is not None
    over = {"over"} if options["by"] in (MONTH, QUARTER) else set()
    return frozenset(over if has_indirect else over | {"indirect"})


ANALYSIS = Declaration(
    "reach",
    (
        Option("by", OptionKind.CHOICE, default="kind", choices=BY),
        Option("over", OptionKind.CHOICE, default="none", choices=("none", MONTH, QUARTER)),
        Option("split", OptionKind.CHOICE, default="sex_and_age", choices=tuple(SPLITS)),
        Option("people", OptionKind.FLAG, default=True),
        Option("indirect", OptionKind.FLAG, default=True),
        Option("period", OptionKind.TEXT, default=""),
        Option("targets", OptionKind.TEXT, default=""),
        WHERE,
        TITLE,
        CHART,
    ),
    "analysis.analyses.registers.reach:reach_analysis",
    irrelevant=_irrelevant,
    reads=reads_register,
    suits=is_register,
    rank=130,
)
