# SPDX-License-Identifier: MIT
"""A found entity: its place, its kind, and for a person which one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from coding.entities.date_values import date_value, interview_day, is_month_first
from coding.entities.phones import REGIONS, international_forms


class EntityKind(StrEnum):
    """What an entity is."""

    PERSON = "person"
    PLACE = "place"
    ORGANISATION = "organisation"
    PHONE = "phone"
    ID = "id"
    EMAIL = "email"
    DATE = "date"
    AGE = "age"
    MONEY = "money"
    VEHICLE = "vehicle"
    COORDINATES = "coordinates"
    POSSIBLE = "possible"  # a person by one witness: kept apart, listed only when asked for


TABLED = frozenset(
    {EntityKind.PLACE, EntityKind.ORGANISATION, EntityKind.DATE, EntityKind.AGE, EntityKind.MONEY}
)  # no key is needed to know where they stand
ENTITY_LABELS = {  # what rules call a kind, and the labels of the pipelines and ours; the first is given to ours
    "person": ("PERSON", "PER"), "place": ("GPE", "LOC", "FAC"), "organisation": ("ORG",), "date": ("DATE",),
    "money": ("MONEY",), "time": ("TIME",), "age": ("AGE",), "phone": ("PHONE",), "id": ("ID",), "email": ("EMAIL",),
    "vehicle": ("VEHICLE",),
}  # fmt: skip


@dataclass(frozen=True, order=True)
class Entity:
    """`text[start:end]` is a `kind`; `who` numbers the person of a name within its document, from 1; 0 for the rest.

    `value`: what was said in one form, so that spellings are one: a telephone number as dialled from anywhere, a date
    in ISO 8601, of a name by a list the entry; "" where that is not known, and for other kinds.
    """

    start: int
    end: int
    kind: EntityKind
    who: int = 0
    value: str = ""


def without_overlaps(found: list[Entity]) -> list[Entity]:
    """The entities in order; of two that overlap the earlier in the list stays.

    Examples
    --------
    >>> date, number = Entity(4, 14, EntityKind.DATE), Entity(10, 14, EntityKind.ID)
    >>> without_overlaps([date, number, Entity(0, 3, EntityKind.AGE)])[1] is date
    True
    """
    kept: list[Entity] = []
    taken: set[int] = set()
    for entity in found:
        places = range(entity.start, entity.end)
        if not taken.intersection(places):
            kept.append(entity)
            taken.update(places)
    return sorted(kept)


def with_values(
    text: str, found: Sequence[Entity], language_at: Callable[[int], str], regions: Sequence[str] = REGIONS
) -> list[Entity]:
    """The entities with the values of telephone numbers and dates, as far as these are certain.

    Parameters
    ----------
    text : str
        The text of a document.
    found : sequence of Entity
        The entities of the whole document: what one number leaves open another may tell.
    language_at : callable of int to str
        The language spoken at a code point.
    regions : sequence of str
        Countries whose telephone numbers are written as at home.

    Returns
    -------
    list of Entity
        In the same order.

    Examples
    --------
    >>> text = "Called 79 555 013 on 3 May 2019."
    >>> found = [Entity(7, 17, EntityKind.PHONE), Entity(21, 31, EntityKind.DATE)]
    >>> [one.value for one in with_values(text, found, lambda place: "en")]
    ['+257 79 55 50 13', '2019-05-03']
    """
    phones = [one for one in found if one.kind is EntityKind.PHONE]
    values = dict(zip(phones, international_forms((text[one.start : one.end] for one in phones), regions), strict=True))
    day, month_first = "", False
    if any(one.kind is EntityKind.DATE for one in found):
        day, month_first = interview_day(text, language_at(0)), is_month_first(text)
    for one in found:
        if one.kind is EntityKind.DATE:
            said = text[one.start : one.end]
            values[one] = date_value(said, language_at(one.start), day, month_first=month_first)
    return [replace(one, value=values.get(one, one.value)) for one in found]


Key = tuple[EntityKind, str]  # a kind and a name in its plain form
_MOST_STEPS = 30  # corrections that follow each other; more are a circle


@dataclass(frozen=True)
class Corrections:
    """What people said of entities, by their keys.

    `same`: the key of the entity that it is another name of; `kinds`: the right kind; `dropped`: no entity;
    `apart`: pairs that were asked about and are two.
    """

    same: Mapping[Key, Key] = field(default_factory=dict)
    kinds: Mapping[Key, EntityKind] = field(default_factory=dict)
    dropped: frozenset[Key] = frozenset()
    apart: frozenset[frozenset[Key]] = frozenset()


def corrected(key: Key, plain: str, corrections: Corrections) -> Key | None:
    """The entity that a mention belongs to; None where it is none.

    Parameters
    ----------
    key : tuple of (EntityKind, str)
        The kind and plain name as recognised.
    plain : str
        The name without the interview that a person of one name is known in, so that a correction of its kind holds in
        all interviews.
    corrections : Corrections
        What people said; followed for at most 30 steps, so that a circle ends.

    Returns
    -------
    tuple of (EntityKind, str) or None
        The key after all corrections.

    Examples
    --------
    >>> person, place = EntityKind.PERSON, EntityKind.PLACE
    >>> said = Corrections(same={(person, "jp"): (person, "jean-pierre")}, kinds={(person, "kobero"): place})
    >>> corrected((person, "jp"), "jp", said)
    (<EntityKind.PERSON: 'person'>, 'jean-pierre')
    >>> corrected((person, "kobero"), "kobero", said)
    (<EntityKind.PLACE: 'place'>, 'kobero')
    """
    for _ in range(_MOST_STEPS):
        if key in corrections.same:
            key = corrections.same[key]
            plain = key[1]
            continue
        probes = (key, (key[0], plain))
        if any(probe in corrections.dropped for probe in probes):
            return None
        moved = next((probe for probe in probes if corrections.kinds.get(probe, probe[0]) != probe[0]), None)
        if moved is None:
            return key
        key, plain = (corrections.kinds[moved], moved[1]), moved[1]
    return key
