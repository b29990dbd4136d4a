# SPDX-License-Identifier: MIT
"""Entities found in a project's interviews: people, places, numbers, each with its mentions, gathered into lines.

`projects.assistance.entity_table` keeps what was found, once somebody has said for what purpose.
"""

from __future__ import annotations

import base64
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from coding.entities.name_lists import known_organisations, known_places, small_places
from coding.entities.phones import REGIONS, unknown_regions
from coding.entities.recognition import alike, plain_name
from coding.entities.records import Corrections, EntityKind, Key, corrected
from projects.assistance.parses import Fetch, kept_parses, parse_missing, stretches_of
from projects.assistance.readable_interviews import readable
from projects.store.actions import Action
from projects.store.ports import Rows
from projects.store.schema import stored_setting
from wording import NoProgress, PartOf, Problem, Progress, msg

if TYPE_CHECKING:
    from projects.store.ports import Transaction
    from projects.worker import TextProcess

COUNTRIES = "assistance.phone_countries"
_MOST = 30  # each is another search through every text


def phone_countries(reads: Rows) -> tuple[str, ...]:
    """The countries of a project, ISO 3166 in two capitals; those of the Great Lakes while nobody named others."""
    return tuple(stored_setting(reads, COUNTRIES, list(REGIONS)))


def set_phone_countries(written: str) -> Action:
    """Read numbers without a code as of these countries, from the next search on.

    `written`: such as "BI, CD"; nothing: those of the beginning. Raises Problem for what is no country, or no change.
    """
    countries = tuple(dict.fromkeys(word.upper() for word in re.split(r"[\s,;]+", written) if word)) or REGIONS

    def perform(transaction: Transaction) -> None:
        unknown = unknown_regions(countries)
        if unknown:
            raise Problem(msg("entities.phone_country_unknown", country=unknown[0][:12]))
        if len(countries) > _MOST:
            raise Problem(msg("entities.phone_countries_many", n=_MOST))
        if countries == phone_countries(transaction):
            raise Problem(msg("interviews.nothing_to_change"))
        transaction.set_setting(COUNTRIES, list(countries))

    said = msg("entities.phone_countries_set", countries=", ".join(countries))
    return Action("assistance.phone_countries", said, perform)


_NUMBER = re.compile(r"[\d\s()./-]{7,}")
_SHORTEST_NUMBER = 6  # digits at home: a shorter one is a service's
_VALUE = re.compile(r"(?:\d{4}|-)-\d\d(?:-\d\d)?(?:/.+)?|\d{4}")  # ISO 8601, as `coding.entities.date_values` gives it
_OPEN = frozenset({EntityKind.DATE, EntityKind.AGE, EntityKind.MONEY})  # said of many: no pseudonym


class Mention(NamedTuple):
    """Where an entity stands: the place in a text with its digest, what is said there, and by what key it is known.

    `plain`: the name in its plain form; `known`: the same, with the interview for a person of one name; of a telephone
    number its international form, of a date its value in ISO 8601, as far as they are certain.
    """

    document: str
    digest: str
    start: int
    end: int
    kind: EntityKind
    known: str
    plain: str
    said: str


@dataclass(frozen=True)
class EntityLine:
    """An entity: its name, or "" where names cannot be read; `number` counts within its kind and makes its pseudonym.

    `is_open`: everybody may read the name. `mentions` are empty where names cannot be read; `count` and `documents`
    are told all the same. `spellings`: all that it is called.
    """

    kind: EntityKind
    name: str
    number: int
    is_open: bool
    count: int
    documents: int
    mentions: tuple[Mention, ...] = ()
    spellings: tuple[str, ...] = ()
    known: str = ""

    @property
    def id(self) -> str:
        """What commands call it by: `person:3`."""
        return f"{self.kind}:{self.number}"

    @property
    def key(self) -> Key:
        """Its kind and plain name."""
        return self.kind, self.known

    @property
    def value(self) -> str:
        """What its spellings say: a telephone number as dialled from anywhere, a date in ISO 8601; "" if uncertain."""
        is_number = self.kind is EntityKind.PHONE and self.known.startswith("+")
        is_date = self.kind is EntityKind.DATE and _VALUE.fullmatch(self.known) is not None
        return self.known if is_number or is_date else ""


def find_mentions(
    fetch: Fetch,
    text_process: TextProcess,
    progress: Progress = NoProgress(),  # noqa: B008 - it holds nothing
    only: Sequence[str] | None = None,
    lists: Iterable[tuple[str, EntityKind]] = (),
) -> list[Mention]:
    """The mentions of entities in all interviews, or in some; parses what is not parsed yet.

    `lists`: names an office knows, each with its kind. Raises Stopped, WorkerProblem.
    """
    documents = [one.document for one in fetch(lambda project: readable(project, only))]
    asked_for = [one.id for one in documents]
    parse_missing(fetch, text_process, PartOf(progress, 0.0, 0.8), only=asked_for)
    kept = fetch(lambda project: kept_parses(project, asked_for))
    asked = [
        [one.text, stretches_of(one), base64.b64encode(kept.get((one.id, one.digest), b"")).decode("ascii")]
        for one in documents
    ]
    found = (
        text_process.call(
            "find_entities",
            progress=PartOf(progress, 0.8, 1.0),
            documents=asked,
            lists=[[name, str(kind)] for name, kind in lists],
            regions=list(fetch(phone_countries)),
        )
        if asked
        else []
    )
    mentions = []
    for document, entities in zip(documents, found, strict=True):
        names = _full_names(document.text, entities)
        for start, end, kind, who, value in entities:
            said = document.text[start:end]
            plain = plain_name(names.get(who, said) if who else said)
            known = plain if len(plain.split()) > 1 or not who else f"{document.id} {plain}"
            if kind == EntityKind.PHONE and _NUMBER.fullmatch(said):
                known = re.sub(r"\D", "", said)  # of no certain country, whatever its grouping
            known = value or known
            mentions.append(Mention(document.id, document.digest, start, end, EntityKind(kind), known, plain, said))
    return mentions


