# SPDX-License-Identifier: MIT
"""Passphrases: how strong one is, and recovery phrases of twelve common words of a language.

None is ever stored.
"""

from __future__ import annotations

import functools
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wording import LANGUAGES, Message, msg
from wording.language_record import language_of_code

if TYPE_CHECKING:
    from mnemonic import Mnemonic

_LONGEST = 72  # zxcvbn's own limit: what follows only makes it slow
_LEVELS = (
    "store.strength_none",
    "store.strength_weak",
    "store.strength_fair",
    "store.strength_good",
    "store.strength_best",
)


GOOD = 3  # the level from which a passphrase is good


@dataclass(frozen=True)
class Strength:
    """How hard a passphrase is to guess: a level 0–4 (3 and 4 are good), and a sentence about it."""

    level: int
    message: Message


def strength(passphrase: str, known: tuple[str, ...] = ()) -> Strength:
    """The strength of a passphrase by zxcvbn; `known` are words an attacker would try first (project, user)."""
    if not passphrase:
        return Strength(0, msg(_LEVELS[0]))
    from zxcvbn import zxcvbn  # zxcvbn, 30 ms: not at start

    level = int(zxcvbn(passphrase[:_LONGEST], user_inputs=[word for word in known if word])["score"])
    return Strength(level, msg(_LEVELS[level]))


def new_recovery_phrase(language: str) -> str:
    """Twelve random words (128 bits and a checksum, BIP 39) in a language; of one without a list, in English."""
    phrase: str = _words(language).generate(128)
    return unicodedata.normalize("NFC", phrase)


def is_recovery_phrase(typed: str) -> bool:
    """Whether what was typed is a whole phrase in one of the languages: a slip of one word is noticed at once."""
    return _is_phrase(plain_recovery_phrase(typed))


def plain_recovery_phrase(typed: str) -> str:
    """The phrase without differences of case, spacing and accent encoding; with its accents where they were left out.

    Not every keyboard has them, and no two words of the French list differ by accents alone.
    """
    plain = unicodedata.normalize("NFKD", " ".join(typed.lower().split()))
    if _is_phrase(plain):
        return plain
    spelled = (
        " ".join(known.get(_without_accents(word), word) for word in plain.split())
        for known in map(_by_bare_word, LANGUAGES)
    )
    return next(filter(_is_phrase, spelled), plain)


def _is_phrase(plain: str) -> bool:
    return len(plain.split()) == 12 and any(_words(language).check(plain) for language in LANGUAGES)


def _without_accents(word: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFKD", word) if not unicodedata.combining(letter))


@functools.cache
def _by_bare_word(language: str) -> dict[str, str]:
    return {_without_accents(word): unicodedata.normalize("NFKD", word) for word in _words(language).wordlist}


@functools.cache
def _words(language: str) -> Mnemonic:
    from mnemonic import Mnemonic  # mnemonic, 10 ms: not at start

    return Mnemonic(language_of_code(language).recovery_words)
