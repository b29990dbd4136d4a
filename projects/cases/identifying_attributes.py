# SPDX-License-Identifier: MIT
"""Attributes of cases whose values identify people: proposed by the rules for survey columns, decided by a person.

Outside the team their values bear numbers, as names of cases do. A survey's own identifiers are no attributes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from projects.cases.attribute_values import AttributeValues, attribute_values
from projects.store.actions import Action
from projects.store.ports import Rows
from projects.store.schema import stored_setting
from projects.stored_interviews.row_records import no_change
from wording import Problem, msg

if TYPE_CHECKING:
    from projects.store.ports import Reader, Transaction

IDENTIFYING = "cases.identifying_attributes"  # setting: what a person said, by the name of the attribute


@dataclass(frozen=True)
class AttributeIdentity:
    """Whether the values of an attribute identify people, and whether a person said so or the rules propose it."""

    name: str
    identifies: bool
    decided: bool


def attribute_identities(project: Reader, values: AttributeValues | None = None) -> list[AttributeIdentity]:
    """Every attribute that was typed or came with a file, and keys of the survey by which rows were joined."""
    held = attribute_values(project) if values is None else values
    said, found = _stored_answers(project), []
    for name in sorted({*held.typed, *held.keys}):
        decided = name in said
        proposes = name in held.keys or proposed(name, held.typed[name], held.values_of(name))
        identifies = said[name] if decided else proposes
        found.append(AttributeIdentity(name, identifies, decided))
    return found


def proposed(name: str, kind: str, values: Sequence[str]) -> bool:
    """Whether the name or the values of an attribute look like those that identify people."""
    if kind == "yes_no" or not values:
        return False
    from projects.identifiers.attribute_rules import identifies  # the data's libraries: with the first attribute typed

    return identifies(name, kind, values)


def set_identifying(name: str, identifies: bool) -> Action:
    """Say that the values of an attribute identify people, or that they identify nobody.

    Raises `Problem` for an attribute that no case has.
    """
    wanted = name.strip()

    def perform(transaction: Transaction) -> None:
        held = attribute_values(transaction)
        known = next((one for one in {*held.typed, *held.keys} if one.casefold() == wanted.casefold()), None)
        if known is None:
            raise Problem(msg("identifyingattributes.unknown", name=wanted))
        said = _stored_answers(transaction)
        if said.get(known) == identifies:
            raise no_change()
        transaction.set_setting(IDENTIFYING, {**said, known: identifies})

    key = "identifyingattributes.said" if identifies else "identifyingattributes.taken_back"
    return Action("interviews.set_identifying_attribute", msg(key, name=wanted), perform)


def _stored_answers(reads: Rows) -> dict[str, bool]:
    return dict(stored_setting(reads, IDENTIFYING, {}))
