# SPDX-License-Identifier: MIT
"""Words that registers use in English and French, so that a sheet in the one language shows a register of the other.

Only a label that is exactly one of these words, but for case, accents and spaces, gets its other language; what an
office calls its own stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from analysis.records import Choice
from projects.word_folding import fold
from wording import LANGUAGES, Labels, msg, render

_TERMS = (
    "awareness_session", "awareness_sessions", "awareness", "training", "trainings",
    "training_of_stakeholders", "staff_training", "assessment", "study", "meeting", "workshop", "campaign",
    "visit", "distribution", "focus_group", "displaced_people", "host_community", "refugees", "returnees",
    "stakeholders", "staff", "prosecutor_or_judge", "prosecutors_and_judges", "judicial_police", "ngo_staff",
    "field_staff", "community_leaders", "teachers", "health_workers", "women", "men", "girls", "boys",
    "displaced", "returnee", "refugee", "asylum_seeker", "presumed_trafficking", "human_trafficking", "gbv",
    "child_protection", "shelter", "medical_care", "counselling", "legal_aid", "return_of_documents",
    "shelter_network", "health_centre", "legal_clinic", "assistance_completed", "assistance_under_way",
    "risks_of_recruitment", "rights_of_displaced", "where_to_find_help", "safe_migration",
    "law_on_trafficking", "identification_and_referral", "yes", "no",
)  # fmt: skip


def in_both_languages(choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
    """The choices, those whose label is a known word with that word in each language they lack."""
    return tuple(_spoken(choice) for choice in choices)


def _spoken(choice: Choice) -> Choice:
    there = {language: label for language, label in choice.labels.by_language.items() if label}
    known = next((found for label in (*there.values(), choice.code) if (found := _words_of(label))), None)
    if known is None:
        return choice
    wanted = {language: word for language, word in known.items() if language not in there}
    return replace(choice, labels=Labels({**there, **wanted}))


def _words_of(label: str) -> Mapping[str, str] | None:
    """The words in each language of a known word, or of a list of known words ("shelter; legal aid")."""
    pieces = [_terms_by_word().get(_folded(piece)) for piece in re.split(r"[;|]", label)]
    known = [one for one in pieces if one is not None]
    if len(known) < len(pieces):
        return _terms_by_word().get(_folded(label))
    return {language: "; ".join(one[language] for one in known) for language in LANGUAGES}


@cache
def _terms_by_word() -> Mapping[str, Mapping[str, str]]:
    """Folded word → that word in each language."""
    words = [{one: render(msg(f"register.term.{name}"), one) for one in LANGUAGES} for name in _TERMS]
    return {_folded(word): one for one in words for word in one.values()}


def _folded(word: str) -> str:
    return " ".join(fold(word.replace("’", "'")).split())
