# SPDX-License-Identifier: MIT
"""Rows of the survey sheet as records, and the phrases its rows share. Holds no question."""

from __future__ import annotations

from dataclasses import dataclass

TITLE = "Protection assessment, three sites (fictitious)"
FORM_ID = "protection_assessment_fictitious"
FORM_VERSION = "vFictitious2025a"
CONSENTED = "${consent} = 'yes'"
OFFERED = "${offer_received} = 'yes'"
ALONE = "not(count-selected(.) > 1 and ({}))"


@dataclass(frozen=True)
class Question:
    """One row of the survey sheet; empty strings are empty cells."""

    type: str
    name: str
    english: str = ""
    french: str = ""
    hint_english: str = ""
    hint_french: str = ""
    relevant: str = ""
    constraint: str = ""
    constraint_english: str = ""
    constraint_french: str = ""
    calculation: str = ""
    choice_filter: str = ""
    repeat_count: str = ""
    required: str = ""
    default: str = ""

    @property
    def answer_list(self) -> str:
        """Name of its answer list, or an empty string."""
        kind, _, name = self.type.partition(" ")
        return name if kind in ("select_one", "select_multiple") else ""


def alone(*codes: str) -> str:
    """Constraint: none of these answers may be chosen with another."""
    return ALONE.format(" or ".join(f"selected(., '{code}')" for code in codes))


ALONE_TEXT = {
    "constraint_english": "This answer cannot be combined with another",
    "constraint_french": "Cette réponse ne peut pas être combinée avec une autre",
}
SCORE = {
    "constraint": ". >= 0 and . <= 7",
    "constraint_english": "Between 0 and 7 days",
    "constraint_french": "Entre 0 et 7 jours",
    "required": "yes",
}


def end_of(kind: str = "group") -> Question:
    """The row that closes a group or repeat."""
    return Question(f"end_{kind}", "")
