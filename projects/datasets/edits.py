# SPDX-License-Identifier: MIT
"""Changes of single cells, each with who, when and why: the cleaning log. What was imported stays as it is."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analysis.records import Kind, Reason, Role, Variable
from projects.datasets.cells import Cell, moment_number
from projects.datasets.chunks import MOMENTS, NUMBERS
from projects.datasets.columns import TableColumns
from projects.datasets.states import refresh_consent_of
from projects.datasets.stored import Reader, insert, recipes, table_row, variables
from projects.store.actions import Action
from projects.store.problems import LinkLocked
from wording import Labels, Problem, msg

if TYPE_CHECKING:
    from projects.store.transaction import Transaction

PERSON, FOLLOWED, MERGED = "person", "relevant", "newer_export"


@dataclass(frozen=True)
class CellChange:
    """A cell to change and its new value."""

    table_id: str
    row_id: int
    variable_id: str
    new: Cell
    cause: str = PERSON


@dataclass(frozen=True)
class Edit:
    """One line of the cleaning log. `old` and `new` are None where they lie under the link key, which is closed."""

    id: int
    table_id: str
    variable_id: str
    row_id: int
    batch: str  # edits accepted together share it
    old: Cell | None
    new: Cell | None
    who: str
    utc: dt.datetime
    why: str
    cause: str
    taken_back: bool


def change_cell(
    project: Any,
    table_id: str,
    row_id: int,
    variable_id: str,
    new: Cell,
    *,
    why: str = "",
    also: Sequence[CellChange] = (),
) -> Action:
    """Change a cell, and with it the cells in `also` (what `consequences` found), as one action.

    Raises Problem when the variable cannot hold `new`; doing it raises LinkLocked for an identifier while that key
    is closed.
    """
    return change_cells(project, [CellChange(table_id, row_id, variable_id, new), *also], why=why)


def change_cells(project: Any, changes: Sequence[CellChange], *, why: str = "") -> Action:
    """Change several cells as one action, named after the first; its result is the ids of the edits."""
    if not changes:
        raise Problem(msg("data.edit.none"))
    named: dict[tuple[str, str], Variable] = {}
    for change in changes:
        place = (change.table_id, change.variable_id)
        if place not in named:
            named[place] = _editable(project, *place)
        check_cell(named[place], change.new)
    who, first = project.user, changes[0]
    variable = named[first.table_id, first.variable_id]
    label: Labels | str = variable.labels if any(variable.labels.by_language.values()) else variable.name
    if len(changes) == 1:
        message = msg("data.edit.changed", variable=label, row=first.row_id)
    else:
        message = msg("data.edit.changed_with", variable=label, row=first.row_id, n=len(changes) - 1)

    def perform(transaction: Transaction) -> list[int]:
        return write_edits(transaction, changes, named, who, why)

    return Action("data.edit", message, perform)


def toggle_choice(
    project: Any, table_id: str, row_id: int, variable_id: str, choice_id: str, *, why: str = ""
) -> Action:
    """Choose or unchoose one answer of a set: the set and its columns change together."""
    (variable,) = variables(project, table_id, [variable_id])
    now = TableColumns(project, table_id).cell(variable, row_id).value
    chosen = set(now) if isinstance(now, tuple) else set()
    chosen ^= {variable.choice(choice_id).id}
    ordered = tuple(choice.id for choice in variable.choices if choice.id in chosen)
    return change_cell(project, table_id, row_id, variable_id, Cell(ordered), why=why)


def write_edits(
    transaction: Transaction,
    changes: Sequence[CellChange],
    named: dict[tuple[str, str], Variable],
    who: str,
    why: str,
) -> list[int]:
    """Write changes to the cleaning log; the ids of the edits."""
    batch, now = transaction.new_id(), dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    columns = {table: TableColumns(transaction, table) for table, _ in named}
    ids, consents = [], {table: table_row(transaction, table)["consent"] for table in columns}
    for change in changes:
        variable = named[change.table_id, change.variable_id]
        sealed = variable.role is Role.IDENTIFIER
        if sealed:
            transaction.touch_link()
        try:
            old = columns[change.table_id].cell(variable, change.row_id)
        except KeyError as error:
            raise Problem(msg("data.edit.no_row", row=change.row_id)) from error
        texts = [cell.to_json() for cell in (old, change.new)]
        if sealed:
            texts = [transaction.put_link_object(text.encode()) for text in texts]
        insert(
            transaction,
            "cell_edit",
            [
                {
                    "table_id": change.table_id,
                    "variable": change.variable_id,
                    "row_id": change.row_id,
                    "batch": batch,
                    "old": texts[0],
                    "new": texts[1],
                    "sealed": int(sealed),
                    "who": who,
                    "utc": now,
                    "why": why,
                    "cause": change.cause,
                }
            ],
        )
        ids.append(int(transaction.query("SELECT MAX(id) AS id FROM cell_edit")[0]["id"]))
        if consents[change.table_id] == change.variable_id:
            refresh_consent_of(transaction, change.table_id, [change.row_id])
    return ids


def _editable(project: Reader, table_id: str, variable_id: str) -> Variable:
    try:
        (variable,) = variables(project, table_id, [variable_id])
    except KeyError as error:
        raise Problem(msg("data.no_variable", variable=variable_id)) from error
    if variable_id in recipes(project, table_id):
        raise Problem(msg("data.edit.derived"))
    return variable


def check_cell(variable: Variable, cell: Cell) -> None:
    """Raises Problem when the variable cannot hold the value: no such choice, no number, no date."""
    value = cell.value
    if cell.reason:
        good = 1 <= cell.reason <= 127 and cell.reason != 9
    elif variable.kind in (Kind.ONE, Kind.SET):
        known = {choice.id for choice in variable.choices}
        asked = value if isinstance(value, tuple) else (value,)
        good = isinstance(value, tuple) == (variable.kind is Kind.SET) and set(asked) <= known
    elif variable.kind in NUMBERS:
        good = isinstance(value, (int, float)) and math.isfinite(value)
        good = good and (variable.kind is Kind.NUMBER or float(value).is_integer())  # type: ignore[arg-type]
    elif variable.kind in MOMENTS:
        good = _is_moment(value)
    else:
        good = isinstance(value, str)
    if not good:
        raise Problem(msg(f"data.edit.not_{_wanted(variable.kind)}"))


def _wanted(kind: Kind) -> str:
    if kind in (Kind.ONE, Kind.SET):
        return "choice"
    return "number" if kind in NUMBERS else "date" if kind in MOMENTS else "text"


def _is_moment(value: object) -> bool:
    try:
        moment_number(str(value))
    except (ValueError, OverflowError):
        return False
    return isinstance(value, str)


def choice_cell(variable: Variable, choice_id: str) -> Cell:
    """The cell that choosing an answer makes: absent with its reason where the choice means refused or don't know."""
    reason = variable.choice(choice_id).reason
    return Cell(None, reason) if reason != Reason.PRESENT else Cell(choice_id)


