# SPDX-License-Identifier: MIT
"""Pathway of cases on a register: identified, referred, assisted, outcome known."""

from __future__ import annotations

from analysis.analyses.registers.register_of_cases import is_register_of_cases, reads_cases
from analysis.analyses.shared_options import CHART, TITLE, WHERE
from analysis.declarations.records import Declaration, Option, OptionKind

ANALYSIS = Declaration(
    "case_pathway",
    (Option("period", OptionKind.TEXT, default=""), WHERE, TITLE, CHART),
    "analysis.analyses.registers.case_pathway:case_pathway_analysis",
    reads=reads_cases,
    suits=is_register_of_cases,
    rank=132,
)
