# SPDX-License-Identifier: MIT
"""Unique people of a register of participants: off until somebody says why they are counted."""

from __future__ import annotations

from analysis.analyses.registers.reach import reads_register
from analysis.analyses.registers.unique_people import BY, is_register_of_participants
from analysis.analyses.shared_options import CHART, TITLE, WHERE
from analysis.declarations.records import Declaration, Option, OptionKind

ANALYSIS = Declaration(
    "unique_people",
    (
        Option("by", OptionKind.CHOICE, default="kind", choices=BY),
        Option("purpose", OptionKind.TEXT, default=""),
        Option("period", OptionKind.TEXT, default=""),
        Option("bands", OptionKind.TEXT, default=""),
        WHERE,
        TITLE,
        CHART,
    ),
    "analysis.analyses.registers.unique_people:unique_people_analysis",
    reads=reads_register,
    suits=is_register_of_participants,
    rank=131,
)
