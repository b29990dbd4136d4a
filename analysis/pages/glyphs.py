# SPDX-License-Identifier: MIT
"""Letters missing in the bundled font, found before a page is set: one such letter would stop a whole PDF/UA file."""

from __future__ import annotations

import functools
import unicodedata
from pathlib import Path
from typing import Any

FONTS = Path(__file__).resolve().parents[2] / "third_party" / "fonts"
STAND_IN = "?"
_MARKS = ((0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x2069))  # joiners and directions
_SILENT = frozenset("\n\t\u00ad\ufeff") | {chr(at) for first, last in _MARKS for at in range(first, last + 1)}


@functools.cache
def covered() -> frozenset[int]:
    """The code points that every weight of the bundled font has."""
    from fontTools.ttLib import TTFont  # fontTools, 30 ms: not at start

    found: frozenset[int] | None = None
    for path in sorted(FONTS.glob("Inter-*.otf")):
        with TTFont(path, lazy=True) as font:
            points = frozenset(font.getBestCmap())
        found = points if found is None else found & points
    return found or frozenset()


def printable(text: str, missing: dict[str, int]) -> str:
    """The text with a stand-in for each letter the font lacks; `missing` counts them by letter."""
    if text.isascii() and text.isprintable():
        return text
    known = covered()
    letters = []
    for letter in unicodedata.normalize("NFC", text):
        if letter in _SILENT:
            letters.append(letter if letter in "\n\t" else "")
        elif ord(letter) in known:
            letters.append(letter)
        elif unicodedata.category(letter)[0] in "CZ":
            letters.append(" ")
        else:
            missing[letter] = missing.get(letter, 0) + 1
            letters.append(STAND_IN)
    return "".join(letters)


def printable_json(value: object, missing: dict[str, int]) -> Any:
    """All texts inside lists and dicts made printable."""
    if isinstance(value, str):
        return printable(value, missing)
    if isinstance(value, list):
        return [printable_json(one, missing) for one in value]
    if isinstance(value, dict):
        return {name: printable_json(one, missing) for name, one in value.items()}
    return value


def named(missing: dict[str, int]) -> list[str]:
    """The missing letters as "U+0645 ARABIC LETTER MEEM", the commonest first.

    Examples
    --------
    >>> named({"م": 1, "ع": 3})
    ['U+0639 ARABIC LETTER AIN', 'U+0645 ARABIC LETTER MEEM']
    """
    order = sorted(missing, key=lambda letter: (-missing[letter], letter))
    return [f"U+{ord(letter):04X} {unicodedata.name(letter, '?')}" for letter in order]
