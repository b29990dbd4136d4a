# SPDX-License-Identifier: MIT
"""Rows of the database as records: variables, choices, design settings, and back."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from analysis.known_totals import AdjustedTo
from analysis.records import (
    Choice,
    DesignRoles,
    Kind,
    Level,
    ReplicateSettings,
    Role,
    Variable,
    WithinHouseholdSelection,
)
from analysis.register_columns import Register, StoredRegister, register_of
from analysis.replicate_columns import ReplicateRule
from projects.store.ports import NamedValues, Reader, Rows
from projects.store.problems import LinkLocked
from projects.store.schema import stored_setting, stored_settings
from projects.stored_tables import queries
from wording import DEFAULT_LANGUAGE, Labels

REGISTERS = "registers"  # setting: table id → what kind of register it is, and the part of each column


def registers(project: Reader) -> dict[str, Register]:
    """The tables that are registers, by their ids."""
    stored: dict[str, StoredRegister] = stored_setting(project, REGISTERS, {})
    settings = {table: register_of(one) for table, one in stored.items()}
    return {table: register for table, register in settings.items() if register is not None}


WITHIN_HOUSEHOLD = "design.one_drawn"  # setting: table id → [table, variable] that counts the members eligible
REPLICATES = "design.replicates"  # setting: table id → its rule of replicate weights, with their variables

KNOWN_TOTALS = "design.known_totals"  # setting: table id → what its weights are adjusted to

CASE_KEYS = "cases.keys"  # setting: table id → variables whose values name the cases of interviews

LABEL_LANGUAGE = "label_language"

ASKED = "withholding.asked"  # setting: table id → "more" or "less" than a third of the place was asked

LOOKED = "sensitivity.looked"  # setting: table id → questions looked at → whether for an attribute of persons alone

_SETTINGS = (WITHIN_HOUSEHOLD, REPLICATES, KNOWN_TOTALS, REGISTERS, CASE_KEYS, LABEL_LANGUAGE, ASKED, LOOKED)


@dataclass(frozen=True)
class DesignSettings:
    """What settings say of the designs of tables, by table id; `known_totals` as they are stored."""

    within_household: Mapping[str, WithinHouseholdSelection] = field(default_factory=dict)
    adjusted: Mapping[str, AdjustedTo] = field(default_factory=dict)
    replicates: Mapping[str, ReplicateSettings] = field(default_factory=dict)
    known_totals: Mapping[str, Any] = field(default_factory=dict)
    registers: Mapping[str, Register] = field(default_factory=dict)
    case_keys: Mapping[str, frozenset[str]] = field(default_factory=dict)
    label_language: str = ""
    asked: Mapping[str, str] = field(default_factory=dict)
    looked: Mapping[str, Mapping[str, bool]] = field(default_factory=dict)


def design_settings(reader: Rows) -> DesignSettings:
    """All of them, each setting read once."""
    held = stored_settings(reader, _SETTINGS)
    drawn, totals, language = (
        held.get(WITHIN_HOUSEHOLD, {}),
        held.get(KNOWN_TOTALS, {}),
        str(held.get(LABEL_LANGUAGE, "")),
    )
    named = [f"{of_table}.{variable}" for of_table, variable in drawn.values()]
    named += [f"{table}.{name}" for table, stored in totals.items() for name in _named_in(stored)]
    labels = queries.variable_labels(reader, list(dict.fromkeys(named)))
    settings = {table: register_of(one) for table, one in held.get(REGISTERS, {}).items()}
    return DesignSettings(
        {
            table: WithinHouseholdSelection(of_table, variable, _called(labels[f"{of_table}.{variable}"]))
            for table, (of_table, variable) in drawn.items()
            if f"{of_table}.{variable}" in labels  # a derived variable may have been undone
        },
        {table: _adjusted_to(table, stored, labels, language) for table, stored in totals.items()},
        {
            table: ReplicateSettings(table, ReplicateRule.from_json(stored), tuple(stored["variables"]))
            for table, stored in held.get(REPLICATES, {}).items()
        },
        totals,
        {table: register for table, register in settings.items() if register is not None},
        {table: frozenset(names) for table, names in held.get(CASE_KEYS, {}).items()},
        language,
        dict(held.get(ASKED, {})),
        dict(held.get(LOOKED, {})),
    )


def adjusted_to(reader: Rows, table_id: str, stored: Mapping[str, object]) -> AdjustedTo:
    """What known totals, as they are stored, adjust the weights of a table to, with the labels of the variables."""
    language = str(stored_setting(reader, LABEL_LANGUAGE, ""))
    ids = [f"{table_id}.{name}" for name in _named_in(stored)]
    return _adjusted_to(table_id, stored, queries.variable_labels(reader, list(dict.fromkeys(ids))), language)


def _adjusted_to(
    table_id: str, stored: Mapping[str, Any], labels: Mapping[str, NamedValues], preferred: str
) -> AdjustedTo:
    wanted = [list(margin["variables"]) for margin in stored["margins"]] + [[name] for name, _ in stored["numbers"]]

    def called(name: str) -> Labels:
        row = labels.get(f"{table_id}.{name}")
        return _called(row, preferred) if row is not None else Labels({DEFAULT_LANGUAGE: name})

    of = tuple(tuple(called(name) for name in names) for names in wanted)
    return AdjustedTo(stored["method"], of, stored["source"], stored["trim"] is not None)


def _named_in(stored: Mapping[str, Any]) -> list[str]:
    margins = [name for margin in stored["margins"] for name in margin["variables"]]
    return margins + [name for name, _ in stored["numbers"]]


def _called(row: NamedValues, preferred: str = "") -> Labels:
    labels = labels_of(row["labels"], preferred)
    return labels if any(labels.by_language.values()) else Labels({DEFAULT_LANGUAGE: row["name"]})


def to_json(value: object) -> str:
    """Labels, tuples and plain values as the JSON kept in a row."""
    if isinstance(value, Labels):
        value = dict(value.by_language)
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def labels_of(stored: str, preferred: str = "") -> Labels:
    """The labels kept by `to_json`."""
    return Labels(json.loads(stored), preferred)


def secret_of(reader: Reader, ref: str | None) -> dict[str, Any]:
    """What of a variable lies under the link key, by column, and its choices by id; empty while that is closed."""
    if ref is None:
        return {}
    try:
        found: dict[str, Any] = json.loads(reader.read_object(ref))
    except LinkLocked:
        return {}
    return found


def choice_of(row: NamedValues, secret: Mapping[str, Any], preferred: str) -> Choice:
    """A choice; one whose words lie under the closed link key has its id only."""
    held = secret.get("choices", {}).get(row["choice"]) if row["sealed"] else None
    if held is None:
        return Choice(row["choice"], row["code"], labels_of(row["labels"], preferred), row["reason"])
    return Choice(row["choice"], held["code"], Labels(held["labels"], preferred), row["reason"])


def variables_of(
    rows: Sequence[NamedValues], choice_rows: Sequence[NamedValues], secrets: Mapping[str, Mapping[str, Any]],
    preferred: str,
) -> list[Variable]:  # fmt: skip
    """The variables of a table with their choices, in the order of `rows`; `secrets`: what was sealed, by variable."""
    choices: dict[str, list[Choice]] = {}
    for row in choice_rows:
        name = row["variable"]
        choices.setdefault(name, []).append(choice_of(row, secrets.get(name, {}), preferred))
    return [_variable_of(row, secrets, tuple(choices.get(row["variable"], ())), preferred) for row in rows]


def _variable_of(
    stored: NamedValues, secrets: Mapping[str, Mapping[str, Any]], choices: tuple[Choice, ...], preferred: str
) -> Variable:
    secret = secrets.get(stored["variable"])
    row: NamedValues = {**dict(stored), **secret} if secret else stored  # type: ignore[call-overload]  # rows have keys
    return Variable(
        id=row["variable"],
        name=row["name"],
        labels=labels_of(row["labels"], preferred),
        kind=Kind(row["kind"]),
        level=Level(row["level"]),
        role=Role(row["role"]),
        choices=choices,
        group=tuple(json.loads(row["groups"])),
        group_labels=tuple(Labels(part, preferred) for part in json.loads(row["group_labels"])),
        hint=labels_of(row["hint"], preferred),
        form_type=row["form_type"],
        relevant=row["relevant"],
        constraint=row["constraint_text"],
        calculation=row["calculation"],
        choice_filter=row["choice_filter"],
    )


def design_of(row: NamedValues) -> DesignRoles:
    """The design a table's row carries itself."""
    return DesignRoles(
        weight=row["weight"],
        strata=row["strata"],
        clusters=tuple(json.loads(row["clusters"])),
        fpc=tuple(json.loads(row["fpc"])),
        nested=bool(row["nested"]),
    )


