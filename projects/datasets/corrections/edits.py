# SPDX-License-Identifier: MIT
"""Changes of cells, each with who, when and why, into the cleaning log. What was imported stays as it is."""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.records import Kind, Reason, Role, Variable
from projects.datasets.registers.case_keys import follow_rows
from projects.datasets.table.table_view import typed_moment, typed_number
from projects.store.actions import BULK, Action
from projects.store.ports import Reader
from projects.store.problems import LinkLocked
from projects.stored_tables.cells import DatasetCell, cell_at, moment_number
from projects.stored_tables.chunks import DATES, LOCKED, NUMBERS
from projects.stored_tables.columns import TableColumns
from projects.stored_tables.queries import insert
from projects.stored_tables.row_states import refresh_consent_of
from projects.stored_tables.stored_table import recipes, table_row, variables
from wording import LANGUAGES, Labels, Problem, msg, render

if TYPE_CHECKING:
    from projects.store.ports import Transaction
    from projects.store.project import Project

LATEST_EDIT = "SELECT MAX(id) AS id FROM cell_edit"

_MANY = 8  # cells of one column that are read one by one
PERSON, FOLLOWED = "person", "relevant"


@dataclass(frozen=True)
class CellChange:
    """A cell to change and its new value."""

    table_id: str
    row_id: int
    variable_id: str
    new: DatasetCell
    cause: str = PERSON


def change_cells(project: Project, changes: Sequence[CellChange], *, why: str = "") -> Action:
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
    own = sum(change.cause == PERSON for change in changes)
    if len(changes) == 1:
        message = msg("data.edit.changed", variable=label, row=first.row_id)
    elif own > 1:
        others = len(changes) - own
        message = msg(f"data.edit.changed_many{'_with' if others else ''}", n=own, variable=label, others=others)
    else:
        message = msg("data.edit.changed_with", variable=label, row=first.row_id, n=len(changes) - 1)

    def perform(transaction: Transaction) -> list[int]:
        return write_edits(transaction, changes, named, who, why)

    return Action("data.edit", message, perform, snapshot=len(changes) >= BULK)


def write_edits(
    transaction: Transaction,
    changes: Sequence[CellChange],
    named: dict[tuple[str, str], Variable],
    who: str,
    why: str,
) -> list[int]:
    """Write changes to the cleaning log; the ids of the edits."""
    if not changes:
        return []
    batch, now = transaction.new_id(), dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    olds, rows = _Olds(transaction, changes, named), []
    for change in changes:
        variable = named[change.table_id, change.variable_id]
        sealed = variable.role is Role.IDENTIFIER
        if sealed:
            transaction.touch_link()
        texts = [cell.to_json() for cell in (olds.of(change, variable), change.new)]
        if sealed:
            texts = [transaction.put_link_object(text.encode()) for text in texts]
        rows.append(
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
        )
    insert(transaction, "cell_edit", rows)
    last = int(transaction.query(LATEST_EDIT)[0]["id"])
    _refresh_consents(transaction, changes)
    for table_id in dict.fromkeys(one.table_id for one in changes):
        follow_rows(transaction, table_id)
    return list(range(last - len(rows) + 1, last + 1))


def _refresh_consents(transaction: Transaction, changes: Sequence[CellChange]) -> None:
    for table_id in {change.table_id for change in changes}:
        consent = table_row(transaction, table_id)["consent"]
        row_ids = [one.row_id for one in changes if one.table_id == table_id and one.variable_id == consent]
        if row_ids:
            refresh_consent_of(transaction, table_id, list(dict.fromkeys(row_ids)))


class _Olds:
    """What cells hold before they are changed; a column of which many cells change is read once, as a whole."""

    def __init__(
        self, transaction: Transaction, changes: Sequence[CellChange], named: Mapping[tuple[str, str], Variable]
    ) -> None:
        self._columns = {table: TableColumns(transaction, table) for table, _ in named}
        counts = Counter((change.table_id, change.variable_id) for change in changes)
        self._whole = {
            place: self._columns[place[0]].read(named[place]) for place, count in counts.items() if count > _MANY
        }
        self._new: dict[tuple[str, str, int], DatasetCell] = {}

    def of(self, change: CellChange, variable: Variable) -> DatasetCell:
        """The cell before this change. Raises Problem for a row there is not."""
        place = (change.table_id, change.variable_id, change.row_id)
        found = self._new[place] if place in self._new else self._stored(change, variable)
        self._new[place] = change.new
        return found

    def _stored(self, change: CellChange, variable: Variable) -> DatasetCell:
        columns, whole = self._columns[change.table_id], self._whole.get((change.table_id, change.variable_id))
        at = int(columns.positions([change.row_id])[0])
        if at < 0:
            raise Problem(msg("data.edit.no_row", row=change.row_id))
        if whole is None:
            return columns.cell(variable, change.row_id)
        found = cell_at(whole, at)
        if found.reason == LOCKED:
            raise LinkLocked()
        return found


