# SPDX-License-Identifier: MIT
"""Whole labels that mean "refused" or "don't know" in five languages, and labels that only sound like it."""

from __future__ import annotations

import pytest

from analysis.records import Reason
from projects.forms.records import FormChoice
from projects.forms.special_choices import choice_reason
from wording import Labels

REFUSED = [
    "Refused",
    "Refuse to answer",
    "Prefer not to answer",
    "I prefer not to say",
    "Prefers not to respond",
    "No response",
    "Declined",
    "Decline to answer",
    "Does not wish to answer",
    "Refuses to answer",
    "Rather not say",
    "Did not want to answer",
    "Refus",
    "Refuse de répondre",
    "Préfère ne pas répondre",
    "Je préfère ne pas répondre",
    "Ne souhaite pas répondre",
    "Ne veut pas répondre",
    "Pas de réponse",
    "A refusé de répondre",
    "Je ne souhaite pas répondre",
    "Ne se prononce pas",
    "Refusé",
    "Je refuse de répondre",
    "Prefiere no responder",
    "Prefiero no contestar",
    "No responde",
    "Rechaza responder",
    "No quiso responder",
    "Se negó a responder",
    "No contesta",
    "Sin respuesta",
    "Rehúsa responder",
    "Prefere não responder",
    "Recusou responder",
    "Não respondeu",
    "Não quis responder",
    "Recusa-se a responder",
    "Sem resposta",
    "Prefiro não dizer",
    "Recusou-se",
    "أفضل عدم الإجابة",
    "رفض الإجابة",
    "يرفض الإجابة",
    "لا أرغب بالإجابة",
    "لا أريد الإجابة",
    "يفضل عدم الإجابة",
    "رفض",
    "لا يرغب في الإجابة",
    "بدون إجابة",
    "أرفض الإجابة",
]
DONT_KNOW = [
    "Don't know",
    "Don’t know",
    "Do not know",
    "DK",
    "Not sure",
    "Doesn't know",
    "I don't know",
    "Unknown / don't know",
    "Does not know",
    "Unsure",
    "Don't remember",
    "Ne sait pas",
    "Je ne sais pas",
    "NSP",
    "Ne sais pas",
    "Pas sûr",
    "Je n'en sais rien",
    "Ne se souvient pas",
    "No sabe",
    "No sé",
    "No lo sé",
    "No está seguro",
    "NS/NR",
    "Desconoce",
    "Não sabe",
    "Não sei",
    "Não tem certeza",
    "NS",
    "لا أعرف",
    "لا أعلم",
    "لا يعرف",
    "لا تعرف",
    "غير متأكد",
    "لست متأكدا",
    "لا أدري",
]
NEITHER = [
    "Refused entry at the border",
    "Refuse to pay",
    "Refused by the hospital",
    "Not sure-footed",
    "No",
    "Refus d'entrée",
    "No answer from the authorities",
    "Refugee",
    "Unknown person",
    "Refus de l'école",
    "No sabe leer",
    "Não sabe ler",
    "Ne sait pas lire",
    "Doesn't know how to read",
    "Police, refused",
    "Yes, not sure when",
]
WRITTEN = ["98. Don't know", "99 - Refused (do not read)", "Ne sait pas / Refus de répondre", "No sabe / No responde"]


def reason_of(label: str) -> Reason:
    return choice_reason(FormChoice("x9", Labels({"xx": label})))


@pytest.mark.parametrize("label", REFUSED)
def test_refused(label: str) -> None:
    assert reason_of(label) is Reason.REFUSED


@pytest.mark.parametrize("label", DONT_KNOW)
def test_dont_know(label: str) -> None:
    assert reason_of(label) is Reason.DONT_KNOW


@pytest.mark.parametrize("label", NEITHER)
def test_what_only_sounds_like_it(label: str) -> None:
    assert reason_of(label) is Reason.PRESENT


def test_as_forms_write_them() -> None:
    found = [reason_of(label) for label in WRITTEN]
    assert found == [Reason.DONT_KNOW, Reason.REFUSED, Reason.DONT_KNOW, Reason.DONT_KNOW]
