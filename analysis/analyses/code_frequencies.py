# SPDX-License-Identifier: MIT
"""Code frequencies: how often each code was given."""

from __future__ import annotations

from analysis.codings.options import BY, CHILDREN, CODER, CODES, UNIT, of_codings
from analysis.declared.records import Declaration
from analysis.declared.settings import CHART, TITLE

ANALYSIS = Declaration(
    "code_frequencies",
    (CODES, BY, UNIT, CHILDREN, CODER, TITLE, CHART),
    "analysis.codings.frequencies:code_frequencies_analysis",
    suits=of_codings,
    of_codings=True,
    rank=300,
    behind="analysis.codings.behind:grouped",
)
