# SPDX-License-Identifier: MIT
"""Ages as said, by language: "aged 14", "14 years old", "âgée de 14 ans". NUMBER stands for digits or number words."""

from __future__ import annotations

import functools
import re

from coding.entities.number_words import SMALL

_LASTING_FR = (
    r"(?<!depuis )(?<!pendant )(?<!dans )(?<!après )(?<!durant )(?<!il y a )(?<!y a )(?<!a )(?<!fait "
    r")(?<!en )(?<!tous les )(?<!avant )"
    r"(?<!encore )(?<!pour )(?<!d['’]ici )(?<!au bout de )(?<!de plus de )(?<!prison de )(?<!sur )"
)
_AGED_FR = (
    r"(?:a|avait|ai|avais|as|aura|aurait|avoir|fêté|de|âgée?s? de|à|dit|comme|ses|environ|peut-être"
    r"|presque|mes|seulement|tout juste)"
)
_STOP_EN = (
    r"(?=\s*(?:[,.;:!?)…]|$|and\b|but\b|when\b|then\b|now\b|or\b|at\b|like\b|years?\b|\bthat\b|\bin (?:May"
    r"|June|March)|\[))"
)
_PATTERNS = {
    "fr": (
        rf"(?i)\b(?:{_AGED_FR}) (?P<age>NUMBER(?: (?:et|ou|à) NUMBER)? ans(?: et demi)?)\b(?! de "
        r"(?:prison|travail|mariage|service|guerre|mine|plus))",
        r"(?i)(?<=[,.(:;…] )(?P<age>NUMBER ans(?: et demi)?)(?= ?[,.)!?…;:]| et | à peine| seulement| quand)",
        rf"(?im){_LASTING_FR}(?<!\w)(?P<age>NUMBER ans(?: et demi)?)(?= ?[,.)!?…;]|$)",
        r"(?i)\b(?:âgée?|filles?|garçons?|femmes?|hommes?|enfants?|bébé)(?: de|,) (?P<age>NUMBER(?: ans| mois))\b",
        r"(?i)(?:\bâge ?: ?|\()(?P<age>\d{1,2} ?ans)\b",
    ),
    "en": (
        r"(?i)(?<!\w)(?P<age>NUMBER(?:(?: and | or | to |-)NUMBER)?[- ]years?[- ]old|NUMBER "
        r"(?:yrs|years) of age|NUMBER months? old)\b",
        r"(?i)\b(?:aged?|age of|ages) (?:about |around )?(?P<age>NUMBER)\b",
        r"(?i)(?:\bI(?: am|['’]m| was)|\b(?:he|she|they|who|that|it|mother|girl|boy|son|daughter"
        r"|sister|brother|[A-Z]\w+) (?:is|was|were|are|turned|turns)(?: (?:only|just|about|maybe|barely|now"
        r"|then|almost|nearly|already))?|['’]s (?:only|just|about|maybe)?|\b(?:turned|turning)) "
        rf"?(?P<age>NUMBER){_STOP_EN}",
        r"(?i)(?:(?:girl|boy|man|woman|child|lady|[A-Z][a-zé]+(?: [A-Z][a-zé]+)?)[,(] ?|, "
        r"?)(?P<age>NUMBER)(?=\s?[,.;)])",
        r"(?im)\b(?:think|thought|maybe|perhaps|says?|said|looked|probably|barely|not even|wrote"
        r"|writes?|written|so…|…) (?P<age>NUMBER)(?=\s?[,.;!?)]|$| but"
        r"| and (?:I|he|she|they|we)\b)",
    ),
}
_OTHERWISE = "en"  # the patterns of a language without its own: their digits are read in any text


@functools.cache
def age_patterns(language: str) -> tuple[re.Pattern[str], ...]:
    """The patterns of a language; the group `age` is what is said.

    Parameters
    ----------
    language : str
        "en" or "fr"; any other has the English patterns with digits alone.

    Returns
    -------
    tuple of re.Pattern
        To be tried in this order; compiled once a language.
    """
    number = rf"(?:\d{{1,3}}|{SMALL.get(language, r'(?!)')})"
    return tuple(re.compile(one.replace("NUMBER", number)) for one in _PATTERNS.get(language, _PATTERNS[_OTHERWISE]))
