# SPDX-License-Identifier: MIT
"""Words for "refused" and "don't know" in en, fr, es, pt and ar: codes, and whole labels.

Labels are compared without accents, brackets, leading numbers and punctuation; Arabic without hamzas.
"""

from __future__ import annotations

import re

REFUSED_CODES = frozenset(
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
        "rather_not_say",
        "prefer_not_say",
        "no_response",
        "not_answered",
        "no_contesta",
        "sem_resposta",
        "sin_respuesta",
        "recusa",
        "recusou",
        "prefere_nao_responder",
        "nao_responde",
    ]
)
DONT_KNOW_CODES = frozenset(
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
        "dont_remember",
        "do_not_remember",
    ]
)
# Whole cells that may mean the same where no label says so: codes, and as people type them; "nose" is a word.
WRITTEN_OUT = frozenset(
    [
        *(form for code in (REFUSED_CODES | DONT_KNOW_CODES) - {"nose", "no_se", "ns", "unsure", "not_sure"}
          for form in (code, code.replace("_", " "))),
        "don't know", "don’t know", "doesn't know", "doesn’t know", "does not know", "refused to say",
        "refuses to answer", "refusé", "refuse de répondre", "a refusé de répondre", "ne souhaite pas répondre",
        "préfère ne pas répondre", "pas de réponse", "sans réponse",
        "ne sais pas", "não sabe", "não sei", "não responde", "prefere não responder",
    ]
)  # fmt: skip

_WHO_EN = r"(?:(?:i|he|she|they|(?:the )?respondent) )?"
_ANSWER_EN = r"(?:answer|say|respond|reply|disclose|tell|share)"
_WHO_FR = r"(?:(?:je|il|elle|(?:le|la) repondante?) )?"
_ANSWER_FR = r"(?:y )?(?:repondre|dire|le dire|se prononcer)"
_ANSWER_AR = r"(?:في |ب)?(?:ال)?(?:اجابة|رد|جواب)"

_REFUSED = (
    rf"{_WHO_EN}(?:would )?(?:prefer(?:s|red)? not to|rather not)(?: {_ANSWER_EN})?",
    rf"{_WHO_EN}(?:refus(?:ed?|es|al)|declin(?:ed?|es))(?: to {_ANSWER_EN})?(?: the question)?",
    rf"{_WHO_EN}(?:do(?:es)?|did) ?(?:not|n't) (?:want|wish|like) to {_ANSWER_EN}",
    r"no (?:answer|response|reply)|not answered|without answer",
    rf"{_WHO_FR}prefere ne pas {_ANSWER_FR}",
    rf"{_WHO_FR}ne (?:souhaite|souhaitait|veut|veux|voulait|desire) pas {_ANSWER_FR}",
    rf"{_WHO_FR}(?:ne se prononce pas|n'a pas (?:repondu|voulu repondre))",
    rf"{_WHO_FR}(?:a )?refuse(?: (?:de|a) repondre)?|refus(?: (?:de|a) repondre)?",
    r"(?:pas de|sans|aucune) reponse|non reponse",
    r"(?:yo )?(?:prefier[oe] no|no (?:desea|deseo|deseaba|quiere|quiero|quiso)) (?:responder|contestar|decir(?:lo)?)",
    r"se (?:niega|nego) a (?:responder|contestar)|no (?:responde|respondio|contesta|contesto)",
    r"(?:se )?(?:rechaz[ao]|rehus[ao])(?: a)?(?: (?:responder|contestar))?|(?:sin|ninguna) respuesta",
    r"(?:eu )?(?:prefir[oe]|prefere|prefiro) nao (?:responder|dizer)|(?:eu )?nao (?:quer|quero|quis|deseja) responder",
    r"nao (?:responde|respondeu)|recus(?:a|o|ou)(?: se)?(?: a)?(?: responder)?|sem resposta",
    rf"(?:ا|ي|ت|ن)?فضل عدم {_ANSWER_AR}|(?:ا|ي|ت|ن)?رفضت?(?: {_ANSWER_AR}| ان (?:ا|ي|ت)جيب)?",
    rf"لا (?:ا|ي|ت|ن)(?:ريد|رغب|ود) (?:{_ANSWER_AR}|ان (?:ا|ي|ت)جيب)|(?:بدون|بلا|لا) (?:اجابة|رد|جواب)|لم (?:ي|ت)جب",
)
_DONT_KNOW = (
    rf"{_WHO_EN}(?:do(?:es)? ?n[o']?t|do(?:es)? not|dont|don t|doesnt) (?:know|remember|recall)",
    r"not sure|unsure|dk|no idea|can ?(?:no|')t (?:say|remember)",
    rf"{_WHO_FR}(?:ne (?:le )?(?:sais|sait|savent) pas|n'en (?:sais|sait) rien|sais pas)|nsp",
    rf"{_WHO_FR}ne (?:se souvient|me souviens|se rappelle|me rappelle) (?:pas|plus)|pas sure?|aucune idee",
    r"(?:yo )?no (?:lo )?(?:se|sabe|saben)|no (?:esta|estoy) segur[oa]|(?:lo )?desconoce|desconozco|ns",
    r"no (?:lo )?recuerd[ao]|no (?:me|se) acuerd[ao]",
    r"(?:eu )?nao (?:o )?(?:sei|sabe|sabem)|(?:eu )?nao (?:tem|tenho|esta|estou) (?:certeza|cert[oa])",
    r"nao (?:se |me )?lembr[ao]|desconhece|desconheco",
    r"لا (?:ا|ي|ت|ن)?(?:علم|عرف|دري|درى|تذكر|ذكر)|(?:غير|لست|ليس) متاكد(?:ا|ة)?",
)
REFUSED_LABEL = re.compile("|".join(f"(?:{one})" for one in _REFUSED))
DONT_KNOW_LABEL = re.compile("|".join(f"(?:{one})" for one in _DONT_KNOW))
BESIDE = frozenset(("unknown", "inconnu", "desconocido", "desconhecido", "غير معروف", "nr", "ns", "n", "a"))
BETWEEN = re.compile(r"\s*[/|,;]\s*|\s+(?:or|ou|o|او)\s+")
