# SPDX-License-Identifier: MIT
"""Word frequencies."""

from __future__ import annotations

from analysis.analyses.shared_options import CHART, TITLE
from analysis.codings.options import BY, COUNTED, SHORTEST, SPEAKERS, STOP_WORDS, of_codings
from analysis.declarations.records import Declaration

ANALYSIS = Declaration(
    "word_frequencies",
    (BY, COUNTED, SPEAKERS, SHORTEST, STOP_WORDS, TITLE, CHART),
    "analysis.codings.words:word_frequencies_analysis",
    suits=of_codings,
    of_codings=True,
    rank=380,
)
