# SPDX-License-Identifier: MIT
"""Codes along the text of their interviews."""

from __future__ import annotations

from analysis.analyses.shared_options import TITLE
from analysis.codings.options import CHILDREN, CODER, CODES, DOCUMENT, HEAT_CHART, of_codings
from analysis.declarations.records import Declaration

ANALYSIS = Declaration(
    "code_timeline",
    (CODES, DOCUMENT, CHILDREN, CODER, TITLE, HEAT_CHART),
    "analysis.codings.timeline:code_timeline_analysis",
    suits=of_codings,
    of_codings=True,
    rank=340,
    behind="analysis.codings.cell_segments:in_tenth",
)
