# SPDX-License-Identifier: MIT
"""Words and forms by which texts are read, a record for each language that has one (`word_lists.py` of its folder).

Lists and regular expressions alone; who reads a text with them stands in `coding/`.
"""

from __future__ import annotations

import functools
import importlib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec

from wording import discovery
from wording.language_record import LANGUAGES

YEAR = r"(?:,? (?:of |de |en )?(?:19|20)\d\d)"
HYPHENED = (
    r"(?<![\w./-])(?P<date>\d{1,2}(?P<mark>[-./])MONTH(?P=mark)(?:(?:19|20)\d\d|\d\d))(?![\w/-]|\.\d)"  # 12-May-2023
)


def words(text: str) -> frozenset[str]:
    """The words of a text as a set."""
    return frozenset(text.split())


@dataclass(frozen=True)
class SaidNumbers:
    """Numbers in words.

    Attributes:
        small, large: patterns of one below a hundred, and of one of at least a hundred.
        spoken: pattern of one group of digits as spoken.
        units, tens: the words of 0, 1, 2 … and of 20, 30 …, those of one number with blanks between.
        hundreds: words that make a number a hundred times as large.
        times: words that repeat the digit behind them.
    """

    small: str
    large: str
    spoken: str
    units: tuple[str, ...]
    tens: tuple[str, ...]
    hundreds: frozenset[str]
    times: Mapping[str, int]


@dataclass(frozen=True)
class SaidTimes:
    """Patterns of times in words.

    Attributes:
        months, days: a month, and the day of one.
        dates: whole dates, the exact ones first; the group `date` is what is said.
        lead: what may stand before a date.
        number, unit, age, season: what stands for these in braces in a shape.
        shapes: times that are no dates, as `{number} {unit} later`.
    """

    months: str
    days: str
    dates: tuple[str, ...]
    lead: str
    number: str
    unit: str
    age: str
    season: str
    shapes: tuple[str, ...]


@dataclass(frozen=True)
class MovementWords:
    """The words of a language that tell a movement.

    `verbs`: somebody goes or is taken; `crossed` and `left` of these take the place as their object. `to` and `leave`:
    prepositions of where to and where from; `only`: prepositions that mean a place with some verbs alone; `sending`:
    verbs that move whom they have as object.
    """

    verbs: frozenset[str]
    crossed: frozenset[str]
    left: frozenset[str]
    to: frozenset[str]
    leave: frozenset[str]
    only: Mapping[str, frozenset[str]]
    vehicles: frozenset[str]
    by: frozenset[str]
    company: frozenset[str]
    no_places: frozenset[str]
    inside: frozenset[str]
    sending: frozenset[str]
    persons: frozenset[str]
    adverbs: frozenset[str] = frozenset()
    often: frozenset[str] = frozenset()


@dataclass(frozen=True)
class KeywordTrap:
    """`other`: whole words that begin like the keyword and are different ones.

    `meant`: what must stand around the word, its place being the group `hit`; empty: anything may.
    """

    other: str = ""
    meant: str = ""


@dataclass(frozen=True)
class WordLists:
    """The words and forms of one language.

    Attributes:
        small: frequent words by which the language is recognised.
        empty: words that are no keyword by themselves.
        alternatives: words for "or".
        headings: of codebooks, the words of each part of a code.
        ages: patterns of an age, the group `age` being what is said, NUMBER a number.
        traps: keywords, folded, that are or begin another word.
        elided: what loses its vowel before one, and then is a word of its own.
    """

    small: frozenset[str]
    empty: frozenset[str]
    alternatives: tuple[str, ...]
    headings: Mapping[str, tuple[str, ...]]
    numbers: SaidNumbers
    times: SaidTimes
    ages: tuple[str, ...]
    movements: MovementWords
    traps: Mapping[str, KeywordTrap]
    elided: tuple[str, ...] = ()


@functools.cache
def word_lists(language: str) -> WordLists | None:
    """Those of a language; None for one without."""
    module = f"{discovery.LANGUAGES}.{language}.word_lists"
    if language not in LANGUAGES or find_spec(module) is None:
        return None
    lists: WordLists = importlib.import_module(module).WORDS
    return lists


@functools.cache
def all_word_lists() -> dict[str, WordLists]:
    """Those of all languages that have them, the default first."""
    return {language: lists for language in LANGUAGES if (lists := word_lists(language)) is not None}
