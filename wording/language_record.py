# SPDX-License-Identifier: MIT
"""Languages: the record of each, with its marks, months and names, and those found by listing `wording/languages/`.

A language is data: code asks its record and compares no language with another.
"""

from __future__ import annotations

import functools
import importlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from wording import discovery

DEFAULT_LANGUAGE = "en"  # where nothing says another
FOLDERS = Path(__file__).resolve().parent / "languages"
NO_BREAK, THIN = "\u00a0", "\u202f"


@dataclass(frozen=True)
class Language:
    """Signs and habits of one language.

    Attributes:
        name: what it is called in itself.
        called: other names of it that forms and codebooks use, in lower case.
        locale: its code with a country, as Word writes it.
        locale_id: its number in spreadsheets and Windows (Microsoft's LCID).
        decimal, group: the mark before decimals, and between thousands.
        percent: what stands after a share in percent points.
        between: what parts several numbers in a row.
        series: what parts the numbers of a chart told in words.
        parts: signs at which a typed row is parted: the first of them that is in it.
        quotes: what opens and closes a quotation.
        months, short_months: January to December, alone and over a narrow column.
        day_first: whether a date may be typed 24/11/2026.
        day: a date for `strftime`; "" writes it with the month's short name: 24 Nov 2026.
        before_time: what stands between a date and its time.
        to: between the ends of an interval, one of which is below nought.
        elides_before: letters before which "of" loses its vowel.
        keys: names on its keyboards that are not those of Qt.
        recovery_words: its list of words for recovery phrases (BIP 39), as `mnemonic` calls it.
        pipelines: packages of spaCy that parse it, an official one before a copy of the registry.
    """

    name: str
    called: tuple[str, ...]
    locale: str
    locale_id: int
    decimal: str
    group: str
    percent: str
    between: str
    series: str
    parts: tuple[str, ...]
    quotes: tuple[str, str]
    months: tuple[str, ...]
    short_months: tuple[str, ...]
    day_first: bool
    day: str
    before_time: str
    to: str
    recovery_words: str
    pipelines: tuple[str, ...] = ()
    elides_before: str = ""
    keys: Mapping[str, str] = field(default_factory=dict)


def _found() -> tuple[str, ...]:
    codes = [name.rpartition(".")[2] for name in discovery.modules(discovery.LANGUAGES)]
    return tuple(sorted(codes, key=lambda code: (code != DEFAULT_LANGUAGE, code)))


LANGUAGES = _found()


@functools.cache
def language_of_code(code: str) -> Language:
    """The record of a language ("fr"); of one that has none, that of the default."""
    found = code if code in LANGUAGES else DEFAULT_LANGUAGE
    record: Language = importlib.import_module(f"{discovery.LANGUAGES}.{found}").LANGUAGE
    return record


def language_of_locale(name: str) -> str:
    """The language that a locale such as "fr_CA.UTF-8" names; "" where it is none of those here."""
    code = re.split(r"[^a-z]", name.lower())[0]
    return next((one for one in (code, code[:2]) if one in LANGUAGES), "")


@functools.cache
def speech_words(code: str) -> frozenset[str]:
    """Fillers, interjections and discourse words of a language, in lower case; none for one without such a list."""
    path = FOLDERS / code / "speech_words.txt"
    if not path.is_file():
        return frozenset()
    lines = path.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


@functools.cache
def all_speech_words() -> frozenset[str]:
    """Those of all languages: people who speak one say words of another."""
    return frozenset().union(*(speech_words(code) for code in LANGUAGES))


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