def _full_names(text: str, entities: list[list[int]]) -> dict[int, str]:
    """The longest name by which each person of a text is called."""
    names: dict[int, str] = {}
    for start, end, _, who, _ in entities:
        if who and len(text[start:end]) > len(names.get(who, "")):
            names[who] = text[start:end]
    return names


def gathered(
    mentions: Iterable[Mention], corrections: Corrections, staying: Collection[Mention] = ()
) -> dict[Key, list[Mention]]:
    """The mentions by entity as corrected: by kind, the most mentioned first; no dismissal covers those `staying`."""
    found: dict[Key, list[Mention]] = {}
    undismissed = replace(corrections, dropped=frozenset())
    for mention in mentions:
        said = undismissed if mention in staying else corrections
        key = corrected((mention.kind, mention.known), mention.plain, said)
        if key is not None:
            found.setdefault(key, []).append(mention)
    order = {kind: place for place, kind in enumerate(EntityKind)}
    ranked = sorted(found.items(), key=lambda one: (order[one[0][0]], -len(one[1]), one[1][0].start, one[0][1]))
    return dict(ranked)


def name_of(key: Key, mentions: Sequence[Mention]) -> str:
    """The name an entity goes by: the longest of what it is called most, its own spelling before others.

    A telephone number goes by its international form where that is known.
    """
    if key[0] is EntityKind.PHONE and key[1].startswith("+"):
        return key[1]
    own = [one.said for one in mentions if one.plain == key[1] or key[1].endswith(f" {one.plain}")]
    said = Counter(own or [one.said for one in mentions])
    longest = max((plain_words(name) for name in said), default=0)
    return max(said, key=lambda name: (plain_words(name) == longest, said[name], name))


def plain_words(name: str) -> int:
    """How many words a name has, without titles."""
    return len(plain_name(name).split())


def may_be_read(key: Key, listed: frozenset[Key] = frozenset()) -> bool:
    """Whether a name needs no pseudonym: sums and dates, towns and bodies widely known, places of an office's list."""
    kind, known = key
    if kind in _OPEN or (kind in (EntityKind.PLACE, EntityKind.ORGANISATION) and key in listed):
        return True
    return kind in (EntityKind.PLACE, EntityKind.ORGANISATION) and (
        known in (known_places() - small_places()) or known in known_organisations()
    )


def lines_of(
    groups: Mapping[Key, Sequence[Mention]], numbers: Mapping[Key, int], listed: frozenset[Key] = frozenset()
) -> list[EntityLine]:
    """A line for each entity that has a number."""
    return [
        EntityLine(
            key[0], name_of(key, held), numbers[key], may_be_read(key, listed), len(held),
            len({one.document for one in held}), tuple(held),
            tuple(name for name, _ in Counter(one.said for one in held).most_common()), key[1],
        )
        for key, held in groups.items()
        if key in numbers
    ]  # fmt: skip


def shown(lines: Iterable[EntityLine], kind: str | None = None) -> list[EntityLine]:
    """Those of a kind, or of all kinds; possible persons only where that kind is asked for."""
    return [line for line in lines if line.kind == kind or (not kind and line.kind is not EntityKind.POSSIBLE)]


def by_doubt(lines: Iterable[EntityLine]) -> list[EntityLine]:
    """By kind, those that most likely are no entity first: of one word, then named in few places."""
    order = {kind: place for place, kind in enumerate(EntityKind)}
    return sorted(lines, key=lambda line: (order[line.kind], plain_words(line.known) > 1, line.count, line.number))


def project_entities(
    fetch: Fetch,
    text_process: TextProcess,
    progress: Progress = NoProgress(),  # noqa: B008 - it holds nothing
    only: Sequence[str] | None = None,
) -> list[EntityLine]:
    """The entities of all interviews, or of some, as found: by kind, the most mentioned first. It stores nothing."""
    groups = gathered(find_mentions(fetch, text_process, progress, only), Corrections())
    counted: Counter[EntityKind] = Counter()
    numbers = {}
    for key in groups:
        counted[key[0]] += 1
        numbers[key] = counted[key[0]]
    return lines_of(groups, numbers)


def spellings(
    lines: Sequence[EntityLine], apart: frozenset[frozenset[Key]] = frozenset()
) -> list[tuple[EntityLine, EntityLine]]:
    """Pairs that may be two spellings of one, but those decided: to be asked, never decided.

    People whose names are alike, and a telephone number of no certain country beside one that ends like it.
    """
    people = [line for line in lines if line.kind is EntityKind.PERSON and len(line.known.split()) > 1]
    pairs = [
        (one, other)
        for place, one in enumerate(people)
        for other in people[place + 1 :]
        if alike(plain_name(one.name), plain_name(other.name))
    ]
    numbers = [(line, re.sub(r"\D", "", line.known)) for line in lines if line.kind is EntityKind.PHONE]
    pairs += [
        (certain, line)
        for line, said in numbers
        for certain, dialled in numbers
        if certain.value and not line.value and said.isdecimal() and said == line.known
        and len(said) > _SHORTEST_NUMBER and dialled.endswith(said.lstrip("0"))
    ]  # fmt: skip
    return [pair for pair in pairs if frozenset((pair[0].key, pair[1].key)) not in apart]
