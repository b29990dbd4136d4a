# SPDX-License-Identifier: MIT
"""Saturation: new codes per interview."""

from __future__ import annotations

from analysis.analyses.shared_options import CHART, TITLE
from analysis.codings.options import CHILDREN, CODER, CODES, of_codings
from analysis.declarations.records import Declaration

ANALYSIS = Declaration(
    "saturation",
    (CODES, CHILDREN, CODER, TITLE, CHART),
    "analysis.codings.saturation:saturation_analysis",
    suits=of_codings,
    of_codings=True,
    rank=360,
    behind="analysis.codings.cell_segments:of_interview",
)
