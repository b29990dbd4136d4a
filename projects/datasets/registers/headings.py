# SPDX-License-Identifier: MIT
"""Recognises registers by their headings, in English and French: which kind, and which part each column plays.

It proposes; the user corrects. A heading is compared without case, accents and signs; the longest phrase that fits
wins, so that "date de référence" is a date asked of nobody and "référé vers" a referral.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from analysis.records import DataTable, Kind, Role, Variable
from analysis.register_columns import PARTS, SEVERAL, Part, Register, RegisterKind
from projects.datasets.registers.case_headings import holds_numbers_of_cases, is_number_only, names_case
from projects.imported.findings import finding, rows_where
from projects.imported.records import Finding, ImportedData, ImportedTable, Severity
from projects.word_folding import fold

_Table = TypeVar("_Table", DataTable, ImportedTable)
UNKNOWN_UNIT = "importing.finding.unit_record"
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
    Part.DISABILITY: ("disability",),  # and every heading that says so: women with one are counted as women already
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
_LETTERS: Mapping[str, tuple[Part, Part]] = {  # a sex in one letter: grown up, under 18
    "f": (Part.WOMEN, Part.GIRLS),
    **dict.fromkeys(("h", "m"), (Part.MEN, Part.BOYS)),
    "g": (Part.BOYS, Part.BOYS),
}
_ABBREVIATED = frozenset({"nd", "nsp", "np", "ns"})  # not told, in two or three letters
_YOUNGER: Mapping[Part, Part] = {Part.WOMEN: Part.GIRLS, Part.MEN: Part.BOYS}
_UNDER = re.compile(
    r"(?:<|\bmoins de|\bunder|\bbelow|\binf\w*(?: a)?)\s*=?\s*(\d{1,2})\b|\b(mineure?s?|minors?|enfants?|children)\b"
)
_DISABLED = re.compile(r"disabilit(?:y|ies)|disabled|pwds?|psh|handicap\w*")
_WITHOUT = re.compile(  # who has none is no one of them; "No. of people with a disability" numbers them
    r"\b(?:sans|without|w/o|non|not|none|aucune?|pas d[e'’]?)\b|\bno (?:\w+ )?(?:disabilit|handicap\b)"
    r"|(?:disabilit\w*|handicap\w*|pwds?|psh)\W*\bno$"
)
_REGISTER = re.compile(
    r"regist(?:er|re|ry)|attendance|presence|liste? (?:de |des |of )?(?:participant|beneficiaire|beneficiar|cas\b|case)"
    r"|case ?(?:management|load|file)|(?:gestion|suivi|fiche)s? (?:de |des )?(?:cas|dossiers?)\b|\bcases\b|dossiers"
    r"|participants|activit(?:y|ies|es?)\b|referrals?\b|referencements?"
)
_SPAN = re.compile(r"\b\d{1,2}\s*(?:-|–|a|to)\s*(\d{1,2})\b")
_OVER = re.compile(r"(?:>|≥|\bplus de|\bover)\s*=?\s*\d{1,2}\b|\b\d{1,2}\s*(?:\+|et plus|ans et plus|and over)")
_AGED = re.compile(r"\b(?:adult|mineur|minor|enfant|child)\w*\b|\d")
_ADULT = re.compile(r"\badult\w*\b")
_ANYBODY = re.compile(r"\b(?:participante?s|personnes|people|persons|total)\b", re.IGNORECASE)  # over parts: no total
_GROWN_UP = 18
_OF_AGE = frozenset({"ans", "years", "plus", "moins", "under"})
_OF_CASE = 5  # a heading that is the number of a case, whole
_SURE, _DOUBTFUL = 3, 1  # how well a letter with an age fits, and one alone
_NUMBERS = frozenset({Kind.INTEGER, Kind.NUMBER})
_COUNTED = frozenset({Part.WOMEN, Part.MEN, Part.GIRLS, Part.BOYS, Part.UNKNOWN, Part.TOTAL})


def proposed_register(variables: Sequence[Variable]) -> Register | None:
    """The register a table seems to be, with the parts of its columns; None where it looks like none."""
    scored = [(len(register.parts), register) for kind in RegisterKind if (register := _of_kind(kind, variables))]
    return max(scored, key=lambda pair: pair[0])[1] if scored else None


def is_survey(table: DataTable | ImportedTable) -> bool:
    """Whether its rows were drawn, are members of such rows, or answer a form whose words say nothing of a register."""
    design = table.design
    drawn = table.parent is not None or bool(design.weight or design.strata or design.clusters)
    return drawn or (any(one.form_type for one in table.variables) and not _says_register(table))


def _says_register(table: DataTable | ImportedTable) -> bool:
    """Whether the words of a table's name or title are those of a register."""
    return any(_REGISTER.search(fold(said)) for said in (table.name, *table.labels.by_language.values()))