def _editable(project: Reader, table_id: str, variable_id: str) -> Variable:
    try:
        (variable,) = variables(project, table_id, [variable_id])
    except KeyError as error:
        raise Problem(msg("data.no_variable", variable=variable_id)) from error
    if variable_id in recipes(project, table_id):
        raise Problem(msg("data.edit.derived"))
    return variable


def check_cell(variable: Variable, cell: DatasetCell) -> None:
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
        # a number where good: mypy cannot tell
        good = good and (variable.kind is Kind.NUMBER or float(value).is_integer())  # type: ignore[arg-type]
    elif variable.kind in DATES:
        good = _is_moment(value)
    else:
        good = isinstance(value, str)
    if not good:
        raise Problem(msg(f"data.edit.not_{_expected_kind(variable.kind)}"))


def _expected_kind(kind: Kind) -> str:
    if kind in (Kind.ONE, Kind.SET):
        return "choice"
    return "number" if kind in NUMBERS else "date" if kind in DATES else "text"


def _is_moment(value: object) -> bool:
    try:
        moment_number(str(value))
    except (ValueError, OverflowError):
        return False
    return isinstance(value, str)


_REASONS = (Reason.NOT_ASKED, Reason.REFUSED, Reason.DONT_KNOW, Reason.MISSING)


def typed_cell(variable: Variable, text: str, language: str) -> DatasetCell:
    """The cell a text means, an empty one a missing value: a number, a date, an answer by label or code, a reason.

    Raises Problem for what the variable cannot hold.
    """
    text = text.strip()
    if not text:
        return DatasetCell(None, int(Reason.MISSING))
    cell = _read(variable, text, language)
    check_cell(variable, cell)
    return cell


def _read(variable: Variable, text: str, language: str) -> DatasetCell:
    if variable.kind in (Kind.ONE, Kind.SET):
        return _answers(variable, text)
    if variable.kind in NUMBERS:
        number = typed_number(text, language)
        if number is not None:
            return DatasetCell(number)
    elif variable.kind in DATES:
        moment = typed_moment(text, variable.kind, language)
        if moment is not None:
            return DatasetCell(moment)
    else:
        return DatasetCell(text)
    return _reason(text) or DatasetCell(text)


def _answers(variable: Variable, text: str) -> DatasetCell:
    reason = _reason(text)
    choice = _choice(variable, text)
    if choice is None and reason is not None:
        return reason
    if choice is not None:
        (found,) = (one for one in variable.choices if one.id == choice)
        if found.reason:
            return DatasetCell(None, found.reason)
        return DatasetCell((choice,)) if variable.kind is Kind.SET else DatasetCell(choice)
    if variable.kind is Kind.SET:
        for parts in (re.split(r"[;|\n]", text), text.split()):
            ids = [_choice(variable, part) for part in parts if part.strip()]
            if ids and None not in ids:
                return DatasetCell(tuple(one.id for one in variable.choices if one.id in ids))
    raise Problem(msg("data.edit.not_choice"))


def _choice(variable: Variable, text: str) -> str | None:
    """The choice of that code, else of that label in any language."""
    wanted = _folded(text)
    for choice in variable.choices:
        if choice.code == text.strip():
            return choice.id
    for choice in variable.choices:
        if wanted in _all_folded([choice.code, *choice.labels.by_language.values()]):
            return choice.id
    return None


def _reason(text: str) -> DatasetCell | None:
    wanted = _folded(text)
    for reason in _REASONS:
        message = msg(f"data.reason.{int(reason)}")
        if wanted in _all_folded(render(message, language) for language in LANGUAGES):
            return DatasetCell(None, int(reason))
    return None


def _all_folded(texts: Iterable[str]) -> set[str]:
    return {_folded(text) for text in texts if text}


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).replace("’", "'").split()).casefold()
