# SPDX-License-Identifier: MIT
"""Dates as said: numeric, with the month's name, days in words, a month with its year, a year alone after "in"."""

from __future__ import annotations

import functools
import re

MONTHS = {
    "en": (
        r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
        r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
    ),
    "fr": (
        r"(?:janvier|février|fevrier|mars|avril|mai|juin|juillet|août|aout|septembre|octobre|novembre|décembre|decembre"
        r"|(?:janv|févr|juil|sept|oct|nov|déc)\.)"
    ),
}
_ORDINALS_EN = (
    r"(?:twenty[- ](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|thirty[- ]first|thirtieth"
    r"|twentieth|first|second"
    r"|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth"
    r"|seventeenth|eighteenth|nineteenth)"
)
_DAYS_FR = (
    r"(?:premier|1er|vingt(?:[- ]et[- ]un|-deux|-trois|-quatre|-cinq|-six|-sept|-huit|-neuf)?|trente(?:[- ]et[- "
    r"]un)?|deux|trois|quatre|cinq|six|sept"
    r"|huit|neuf|dix(?:-sept|-huit|-neuf)?|onze|douze|treize|quatorze|quinze|seize|une?)"
)
_DAYS_EN = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen"
    r"|seventeen|eighteen"
    r"|nineteen|twenty(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?|thirty(?:[- ]one)?)"
)
DAY_WORDS = {"en": rf"(?:{_ORDINALS_EN}|{_DAYS_EN})", "fr": _DAYS_FR}  # of a month
_WEEKDAYS = {
    "en": r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? )?",
    "fr": r"(?:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche) )?",
}
_YEAR = r"(?:,? (?:of |de |en )?(?:19|20)\d\d)"
_NUMERIC = (
    r"(?<![\w./-])(?P<date>(?:19|20)\d\d-\d{1,2}-\d{1,2}|\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d"
    r"|\d{1,2}/\d{1,2}/\d\d)(?![\w/-]|\.\d)"
)


_DAY_FR = rf"(?:\d{{1,2}}(?:er|e)?|(?i:{_DAYS_FR}))"
_DAY_EN = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?|(?i:{_ORDINALS_EN})|(?i:{_DAYS_EN}))"
_HYPHENED = (
    r"(?<![\w./-])(?P<date>\d{1,2}(?P<mark>[-./])MONTH(?P=mark)(?:(?:19|20)\d\d|\d\d))(?![\w/-]|\.\d)"  # 12-May-2023
)
_PATTERNS = {
    "en": (
        _HYPHENED.replace("MONTH", rf"(?i:{MONTHS['en']})"),
        rf"(?<![\w/.,-])(?P<date>{_WEEKDAYS['en']}{_DAY_EN}(?: ?(?:to|and|or|-|–) {_DAY_EN})?(?: of|,)? "
        rf"{MONTHS['en']}{_YEAR}?)(?!\w)",
        rf"(?<!\w)(?P<date>{_WEEKDAYS['en']}{MONTHS['en']},? (?:the )?{_DAY_EN}(?!,\d)(?! (?:years|people|of us))(?:st"
        rf"|nd|rd|th)?{_YEAR}?)(?!\w)",
        rf"(?<!\w)(?P<date>{MONTHS['en']}{_YEAR})\b",
    ),
    "fr": (
        _HYPHENED.replace("MONTH", rf"(?i:{MONTHS['fr']})"),
        rf"(?<![\w/.,-])(?P<date>{_WEEKDAYS['fr']}{_DAY_FR}(?: ?(?:au|et|-|–|ou) {_DAY_FR})? "
        rf"(?i:{MONTHS['fr']}){_YEAR}?)\b",
        rf"(?<!\w)(?P<date>(?i:{MONTHS['fr']}){_YEAR})\b",
    ),
}


@functools.cache
def date_patterns(language: str) -> tuple[re.Pattern[str], ...]:
    """The patterns of a language, the exact ones first; the group `date` is what is said.

    Examples
    --------
    >>> [pattern.search("on 3 March 2021")["date"] for pattern in date_patterns("en")[2:3]]
    ['3 March 2021']
    """
    wanted = (language,) if language in _PATTERNS else tuple(_PATTERNS)
    return tuple(re.compile(one) for one in (_NUMERIC, *(part for name in wanted for part in _PATTERNS[name])))