def first_register(tables: Iterable[_Table], told: Container[str] = ()) -> _Table | None:
    """The table whose form opens after its import: the first that was told to be a register, or whose headings are."""
    lists = (one for one in tables if not is_survey(one))
    return next((one for one in lists if one.id in told or proposed_register(one.variables)), None)


def without_unknown_unit(data: ImportedData) -> ImportedData:
    """The data read without "what a row stands for was not recognised", where a table looks like a register.

    The form of the register opens then, and says what a row is.
    """
    if not any(not is_survey(one) and proposed_register(one.variables) is not None for one in data.tables):
        return data
    return replace(data, findings=tuple(one for one in data.findings if one.message.key != UNKNOWN_UNIT))


def with_case_codes_sealed(data: ImportedData) -> ImportedData:
    """The data read where the codes of what looks like a register of cases are identifiers: they are never stored open.

    A line says so. A survey asks for codes and services, too: a table of a drawn sample, or of its members, stays.
    """
    tables, findings = list(data.tables), list(data.findings)
    for place, table in enumerate(tables):
        seems = None if is_survey(table) else proposed_register(table.variables)
        codes = _codes_of_cases(table, seems) if seems is not None and seems.kind is RegisterKind.CASES else ()
        for one in (v for v in table.variables if v.id in codes and v.role is not Role.IDENTIFIER):
            sealed = tuple(replace(v, role=Role.IDENTIFIER) if v is one else v for v in table.variables)
            tables[place] = replace(table, variables=sealed)
            findings.append(finding(Severity.GUESS, "case_codes", table=table.id, variable=one.id, name=one.name))
    return replace(data, tables=tuple(tables), findings=tuple(findings))


def _codes_of_cases(table: ImportedTable, register: Register) -> Sequence[str]:
    """The columns with the codes of cases; where no heading says so, the one of numbers that are no count of rows."""
    if found := register.columns(Part.PERSON):
        return found
    return [one.id for one in table.variables if holds_numbers_of_cases(table, one)][:1]


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
    found = tuple((name, part) for name, (_, part) in fits.items() if part in SEVERAL or taken[part][1] == name)
    if kind is RegisterKind.CASES and Part.PERSON not in taken:
        numbers = [one.id for one in variables if one.role is Role.IDENTIFIER and is_number_only(one.name)]
        found += tuple((name, Part.PERSON) for name in numbers[:1] if name not in fits)
    return found


def planned_columns(variables: Iterable[Variable]) -> list[Variable]:
    """Columns of plans or targets: they stand beside what was reached and are never counted with it."""
    return [one for one in variables if any(_PLANNED & set(_words(heading)) for heading in _headings(one))]


