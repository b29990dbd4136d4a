# SPDX-License-Identifier: MIT
"""Colours of codes: the eight of Okabe and Ito (2008), distinct to colour-blind readers, then lighter tints."""

from __future__ import annotations

from collections.abc import Iterable

OKABE_ITO = ("#0072b2", "#d55e00", "#cc79a7", "#009e73", "#e69f00", "#56b4e9", "#f0e442", "#000000")
_TINTS = (0.35, 0.6)  # shares of white mixed in


def palette() -> tuple[str, ...]:
    """All colours in the order in which they are given out: the eight, then two lighter rounds.

    Returns
    -------
    tuple of str
        24 colours as "#rrggbb".
    """
    return OKABE_ITO + tuple(tint(colour, share) for share in _TINTS for colour in OKABE_ITO)


def next_colour(taken: Iterable[str]) -> str:
    """The first colour used least often so far.

    Parameters
    ----------
    taken : iterable of str
        The colours in use, one for each code, repeated where codes share one.

    Returns
    -------
    str
        One of `palette()`, the earliest of those used least.

    Examples
    --------
    >>> next_colour(["#0072b2", "#d55e00"])
    '#cc79a7'
    """
    used = [colour.lower() for colour in taken]
    return min(palette(), key=lambda colour: used.count(colour))


def tint(colour: str, white: float) -> str:
    """`colour` ("#rrggbb") mixed with the given share of white.

    Examples
    --------
    >>> tint("#000000", 0.6)  # 0.6 × 255 = 153 = 0x99
    '#999999'
    """
    parts = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{round(part + (255 - part) * white):02x}" for part in parts)


def is_colour(text: str) -> bool:
    """Whether the text is a colour as stored: "#" and six hexadecimal digits.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    bool
        False for names ("red") and short forms ("#fff").

    Examples
    --------
    >>> is_colour("#0072B2"), is_colour("#fff")
    (True, False)
    """
    return len(text) == 7 and text[0] == "#" and all(letter in "0123456789abcdefABCDEF" for letter in text[1:])
