# SPDX-License-Identifier: MIT
"""Keywords in context."""

from __future__ import annotations

from analysis.analyses.shared_options import TITLE
from analysis.codings.options import PATTERN, QUERY, of_codings
from analysis.declarations.records import Declaration

ANALYSIS = Declaration(
    "kwic",
    (QUERY, PATTERN, TITLE),
    "analysis.codings.words:kwic_analysis",
    results=("table",),
    suits=of_codings,
    of_codings=True,
    rank=370,
)
