# SPDX-License-Identifier: MIT
"""Rows of the database into the records of the frame contract, and back. It reads and writes no row."""

from __future__ import annotations

import json
from typing import Any

from analysis.records import Choice, DataTable, DesignRoles, How, Kind, Level, Role, Variable
from wording import Labels

_FORM_TEXTS = ("form_type", "relevant", "constraint", "calculation", "choice_filter")


def as_json(value: Any) -> str:
    """Compact JSON, accents as they are."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def variable_values(variable: Variable, position: int) -> dict[str, Any]:
    """The stored columns of a variable, without its table."""
    form: dict[str, Any] = {name: getattr(variable, name) for name in _FORM_TEXTS if getattr(variable, name)}
    if variable.group:
        form["group"] = list(variable.group)
        form["group_labels"] = [dict(labels.by_language) for labels in variable.group_labels]
    if variable.hint.by_language:
        form["hint"] = dict(variable.hint.by_language)
    return {
        "vid": variable.id,
        "name": variable.name,
        "kind": variable.kind.value,
        "level": variable.level.value,
        "role": variable.role.value,
        "position": position,
        "labels": as_json(dict(variable.labels.by_language)),
        "choices": as_json(
            [[choice.id, choice.code, dict(choice.labels.by_language), choice.reason] for choice in variable.choices]
        ),
        "form": as_json(form),
    }


def variable_of(row: Any) -> Variable:
    """The variable of a stored row."""
    form = json.loads(row["form"])
    return Variable(
        id=row["vid"],
        name=row["name"],
        labels=Labels(json.loads(row["labels"])),
        kind=Kind(row["kind"]),
        level=Level(row["level"]),
        role=Role(row["role"]),
        choices=tuple(
            Choice(choice_id, code, Labels(labels), reason)
            for choice_id, code, labels, reason in json.loads(row["choices"])
        ),
        group=tuple(form.get("group", ())),
        group_labels=tuple(Labels(labels) for labels in form.get("group_labels", ())),
        hint=Labels(form.get("hint", {})),
        **{name: form.get(name, "") for name in _FORM_TEXTS},
    )


def design_values(design: DesignRoles) -> str:
    """A design as JSON."""
    return as_json(
        {
            "weight": design.weight,
            "strata": design.strata,
            "clusters": list(design.clusters),
            "fpc": list(design.fpc),
            "nested": design.nested,
        }
    )


def design_of(stored: str) -> DesignRoles:
    """The design stored as JSON."""
    parts = json.loads(stored)
    return DesignRoles(
        weight=parts.get("weight"),
        strata=parts.get("strata"),
        clusters=tuple(parts.get("clusters", ())),
        fpc=tuple(parts.get("fpc", ())),
        nested=parts.get("nested", True),
    )


def table_of(row: Any, variables: tuple[Variable, ...]) -> DataTable:
    """The table of a stored row."""
    return DataTable(
        id=table_id(row["id"]),
        name=row["name"],
        labels=Labels(json.loads(row["labels"])),
        unit=row["unit"],
        how=How(row["how"]),
        variables=variables,
        rows=row["rows"],
        design=design_of(row["design"]),
        parent=None if row["parent"] is None else table_id(row["parent"]),
        position=row["position_variable"],
    )


def table_id(number: int) -> str:
    """The id that records carry: "t3"."""
    return f"t{number}"


def table_number(identifier: str) -> int:
    """The number in the database of the table "t3". Raises ValueError for what is no such id."""
    if not identifier.startswith("t"):
        raise ValueError(identifier)
    return int(identifier[1:])
