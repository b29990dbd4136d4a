# SPDX-License-Identifier: MIT
"""The place of a quote as it is cited: page and paragraph as the interview itself numbers them."""

from __future__ import annotations

from wording import Text, msg


def place_of(paragraph: int, page: int = 0) -> Text:
    """A place in an interview by the numbers that stand beside its text.

    Examples
    --------
    >>> from wording import render
    >>> render(place_of(38), "fr")
    '¶\xa038'
    """
    return msg("citation.page", page=page, n=paragraph) if page else msg("citation.paragraph", n=paragraph)
