# SPDX-License-Identifier: MIT
"""Attributes of cases that identify people or are sensitive: proposed as in a survey, decided by a person.

Outside the team values that identify bear numbers, as names of cases do, and tables by a sensitive attribute stay
inside. A survey's own identifiers are no attributes; its sensitive questions are sensitive attributes; answers of it
that few cases gave identify them as typed values do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.records import Choice, Kind, Level, Variable
from projects.cases.attribute_values import AttributeValues, attribute_values
from projects.identifiers.sensitive_words import is_sensitive_by_words
from projects.store.actions import Action
from projects.store.ports import Rows
from projects.store.schema import stored_setting
from projects.stored_interviews.row_records import no_change
from wording import Labels, Problem, msg

if TYPE_CHECKING:
    from projects.store.ports import Reader, Transaction

IDENTIFYING = "cases.identifying_attributes"  # setting: what a person said, by the name of the attribute
SENSITIVE = "cases.sensitive_attributes"  # as above


@dataclass(frozen=True)
class AttributeIdentity:
    """Whether the values of an attribute identify people, and whether a person said so or the rules propose it.

    `sensitive`: they tell of violence, exploitation or health, as a person says or their words.
    """

    name: str
    identifies: bool
    decided: bool
    sensitive: bool = False


def attribute_identities(project: Reader, values: AttributeValues | None = None) -> list[AttributeIdentity]:
    """Every attribute that was typed, came with a file or is an answer of the survey."""
    held = attribute_values(project) if values is None else values
    said, sensitive, found = _stored_answers(project), _stored_answers(project, SENSITIVE), []
    for name in sorted({*held.typed, *held.answered}):
        decided = name in said
        proposes = name in held.keys or proposed(name, held.typed.get(name, "text"), held.values_of(name))
        identifies = said[name] if decided else proposes
        asked = name in held.sensitive  # of a question of the survey its role says it, not its words
        tells = asked if name in held.answered else proposed_sensitive(name, held.typed[name], held.values_of(name))
        found.append(AttributeIdentity(name, identifies, decided, sensitive.get(name, tells)))
    return found


def proposed(name: str, kind: str, values: Sequence[str]) -> bool:
    """Whether the name or the values of an attribute look like those that identify people."""
    if kind == "yes_no" or not values:
        return False
    from projects.identifiers.attribute_rules import identifies  # the data's libraries: with the first attribute typed

    return identifies(name, kind, values)


def proposed_sensitive(name: str, kind: str, values: Sequence[str]) -> bool:
    """Whether the name or the values of an attribute tell of violence, exploitation or the health of a person."""
    spoken = dict.fromkeys(values if kind == "text" else ())
    choices = tuple(Choice(one, one, Labels({})) for one in spoken)
    return is_sensitive_by_words(Variable("v1", name, Labels({}), Kind.ONE, Level.NOMINAL, choices=choices))


def set_sensitive(name: str, sensitive: bool) -> Action:
    """Say that an attribute is sensitive, or that it is not.

    Raises `Problem` for an attribute that no case has.
    """
    key = "sensitiveattributes.said" if sensitive else "sensitiveattributes.taken_back"
    return _record_answer(SENSITIVE, name, sensitive, key)


def set_identifying(name: str, identifies: bool) -> Action:
    """Say that the values of an attribute identify people, or that they identify nobody.

    Raises `Problem` for an attribute that no case has.
    """
    key = "identifyingattributes.said" if identifies else "identifyingattributes.taken_back"
    return _record_answer(IDENTIFYING, name, identifies, key)


def _record_answer(setting: str, name: str, answer: bool, key: str) -> Action:
    wanted = name.strip()

    def perform(transaction: Transaction) -> None:
        held = attribute_values(transaction)
        known = next((one for one in {*held.typed, *held.answered} if one.casefold() == wanted.casefold()), None)
        if known is None:
            raise Problem(msg("identifyingattributes.unknown", name=wanted))
        said = _stored_answers(transaction, setting)
        if said.get(known) == answer:
            raise no_change()
        transaction.set_setting(setting, {**said, known: answer})

    return Action("interviews.set_identifying_attribute", msg(key, name=wanted), perform)


def _stored_answers(reads: Rows, setting: str = IDENTIFYING) -> dict[str, bool]:
    return dict(stored_setting(reads, setting, {}))