def uncounted_columns(variables: Iterable[Variable]) -> list[Variable]:
    """Columns with the heading of a count that hold text: numbers typed as text are counted by nobody."""
    texts = [one for one in variables if one.kind in (Kind.TEXT, Kind.ONE)]
    as_number = [replace(one, kind=Kind.INTEGER) for one in texts]
    sure = frozenset({Part.WOMEN, Part.MEN, Part.GIRLS, Part.BOYS, Part.UNKNOWN, Part.TOTAL})
    return [one for one, other in zip(texts, as_number, strict=True) if any(_fit(part, other) >= 3 for part in sure)]


_TOLD_OF_CASES = frozenset({Part.STATUS, Part.REFERRED, Part.ASKED, Part.OUTCOME})


def _of_kind(kind: RegisterKind, variables: Sequence[Variable]) -> Register | None:
    register = Register(kind, proposed_parts(kind, variables))
    has = {part for _, part in register.parts}
    sure = {part for name, part in register.parts if not _lettered_alone(variables, name, part)}
    counted = bool(sure & _COUNTED) or {Part.WOMEN, Part.MEN} <= has  # "F" alone may be anything, "F" beside "H" not
    looks = {
        RegisterKind.ACTIVITIES: Part.DATE in has and counted and Part.NAME not in has,
        RegisterKind.PARTICIPANTS: bool(has & {Part.NAME, Part.PERSON}) and bool(has & {Part.SEX, Part.ROLE}),
        RegisterKind.CASES: (Part.SERVICE in has and bool(has & {Part.STATUS, Part.REFERRED, Part.ASKED, Part.GIVEN}))
        or (_has_case_code(variables, register) and len(has & _TOLD_OF_CASES) > 1),
    }
    return register if looks[kind] else None


def _has_case_code(variables: Sequence[Variable], register: Register) -> bool:
    """Whether a column is called after the code of a case: its services may stand in another table."""
    names = [one.name for one in variables if one.id in register.columns(Part.PERSON)]
    return any({"case", "cas", "dossier"} & set(_words(name)) for name in names)


def _lettered_alone(variables: Sequence[Variable], name: str, part: Part) -> bool:
    """Whether a part rests on a letter without an age."""
    return any(_fit(part, one) == _DOUBTFUL for one in variables if one.id == name)


def _fit(part: Part, variable: Variable) -> int:
    """How many words of the best phrase fit a heading; 0 for none, for a plan, or for a count that is no number."""
    if part in (*_COUNTED, Part.DISABILITY, Part.INDIRECT) and variable.kind not in _NUMBERS:
        return 0
    best = _OF_CASE if part is Part.PERSON and any(map(names_case, _headings(variable))) else 0
    for heading in _headings(variable):
        words = _words(heading)
        if _PLANNED & set(words):
            return 0
        if any(word.startswith("indirect") for word in words):
            return 9 if part is Part.INDIRECT else 0  # indirect women are no women who came
        if any(_DISABLED.fullmatch(word) for word in words):
            return 9 if part is Part.DISABILITY and not _WITHOUT.search(fold(heading)) else 0
        best = max(best, _lettered(part, heading, words))
        if part in (*_YOUNGER, *_YOUNGER.values()) and _age(heading) == "young":
            best = max(best, _fit_younger(part, words))
            continue
        for phrase in _PHRASES[part]:
            wanted = [word for word in phrase.split() if word not in _SMALL]
            if wanted and _within(wanted, words):
                exact = 1 if wanted == words else 0
                best = max(best, 2 * len(wanted) + exact)
    return best


def _lettered(part: Part, heading: str, words: Sequence[str]) -> int:
    """How well a heading in letters fits: "F ≥ 18" and "G < 18" surely, "F", "H" and "ND" alone in doubt."""
    letters = [word for word in words if not word.isdigit() and word not in _OF_AGE and not _AGED.fullmatch(word)]
    if len(letters) != 1:
        return 0
    if letters[0] in _ABBREVIATED:
        return _DOUBTFUL if part is Part.UNKNOWN else 0
    if letters[0] not in _LETTERS:
        return 0
    age = _age(heading)
    if part is not _LETTERS[letters[0]][age == "young"]:
        return 0
    return _SURE if age else _DOUBTFUL


