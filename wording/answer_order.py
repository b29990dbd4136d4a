# SPDX-License-Identifier: MIT
"""Puts answers that nobody listed in order: a known scale from its lowest step, else by number and name.

The words stand in `answer_words.txt` of each language.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from wording.language_record import FOLDERS

_LEAST_STEPS = 3  # two answers are no scale
_PARTS = re.compile(r"\d+(?:[.,]\d+)?|\D+")
_LESS = re.compile(r"^(?:<|less than|under|below|moins de?|sous)\s*=?\s*(?=\d)")
_MORE = re.compile(r"^(?:>|more than|over|above|plus de?)\s*=?\s*(?=\d)")
_NUMBERED = re.compile(r"^\d{1,2}\s*[.):=-]\s+(?=[^\W\d])")  # "1. never"
_PLUS_MORE = re.compile(r" (?:or more|and more|and over|ou plus|et plus)$")


@dataclass(frozen=True)
class AnswerScale:
    """Steps of answers by their plain words; `measured`: a scale, and no mere order such as that of the months."""

    steps: dict[str, int]
    measured: bool


@dataclass(frozen=True)
class AnswerWords:
    """What the files of words say, all languages together."""

    scales: tuple[AnswerScale, ...]
    last: frozenset[str]
    things: frozenset[str]
    asks: frozenset[str]

    def answers(self) -> frozenset[str]:
        """Every single word of a known answer."""
        said = [*self.last, *(words for scale in self.scales for words in scale.steps)]
        return frozenset(word for words in said for word in words.split())


def in_order(answers: Sequence[str]) -> tuple[list[str], bool]:
    """The answers in order, and whether they are a known scale; what tells nothing ("other") comes last."""
    words = {one: _plain(one) for one in answers}
    known = answer_words()
    rest = [one for one in answers if words[one] not in known.last]
    for scale in known.scales:
        places = {one: scale.steps.get(words[one], scale.steps.get(_PLUS_MORE.sub("", words[one]))) for one in rest}
        if len(rest) > 1 and None not in places.values():
            ordered = sorted(rest, key=lambda one: (places[one], _natural(one)))
            measured = scale.measured and len(set(places.values())) >= _LEAST_STEPS
            return [*ordered, *_last(answers, rest)], measured
    return [*sorted(rest, key=_natural), *_last(answers, rest)], False


def _last(answers: Sequence[str], rest: Sequence[str]) -> list[str]:
    return sorted((one for one in answers if one not in rest), key=_natural)


def _natural(text: str) -> tuple[object, ...]:
    """A key by which "Site 2" stands before "Site 10", "5-17" before "18-24", "< 1" before "1" and E beside É."""
    folded = _folded(text)
    shift = -1 if _LESS.match(folded) else 1 if _MORE.match(folded) else 0
    bare = _MORE.sub("", _LESS.sub("", folded))
    parts = tuple(
        (0, float(part.replace(",", ".")), "") if part[0].isdigit() else (1, 0.0, part) for part in _PARTS.findall(bare)
    )
    return (*parts[:1], shift, parts[1:], text) if parts else ((2, 0.0, ""), 0, (), text)


def _plain(text: str) -> str:
    """Lower case without accents, signs and the number before an answer."""
    return " ".join(re.findall(r"[^\W_]+", _folded(_NUMBERED.sub("", text.strip()))))


def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.strip().casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


@functools.cache
def answer_words() -> AnswerWords:
    """The words of all languages, read once."""
    scales: list[AnswerScale] = []
    named: dict[str, set[str]] = {"last": set(), "things": set(), "asks": set()}
    for path in sorted(FOLDERS.glob("*/answer_words.txt")):
        pairs: list[tuple[str, str]] = []
        for line in path.read_text(encoding="utf-8").splitlines():
            name, _, said = line.partition(":")
            if line.startswith("="):
                pairs += [(low, high) for low, _, high in (pair.partition("/") for pair in line[1:].split())]
            elif name in named:
                named[name].update(one.strip() for one in (said.split("|") if name == "last" else said.split()))
            elif line and not line.startswith("#"):
                scales += _scales_of(line, pairs)
    return AnswerWords(tuple(scales), *(frozenset(named[name]) for name in ("last", "things", "asks")))


def _scales_of(line: str, pairs: Sequence[tuple[str, str]]) -> list[AnswerScale]:
    """The scale of a line, or one for each pair where the line stands for pairs."""
    measured = not line.startswith("~")
    steps = [[one.strip() for one in step.split("|")] for step in line.lstrip("~ ").split("<")]
    signed = any(sign in one.split() for step in steps for one in step for sign in "+-")
    found = []
    for low, high in pairs if signed else [("-", "+")]:
        places: dict[str, int] = {}
        for number, step in enumerate(steps):
            for one in step:
                said = " ".join({"-": low, "+": high}.get(word, word) for word in one.split())
                places.setdefault(said, number)
        found.append(AnswerScale(places, measured))
    return found
