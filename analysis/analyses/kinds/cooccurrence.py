# SPDX-License-Identifier: MIT
"""Co-occurrence of codes."""

from __future__ import annotations

from analysis.analyses.shared_options import TITLE
from analysis.codings.options import CHILDREN, CODER, CODES, HEAT_CHART, RELATION, WITHIN, irrelevant_within, of_codings
from analysis.declarations.records import Declaration

ANALYSIS = Declaration(
    "cooccurrence",
    (CODES, RELATION, WITHIN, CHILDREN, CODER, TITLE, HEAT_CHART),
    "analysis.codings.cooccurrence:cooccurrence_analysis",
    irrelevant=irrelevant_within,
    suits=of_codings,
    of_codings=True,
    rank=320,
    behind="analysis.codings.cell_segments:together",
)
