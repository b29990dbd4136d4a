# SPDX-License-Identifier: MIT
"""Entities recognised by their form: phones, e-mails, ids, plates, coordinates, money, ages and dates."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from coding.entities.dates import date_patterns
from coding.entities.phones import REGIONS, valid_numbers
from coding.entities.recognition import find_entities, find_listed
from coding.entities.records import ENTITY_LABELS, TABLED, Entity, EntityKind, without_overlaps
from coding.language_stretches import LanguageStretch, language_at, languages_in
from coding.parses import Parse
from wording import DEFAULT_LANGUAGE
from wording.word_lists import SaidNumbers, all_word_lists, word_lists

_CURRENCY = (
    r"(?:US ?\$|USD|\$|€|£|EUR|euros?|dollars?|bucks|FBu|Fbu|FBU|F ?Bu|BIF|francs?|frs|FRw|RWF|FC|CDF|TZS|Tsh|TSh"
    r"|shillings?"
    r"|UGX|Ush|KES|Ksh|KSh|riyals?|rials?|OMR|dirhams?|AED|QAR|SAR|dinars?|KWD|rands?|ZAR|kwachas?|ZMW|pounds?"
    r"|livres?|balles|bob)"
)
_SPACE = r"[ \u00a0\u202f]"
_AMOUNT = r"\d{1,3}(?:[.,' \u00a0\u202f]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?"
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<![\w.])@\w[\w.]{2,}\w")
_GPS = re.compile(
    r"-?\d{1,3}\.\d{3,}\s*+°?\s*+[NSEOW]?\s*+[,;]\s*+-?\d{1,3}\.\d{3,}\s*°?\s*[NSEOW]?"
    r"|[NSEOW]\s?\d{1,3}\s?°\s?\d{1,2}\s?['′’][\d.,\s\"″'’]{0,24}\s+[NSEOW]\s?\d{1,3}\s?°\s?\d{1,2}\s?['′’](?:\s?[\d.,]+\s?[\"″]|['’]{2})?"
    r"|\d{1,3}\s?°\s?\d{1,2}\s?['′’]?[\d.,\s\"″'’]{0,24}[NSEOW]\b[\s,;]*\d{1,3}\s?°\s?\d{1,2}\s?['′’]?[\d.,\s\"″'’]{0,24}[NSEOW]\b"
)
_PHONE = re.compile(
    r"(?<![\w/.,:-])(?:\(?(?:\+|00)\d{1,3}\)?[ ./-]?)?(?:\(0\)[ ./-]?)?\(?\d{1,4}\)?(?:[ "
    r"\u00a0\u202f./-]?\d{1,4}){1,6}(?![\w/])"
)
_MASKED = re.compile(r"(?<![\w/.,:-])\+?\d{2,4}(?:[ \u00a0\u202f.-]?[\dxX*•#_]{1,4}){1,5}(?![\w/*•#])")
_SHORT_LINE = re.compile(
    r"(?i)\b(?:hotline|helpline|toll[- ]free|ligne verte|numéro vert|num[ée]ro gratuit|call(?:ed|ing)?|dial(?:led|ing)?"
    r"|appel\w*|compos\w*|rang|ring)\b(?: \w+){0,3}? (?:the |le |au |to |on )?(?P<line>\d{3,4})\b(?! ?(?:times"
    r"|fois|francs|FBu|heures|people))"
)
_VEHICLE_WORDS = re.compile(
    r"(?i)\b(?:MV|plates?|plaques?|immatricul\w*|registration|registered|car|cars|taxi|voiture|camion\w*|truck"
    r"|lorry|van|minibus|bus|moto\w*"
    r"|motorbike|motorcycle|pickup|pick-up|jeep|probox|hiace|land cruiser|corolla|toyota|fuso|isuzu|mercedes|noah"
    r"|v[ée]hicule|vehicle"
    r"|boat|vessel|bateau|pirogue|ship|canoe|flight|vol|véhicule|coaster|trailer|remorque|scooter|tricycle|bajaj"
    r"|prado|vitz)\b"
)
_ID_WORDS = re.compile(
    r"(?i)\b(?:files?|dossiers?|passports?|passeports?|cards?|cartes?|case|cas|num[ée]ros?|numbers?|ration"
    r"|patient|fiche|CNI|PV|RMP|RP|OPJ|r[ée]f\w*|code"
    r"|permit|permis|identit\w+|matricule|registre|registered|certificate|certificat|attestation|laissez-passer"
    r"|visa|ticket|"
    r"procès-verbal|plainte|complaint|bracelet|tag|jugement|ordonnance|receipt|reçu|contrat|badge|hospital"
    r"|hôpital|NIF|compte|account)\b"
)
_MADE_ID = re.compile(
    r"(?<![\w@/.-])(?:(?:N[o°]s?\.?|No\.?|n[o°]|#)\s?)?(?:[A-Z]{1,6}(?:[ ]?[-/ ]))?(?=[A-Za-z0-9./-]*\d[A-Za-z0-9./-]*)"
    r"[A-Z0-9]+(?:[-/.][A-Za-z0-9]+)*(?![\w@])"
)
_NO_ID = re.compile(
    r"\d{1,2}[./-]\d{1,2}(?:[./-]\d{2,4})?|\d+[.,]\d+|\d+-\d{1,3}|P\d{1,2}|\d{1,2}h\d\d|\d{1,2}[.:]\d\d[ap]m"
    r"|\d{1,3}(?:[.,]\d{3})+|\d(?:-\d)+|(?:19|20)\d\d-?W\d\d|\d{1,2}-[^\W\d_]{3,9}-\d{2,4}|(?:EUR|USD)\d+"
)  # dates, times, sums, decimal numbers, digits said one by one, numbered participants
_PLATE = re.compile(
    r"(?<![\w-])(?:[A-Z]{1,3}[ -]?\d{3,5}(?:[ -]?[A-Z]{1,3})?(?:/\d{2})?|\d{3,5} ?[A-Z]{2}/?\d{2}|[A-Z]{2,3} "
    r"\d{3}[A-Z])(?![\w/.-]*\d)(?!\w)"
)
_VESSEL = re.compile(r"\b(?:MV|M/V|MS|SS|ML|MT)\.? [A-ZÉ][\w'’-]+(?: (?:[IVX]+|\d+|[A-ZÉ][\w'’-]+))*")
_FLIGHT = re.compile(r"(?i:\b(?:flight|vol) )(?:n[o°] ?)?[A-Z0-9]{2} ?\d{2,4}\b")


def find_by_form(text: str, language: str, regions: Sequence[str] = REGIONS) -> list[Entity]:
    """All of them in order, without overlaps: what is told more surely by its form comes before the rest.

    Parameters
    ----------
    text : str
        The text of a document.
    language : str
        One with word lists for words of numbers and money; others by digits, and by the months of all.
    regions : sequence of str
        Countries whose telephone numbers are written as at home.

    Returns
    -------
    list of Entity
        Coordinates, e-mail addresses, dates, money, vehicles, telephone numbers, document numbers, ages.

    Examples
    --------
    >>> [(one.start, one.end, str(one.kind)) for one in find_by_form("Call +257 79 123 456 on 3 March 2021.", "en")]
    [(5, 20, 'phone'), (24, 36, 'date')]
    """
    found: list[Entity] = []
    found += (Entity(*match.span(), EntityKind.COORDINATES) for match in _GPS.finditer(text))
    found += (Entity(*match.span(), EntityKind.EMAIL) for match in _EMAIL.finditer(text))
    for pattern in date_patterns(language):
        found += (Entity(*match.span("date"), EntityKind.DATE) for match in pattern.finditer(text))
    found += _money(text, language)
    found += _vehicles(text)
    found += _phones(text, language, regions)
    found += _ids(text)
    found += _ages(text, language)
    found += (Entity(*match.span("line"), EntityKind.PHONE) for match in _SHORT_LINE.finditer(text))
    found += _bare_money(text, language)
    return without_overlaps(found)


def _around(text: str, start: int, end: int, before: int = 60, after: int = 0) -> str:
    line = text.rfind("\n", 0, start) + 1
    return text[max(line, start - before) : start] + " | " + text[end : end + after]


def _numbers(language: str) -> SaidNumbers | None:
    lists = word_lists(language)
    return None if lists is None else lists.numbers


def _money(text: str, language: str) -> Iterator[Entity]:
    for match in _money_pattern(language).finditer(text):
        yield Entity(*match.span(), EntityKind.MONEY)


@functools.cache
def _money_pattern(language: str) -> re.Pattern[str]:
    said = _numbers(language)
    words = f"{said.large}|{said.small}" if said is not None else "(?!)"
    scale = r"(?:mille|millions?|thousand|milliards?|billion|k)"
    number = rf"(?:(?:{_AMOUNT})(?:{_SPACE}?{scale})?|{words})"
    bridge = rf"(?:{_SPACE}?|{_SPACE}(?:de |d['’]|of ))"
    symbols = r"(?:US ?\$|USD|\$|EUR|€|£|FBu|Fbu|FBU|BIF|RWF|FRw|TZS|Tsh|TSh|UGX|KES|Ksh|KSh|CDF|OMR|AED|QAR|SAR)"
    adjective = (
        r"(?: (?:burundais|congolais|rwandais|tanzaniens|ougandais|kényans|américains|Burundian|Tanzanian"
        r"|Ugandan|Kenyan|US|American))?"
    )
    return re.compile(
        rf"(?<![\w.,/-])(?i:{number}){bridge}{_CURRENCY}\b{adjective}|(?<![\w.,/-]){number}{_SPACE}?[$€£](?!\w)"
        rf"|(?<!\w){symbols}{_SPACE}?(?:{_AMOUNT})(?:{_SPACE}{scale})?(?!\w)"
    )


def _bare_money(text: str, language: str) -> Iterator[Entity]:
    """A large sum without its currency: "270,000", "forty thousand", not followed by what is counted."""
    numbers = _numbers(language)
    if numbers is None:
        return
    pattern = re.compile(
        rf"(?<![\w.,/+-])(?:\d{{1,3}}(?:[.,\u00a0\u202f ]000)+|\d{{1,3}}(?:[., \u00a0\u202f]\d{{3}})+"
        rf"|(?i:{numbers.large}))(?![\w/-]|[.,]\d)"
    )
    counted = re.compile(
        r"(?i)^[ -](?:people|persons|women|men|girls|children|families|households|refugees|times|kilomet|km"
        r"|metres|meters|kilos?|kg|litres?|personnes"
        r"|femmes|hommes|filles|enfants|familles|ménages|réfugiés|déplacés|fois|kilomètres|mètres|habitants|ans"
        r"|years|jours|days|tonnes|of us|of them|d['’]entre)"
    )
    for match in pattern.finditer(text):
        said = match.group().lower()
        if counted.match(text[match.end() : match.end() + 20]) or said in ("cent", "cents", "mille", "a hundred"):
            continue
        if re.fullmatch(r"(?:a |an )?(?:hundred|thousand|million)s?", said) or "several" in said:
            continue
        scale = re.search(r"mille|thousand|million|\d", said)
        if scale:
            yield Entity(*match.span(), EntityKind.MONEY)


def _vehicles(text: str) -> Iterator[Entity]:
    yield from (Entity(*match.span(), EntityKind.VEHICLE) for match in _VESSEL.finditer(text))
    yield from (Entity(*match.span(), EntityKind.VEHICLE) for match in _FLIGHT.finditer(text))
    for match in _PLATE.finditer(text):
        near = _around(text, *match.span(), before=70, after=25)
        before = near.split(" | ")[0]
        vehicle = [found.end() for found in _VEHICLE_WORDS.finditer(before)]
        other = [found.end() for found in _ID_WORDS.finditer(before)]
        shaped = re.fullmatch(r"[A-Z]{1,3} \d{3,4}(?: ?[A-Z]{1,3})|\d{3,5} ?[A-Z]{2}/?\d{2}", match.group())
        if (vehicle and max(vehicle) > max(other, default=-1)) or (shaped and not other):
            yield Entity(*match.span(), EntityKind.VEHICLE)


def _phones(text: str, language: str, regions: Sequence[str]) -> Iterator[Entity]:
    """What a numbering plan knows, then what only looks like a number, a part of one, or is dictated in words."""
    for start, end in valid_numbers(text, regions):
        if _is_phone(text, start, end):
            yield Entity(start, end, EntityKind.PHONE)
    for match in _PHONE.finditer(text):
        if _is_phone(text, *match.span()):
            yield Entity(*match.span(), EntityKind.PHONE)
    for match in _MASKED.finditer(text):
        hidden = len(re.findall(r"[xX*•#_]", match[0]))
        if hidden >= 2 and 8 <= hidden + sum(char.isdigit() for char in match[0]) <= 13:
            yield Entity(*match.span(), EntityKind.PHONE)
    numbers = _numbers(language)
    if numbers is not None:
        group = numbers.spoken
        for match in re.finditer(rf"(?i)(?<!\w){group}(?:,? {group}){{2,}}(?!\w)", text):
            if match.group().count(",") >= 2 and len(match.group()) > 20:
                yield Entity(*match.span(), EntityKind.PHONE)


def _is_phone(text: str, start: int, end: int) -> bool:
    said = text[start:end]
    digits = re.sub(r"\D", "", said)
    international = said.lstrip("(").startswith(("+", "00"))
    if not 8 <= len(digits) <= (15 if international else 10):
        return False
    if re.match(rf"{_SPACE}?{_CURRENCY}\b", text[end : end + 12]):
        return False
    if international:
        return True
    if re.fullmatch(r"(?:19|20)\d{6}|(?:19|20)\d\d ?[-–/] ?(?:19|20)\d\d|\d{1,2}:\d\d.*", said):
        return False
    before = _around(text, start, end, before=30)
    if re.search(
        r"(?i)\b(?:n[o°]|PV|RMP|RP|CNI|dossier|file|passport|passeport|carte|card)\W{0,4}$", before.split(" | ")[0]
    ):
        return False
    if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", said) and len(digits) < 8:
        return False
    return "/" not in said.strip("+") or international


def _ids(text: str) -> Iterator[Entity]:
    last: Entity | None = None
    for match in _MADE_ID.finditer(text):
        said = match.group()
        digits = sum(char.isdigit() for char in said)
        made = bool(re.search(r"[A-Z]", said)) or "/" in said or "-" in said or "." in said
        near = _ID_WORDS.search(_around(text, *match.span(), before=45).split(" | ")[0])
        if digits < 3 or re.fullmatch(r"(?:19|20)\d\d(?:[-–/](?:19|20)?\d\d)?", said):
            follows = last is not None and bool(
                re.fullmatch(r"(?:,| and| et| ou| or|/| &)+ ?", text[last.end : match.start()])
            )
            if not (follows and digits >= 3):
                continue
        elif not made:
            follows = last is not None and bool(
                re.fullmatch(r"(?:, | and | et | ou | or )", text[last.end : match.start()])
            )
            if not follows and not (near and digits >= 5):
                continue
        elif _NO_ID.fullmatch(said) or re.fullmatch(r"[A-Z]{1,4}-?\d{1,2}|\d{4,5}-\d{4,5}", said) and not near:
            continue
        last = Entity(*match.span(), EntityKind.ID)
        yield last


def _ages(text: str, language: str) -> Iterator[Entity]:
    for pattern in age_patterns(language):
        for match in pattern.finditer(text):
            digits = re.search(r"\d+", match.group("age"))
            if digits and not 0 < int(digits.group()) < 106:
                continue
            yield Entity(*match.span("age"), EntityKind.AGE)


@functools.cache
def age_patterns(language: str) -> tuple[re.Pattern[str], ...]:
    """The patterns of a language; the group `age` is what is said."""
    own = word_lists(language)
    number = rf"(?:\d{{1,3}}|{own.numbers.small if own is not None else r'(?!)'})"
    ages = (own or all_word_lists()[DEFAULT_LANGUAGE]).ages  # a language without its own: digits are read in any text
    return tuple(re.compile(one.replace("NUMBER", number)) for one in ages)


_OURS = frozenset(label for kind in EntityKind for label in ENTITY_LABELS.get(kind, ()))


def entities_of(
    text: str,
    stretches: Sequence[LanguageStretch],
    docs: Parse,
    is_common: Callable[[str], bool],
    lists: Sequence[tuple[str, EntityKind]],
    regions: Sequence[str],
) -> list[Entity]:
    """The entities of a text, each part by what is known of its language.

    Parameters
    ----------
    text : str
        The text of a document.
    stretches : sequence of LanguageStretch
        Its stretches in one language each.
    docs : list of (int, Doc)
        The parses of those with a pipeline; with none only forms and lists are found.
    is_common : callable of str to bool
        Whether a lower-case word belongs to one of these languages.
    lists : sequence of (str, EntityKind)
        Names an office knows, each with its kind.
    regions : sequence of str
        Countries whose telephone numbers are said without their code.

    Returns
    -------
    list of Entity
        In order, apart from each other.
    """
    formed = [
        one
        for language in languages_in(stretches)
        for one in find_by_form(text, language, regions)
        if language_at(stretches, one.start) == language
    ]
    if not docs:
        return without_overlaps([*find_listed(text, lists), *formed])
    return find_entities(text, formed, sorted(docs, key=lambda part: part[0]), is_common, lists)


def with_table(found: Iterable[Entity], tabled: Iterable[tuple[int, int, str]]) -> list[Entity]:
    """What was found with places, organisations, dates, ages and sums as a table has them.

    Examples
    --------
    >>> place, person = Entity(0, 5, EntityKind.PLACE), Entity(9, 12, EntityKind.PERSON)
    >>> with_table([place, person], [(20, 24, "place")]) == [person, Entity(20, 24, EntityKind.PLACE)]
    True
    """
    told = [Entity(start, end, EntityKind(kind)) for start, end, kind in tabled]
    return without_overlaps([*told, *(one for one in found if one.kind not in TABLED)])


def parses_with(parse: Parse, found: Sequence[Entity]) -> Parse:
    """Copies of parsed parts with these entities in place of the pipeline's, of which times and nationalities stay."""
    made: Parse = []
    for offset, doc in parse:
        copy, spans, taken = doc.copy(), [], set[int]()
        named = [
            (one.start - offset, one.end - offset, ENTITY_LABELS[one.kind][0])
            for one in found
            if offset <= one.start and one.end <= offset + len(doc.text) and one.kind in ENTITY_LABELS
        ]
        own = [(one.start_char, one.end_char, one.label_) for one in doc.ents if one.label_ not in _OURS]
        for start, end, label in (*named, *own):
            span = copy.char_span(start, end, label=label, alignment_mode="expand")
            if span is not None and taken.isdisjoint(range(span.start, span.end)):
                taken.update(range(span.start, span.end))
                spans.append(span)
        copy.set_ents(spans)
        made.append((offset, copy))
    return made
