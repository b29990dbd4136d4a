# SPDX-License-Identifier: MIT
"""Recognises registers by their headings, in English and French: which kind, and which part each column plays.

It proposes; the user corrects. A heading is compared without case, accents and signs; the longest phrase that fits
wins, so that "date de référence" is a date asked of nobody and "référé vers" a referral.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from analysis.records import Kind, Variable
from analysis.register import PARTS, SEVERAL, Part, Register, RegisterKind
from projects.search.word_folding import fold

_PHRASES: Mapping[Part, tuple[str, ...]] = {
    Part.DATE: (
        "date",
        "jour",
        "day",
        "date seance",
        "date activite",
        "session date",
        "date of activity",
        "date session",
    ),
    Part.SESSION: (
        *("session id", "id session", "session code", "code session", "session key", "session reference"),
        *("code seance", "id seance", "numero seance", "reference seance", "identifiant seance", "cle seance"),
        *("activity id", "activity code", "id activite", "code activite", "numero activite", "reference activite"),
        *("training id", "training code", "code formation", "id formation", "numero formation"),
    ),
    Part.PLACE: (
        *(
            "lieu",
            "place",
            "site",
            "location",
            "venue",
            "commune",
            "colline",
            "province",
            "zone",
            "village",
            "district",
        ),
        *("localite", "endroit"),
    ),
    Part.KIND: (
        *("type", "kind", "activite", "activity", "type activite", "activity type", "nature", "categorie", "category"),
        *("type seance", "type session", "type of activity", "type de cas", "case type"),
    ),
    Part.TOPIC: ("theme", "topic", "sujet", "subject", "module", "thematique"),
    Part.AUDIENCE: (
        *("public", "audience", "cible", "groupe cible", "target group", "public cible", "beneficiaires", "groupe"),
        "type participants",
    ),
    Part.WOMEN: ("femmes", "women", "femme", "female", "females", "adult women", "adult female"),
    Part.MEN: ("hommes", "men", "homme", "male", "males", "adult men", "adult male"),
    Part.GIRLS: ("filles", "girls", "fille", "girl"),
    Part.BOYS: ("garcons", "boys", "garcon", "boy"),
    Part.UNKNOWN: (
        *("inconnu", "inconnus", "unknown", "non precise", "not stated", "sexe inconnu", "sex unknown", "age inconnu"),
        *("non specifie", "not specified", "sex or age unknown"),
    ),
    Part.TOTAL: (
        *("total", "total participants", "nombre participants", "number of participants", "participants"),
        *("nombre total", "personnes touchees", "people reached", "effectif"),
    ),
    Part.INDIRECT: ("indirect",),  # and every heading that says so, whoever it counts
    Part.PARTNER: ("partenaire", "partner", "implementing partner", "partenaire execution", "organisation", "ong"),
    Part.DONOR: ("bailleur", "donor", "bailleur de fonds", "financement", "funding", "projet", "project"),
    Part.PERSON: (
        *(
            "code participant",
            "participant id",
            "id participant",
            "person id",
            "identifiant",
            "code personne",
            "person",
        ),
        *(
            "code",
            "case id",
            "numero cas",
            "case number",
            "code cas",
            "numero dossier",
            "participant code",
            "case code",
        ),
    ),
    Part.NAME: ("nom", "name", "nom et prenom", "noms et prenoms", "full name", "nom complet", "prenom", "surname"),
    Part.TELEPHONE: ("telephone", "phone", "tel", "mobile", "phone number", "numero telephone", "contact"),
    Part.SEX: ("sexe", "sex", "genre", "gender"),
    Part.AGE: ("age", "age ans", "age years", "tranche age", "age group"),
    Part.ROLE: ("fonction", "role", "qualite", "poste", "position", "profession", "occupation", "job title", "titre"),
    Part.STATUS: ("statut", "status", "population status", "statut personne", "displacement status"),
    Part.SERVICE: ("service", "services", "assistance", "service fourni", "service provided", "type assistance"),
    Part.ASKED: (
        "date demande",
        "date asked",
        "date requested",
        "demande le",
        "date identification",
        "date of request",
    ),
    Part.GIVEN: (
        *("date fourni", "date given", "date provided", "fourni le", "date prestation", "date assistance"),
        "date of service",
    ),
    Part.REFERRED: (
        *("refere", "referred", "refere vers", "referred to", "reference vers", "oriente vers", "referral", "refere a"),
        "orientation",
    ),
    Part.OUTCOME: ("resultat", "outcome", "issue", "suite", "result"),
    Part.CONSENT: ("consentement", "consent", "consentement partage", "consent to share"),
}
_PLANNED = frozenset({"prevu", "prevus", "prevue", "prevues", "planned", "planifie", "planifies", "target", "objectif"})
_SMALL = frozenset(
    (
        *("de", "du", "des", "d", "l", "la", "le", "les", "au", "aux", "en", "et", "par", "of", "the", "a"),
        *("nb", "nbre", "nombre", "number", "no", "n", "num"),
    )
)
_NUMBERS = frozenset({Kind.INTEGER, Kind.NUMBER})
_COUNTED = frozenset({Part.WOMEN, Part.MEN, Part.GIRLS, Part.BOYS, Part.UNKNOWN, Part.TOTAL})


def proposed_register(variables: Sequence[Variable]) -> Register | None:
    """The register a table seems to be, with the parts of its columns; None where it looks like none."""
    scored = [(len(register.parts), register) for kind in RegisterKind if (register := _of_kind(kind, variables))]
    return max(scored, key=lambda pair: pair[0])[1] if scored else None


def proposed_parts(kind: RegisterKind, variables: Sequence[Variable]) -> tuple[tuple[str, Part], ...]:
    """The part each column seems to play in a register of that kind; a part that takes one column has the best."""
    fits: dict[str, tuple[int, Part]] = {}
    for variable in variables:
        best = max((_fit(part, variable), place, part) for place, part in enumerate(PARTS[kind]))
        if best[0]:
            fits[variable.id] = (best[0], best[2])
    taken: dict[Part, tuple[int, str]] = {}
    for name, (score, part) in fits.items():
        if part not in SEVERAL and score > taken.get(part, (0, ""))[0]:
            taken[part] = (score, name)
    return tuple((name, part) for name, (_, part) in fits.items() if part in SEVERAL or taken[part][1] == name)


def planned_columns(variables: Iterable[Variable]) -> list[Variable]:
    """Columns of plans or targets: they stand beside what was reached and are never counted with it."""
    return [one for one in variables if any(_PLANNED & set(_words(heading)) for heading in _headings(one))]


def uncounted_columns(variables: Iterable[Variable]) -> list[Variable]:
    """Columns with the heading of a count that hold text: numbers typed as text are counted by nobody."""
    told = [one for one in variables if one.kind in (Kind.TEXT, Kind.ONE)]
    as_number = [replace(one, kind=Kind.INTEGER) for one in told]
    sure = frozenset({Part.WOMEN, Part.MEN, Part.GIRLS, Part.BOYS, Part.UNKNOWN, Part.TOTAL})
    return [one for one, other in zip(told, as_number, strict=True) if any(_fit(part, other) >= 3 for part in sure)]


def _of_kind(kind: RegisterKind, variables: Sequence[Variable]) -> Register | None:
    register = Register(kind, proposed_parts(kind, variables))
    has = {part for _, part in register.parts}
    looks = {
        RegisterKind.ACTIVITIES: Part.DATE in has and bool(has & _COUNTED) and Part.NAME not in has,
        RegisterKind.PARTICIPANTS: bool(has & {Part.NAME, Part.PERSON}) and bool(has & {Part.SEX, Part.ROLE}),
        RegisterKind.CASES: Part.SERVICE in has and bool(has & {Part.STATUS, Part.REFERRED, Part.ASKED, Part.GIVEN}),
    }
    return register if looks[kind] else None


def _fit(part: Part, variable: Variable) -> int:
    """How many words of the best phrase fit a heading; 0 for none, for a plan, or for a count that is no number."""
    if part in (*_COUNTED, Part.INDIRECT) and variable.kind not in _NUMBERS:
        return 0
    best = 0
    for heading in _headings(variable):
        words = _words(heading)
        if _PLANNED & set(words):
            return 0
        if any(word.startswith("indirect") for word in words):
            return 9 if part is Part.INDIRECT else 0  # indirect women are no women who came
        for phrase in _PHRASES[part]:
            wanted = [word for word in phrase.split() if word not in _SMALL]
            if wanted and _within(wanted, words):
                exact = 1 if wanted == words else 0
                best = max(best, 2 * len(wanted) + exact)
    return best


def _headings(variable: Variable) -> list[str]:
    return [variable.name, *variable.labels.by_language.values()]


def _words(heading: str) -> list[str]:
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading)
    return [word for word in re.findall(r"[^\W_]+", fold(apart)) if word not in _SMALL]


def _within(wanted: Sequence[str], words: Sequence[str]) -> bool:
    """Whether the words stand there side by side, in order."""
    return any(list(words[at : at + len(wanted)]) == list(wanted) for at in range(len(words) - len(wanted) + 1))
