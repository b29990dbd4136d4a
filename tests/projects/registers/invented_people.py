# SPDX-License-Identifier: MIT
"""Invented people with the rows of the lists they signed, and which rows are one person. No name is anybody's."""

from __future__ import annotations

import random
from dataclasses import dataclass

_BEGIN = ("Ki", "Nda", "Mu", "Ha", "Bi", "Nzo", "Ru", "Ga", "Nyi", "Ma", "Sho", "Tu", "Bu", "Nka", "Gwi", "Iri", "Ra")
_MIDDLE = ("ra", "ko", "ri", "nga", "mbe", "za", "ye", "hi", "tu", "ba", "shi", "wa", "gi", "mo")
_END = ("mana", "yimana", "kunda", "zimana", "bigira", "shaka", "hoza", "rugamba", "tonda", "gabo", "reke", "nshuti")
_GIVEN = ("Alda", "Béline", "Corvin", "Dorée", "Élinor", "Fabrin", "Géraud", "Hélis", "Irma", "Jovite", "Kelian",
          "Lorine", "Marvel", "Nadège", "Orphée", "Perline", "Quentine", "Rosalind", "Silvane", "Théone", "Ursine",
          "Valmont", "Wilda", "Xénia", "Yvain", "Zéline", "Aubrée", "Bastian", "Céleste", "Damien")  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One line of a list and the number of the person who signed it."""

    person: int
    name: str
    telephone: str
    sex: str
    age: float


def invented_rows(people: int, rows: int, seed: int = 4) -> list[Row]:
    """`rows` lines of `people` persons, each at least once: swapped, upper case, spaced, one letter wrong."""
    source = random.Random(seed)
    persons = [_person(source) for _ in range(people)]
    who = list(range(people)) + [source.randrange(people) for _ in range(rows - people)]
    source.shuffle(who)
    return [_row(source, number, *persons[number]) for number in who]


def _person(source: random.Random) -> tuple[str, str, str, str, int]:
    middle = "".join(source.choice(_MIDDLE) for _ in range(source.randint(1, 2)))
    family = source.choice(_BEGIN) + middle + source.choice(_END)
    telephone = f"79 555 {source.randrange(10_000):04d}" if source.random() < 0.7 else ""
    return source.choice(_GIVEN), family, telephone, source.choice("FM"), source.randint(15, 70)


def _row(source: random.Random, number: int, given: str, family: str, telephone: str, sex: str, age: int) -> Row:
    name = f"{given} {family}"
    for change in source.sample((_swapped, _upper, _spaced, _one_letter), k=source.randint(0, 2)):
        name = change(source, name)
    written = telephone if source.random() < 0.8 else ""
    if written and source.random() < 0.3:
        written = "+257" + written.replace(" ", "")
    return Row(number, name, written, sex if source.random() < 0.95 else "", age + source.choice((0, 0, 0, 1)))


def _swapped(source: random.Random, name: str) -> str:
    return " ".join(reversed(name.split()))


def _upper(source: random.Random, name: str) -> str:
    return name.upper()


def _spaced(source: random.Random, name: str) -> str:
    words = name.split()
    longest = max(range(len(words)), key=lambda at: len(words[at]))
    cut = source.randint(2, len(words[longest]) - 2)
    words[longest] = f"{words[longest][:cut]} {words[longest][cut:]}"
    return " ".join(words)


def _one_letter(source: random.Random, name: str) -> str:
    places = [at for at, letter in enumerate(name) if letter.isalpha()]
    at = source.choice(places)
    return name[:at] + source.choice("abeiklmnorstuyz") + name[at + 1 :]
