# SPDX-License-Identifier: MIT
"""Recognises choices that mean "refused" or "don't know", yes and no, and consent questions, in en, fr, ar, es, pt.

It only proposes.
"""

from __future__ import annotations

import re

from analysis.records import Reason
from projects.forms.languages import plain
from projects.forms.records import FormChoice, Question
from projects.forms.special_words import BESIDE, BETWEEN, DONT_KNOW_CODES, DONT_KNOW_LABEL, REFUSED_CODES, REFUSED_LABEL

_YES = frozenset(
    [
        "yes",
        "oui",
        "si",
        "sim",
        "o",
        "y",
        "1",
        "true",
        "agree",
        "agreed",
        "accept",
        "accepted",
        "accepte",
        "consent",
        "consents",
        "نعم",
        "أوافق",
        "اوافق",
        "da",
        "ndiyo",
        "ego",
    ]
)
_NO = frozenset(
    ["no", "non", "nao", "n", "0", "false", "disagree", "refuse", "refused", "decline", "لا", "hapana", "oya"]
)
_CONSENT = re.compile(
    r"consent|consentement|consentimiento|consentimento|assentiment|\bassent\b|informed_agreement|الموافقة|موافقة"
)
_CONSENT_ASKED = re.compile(
    r"(?:do|would) you (?:agree|accept|consent|wish|want|like) to (?:take part|participate|be interviewed|answer)"
    r"|(?:acceptez|consentez|voulez|souhaitez)[- ]vous (?:de )?(?:a )?(?:participer|repondre)"
    r"|acepta (?:usted )?participar|aceita participar|هل توافق"
)


def choice_reason(choice: FormChoice) -> Reason:
    """REFUSED or DONT_KNOW where the choice's code or one of its labels says so, else PRESENT. A proposal."""
    code = re.sub(r"[^a-z0-9]+", "_", plain(choice.name)).strip("_")
    if code in REFUSED_CODES:
        return Reason.REFUSED
    if code in DONT_KNOW_CODES:
        return Reason.DONT_KNOW
    reasons = [label_reason(label) for label in choice.labels.by_language.values()]
    return next((reason for reason in reasons if reason), Reason.PRESENT)


def label_reason(label: str) -> Reason:
    """What a label says as a whole: "Refused", not "Refused entry at the border"; of several parts each must say it."""
    text = re.sub(r"\([^)]*\)|\[[^]]*]", " ", re.sub(r"[’`´]", "'", plain(label)))
    text = re.sub(r"^\W*\d+\s*[-.:)=]*\s*|[\"“”«».!?…:_-]+", " ", text)
    parts = [part for part in (" ".join(one.split()) for one in BETWEEN.split(text)) if part]
    found = [_part_reason(part) for part in parts]
    if not any(found) or any(not reason and part not in BESIDE for reason, part in zip(found, parts, strict=True)):
        return Reason.PRESENT
    return next(reason for reason in found if reason)


def _part_reason(part: str) -> Reason:
    if DONT_KNOW_LABEL.fullmatch(part):
        return Reason.DONT_KNOW
    return Reason.REFUSED if REFUSED_LABEL.fullmatch(part) else Reason.PRESENT


def means_yes(choice: FormChoice) -> bool:
    """Whether choosing it says yes."""
    return _says(choice, _YES) and not _says(choice, _NO)


def _says(choice: FormChoice, words: frozenset[str]) -> bool:
    texts = [choice.name, *choice.labels.by_language.values()]
    firsts = [re.split(r"[\s,.;:!_-]+", plain(text).strip(" .,!"))[0] for text in texts if text.strip()]
    return any(first in words for first in firsts)


def is_consent_question(question: Question) -> bool:
    """Whether a question asks for consent to the interview: by its name, else by its wording."""
    if question.type not in ("select_one", "acknowledge", "select_multiple", "text", "calculate"):
        return False
    name = plain(question.name)
    if _CONSENT.search(name) and not re.search(r"reason|raison|why|other|autre|date|sign|note", name):
        return True
    return question.type == "select_one" and any(
        _CONSENT_ASKED.search(plain(label)) for label in question.labels.by_language.values()
    )
