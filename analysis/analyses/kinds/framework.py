# SPDX-License-Identifier: MIT
"""Framework matrix: cases × themes with summaries written by their authors."""

from __future__ import annotations

from analysis.analyses.shared_options import TITLE
from analysis.codings.options import BY, CASES, CHILDREN, CODER, CODES, ORDER, PICK, QUOTED, QUOTES, of_codings
from analysis.declarations.records import Declaration

ANALYSIS = Declaration(
    "framework",
    (CODES, CASES, BY, ORDER, QUOTED, QUOTES, PICK, CHILDREN, CODER, TITLE),
    "analysis.codings.framework:framework_analysis",
    results=("table",),
    suits=of_codings,
    of_codings=True,
    rank=395,
    behind="analysis.codings.cell_segments:of_case",
)
