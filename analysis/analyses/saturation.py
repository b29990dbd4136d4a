# SPDX-License-Identifier: MIT
"""Saturation: new codes per interview."""

from __future__ import annotations

from analysis.codings.options import CHILDREN, CODER, CODES, of_codings
from analysis.declared.records import Declaration
from analysis.declared.settings import CHART, TITLE

ANALYSIS = Declaration(
    "saturation",
    (CODES, CHILDREN, CODER, TITLE, CHART),
    "analysis.codings.saturation:saturation_analysis",
    suits=of_codings,
    of_codings=True,
    rank=360,
)
