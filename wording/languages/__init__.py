# SPDX-License-Identifier: MIT
"""Records of languages besides their sentences: marks of numbers, lists, quotes and dates.

A language is data: code asks its record and compares no language with another.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path

_FOLDERS = Path(__file__).resolve().parent
NO_BREAK, THIN = "\u00a0", "\u202f"


@dataclass(frozen=True)
class Language:
    """Signs and habits of one language.

    Attributes:
        decimal, group: the mark before decimals, and between thousands.
        percent: what stands after a share in percent points.
        between: what parts several numbers in a row.
        parts: signs at which a typed row is parted: the first of them that is in it.
        quotes: what opens and closes a quotation.
        day_first: whether a date may be typed 24/11/2026.
        day: a date for `strftime`; "" writes it with the month's short name: 24 Nov 2026.
        before_time: what stands between a date and its time.
        to: between the ends of an interval, one of which is below nought.
        locale_id: its number in spreadsheets (Microsoft's LCID).
        elides_before: letters before which "of" loses its vowel.
    """

    decimal: str
    group: str
    percent: str
    between: str
    parts: tuple[str, ...]
    quotes: tuple[str, str]
    day_first: bool
    day: str
    before_time: str
    to: str
    locale_id: int
    elides_before: str = ""


_ENGLISH = Language(".", ",", "%", ", ", (";", ","), ("“", "”"), False, "", ", ", " to ", 1033)
_FRENCH = Language(
    ",", THIN, f"{NO_BREAK}%", "; ", (";",), (f"«{NO_BREAK}", f"{NO_BREAK}»"), True, "%d/%m/%Y", " ", " à ", 1036,
    "aeiouyéèêàâîôhœ",
)  # fmt: skip
_LANGUAGES = {"en": _ENGLISH, "fr": _FRENCH}


def language_of_code(code: str) -> Language:
    """The record of a language ("fr"); of one that has none, English."""
    return _LANGUAGES.get(code, _ENGLISH)


@functools.cache
def speech_words(code: str) -> frozenset[str]:
    """Fillers, interjections and discourse words of a language, in lower case; none for one without such a list."""
    path = _FOLDERS / code / "speech_words.txt"
    if not path.is_file():
        return frozenset()
    lines = path.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


@functools.cache
def all_speech_words() -> frozenset[str]:
    """Those of all languages: people who speak one say words of another."""
    return frozenset().union(*(speech_words(code) for code in _LANGUAGES))


def with_decimal_mark(written: str, code: str) -> str:
    """A number written with a point, with the decimal mark of the language."""
    return written.replace(".", language_of_code(code).decimal)


def typed_parts(text: str, code: str) -> list[str]:
    """The parts of a typed row: "18; 30", in English "18, 30" too."""
    signs = language_of_code(code).parts
    return text.split(next((sign for sign in signs if sign in text), signs[0]))


def quoted(text: str, code: str) -> str:
    """The text between the quotation marks of a language."""
    opening, closing = language_of_code(code).quotes
    return f"{opening}{text}{closing}"
