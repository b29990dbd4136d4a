# SPDX-License-Identifier: MIT
"""Registers: tables that list activities, participants or cases, and the part that each column plays. Records only."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypedDict


class RegisterKind(StrEnum):
    """What each row of a register is: a session held, an attendance of a person, a case or a service given to one."""

    ACTIVITIES = "activities"
    PARTICIPANTS = "participants"
    CASES = "cases"


class Part(StrEnum):
    """What a column of a register holds. `TOTAL` is what the file itself adds up; ours is made of the parts.

    `DISABILITY` are those with a disability among all who came, counted there already: added to nothing.
    `INDIRECT` are people told to be reached through others: printed apart, added to nothing. `SESSION` is the key that
    registers of activities and of participants share: who took part is joined to the session held by it.
    """

    DATE = "date"
    SESSION = "session"
    PLACE = "place"
    KIND = "kind"
    TOPIC = "topic"
    AUDIENCE = "audience"
    WOMEN = "women"
    MEN = "men"
    GIRLS = "girls"
    BOYS = "boys"
    UNKNOWN = "unknown"
    TOTAL = "total"
    DISABILITY = "disability"
    INDIRECT = "indirect"
    PARTNER = "partner"
    DONOR = "donor"
    PERSON = "person"
    NAME = "name"
    TELEPHONE = "telephone"
    SEX = "sex"
    AGE = "age"
    ROLE = "role"
    STATUS = "status"
    SERVICE = "service"
    ASKED = "asked"
    GIVEN = "given"
    REFERRED = "referred"
    OUTCOME = "outcome"
    CONSENT = "consent"


_COMMON = (Part.DATE, Part.PLACE, Part.PARTNER, Part.DONOR)
PARTS: dict[RegisterKind, tuple[Part, ...]] = {
    RegisterKind.ACTIVITIES: (
        *(*_COMMON, Part.SESSION, Part.KIND, Part.TOPIC, Part.AUDIENCE),
        *(Part.WOMEN, Part.MEN, Part.GIRLS, Part.BOYS, Part.UNKNOWN, Part.TOTAL, Part.DISABILITY),
        Part.INDIRECT,
    ),
    RegisterKind.PARTICIPANTS: (
        *(*_COMMON, Part.SESSION, Part.KIND, Part.TOPIC, Part.AUDIENCE),
        *(Part.PERSON, Part.NAME, Part.TELEPHONE, Part.SEX, Part.AGE, Part.ROLE),
    ),
    RegisterKind.CASES: (
        *(*_COMMON, Part.PERSON, Part.NAME, Part.TELEPHONE, Part.SEX, Part.AGE, Part.STATUS, Part.KIND),
        *(Part.SERVICE, Part.ASKED, Part.GIVEN, Part.REFERRED, Part.OUTCOME, Part.CONSENT),
    ),
}
COUNTS = (Part.WOMEN, Part.GIRLS, Part.MEN, Part.BOYS, Part.UNKNOWN)  # what a total is made of, in the order shown
SEVERAL = frozenset(
    {Part.WOMEN, Part.MEN, Part.GIRLS, Part.BOYS, Part.UNKNOWN, Part.DISABILITY, Part.INDIRECT, Part.SERVICE}
)  # age bands, services
IDENTIFYING = frozenset({Part.NAME, Part.TELEPHONE, Part.PERSON})


@dataclass(frozen=True)
class Register:
    """A table told to be a register: its kind, and (variable id, part) for each column that plays one."""

    kind: RegisterKind
    parts: tuple[tuple[str, Part], ...] = ()

    def columns(self, part: Part) -> tuple[str, ...]:
        """The ids of the variables with a part.

        Examples
        --------
        >>> Register(RegisterKind.ACTIVITIES, (("v2", Part.WOMEN), ("v3", Part.WOMEN))).columns(Part.WOMEN)
        ('v2', 'v3')
        """
        return tuple(variable for variable, played in self.parts if played is part)

    def columns_without(self, *closed: Part) -> tuple[str, ...]:
        """The ids of the variables that play a part, but for the parts named.

        Examples
        --------
        >>> Register(RegisterKind.CASES, (("v1", Part.NAME), ("v2", Part.SEX))).columns_without(Part.NAME)
        ('v2',)
        """
        return tuple(variable for variable, played in self.parts if played not in closed)

    def column(self, part: Part) -> str | None:
        """The first variable with a part."""
        return next(iter(self.columns(part)), None)


class StoredRegister(TypedDict):
    """A register as JSON: its kind, and the part of each variable that plays one."""

    kind: str
    parts: dict[str, str]


def register_to_json(register: Register) -> StoredRegister:
    """The register as it is stored.

    Examples
    --------
    >>> register_to_json(Register(RegisterKind.CASES, (("v1", Part.DATE),)))
    {'kind': 'cases', 'parts': {'v1': 'date'}}
    """
    return {"kind": str(register.kind), "parts": {variable: str(part) for variable, part in register.parts}}


def register_of(stored: StoredRegister | None) -> Register | None:
    """The register that `register_to_json` gave."""
    if stored is None:
        return None
    parts = tuple((name, Part(part)) for name, part in stored["parts"].items())
    return Register(RegisterKind(stored["kind"]), parts)
