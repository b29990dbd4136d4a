# SPDX-License-Identifier: MIT
"""Codes as variables: what each case was coded with, ready to be joined to a survey table."""

from __future__ import annotations

from analysis.analyses.shared_options import TITLE
from analysis.codings.options import CHILDREN, CODER, CODES, VALUES, of_codings
from analysis.declarations.records import Declaration

ANALYSIS = Declaration(
    "codes_as_variables",
    (CODES, VALUES, CHILDREN, CODER, TITLE),
    "analysis.codings.framework:codes_as_variables_analysis",
    results=("table",),
    suits=of_codings,
    of_codings=True,
    rank=390,
    behind="analysis.codings.cell_segments:of_case",
)
