# SPDX-License-Identifier: MIT
"""Segments by a query over codes."""

from __future__ import annotations

from analysis.codings.options import (
    AND,
    CASES,
    CHILDREN,
    CODER,
    CODES,
    DOCUMENTS,
    GROUP,
    NOT,
    SPEAKER,
    STANDS,
    WITHIN,
    idle_within,
    of_codings,
)
from analysis.declared.records import Declaration
from analysis.declared.settings import TITLE

ANALYSIS = Declaration(
    "segments",
    (CODES, AND, NOT, STANDS, WITHIN, CASES, DOCUMENTS, SPEAKER, GROUP, CHILDREN, CODER, TITLE),
    "analysis.codings.segments:segments_analysis",
    results=("table",),
    idle=idle_within,
    suits=of_codings,
    of_codings=True,
    rank=330,
)
