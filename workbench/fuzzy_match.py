# SPDX-License-Identifier: MIT
"""Ranks names by their fit to what was typed: the order of the command palette."""

from __future__ import annotations

import unicodedata


def plain(text: str) -> str:
    """Lower case, without accents; the apostrophe that keyboards write for the one that print has."""
    parts = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    return "".join(part for part in parts if not unicodedata.combining(part))


def score(typed: str, name: str) -> float:
    """0 where `typed` does not fit `name`; higher fits better, 1 is the name itself.

    Every typed word must begin a word of the name, or all its letters must follow one another in the name.
    """
    wanted, text = plain(typed).strip(), plain(name)
    if not wanted:
        return 0.5
    if text == wanted:
        return 1.0
    if text.startswith(wanted):
        return 0.95
    words, parts = _words(text), _words(wanted)
    if parts and all(any(word.startswith(part) for word in words) for part in parts):
        return 0.85 - 0.001 * len(text)
    if wanted in text:
        return 0.6 - 0.001 * len(text)
    return _letters_in_order(wanted.replace(" ", ""), text)


def _words(text: str) -> list[str]:
    return text.replace("'", " ").replace("-", " ").split()


def _letters_in_order(wanted: str, text: str) -> float:
    if len(wanted) < 2:
        return 0.0
    place, first, starts = -1, -1, 0
    for letter in wanted:
        place = text.find(letter, place + 1)
        if place < 0:
            return 0.0
        first = place if first < 0 else first
        starts += place == 0 or not text[place - 1].isalnum()
    spread = (place - first + 1) / len(wanted)
    if spread > 3 and starts < len(wanted):
        return 0.0
    return 0.1 + 0.3 * starts / len(wanted) + 0.1 / spread
