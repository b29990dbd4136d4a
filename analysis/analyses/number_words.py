# SPDX-License-Identifier: MIT
"""Numbers inside sentences with the decimals they deserve, in both languages."""

from __future__ import annotations

from wording import LANGUAGES, Labels
from wording.numbers import format_interval, format_number, format_p


def number(value: float, decimals: int = 1) -> Labels:
    """The number with `decimals`, as each language writes it."""
    return Labels({language: format_number(value, language, decimals) for language in LANGUAGES})


def interval(low: float, high: float, decimals: int = 1) -> Labels:
    """ "0.61–0.74", "−0.2 to 0.4"."""
    return Labels({language: format_interval(low, high, language, decimals) for language in LANGUAGES})


def p_value(p: float) -> Labels:
    """ "p = 0.03", "p < 0.001"."""
    texts = {language: format_p(p, language) for language in LANGUAGES}
    return Labels({lang: f"p < {text[1:]}" if text[:1] == "<" else f"p = {text}" for lang, text in texts.items()})
