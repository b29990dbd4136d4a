# SPDX-License-Identifier: MIT
"""Numbers written in words, English and French, as regular expressions and as digits; a telephone's as spoken too."""

from __future__ import annotations

import re

_UNITS_EN = (
    "zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    "|eighteen|nineteen"
)
_TENS_EN = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_UNITS_FR = (
    "zéro|zero|une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|dix-sept"
    "|dix-huit|dix-neuf"
)
_TENS_FR = "vingts?|trente|quarante|cinquante|soixante(?:-dix)?|septante|quatre-vingts?(?:-dix)?|nonante"

SMALL_EN = rf"(?:(?:{_TENS_EN})(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?|{_UNITS_EN})"
SMALL_FR = rf"(?:(?:{_TENS_FR})(?:(?:-| )(?:et(?:-| ))?(?:{_UNITS_FR}))?|{_UNITS_FR})"
SMALL = {"en": SMALL_EN, "fr": SMALL_FR}

_SCALE_EN = "hundred|thousand|million|millions|billion"
_SCALE_FR = "cents?|mille|millions?|milliards?"
# A number of at least a hundred: a scale word, with what stands before and behind it.
LARGE_EN = (
    rf"(?:(?:{SMALL_EN}|a|half a|several|\d+(?:[.,]\d+)?)[ -]+(?:{_SCALE_EN})"
    rf"(?:[ -]+(?:and[ -]+)?(?:{SMALL_EN}|{_SCALE_EN}))*)"
)
LARGE_FR = (
    rf"(?:(?:(?:{SMALL_FR}|\d+(?:[.,]\d+)?)[ -])?(?:cents?|mille|millions?|milliards?)"
    rf"(?:[ -](?:{SMALL_FR}|{_SCALE_FR}))*)"
)
LARGE = {"en": LARGE_EN, "fr": LARGE_FR}

SPOKEN = {  # one group of digits as spoken
    "en": rf"(?:(?:double|triple|oh|o|{SMALL_EN}|hundred|nought)(?:[ -](?:double|triple|oh|{SMALL_EN}|hundred))*)",
    "fr": rf"(?:(?:double|triple|{SMALL_FR}|cents?)(?:[ -](?:et[ -])?(?:{SMALL_FR}|cents?))*)",
}

_WORDS = (
    "zero zéro nought oh o", "one first un une premier première", "two second deux", "three third trois",
    "four fourth quatre", "five fifth cinq", "six sixth six", "seven seventh sept", "eight eighth huit",
    "nine ninth neuf", "ten tenth dix", "eleven eleventh onze", "twelve twelfth douze", "thirteen thirteenth treize",
    "fourteen fourteenth quatorze", "fifteen fifteenth quinze", "sixteen sixteenth seize", "seventeen seventeenth",
    "eighteen eighteenth", "nineteen nineteenth",
)  # fmt: skip
_TENS = (
    "twenty twentieth vingt vingts", "thirty thirtieth trente", "forty quarante", "fifty cinquante", "sixty soixante",
    "seventy septante", "eighty", "ninety nonante",
)  # fmt: skip
_VALUES = {word: value for value, words in enumerate(_WORDS) for word in words.split()} | {
    word: 10 * tens for tens, words in enumerate(_TENS, start=2) for word in words.split()
}
_TIMES = {"double": 2, "triple": 3}
_HUNDREDS = frozenset({"hundred", "cent", "cents"})


def spoken_digits(said: str) -> str:
    """The digits that words name one number after the other, as a telephone number is dictated.

    Examples
    --------
    >>> spoken_digits("seventy-nine, double five, oh one"), spoken_digits("quatre-vingt-dix-sept, cinq cent deux")
    ('795501', '97502')
    """
    made, held, times = "", 0, 1
    for word in re.findall(r"[^\W\d_]+|,", said.casefold()):
        value = _VALUES.get(word)
        if word in _HUNDREDS:
            held = (held or 1) * 100
        elif held == 4 and word.startswith("vingt"):
            held = 80
        elif value and times == 1 and _continues(held, value):
            held += value
        elif value is not None or word in _TIMES or word == ",":
            made, held = made + (str(held) if held else ""), 0
            if word in _TIMES:
                times = _TIMES[word]
            elif value is not None and (times > 1 or value == 0):
                made, times = made + str(value) * times, 1
            else:
                held = value or 0
    return made + (str(held) if held else "")


def _continues(held: int, value: int) -> bool:
    """Whether a number goes on with this: twenty-one, soixante-douze, dix-sept, two hundred and six."""
    rest = held % 100
    return bool(held) and (
        (rest == 0 and value < 100)
        or (rest >= 20 and rest % 10 == 0 and value < 10)
        or (rest in (60, 80) and 10 <= value < 20)
        or (rest == 10 and 7 <= value <= 9)
    )
