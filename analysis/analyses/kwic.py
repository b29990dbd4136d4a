# SPDX-License-Identifier: MIT
"""Keywords in context."""

from __future__ import annotations

from analysis.codings.options import PATTERN, QUERY, of_codings
from analysis.declared.records import Declaration
from analysis.declared.settings import TITLE

ANALYSIS = Declaration(
    "kwic",
    (QUERY, PATTERN, TITLE),
    "analysis.codings.words:kwic_analysis",
    results=("table",),
    suits=of_codings,
    of_codings=True,
    rank=370,
)
