# SPDX-License-Identifier: MIT
"""Code frequencies: how often each code was given."""

from __future__ import annotations

from analysis.analyses.shared_options import CHART, INFERENCE, REASON, TITLE
from analysis.codings.options import BY, CHILDREN, CODER, CODES, UNIT, irrelevant_by_groups, of_codings
from analysis.declarations.records import Declaration

ANALYSIS = Declaration(
    "code_frequencies",
    (CODES, BY, UNIT, CHILDREN, CODER, INFERENCE, REASON, TITLE, CHART),
    "analysis.codings.crosstab:code_frequencies_analysis",
    suits=of_codings,
    irrelevant=irrelevant_by_groups,
    of_codings=True,
    rank=300,
    behind="analysis.codings.cell_segments:grouped",
)
