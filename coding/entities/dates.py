# SPDX-License-Identifier: MIT
"""Dates as said: numeric, with the month's name, days in words, a month with its year, a year alone after "in"."""

from __future__ import annotations

import functools
import re

from wording.word_lists import all_word_lists, word_lists

_NUMERIC = (
    r"(?<![\w./-])(?P<date>(?:19|20)\d\d-\d{1,2}-\d{1,2}|\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d"
    r"|\d{1,2}/\d{1,2}/\d\d)(?![\w/-]|\.\d)"
)


@functools.cache
def date_patterns(language: str) -> tuple[re.Pattern[str], ...]:
    """The patterns of a language, the exact ones first; the group `date` is what is said.

    Examples
    --------
    >>> [pattern.search("on 3 March 2021")["date"] for pattern in date_patterns("en")[2:3]]
    ['3 March 2021']
    """
    own = word_lists(language)
    read = (own,) if own is not None else all_word_lists().values()
    return tuple(re.compile(one) for one in (_NUMERIC, *(part for lists in read for part in lists.times.dates)))
