# SPDX-License-Identifier: MIT
"""Targets of activities: how many contacts, or how many people, each group was to reach."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from analysis.analyses.sample_size import sheet_of
from analysis.problems import AnalysisProblem
from wording import LANGUAGES, Text, msg, render

# "700 people": the word that says what is counted stands behind the number.
_COUNTED = re.compile(r"(\d)\s*(people|persons?|personnes?|contacts?|attendances?|présences?)\s*$", re.IGNORECASE)
_PEOPLE = ("people", "person")


@dataclass(frozen=True)
class Target:
    """What was to be reached within the period: contacts, or people."""

    number: float
    people: bool = False


def targets_of(given: Any, names: Sequence[str], labels: Sequence[Text]) -> dict[int, Target]:
    """Give the target of each group that has one, by its place.

    Examples
    --------
    >>> targets_of("Awareness: 8000; training: 700 people", ["awareness", "training"], ["", ""])
    {0: Target(number=8000.0, people=False), 1: Target(number=700.0, people=True)}
    """
    known = {name.casefold(): at for at, name in enumerate(names)}
    for at, label in enumerate(labels):
        known |= {render(label, language).casefold(): at for language in LANGUAGES}
    plain, people = _without_words(given)
    wanted: dict[int, Target] = {}
    for name, values in sheet_of(plain).items():
        place = known.get(name.strip().casefold())
        if place is None:
            raise AnalysisProblem(msg("problem.target_group", name=name, groups=list(labels)))
        if len(values) != 1 or not 0 < values[0] < float("inf"):
            raise AnalysisProblem(msg("problem.target", name=name))
        wanted[place] = Target(values[0], name.strip() in people)
    return wanted


def _without_words(given: Any) -> tuple[Any, set[str]]:
    """The numbers without the words behind them, and the names whose target is in people."""
    people: set[str] = set()

    def number(name: str, written: str) -> str:
        word = _COUNTED.search(written.strip())
        if word is not None and word[2].casefold().startswith(_PEOPLE):
            people.add(name.strip())
        return _COUNTED.sub(r"\1", written.strip())

    if isinstance(given, str):
        lines = []
        for line in (part for part in re.split(r"[;\n]", given) if part.strip()):
            name, mark, rest = line.rpartition(":") if ":" in line else line.rpartition("=")
            lines.append(f"{name}{mark}{number(name, rest)}")
        return "; ".join(lines), people
    if isinstance(given, dict):
        return {name: number(name, one) if isinstance(one, str) else one for name, one in given.items()}, people
    return given, people
