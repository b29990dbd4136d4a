# SPDX-License-Identifier: MIT
"""Says in words where two rows of a register agree: name, telephone, age, and the rest. A person decides."""

from __future__ import annotations

import math
import re

from rapidfuzz.distance import Indel, Levenshtein

from analysis.age_bands import age_of
from analysis.register_columns import Part
from projects.word_folding import fold
from wording import Message, msg

SAME, NEAR, OTHER, UNTOLD = "same", "near", "other", "untold"
_LAST = 8  # digits of a telephone that are compared


def agreement(part: Part, one: str, other: str) -> tuple[str, Message]:
    """Whether two values are the same, near or other ("untold" where one is not there), and in words."""
    if not one.strip() or not other.strip():
        return UNTOLD, msg("people.agree.unknown")
    if fold(one).strip() == fold(other).strip():
        return SAME, msg("people.agree.same")
    if part is Part.DATE:
        return UNTOLD, msg("people.agree.day")  # who comes twice comes on two days: it tells nothing
    if part is Part.NAME:
        return _names(one, other)
    if part is Part.TELEPHONE:
        mine, theirs = (re.sub(r"\D", "", number)[-_LAST:] for number in (one, other))
        found = SAME if mine == theirs and len(mine) == _LAST else OTHER
        return found, msg(f"people.agree.telephone_{found}")
    if part is Part.AGE:
        years = abs(age_of(one) - age_of(other))
        if not math.isnan(years):
            return (NEAR if years <= 2 else OTHER), msg("people.agree.years", n=int(years))
    return OTHER, msg("people.agree.other")


def differing(one: str, other: str) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """The stretches of letters, (start, end) each, in which two values differ; case and accents make no difference.

    Words in another order are compared as if they stood in the same.
    """
    if not one.strip() or not other.strip():
        return [], []
    words = [[match for match in re.finditer(r"\S+", text)] for text in (one, other)]
    if len(words[0]) == len(words[1]) > 1:
        return _by_words(words[0], words[1])
    mine, theirs = ([fold(letter) for letter in text] for text in (one, other))
    steps = [step for step in Indel.opcodes(mine, theirs) if step.tag != "equal"]
    return (
        [(step.src_start, step.src_end) for step in steps if step.src_end > step.src_start],
        [(step.dest_start, step.dest_end) for step in steps if step.dest_end > step.dest_start],
    )


def _by_words(
    mine: list[re.Match[str]], theirs: list[re.Match[str]]
) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Each word beside the one most like it."""
    left = list(theirs)
    found: tuple[list[tuple[int, int]], list[tuple[int, int]]] = ([], [])
    for word in mine:
        beside = min(left, key=lambda other: Indel.normalized_distance(fold(word[0]), fold(other[0])))
        left.remove(beside)
        for place, own, shift in zip(found, differing(word[0], beside[0]), (word.start(), beside.start()), strict=True):
            place.extend((start + shift, end + shift) for start, end in own)
    return found


def _names(one: str, other: str) -> tuple[str, Message]:
    words = [sorted(re.findall(r"[^\W\d_]+", fold(name))) for name in (one, other)]
    if words[0] == words[1]:
        return SAME, msg("people.agree.order")
    letters = Levenshtein.distance("".join(words[0]), "".join(words[1]))
    return (NEAR if letters <= 3 else OTHER), msg("people.agree.letters", n=letters)
