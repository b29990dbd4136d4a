# SPDX-License-Identifier: MIT
"""A found entity: its place, its kind, and for a person which one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


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