def _fit_younger(part: Part, words: Sequence[str]) -> int:
    """How well "Femmes < 18" fits: of an age under 18 women are girls, men are boys."""
    phrases = (
        *_PHRASES[part],
        *(phrase for grown, one in _YOUNGER.items() if one is part for phrase in _PHRASES[grown]),
    )
    return _SURE if part in _YOUNGER.values() and any(_within(phrase.split(), words) for phrase in phrases) else 0


def _age(heading: str) -> str:
    """ "young" where a heading speaks of people under 18 only, "grown" of an age that goes beyond, else ""."""
    folded = fold(heading)
    under, span = _UNDER.search(folded), _SPAN.search(folded)
    if under is not None and (under[1] is None or int(under[1]) <= _GROWN_UP):
        return "young"
    if span is not None:
        return "young" if int(span[1]) < _GROWN_UP else "grown"
    return "grown" if _OVER.search(folded) or _ADULT.search(folded) else ""


def in_doubt(kind: RegisterKind, variable: Variable, part: Part) -> bool:
    """Whether a person should look at a column's part: it rests on a letter alone, or the column cannot be read so."""
    if part in (*_COUNTED, Part.DISABILITY, Part.INDIRECT) and variable.kind not in _NUMBERS:
        return True
    if part in (Part.DATE, Part.ASKED, Part.GIVEN) and variable.kind not in (Kind.DATE, Kind.DATETIME):
        return True
    best = max(_fit(one, variable) for one in PARTS[kind])
    return best == _DOUBTFUL and _fit(part, variable) == best


def _headings(variable: Variable) -> list[str]:
    own = [variable.name, *variable.labels.by_language.values()]
    above = _ANYBODY.sub(" ", " ".join(variable.group))  # of two lines of headings: "Minors" over "F" and "M"
    return [*own, *(f"{above} {one}" for one in own if _AGED.search(fold(above)))]


def _words(heading: str) -> list[str]:
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading)
    return [word for word in re.findall(r"[^\W_]+", fold(apart)) if word not in _SMALL]


def _within(wanted: Sequence[str], words: Sequence[str]) -> bool:
    """Whether the words stand there side by side, in order."""
    return any(list(words[at : at + len(wanted)]) == list(wanted) for at in range(len(words) - len(wanted) + 1))


_PAIRS = ((Part.WOMEN, Part.MEN), (Part.GIRLS, Part.BOYS))


def in_pairs(variables: Sequence[Variable], register: Register) -> list[list[Variable]]:
    """The columns in their order, women beside men and girls beside boys where one column plays each."""
    known = {one.id: one for one in variables}
    beside: dict[str, str] = {}
    for parts in _PAIRS:
        columns = [register.columns(part) for part in parts]
        if all(len(one) == 1 and one[0] in known for one in columns):
            beside[columns[0][0]] = columns[1][0]
    seconds = set(beside.values())
    return [[one, known[beside[one.id]]] if one.id in beside else [one] for one in variables if one.id not in seconds]


def keyless_participants(table: ImportedTable) -> Finding | None:
    """A line for rows of what looks like a register of participants that have no key while others have one."""
    seems = proposed_register(table.variables) if table.parent is None else None
    key = seems.column(Part.PERSON) if seems is not None and seems.kind is RegisterKind.PARTICIPANTS else None
    column = None if key is None else table.columns.get(key)
    if column is None or not 0 < column.null_count < len(column):
        return None
    rows, name = rows_where(column.is_null().to_numpy(zero_copy_only=False)), str(key)
    said = next(one.name for one in table.variables if one.id == key)
    return finding(
        Severity.WARNING, "keyless", table=table.id, variable=name, rows=rows, count=column.null_count,
        n=column.null_count, name=table.name, column=said,
    )  # fmt: skip
