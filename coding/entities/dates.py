# SPDX-License-Identifier: MIT
"""Dates as said: numeric, with the month's name, days in words, a month with its year, a year alone after "in"."""

from __future__ import annotations

import functools
import re

_MONTHS = {
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
_WEEKDAYS = {
    "en": r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? )?",
    "fr": r"(?:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche) )?",
}
_YEAR = r"(?:,? (?:of |de |en )?(?:19|20)\d\d)"
_NUMERIC = (
    r"(?<![\w./-])(?P<date>(?:19|20)\d\d-\d{1,2}-\d{1,2}|\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d"
    r"|\d{1,2}/\d{1,2}/\d\d)(?![\w/-]|\.\d)"
)


@functools.cache
def date_patterns(language: str) -> tuple[re.Pattern[str], ...]:
    """The patterns of a language, the exact ones first; the group `date` is what is said."""
    patterns = [re.compile(_NUMERIC)]
    for one in (language,) if language in _MONTHS else tuple(_MONTHS):
        patterns += _of_language(one)
    return tuple(patterns)


def _of_language(language: str) -> list[re.Pattern[str]]:
    month, week = _MONTHS[language], _WEEKDAYS[language]
    if language == "fr":
        day = rf"(?:\d{{1,2}}(?:er|e)?|(?i:{_DAYS_FR}))"
        return [
            re.compile(rf"(?<![\w/.,-])(?P<date>{week}{day}(?: ?(?:au|et|-|–|ou) {day})? (?i:{month}){_YEAR}?)\b"),
            re.compile(rf"(?<!\w)(?P<date>(?i:{month}){_YEAR})\b"),
        ]
    ordinal = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?|(?i:{_ORDINALS_EN})|(?i:{_DAYS_EN}))"
    return [
        re.compile(
            rf"(?<![\w/.,-])(?P<date>{week}{ordinal}(?: ?(?:to|and|or|-|–) {ordinal})?(?: of|,)? "
            rf"{month}{_YEAR}?)(?!\w)"
        ),
        re.compile(
            rf"(?<!\w)(?P<date>{week}{month},? (?:the )?{ordinal}(?!,\d)(?! (?:years|people|of us))(?:st"
            rf"|nd|rd|th)?{_YEAR}?)(?!\w)"
        ),
        re.compile(rf"(?<!\w)(?P<date>{month}{_YEAR})\b"),
    ]
