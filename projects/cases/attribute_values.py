# SPDX-License-Identifier: MIT
"""Attributes of all cases as analyses read them: typed values, answers of the survey, computed numbers.

Answers are read a column at a time. Identifiers and columns of the sample are none; rows that left analysis for want
of consent give none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from analysis.records import Choice, Kind, Level, Role, Variable
from projects.cases.answers import WITHHELD_ROLES, words_of_answer
from projects.cases.attributes import known_attributes
from projects.identifiers.identifier_proposals import identifies
from projects.identifiers.sensitive_words import is_sensitive_by_words
from projects.store.actions import Action
from projects.store.ports import Rows
from projects.store.schema import stored_setting
from projects.stored_interviews.row_records import no_change
from projects.stored_tables.cells import cell_at
from projects.stored_tables.columns import TableColumns
from projects.stored_tables.row_records import CASE_KEYS
from projects.stored_tables.row_states import kept_rows
from projects.stored_tables.stored_table import variables
from wording import DEFAULT_LANGUAGE, Labels, Problem, msg, render

if TYPE_CHECKING:
    from projects.store.ports import DatabaseRow, Reader, Transaction
    from projects.stored_tables.chunks import ChunkColumn

ROWS_OF_CASES = "SELECT case_, table_id, row_id FROM case_member WHERE row_id IS NOT NULL ORDER BY id"
ATTRIBUTES_BY_CASE = (
    "SELECT case_.id AS case_, case_.name AS held, attribute.name, attribute.kind, value, source FROM attribute "
    "JOIN case_ ON case_.id = attribute.case_ ORDER BY attribute.id"
)

_TYPED = ("", "file")


@dataclass
class AttributeValues:
    """`by_case`: case → attribute → value. `labels`: attribute → value → its words in each language, of answers.

    `typed`: the kinds of attributes that somebody typed or a file brought, by name. `keys`: attributes that are a key
    of the survey by which rows were joined to cases. `answered`: those that are answers of the survey; `sensitive`: of
    them the sensitive ones.
    """

    by_case: dict[str, dict[str, str]] = field(default_factory=dict)
    labels: dict[str, dict[str, Labels]] = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)
    keys: set[str] = field(default_factory=set)
    answered: set[str] = field(default_factory=set)
    sensitive: set[str] = field(default_factory=set)

    def put(self, case: str, attribute: str, value: str) -> None:
        """Give a case a value; "" for none."""
        self.by_case.setdefault(case, {})[attribute] = value

    def values_of(self, attribute: str) -> list[str]:
        """Its values in the order of the cases, none left out but empty ones."""
        return [value for held in self.by_case.values() if (value := held.get(attribute, ""))]


def attribute_values(project: Reader) -> AttributeValues:
    """The attributes of every case; of the survey and computed ones what they are now."""
    rows, found = project.query(ATTRIBUTES_BY_CASE), AttributeValues()
    asked: dict[tuple[str, str], list[DatabaseRow]] = {}
    computed: dict[int, DatabaseRow] = {}
    for row in rows:
        found.put(row["held"], row["name"], row["value"])
        kind, _, place = row["source"].partition(":")
        if kind in _TYPED:
            found.typed[row["name"]] = row["kind"]
        elif kind == "survey":
            table, _, variable = place.partition(":")
            asked.setdefault((table, variable), []).append(row)
        else:
            computed[row["case_"]] = row
    if asked:
        _from_survey(project, asked, found)
    for case, row in computed.items():
        for one in known_attributes(project, str(case)):
            if one.source.startswith("computed:"):
                found.put(row["held"], one.name, one.plain)
    return found


def _from_survey(
    project: Reader, asked: Mapping[tuple[str, str], Sequence[DatabaseRow]], found: AttributeValues
) -> None:
    from projects.stored_tables.stored_table import data_tables  # as above

    members: dict[int, list[tuple[str, int]]] = {}
    for row in project.query(ROWS_OF_CASES):
        members.setdefault(row["case_"], []).append((row["table_id"], row["row_id"]))
    keys: dict[str, Sequence[str]] = stored_setting(project, CASE_KEYS, {})
    there = {table.id for table in data_tables(project)}
    for (table, variable_id), rows in asked.items():
        variable = next(iter(variables(project, table, [variable_id])), None) if table in there else None
        if variable is None or variable.role in WITHHELD_ROLES:
            continue
        reader, kept = TableColumns(project, table), kept_rows(project, table)
        column = reader.read(variable)
        found.answered |= {row["name"] for row in rows}
        if variable.role is Role.SENSITIVE:
            found.sensitive |= {row["name"] for row in rows}
        if variable_id in keys.get(table, ()):
            found.keys |= {row["name"] for row in rows}
        for row in rows:
            ids = [row_id for held_in, row_id in members.get(row["case_"], ()) if held_in == table]
            places = [int(place) for place in reader.positions(ids) if place >= 0 and kept[place]] if ids else []
            value, labels = _answer(variable, column, places)
            found.put(row["held"], row["name"], value)
            if labels is not None:
                found.labels.setdefault(row["name"], {})[value] = labels
        listed = {render(choice.labels, DEFAULT_LANGUAGE): at for at, choice in enumerate(variable.choices)}
        for name in {row["name"] for row in rows} & found.labels.keys():  # in the order of the question
            words = found.labels[name].items()
            found.labels[name] = dict(sorted(words, key=lambda one: listed.get(one[0], len(listed))))


def _answer(variable: Variable, column: ChunkColumn, places: Sequence[int]) -> tuple[str, Labels | None]:
    """The first answer among the rows of a case: its words, and those of each language where it is a choice."""
    for place in places:
        texts = words_of_answer(variable, cell_at(column, place))
        if not texts:
            continue
        said = [text if isinstance(text, str) else render(text, DEFAULT_LANGUAGE) for text in texts]
        (first,) = texts if len(texts) == 1 else ("",)
        return "; ".join(said), first if isinstance(first, Labels) else None
    return "", None


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
