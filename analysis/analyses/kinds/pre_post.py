# SPDX-License-Identifier: MIT
"""Tests before and after a training: the change in the same people."""

from __future__ import annotations

from analysis.analyses.shared_options import DECIMALS, LEVEL, TITLE, WHERE
from analysis.declarations.records import CATEGORIES, NUMBERS, Declaration, Option, OptionKind

ANALYSIS = Declaration(
    "pre_post",
    (
        Option("before", OptionKind.VARIABLE, required=True, kinds=CATEGORIES | NUMBERS),
        Option("after", OptionKind.VARIABLE, required=True, kinds=CATEGORIES | NUMBERS),
        Option("event", OptionKind.ANSWERS, default=(), of="before"),
        WHERE,
        LEVEL,
        DECIMALS,
        TITLE,
    ),
    "analysis.analyses.registers.pre_post:pre_post_analysis",
    unweighted=True,
    rank=133,
)