def design_values(design: DesignRoles) -> dict[str, object]:
    """A design as columns of a table's row."""
    return {
        "weight": design.weight,
        "strata": design.strata,
        "clusters": to_json(design.clusters),
        "fpc": to_json(design.fpc),
        "nested": int(design.nested),
    }


def variable_rows(table_id: str, found: Sequence[Variable], first: int = 0) -> list[dict[str, object]]:
    """The rows that keep variables; `first` is the position of the first."""
    return [
        {
            "id": f"{table_id}.{variable.id}",
            "table_id": table_id,
            "variable": variable.id,
            "position": first + place,
            "name": variable.name,
            "labels": to_json(variable.labels),
            "kind": str(variable.kind),
            "level": str(variable.level),
            "role": str(variable.role),
            "groups": to_json(variable.group),
            "group_labels": to_json([dict(labels.by_language) for labels in variable.group_labels]),
            "hint": to_json(variable.hint),
            "form_type": variable.form_type,
            "relevant": variable.relevant,
            "constraint_text": variable.constraint,
            "calculation": variable.calculation,
            "choice_filter": variable.choice_filter,
            "recipe": None,
            "sealed": None,
        }
        for place, variable in enumerate(found)
    ]


def choice_rows(table_id: str, variable: Variable, first: int = 0) -> list[dict[str, object]]:
    """The rows that keep a variable's choices from position `first` on."""
    return [
        {
            "id": f"{table_id}.{variable.id}.{choice.id}",
            "table_id": table_id,
            "variable": variable.id,
            "choice": choice.id,
            "position": place,
            "code": choice.code,
            "labels": to_json(choice.labels),
            "reason": int(choice.reason),
            "sealed": 0,
        }
        for place, choice in enumerate(variable.choices)
        if place >= first
    ]
