# SPDX-License-Identifier: MIT
"""Code matrix: codes crossed with attributes or with other codes."""

from __future__ import annotations

from analysis.analyses.shared_options import INFERENCE, REASON, TITLE
from analysis.codings.options import BY, CHILDREN, CODER, CODES, COLUMN, HEAT_CHART, UNIT, of_codings
from analysis.declarations.records import Declaration

ANALYSIS = Declaration(
    "code_crosstab",
    (CODES, BY, COLUMN, UNIT, CHILDREN, CODER, INFERENCE, REASON, TITLE, HEAT_CHART),
    "analysis.codings.crosstab:code_crosstab_analysis",
    suits=of_codings,
    of_codings=True,
    rank=310,
    behind="analysis.codings.cell_segments:grouped",
)
