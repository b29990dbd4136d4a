# SPDX-License-Identifier: MIT
"""Numbers inside sentences with the decimals they deserve, in both languages."""

from __future__ import annotations

from wording import LANGUAGES, Labels
from wording.numbers import format_interval, format_number, format_p


def number(value: float, decimals: int = 1) -> Labels:
    """The number with `decimals`, as each language writes it.

    Examples
    --------
    >>> number(1234.5).by_language["en"], number(0.25, 2).by_language["fr"]
    ('1,234.5', '0,25')
    """
    return Labels({language: format_number(value, language, decimals) for language in LANGUAGES})


def interval(low: float, high: float, decimals: int = 1) -> Labels:
    """Write an interval: "0.61–0.74", "−0.2 to 0.4".

    Examples
    --------
    >>> interval(0.61, 0.74, 2).by_language["en"]
    '0.61–0.74'
    """
    return Labels({language: format_interval(low, high, language, decimals) for language in LANGUAGES})


def p_value(p: float) -> Labels:
    """Write a p value: "p = 0.030", "p < 0.001".

    Examples
    --------
    >>> p_value(0.03).by_language["en"], p_value(0.0004).by_language["en"]
    ('p = 0.030', 'p < 0.001')
    """
    texts = {language: format_p(p, language) for language in LANGUAGES}
    return Labels({lang: f"p < {text[1:]}" if text[:1] == "<" else f"p = {text}" for lang, text in texts.items()})


def p_band(p: float) -> Labels:
    """Say between which usual limits a p value lies: "p < 0.05". It tells no estimate.

    Examples
    --------
    >>> [p_band(p).by_language["en"] for p in (0.0004, 0.03, 0.05)]
    ['p < 0.001', 'p < 0.05', 'p ≥ 0.05']
    """
    limit, decimals = next((one for one in ((0.001, 3), (0.01, 2), (0.05, 2)) if p < one[0]), (0.05, 2))
    sign = "<" if p < limit else "≥"
    return Labels({language: f"p {sign} {format_number(limit, language, decimals)}" for language in LANGUAGES})
