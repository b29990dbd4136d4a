# SPDX-License-Identifier: MIT
"""Puts a person's words between the quotation marks of the language they were said in."""

from __future__ import annotations

from wording.language_record import LANGUAGES, quoted
from wording.texts import Text, msg


def in_quotes(words: str, language: str) -> Text:
    """The words between the marks of their own language; of the reader's where that language is not known."""
    return quoted(words, language) if language in LANGUAGES else msg("joint.quote", text=words)
