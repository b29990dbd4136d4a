# SPDX-License-Identifier: MIT
"""Portrait of an interview: its coded stretches in order."""

from __future__ import annotations

from analysis.analyses.shared_options import TITLE
from analysis.codings.options import CODER, CODES, DOCUMENT, of_codings
from analysis.declarations.records import Declaration

ANALYSIS = Declaration(
    "document_portrait",
    (DOCUMENT, CODES, CODER, TITLE),
    "analysis.codings.timeline:document_portrait_analysis",
    results=("table",),
    suits=of_codings,
    of_codings=True,
    rank=350,
)
