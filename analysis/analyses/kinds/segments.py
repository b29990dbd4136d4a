# SPDX-License-Identifier: MIT
"""Segments by a query over codes."""

from __future__ import annotations

from analysis.analyses.shared_options import TITLE
from analysis.codings.options import (
    ALSO,
    ALSO_RELATION,
    ALSO_WITHIN,
    AND,
    AROUND,
    BY,
    CASES,
    CHILDREN,
    CODER,
    CODES,
    DOCUMENTS,
    EACH,
    GROUP,
    LISTING,
    NOT,
    PAGE,
    PICK,
    PICKED,
    QUERY_RELATION,
    QUOTES,
    SAVED,
    SORT,
    SPEAKER,
    WITHIN,
    irrelevant_of_query,
    of_codings,
)
from analysis.declarations.records import Declaration

ANALYSIS = Declaration(
    "segments",
    (
        *(
            CODES,
            AND,
            NOT,
            QUERY_RELATION,
            WITHIN,
            ALSO,
            ALSO_RELATION,
            ALSO_WITHIN,
            SAVED,
            CASES,
            DOCUMENTS,
            SPEAKER,
            GROUP,
        ),
        *(LISTING, BY, SORT, PAGE, QUOTES, EACH, PICK, AROUND, PICKED, CHILDREN, CODER, TITLE),
    ),
    "analysis.codings.segments:segments_analysis",
    results=("table",),
    irrelevant=irrelevant_of_query,
    suits=of_codings,
    of_codings=True,
    rank=330,
)
