# SPDX-License-Identifier: MIT
"""Ordered answers: their colour ramp, from less to more or between two poles; a line where they are averaged."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from analysis.records import Choice, Level, Reason, Variable
from analysis.specs import Ramp
from wording import Text, msg

if TYPE_CHECKING:
    import numpy as np

    from analysis.analyses.shared_options import Settings

_MIDDLE = re.compile(
    r"\b(neither|neutral|undecided|unchanged|the same|no change|average|ni\b.*\bni|neutre|sans opinion|indécis\w*|"
    r"pareil\w*|identique|inchangé\w*|moyen\w*)\b"
)
_STRONG = re.compile(
    r"(?:\d+\W+)?(very|strongly|completely|totally|extremely|much|très|tout à fait|fortement|totalement|beaucoup)\b"
)


def order_confirmed(variable: Variable) -> bool:
    """Whether the order of its answers is somebody's word: of a form, of a labelled file, or of the user."""
    return variable.level is Level.ORDINAL and not getattr(variable, "order_unconfirmed", False)


def scale_note(values: np.ndarray) -> Text | None:
    """A line on numbers that look like codes of ordered answers: all whole, from 1 to 5 or 7, each of them given."""
    import numpy as np  # numpy, 80 ms: not at start

    given = np.unique(values[np.isfinite(values)])
    if len(given) not in (5, 7) or not np.array_equal(given, np.arange(1.0, len(given) + 1)):
        return None
    return msg("note.codes_as_numbers", high=len(given))


def ramp_of(variable: Variable | None) -> Ramp:
    """How the answers are coloured: in no order (plain colours), from less to more, or between two poles."""
    if variable is None or not order_confirmed(variable):
        return Ramp.NONE
    answers = [choice for choice in variable.choices if choice.reason == Reason.PRESENT]
    return Ramp.DIVERGING if _two_poles(answers) else Ramp.SEQUENTIAL


def group_ramp(chosen: Settings) -> Ramp:
    """How the groups of a run follow one another: as the answers that make them, where these are all the groups."""
    answers = 0 if chosen.by is None else len(chosen.study.choices(chosen.by))
    if chosen.also or len(chosen.group_labels) > answers:
        return Ramp.NONE
    return ramp_of(chosen.by)


def _two_poles(answers: list[Choice]) -> bool:
    """Whether they have a neutral middle, or an equally strong word at both ends: "very unsafe" … "very safe"."""
    if len(answers) < 3:
        return False
    for language in {language for choice in answers for language in choice.labels.by_language}:
        words = [choice.labels.by_language.get(language, "").lower() for choice in answers]
        ends = [_STRONG.match(words[at]) for at in (0, -1)]
        if len(answers) > 3 and ends[0] and ends[1] and ends[0][1] == ends[1][1]:
            return True
        if len(answers) % 2 and _MIDDLE.search(words[len(words) // 2]):
            return True
    return False
