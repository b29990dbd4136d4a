# SPDX-License-Identifier: MIT
"""Times as said: dates, "two days later", "the same month", "when I was fourteen"; and which of them can be ordered."""

from __future__ import annotations

import functools
import re

from coding.entities.date_values import date_value
from coding.entities.dates import date_patterns

_NUMBER = {
    "en": r"(?:\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|some|a few|several|many)",
    "fr": r"(?:\d+|une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|quelques|plusieurs)",
}
_UNIT = {
    "en": r"(?:minutes?|hours?|days?|nights?|weeks?|months?|years?|moments?)",
    "fr": r"(?:minutes?|heures?|jours?|nuits?|semaines?|mois|ans?|années?|moments?)",
}
_AGE = {
    "en": r"(?:\d{1,2}|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen"
    r"|nineteen|twenty(?:-\w+)?|thirty(?:-\w+)?|forty(?:-\w+)?|a (?:child|girl|boy|baby))",
    "fr": r"(?:\d{1,2}|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|dix-sept|dix-huit|dix-neuf"
    r"|vingt(?:[- ](?:et[- ]un|\w+))?|trente(?:[- ](?:et[- ]un|\w+))?)",
}
_SEASON = {
    "en": r"(?:rains?|rainy season|dry season|harvest|war|elections?|floods?|new year|holidays|wedding|funeral"
    r"|lockdown|drought|fighting|attack|night)",
    "fr": r"(?:pluies?|saison (?:des pluies|sèche)|récoltes?|guerre|élections?|inondations?|nouvel an|vacances"
    r"|mariage|enterrement|confinement|sécheresse|combats|attaque|nuit)",
}
_SHAPES = {
    "en": (
        r"(?:the|that) (?:next|following|same|previous|very) (?:day|night|week|month|year|morning|evening|afternoon)",
        r"(?:last|that|one) (?:day|night|week|month|year|morning|evening|afternoon|spring|summer|autumn|winter)"
        r"(?! off\b)",
        r"{number}(?: more)? {unit} (?:later|afterwards|before that|ago|earlier|after that)",
        r"(?:after|within) {number}(?: or {number})? {unit}",
        r"when (?:i|he|she|we|they) (?:was|were|turned) (?:only |just |about )?{age}(?: years old)?",
        r"at (?:the age of |age )?{age}(?= (?:i|he|she|we|they|my)\b)",
        r"(?:before|after|during|since) the {season}",
        r"(?:before|after|during|at) (?:christmas|easter|ramadan|eid|independence|new year)",
        r"at (?:night|dawn|dusk|midnight|noon|the new year)",
        r"(?:in|since|until|around|from) (?:january|february|march|april|may|june|july|august|september|october"
        r"|november|december)",
        r"(?:on|one|that) (?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)",
        r"(?:in|since|until|around) (?:19|20)\d\d",
        r"yesterday",
    ),
    "fr": (
        r"(?:le|la|l'|cette|ce) ?même (?:jour|nuit|semaine|mois|année|soir|matin)",
        r"(?:le |la |l')(?:lendemain|jour suivant|nuit suivante|semaine suivante|mois suivant|année suivante"
        r"|année d'après|mois d'après|semaine d'après)",
        r"(?:l'|la |le )(?:année|semaine|mois|nuit|an) (?:dernière?|passée?|précédente?)",
        r"(?:ce|cette|un|une) (?:jour|nuit|soir|matin|soirée)(?:-là)?",
        r"(?:ce|cette) (?:semaine|mois|année)-là",
        r"{number} {unit} (?:plus tard|après|avant|auparavant)",
        r"il y a {number} {unit}",
        r"(?:après|au bout de|dans les) {number}(?: ou {number})? {unit}",
        r"quand (?:j'avais|j'ai eu|(?:il|elle|on) avait|nous avions|ils avaient) (?:seulement |à peine )?{age} ans",
        r"à (?:l'âge de )?{age} ans",
        r"(?:avant|après|pendant|depuis) (?:les?|la|l') ?{season}",
        r"(?:avant|après|pendant|à) (?:noël|pâques|le ramadan|l'indépendance|la tabaski)",
        r"à (?:l'aube|minuit|midi|la tombée de la nuit)",
        r"(?:en|depuis|jusqu'en|vers) (?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre"
        r"|décembre)",
        r"ce (?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)",
        r"(?:en|depuis|jusqu'en|vers) (?:19|20)\d\d",
        r"hier",
    ),
}
_LEAD = {"en": r"(?:(?:in|on|by|since|until|around|from|of) )?", "fr": r"(?:(?:en|le|du|depuis|vers|au|dès) )?"}


@functools.cache
def _patterns(language: str) -> tuple[re.Pattern[str], ...]:
    parts = {"number": _NUMBER[language], "unit": _UNIT[language], "age": _AGE[language], "season": _SEASON[language]}
    dates = [re.compile(_LEAD[language] + one.pattern, one.flags | re.IGNORECASE) for one in date_patterns(language)]
    shapes = []
    for shape in _SHAPES[language]:
        body = shape
        for name, pattern in parts.items():
            body = body.replace("{" + name + "}", pattern)
        shapes.append(re.compile(rf"(?<![\w’'])(?:{body.replace(chr(39), '[’' + chr(39) + ']')})(?!\w)", re.IGNORECASE))
    return (*dates, *shapes)


def time_expressions(text: str, language: str) -> list[tuple[int, int]]:
    """The times of a text in order, the longest of those that overlap; none for a language that is not known.

    Examples
    --------
    >>> text = "Two days later, in March 2020, we left."
    >>> [text[start:end] for start, end in time_expressions(text, "en")]
    ['Two days later', 'in March 2020']
    """
    if language not in _SHAPES:
        return []
    found = sorted(
        {match.span() for pattern in _patterns(language) for match in pattern.finditer(text)},
        key=lambda span: (span[0], -span[1]),
    )
    kept: list[tuple[int, int]] = []
    for start, end in found:
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept


def date_of(said: str, language: str, interview: str = "", *, month_first: bool = False) -> str:
    """A date that can be ordered, as far as it is told: "2019", "2019-03", "2019-03-12"; "" where no year is told.

    Examples
    --------
    >>> date_of("le 12 mars 2019", "fr"), date_of("March 2020", "en"), date_of("12 May", "en")
    ('2019-03-12', '2020-03', '')
    """
    value = date_value(said, language, interview, month_first=month_first).partition("/")[0]
    return "" if value.startswith("--") else value
