# SPDX-License-Identifier: MIT
"""Words without case and accents, as the index folds them, with the way back to positions in the text."""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"\w+")
_MARKS = "[\u0300-\u036f]*"  # accents written apart from their letter


def fold(text: str) -> str:
    """`text` in lower case without accents; same length as the text, one character for each."""
    return "".join(_folded(character) for character in text)


def words(query: str) -> list[str]:
    """The words of what was typed, folded."""
    return [fold(word) for word in _WORD.findall(unicodedata.normalize("NFC", query))]


def find(text: str, wanted: list[str]) -> list[tuple[int, int]]:
    """Where words that begin with one of `wanted` stand in `text`: code points, half-open, in order."""
    if not wanted:
        return []
    spelled = ["".join(re.escape(character) + _MARKS for character in word) for word in wanted]
    beginning = "|".join(sorted(spelled, key=len, reverse=True))
    return [match.span() for match in re.finditer(rf"(?<!\w)(?:{beginning})(?:\w{_MARKS})*", fold(text))]


def _folded(character: str) -> str:
    plain = unicodedata.normalize("NFD", character.lower())
    first = next((part for part in plain if not unicodedata.combining(part)), character)
    return first if len(first) == 1 else character
