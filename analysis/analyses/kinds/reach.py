# SPDX-License-Identifier: MIT
"""Reach of activities on a register: contacts and people."""

from __future__ import annotations

from analysis.analyses.reach import BY, is_register, reads_register
from analysis.analyses.records import Declaration, Option, OptionKind
from analysis.analyses.shared_options import CHART, TITLE, WHERE

ANALYSIS = Declaration(
    "reach",
    (
        Option("by", OptionKind.CHOICE, default="kind", choices=BY),
        Option("period", OptionKind.TEXT, default=""),
        Option("targets", OptionKind.TEXT, default=""),
        WHERE,
        TITLE,
        CHART,
    ),
    "analysis.analyses.reach:reach_analysis",
    reads=reads_register,
    suits=is_register,
    rank=130,
)