def edits(
    project: Reader,
    table_id: str | None = None,
    *,
    variable_id: str | None = None,
    row_id: int | None = None,
    who: str | None = None,
    cause: str | None = None,
    text: str = "",
    taken_back: bool | None = None,
    limit: int = 10_000,
) -> list[Edit]:
    """The cleaning log, newest first; each argument given narrows it, `text` looks in the reasons."""
    asked = {"table_id": table_id, "variable": variable_id, "row_id": row_id, "who": who, "cause": cause}
    named = {name: value for name, value in asked.items() if value is not None}
    where = [f"{name} = ?" for name in named]
    params: list[Any] = list(named.values())
    if taken_back is not None:
        where.append("taken_back = ?")
        params.append(int(taken_back))
    if text:
        where.append("instr(lower(why), lower(?)) > 0")
        params.append(text)
    condition = f"WHERE {' AND '.join(where)}" if where else ""
    rows = project.query(f"SELECT * FROM cell_edit {condition} ORDER BY id DESC LIMIT ?", [*params, limit])
    return [_edit(project, row) for row in rows]


def _edit(project: Reader, row: Any) -> Edit:
    return Edit(
        id=row["id"],
        table_id=row["table_id"],
        variable_id=row["variable"],
        row_id=row["row_id"],
        batch=row["batch"],
        old=_logged(project, row["old"], row["sealed"]),
        new=_logged(project, row["new"], row["sealed"]),
        who=row["who"],
        utc=dt.datetime.fromisoformat(row["utc"]),
        why=row["why"],
        cause=row["cause"],
        taken_back=bool(row["taken_back"]),
    )


def _logged(project: Reader, stored: str, sealed: int) -> Cell | None:
    try:
        return Cell.from_json(project.read_object(stored).decode() if sealed else stored)
    except LinkLocked:
        return None


def take_back(edit_ids: Sequence[int]) -> Action:
    """Take edits back: their cells hold again what they held without them. The log keeps the lines."""

    def perform(transaction: Transaction) -> None:
        for edit_id in edit_ids:
            transaction.execute("UPDATE cell_edit SET taken_back = 1 WHERE id = ?", (edit_id,))
            for row in transaction.query("SELECT table_id, variable, row_id FROM cell_edit WHERE id = ?", (edit_id,)):
                if table_row(transaction, row["table_id"])["consent"] == row["variable"]:
                    refresh_consent_of(transaction, row["table_id"], [row["row_id"]])

    return Action("data.take_back", msg("data.edit.taken_back", n=len(edit_ids)), perform)
