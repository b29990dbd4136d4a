# SPDX-License-Identifier: MIT
"""Portrait of an interview: its coded stretches in order."""

from __future__ import annotations

from analysis.codings.options import CODER, CODES, DOCUMENT, of_codings
from analysis.declared.records import Declaration
from analysis.declared.settings import TITLE

ANALYSIS = Declaration(
    "document_portrait",
    (DOCUMENT, CODES, CODER, TITLE),
    "analysis.codings.timeline:document_portrait_analysis",
    results=("table",),
    suits=of_codings,
    of_codings=True,
    rank=350,
)
