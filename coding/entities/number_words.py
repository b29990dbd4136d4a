# SPDX-License-Identifier: MIT
"""Numbers written in words, English and French, as regular expressions; spoken digits of a telephone too."""

from __future__ import annotations

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
