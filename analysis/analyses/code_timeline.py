# SPDX-License-Identifier: MIT
"""Codes along the text of their interviews."""

from __future__ import annotations

from analysis.codings.options import CHILDREN, CODER, CODES, DOCUMENT, HEAT_CHART, of_codings
from analysis.declared.records import Declaration
from analysis.declared.settings import TITLE

ANALYSIS = Declaration(
    "code_timeline",
    (CODES, DOCUMENT, CHILDREN, CODER, TITLE, HEAT_CHART),
    "analysis.codings.timeline:code_timeline_analysis",
    suits=of_codings,
    of_codings=True,
    rank=340,
    behind="analysis.codings.behind:in_tenth",
)
