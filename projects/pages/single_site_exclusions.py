# SPDX-License-Identifier: MIT
"""Answers on violence, exploitation and health, which no sheet of one site shows once it leaves the team."""

from __future__ import annotations

from typing import TYPE_CHECKING

from projects.identifiers.sensitive_words import is_sensitive_word
from wording import LANGUAGES, render

if TYPE_CHECKING:
    from analysis.analyses import AnalysisResult


def tells_of_harm(result: AnalysisResult) -> bool:
    """Whether a table is sensitive, or says in its title or in one of its answers what was done to people."""
    for table in result.tables:
        said = (table.title, *(row.label for row in table.rows))
        words = (render(text, language) for text in said for language in LANGUAGES)
        if table.sensitive or any(is_sensitive_word(word) for word in words):
            return True
    return False
