# SPDX-License-Identifier: MIT
"""Recognises choices that mean "refused" or "don't know", yes and no, and consent questions, in en, fr, ar, es, pt.

It only proposes.
"""

from __future__ import annotations

import re
import unicodedata

from analysis.records import Reason
from projects.forms.records import FormChoice, Question
from wording import LANGUAGES
from wording.language_record import language_of_code

_NAMES = {  # beside the languages of the program
    "es": ("spanish", "espanol", "espagnol", "spa"),
    "pt": ("portuguese", "portugues", "portugais", "por"),
    "ar": ("arabic", "arabe", "ara", "العربية", "عربي"),
    "sw": ("swahili", "kiswahili", "swa"),
    "rn": ("kirundi", "rundi", "run"),
    "rw": ("kinyarwanda", "kin"),
    "ln": ("lingala", "lin"),
    "so": ("somali", "soomaali", "som"),
    "am": ("amharic", "amh"),
    "uk": ("ukrainian", "українська", "ukr"),
    "ru": ("russian", "русский", "russe", "rus"),
    "ku": ("kurdish", "kurmanji", "kur"),
    "fa": ("persian", "farsi", "dari", "fas"),
    "ps": ("pashto", "pus"),
    "ur": ("urdu", "urd"),
    "my": ("burmese", "myanmar", "mya"),
    "ht": ("haitian", "creole", "kreyol", "hat"),
    "de": ("german", "deutsch", "allemand", "deu"),
    "it": ("italian", "italiano", "italien", "ita"),
    "tr": ("turkish", "turkce", "turc", "tur"),
    "hi": ("hindi", "hin"),
    "bn": ("bengali", "bangla", "ben"),
    "mg": ("malagasy", "malgache", "mlg"),
    "ha": ("hausa", "hau"),
}
_BY_NAME = {name: code for code, names in _NAMES.items() for name in names} | {
    name: code for code in LANGUAGES for name in language_of_code(code).called
}
_IN_BRACKETS = re.compile(r"\(\s*([A-Za-z]{2,3})(?:[-_][A-Za-z]+)?\s*\)\s*$")


def language_code(written: str) -> str:
    """The code of a language as a form writes it; "" for none; an unknown name comes back as written, lower case."""
    name = plain(written)
    if not name:
        return ""
    bracketed = _IN_BRACKETS.search(written)
    if bracketed:
        code = bracketed.group(1).lower()
        return _BY_NAME.get(code, code)
    if name in _BY_NAME:
        return _BY_NAME[name]
    first = re.split(r"[\s(_-]", name)[0]
    return _BY_NAME.get(first, first if re.fullmatch("[a-z]{2}", first) else name)


def plain(text: str) -> str:
    """`text` in lower case, without accents or spaces at its ends, for comparing what people typed."""
    decomposed = unicodedata.normalize("NFKD", text.strip().casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


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
