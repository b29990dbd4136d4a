# SPDX-License-Identifier: MIT
"""Rows of the database as records: tables, variables, choices, and back. It reads no values."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from analysis.known_totals import AdjustedTo
from analysis.records import Choice, DataTable, DesignRoles, How, Kind, Level, OneDrawn, Replicated, Role, Variable
from analysis.register import Register
from analysis.replicate_columns import ReplicateRule
from projects.datasets.confirmed import confirmations, recipe_of, with_confirmation
from projects.datasets.registers.registered import registers
from projects.store.problems import LinkLocked
from wording import Labels

ONE_DRAWN = "design.one_drawn"  # setting: table id → [table, variable] that counts the members eligible


REPLICATES = "design.replicates"  # setting: table id → its rule of replicate weights, with their variables

KNOWN_TOTALS = "design.known_totals"  # setting: table id → what its weights are adjusted to

CASE_KEYS = "cases.keys"  # setting: table id → variables whose values name the cases of interviews

LABEL_LANGUAGE = "label_language"


class Reader(Protocol):
    """What rows and objects are read from: an open project, or a transaction."""

    def query(self, sql: str, params: Any = ()) -> list[Any]:
        """The rows of a SELECT."""

    def read_object(self, ref: str) -> bytes:
        """The bytes of an object. Raises LinkLocked."""


def to_json(value: Any) -> str:
    """Labels, tuples and plain values as the JSON kept in a row."""
    if isinstance(value, Labels):
        value = dict(value.by_language)
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def labels_of(stored: str, preferred: str = "") -> Labels:
    """The labels kept by `to_json`."""
    return Labels(json.loads(stored), preferred)


def case_keys(project: Reader, table_id: str) -> frozenset[str]:
    """The variables of a table whose values lead to cases of interviews."""
    rows = project.query("SELECT value FROM setting WHERE name = ?", (CASE_KEYS,))
    stored = json.loads(rows[0]["value"]) if rows else {}
    return frozenset(stored.get(table_id, ()))


def label_language(project: Reader) -> str:
    """The language the project wants its labels in; "" for that of the program."""
    rows = project.query("SELECT value FROM setting WHERE name = ?", (LABEL_LANGUAGE,))
    return str(json.loads(rows[0]["value"])) if rows else ""


def data_tables(project: Reader, data_set: str | None = None) -> list[DataTable]:
    """The tables of the project (or of one data set) in their order, with variables and choices."""
    where, params = ("WHERE data_set = ?", (data_set,)) if data_set else ("", ())
    rows = project.query(f"SELECT * FROM data_table {where} ORDER BY number", params)
    drawn, adjusted, replicated = _one_drawn(project), _adjusted(project), _replicated(project)
    told = registers(project)
    return [
        _table(
            row,
            _variables(project, row["id"]),
            drawn.get(row["id"]),
            adjusted.get(row["id"]),
            replicated.get(row["id"]),
            told.get(row["id"]),
        )
        for row in rows
    ]


def data_table(project: Reader, table_id: str) -> DataTable:
    """One table by its id ("t1"). Raises KeyError."""
    drawn = _one_drawn(project).get(table_id)
    adjusted, replicated = _adjusted(project).get(table_id), _replicated(project).get(table_id)
    register = registers(project).get(table_id)
    return _table(table_row(project, table_id), _variables(project, table_id), drawn, adjusted, replicated, register)


def table_row(project: Reader, table_id: str) -> Any:
    """The stored row of a table. Raises KeyError."""
    rows = project.query("SELECT * FROM data_table WHERE id = ?", (table_id,))
    if not rows:
        raise KeyError(table_id)
    return rows[0]


def variables(project: Reader, table_id: str, wanted: Sequence[str] | None = None) -> list[Variable]:
    """Some variables of a table (all when None), in the order of the table. Raises KeyError."""
    found = _variables(project, table_id, wanted)
    if wanted is not None:
        missing = set(wanted) - {variable.id for variable in found}
        if missing:
            raise KeyError(min(missing))
    return found


def recipes(project: Reader, table_id: str) -> dict[str, dict[str, Any]]:
    """The recipes of derived variables, by variable id."""
    rows = project.query(
        "SELECT variable, recipe, sealed FROM variable WHERE table_id = ? AND recipe IS NOT NULL", (table_id,)
    )
    return {
        row["variable"]: secret_of(project, row["sealed"]).get("recipe") or json.loads(row["recipe"]) for row in rows
    }


def secret_of(project: Reader, ref: str | None) -> dict[str, Any]:
    """What of a variable lies under the link key, by column, and its choices by id; empty while that is closed."""
    if ref is None:
        return {}
    try:
        found: dict[str, Any] = json.loads(project.read_object(ref))
    except LinkLocked:
        return {}
    return found


def _variables(project: Reader, table_id: str, wanted: Sequence[str] | None = None) -> list[Variable]:
    some, params = "", [table_id]
    if wanted is not None:
        some = f"AND variable IN ({','.join('?' * len(wanted))})"
        params += list(wanted)
    preferred = label_language(project)
    rows = project.query(f"SELECT * FROM variable WHERE table_id = ? {some} ORDER BY position", params)
    secrets = {row["variable"]: secret_of(project, row["sealed"]) for row in rows if row["sealed"]}
    confirmed = confirmations(project, table_id)
    choices: dict[str, list[Choice]] = {}
    for row in project.query(f"SELECT * FROM choice WHERE table_id = ? {some} ORDER BY variable, position", params):
        choices.setdefault(row["variable"], []).append(_choice(row, secrets.get(row["variable"], {}), preferred))
    return [
        with_confirmation(
            _variable(
                {**dict(row), **secrets.get(row["variable"], {})}, tuple(choices.get(row["variable"], ())), preferred
            ),
            confirmed,
            recipe_of(row["recipe"]),
        )
        for row in rows
    ]


def _choice(row: Any, secret: Mapping[str, Any], preferred: str) -> Choice:
    """A choice; one whose words lie under the closed link key has its id only."""
    held = secret.get("choices", {}).get(row["choice"]) if row["sealed"] else None
    if held is None:
        return Choice(row["choice"], row["code"], labels_of(row["labels"], preferred), row["reason"])
    return Choice(row["choice"], held["code"], Labels(held["labels"], preferred), row["reason"])


def _variable(row: Mapping[str, Any], choices: tuple[Choice, ...], preferred: str) -> Variable:
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


def one_drawn_of(project: Reader, table_id: str) -> OneDrawn | None:
    """The number of members eligible, one of whom is drawn in each row; None where rows are not so."""
    return _one_drawn(project).get(table_id)


def _one_drawn(project: Reader) -> dict[str, OneDrawn]:
    rows = project.query("SELECT value FROM setting WHERE name = ?", (ONE_DRAWN,))
    found: dict[str, OneDrawn] = {}
    for table_id, (of_table, variable) in (json.loads(rows[0]["value"]) if rows else {}).items():
        named = project.query("SELECT name, labels FROM variable WHERE id = ?", (f"{of_table}.{variable}",))
        if named:  # a derived variable may have been taken back
            labels = labels_of(named[0]["labels"])
            plain = labels if any(labels.by_language.values()) else Labels({"en": named[0]["name"]})
            found[table_id] = OneDrawn(of_table, variable, plain)
    return found


def _adjusted(project: Reader) -> dict[str, AdjustedTo]:
    from projects.datasets.known_totals import adjusted_to

    return adjusted_to(project)


def replicated_of(project: Reader, table_id: str) -> Replicated | None:
    """How the variances of a table come from replicate weights of its own; None where they do not."""
    return _replicated(project).get(table_id)


def _replicated(project: Reader) -> dict[str, Replicated]:
    rows = project.query("SELECT value FROM setting WHERE name = ?", (REPLICATES,))
    return {
        table_id: Replicated(table_id, ReplicateRule.from_json(stored), tuple(stored["variables"]))
        for table_id, stored in (json.loads(rows[0]["value"]) if rows else {}).items()
    }


def _table(
    row: Any,
    found: Iterable[Variable],
    one_drawn: OneDrawn | None = None,
    adjusted: AdjustedTo | None = None,
    replicates: Replicated | None = None,
    register: Register | None = None,
) -> DataTable:
    found = tuple(found)
    return DataTable(
        id=row["id"],
        name=row["name"],
        labels=labels_of(row["labels"], found[0].labels.preferred if found else ""),
        unit=row["unit"],
        how=How(row["how"]),
        variables=found,
        rows=row["rows"],
        design=design_of(row),
        parent=row["parent"],
        position=row["position"],
        inference_reason=row["inference_reason"],
        one_drawn=one_drawn,
        adjusted=adjusted,
        replicates=replicates,
        register=register,
    )


def design_of(row: Any) -> DesignRoles:
    """The design a table's row carries itself."""
    return DesignRoles(
        weight=row["weight"],
        strata=row["strata"],
        clusters=tuple(json.loads(row["clusters"])),
        fpc=tuple(json.loads(row["fpc"])),
        nested=bool(row["nested"]),
    )


def design_values(design: DesignRoles) -> dict[str, Any]:
    """A design as columns of a table's row."""
    return {
        "weight": design.weight,
        "strata": design.strata,
        "clusters": to_json(design.clusters),
        "fpc": to_json(design.fpc),
        "nested": int(design.nested),
    }


def insert(writer: Any, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that share their columns."""
    if not rows:
        return
    names = list(rows[0])
    places = ", ".join(f":{name}" for name in names)
    writer.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({places})", rows)


def variable_rows(table_id: str, found: Sequence[Variable], first: int = 0) -> list[dict[str, Any]]:
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


def choice_rows(table_id: str, variable: Variable, first: int = 0) -> list[dict[str, Any]]:
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
