# SPDX-License-Identifier: MIT
"""Variables that fit what is typed, best first: a hit in the name outranks one in the wording. Why none is shown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from wording import LANGUAGES, Labels, Text, msg, render
from workbench.fuzzy_match import plain
from workbench.variable_picker.candidates import Candidate

_WITHIN = 4  # fewer letters stand within too many words: "age" within "ménage"
_WORDS = re.compile(r"\w+")
_PARTS = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Searchable:
    """A candidate with its name and its wordings, that of the window first, without case and accents."""

    candidate: Candidate
    name: str
    wordings: tuple[str, ...]

    @classmethod
    def of(cls, candidate: Candidate, language: str = "en") -> Searchable:
        """Fold a candidate's name and wordings once, for a window that speaks `language`."""
        wordings = [render(candidate.text, language), *_wordings(candidate.text)]
        return cls(candidate, plain(candidate.name), tuple(dict.fromkeys(map(plain, wordings))))


def _wordings(text: Text) -> list[str]:
    if isinstance(text, Labels):
        return [one for one in text.by_language.values() if one]
    return [render(text, language) for language in LANGUAGES]


def ranked(searchable: Iterable[Searchable], typed: str) -> list[Candidate]:
    """The candidates that fit `typed`, the best first; those that fit alike stay in their order."""
    wanted = plain(typed).strip()
    if not wanted:
        return [one.candidate for one in searchable]
    found = [(rank, one.candidate) for one in searchable if (rank := _rank(one, wanted)) is not None]
    return [candidate for _rank, candidate in sorted(found, key=lambda pair: pair[0])]


def _rank(one: Searchable, wanted: str) -> int | None:
    """0 is the name itself; None where nothing fits."""
    if one.name == wanted:
        return 0
    if one.name.startswith(wanted):
        return 1
    if any(part.startswith(wanted) for part in _PARTS.findall(one.name)):
        return 2
    if wanted in one.name:
        return 3
    if any(wording.startswith(wanted) for wording in one.wordings):
        return 4
    parts = wanted.split()
    if any(_begins(wording, parts) for wording in one.wordings):
        return 5
    own = one.wordings[0]
    within = len(wanted) >= _WITHIN and all(part in own or part in one.name for part in parts)
    return 6 if within else None


def _begins(wording: str, parts: Sequence[str]) -> bool:
    words = _WORDS.findall(wording)
    return all(any(word.startswith(part) for word in words) for part in parts)


def nothing_shown(typed: str, left_out: Sequence[Candidate], language: str) -> Text:
    """The sentence; `left_out` is what `typed` finds and the chips leave out, the best first."""
    if not typed:
        return msg("picker.none")
    if not left_out:
        return msg("picker.nothing", typed=typed)
    fitting = [one for one in left_out if one.fits]
    if fitting:
        return msg("picker.left_out", typed=typed, variable=fitting[0].text)
    first = left_out[0]
    why = render(first.why, language)
    return msg("picker.unfit", n=len(left_out), typed=typed, variable=first.text, why=why)
