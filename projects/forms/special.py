# SPDX-License-Identifier: MIT
"""Recognises choices that mean "refused" or "don't know", yes and no, and consent questions, in en, fr, ar, es, pt.

It only proposes.
"""

from __future__ import annotations

import re

from analysis.records import Reason
from projects.forms.languages import plain
from projects.forms.records import FormChoice, Question

_REFUSED_CODES = frozenset(
    [
        "pnta",
        "pnts",
        "prefer_not",
        "prefer_not_to_answer",
        "prefer_not_to_say",
        "prefer_not_answer",
        "refused",
        "refuse",
        "refusal",
        "refused_to_answer",
        "no_answer",
        "noanswer",
        "decline",
        "declined",
        "declined_to_answer",
        "does_not_want_to_answer",
        "do_not_want_to_answer",
        "ne_souhaite_pas_repondre",
        "nspr",
        "npr",
        "pas_de_reponse",
        "refus",
        "refuse_de_repondre",
        "prefere_ne_pas_repondre",
        "no_responde",
        "prefiere_no_responder",
        "prefiero_no_responder",
        "nr",
        "recusa",
        "recusou",
        "prefere_nao_responder",
        "nao_responde",
    ]
)
_DONT_KNOW_CODES = frozenset(
    [
        "dnk",
        "dk",
        "dont_know",
        "don_t_know",
        "dontknow",
        "do_not_know",
        "doesnt_know",
        "idk",
        "not_sure",
        "unsure",
        "nsp",
        "ne_sait_pas",
        "sait_pas",
        "je_ne_sais_pas",
        "ne_sais_pas",
        "no_sabe",
        "no_se",
        "ns",
        "nose",
        "nao_sabe",
        "nao_sei",
        "unknown_dk",
    ]
)
_REFUSED_LABELS = re.compile(
    r"^(?:i |he |she |they )?(?:would )?(?:prefers? not to (?:answer|say|respond)|refus(?:ed?|es|al)\b(?! of| to pay)"
    r"|declined? to (?:answer|say|respond)|does(?: not|n't) want to answer|do(?: not|n't) want to answer"
    r"|(?:je )?(?:prefere?|prefere) ne pas (?:repondre|dire|se prononcer)|ne (?:souhaite|veut|veux) pas repondre"
    r"|refus(?:e)? (?:de|a) repondre|refus$|pas de reponse$|no answer$|sans reponse$"
    r"|prefier[oe] no (?:responder|contestar|decir)|no (?:desea|quiere|quiero) (?:responder|contestar)"
    r"|se niega a responder|no responde"
    r"|(?:eu )?(?:prefir[oe]|prefere) nao (?:responder|dizer)|nao (?:quer|quero|deseja) responder"
    r"|recus(?:a|ou)(?: responder|-se a responder)?$"
    r"|(?:ا|أ)?فضل عدم (?:الاجابة|الإجابة|الرد)|(?:ي|ت|أ|ا)?رفض (?:الاجابة|الإجابة)"
    r"|لا (?:ا|أ|ي)ريد (?:الاجابة|الإجابة|أن يجيب)|رفض$)"
)
_DONT_KNOW_LABELS = re.compile(
    r"^(?:i |he |she |they )?(?:do(?:es)? ?n[o'’]?t know|don ?t know|dont know|do not know|does not know"
    r"|not sure|unsure)\b"
    r"|^(?:je |j')?(?:ne (?:sais|sait|savent) pas|n[’'] ?(?:en )?sais rien|sais pas|nsp$)"
    r"|^(?:yo )?no (?:lo )?(?:se|sabe|saben)\b(?: / no responde)?|^(?:eu )?nao (?:sei|sabe|sabem)\b"
    r"|^لا (?:ا|أ|ي|ت|ن)?(?:علم|عرف|دري|درى)|^غير متأكد"
)
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
    if code in _REFUSED_CODES:
        return Reason.REFUSED
    if code in _DONT_KNOW_CODES:
        return Reason.DONT_KNOW
    labels = [re.sub(r"[’`]", "'", plain(label)) for label in choice.labels.by_language.values()]
    if any(_DONT_KNOW_LABELS.search(label) for label in labels):
        return Reason.DONT_KNOW
    if any(_REFUSED_LABELS.search(label) for label in labels):
        return Reason.REFUSED
    return Reason.PRESENT


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
