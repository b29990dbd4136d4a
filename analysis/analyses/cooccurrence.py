# SPDX-License-Identifier: MIT
"""Co-occurrence of codes."""

from __future__ import annotations

from analysis.codings.options import CHILDREN, CODER, CODES, HEAT_CHART, RELATION, WITHIN, idle_within, of_codings
from analysis.declared.records import Declaration
from analysis.declared.settings import TITLE

ANALYSIS = Declaration(
    "cooccurrence",
    (CODES, RELATION, WITHIN, CHILDREN, CODER, TITLE, HEAT_CHART),
    "analysis.codings.cooccurrence:cooccurrence_analysis",
    idle=idle_within,
    suits=of_codings,
    of_codings=True,
    rank=320,
    behind="analysis.codings.behind:together",
)
