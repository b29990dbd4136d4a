# SPDX-License-Identifier: MIT
"""Word frequencies."""

from __future__ import annotations

from analysis.codings.options import BY, COUNTED, SHORTEST, SPEAKERS, STOP_WORDS, of_codings
from analysis.declared.records import Declaration
from analysis.declared.settings import CHART, TITLE

ANALYSIS = Declaration(
    "word_frequencies",
    (BY, COUNTED, SPEAKERS, SHORTEST, STOP_WORDS, TITLE, CHART),
    "analysis.codings.words:word_frequencies_analysis",
    suits=of_codings,
    of_codings=True,
    rank=380,
)
