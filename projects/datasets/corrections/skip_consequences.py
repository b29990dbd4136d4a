# SPDX-License-Identifier: MIT
"""Consequences of a changed answer for skip logic: answers without a question, questions without an answer.

A person decides what becomes of them. Conditions that cannot be evaluated are named, never guessed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from analysis.records import DataTable, Kind, Reason, Variable
from projects.datasets.corrections.edits import FOLLOWED, CellChange
from projects.forms.answers import Answers
from projects.forms.column_values import ChoiceColumn, Dates, Numbers, constant
from projects.forms.evaluate import truths
from projects.forms.expressions import BadExpressionError, names_in, parse
from projects.forms.records import UnsupportedError
from projects.store.ports import Reader
from projects.stored_tables import queries
from projects.stored_tables.cells import DatasetCell, cell_at, moment_number
from projects.stored_tables.chunks import DATES, NUMBERS, ChunkColumn
from projects.stored_tables.columns import TableColumns
from projects.stored_tables.stored_table import data_tables
from wording import Problem, msg

MOST = 20_000  # cells followed from one action
_MANY = 8  # changed cells from which on columns are read as a whole
Place = tuple[str, int, Variable]


@dataclass
class Consequences:
    """Cells an edit makes inconsistent, as changes to accept with it; `unchecked`: names of questions not judged."""

    orphaned: list[CellChange] = field(default_factory=list)  # has an answer, is not asked any more
    newly_missing: list[CellChange] = field(default_factory=list)  # was not asked, is asked now
    unchecked: list[str] = field(default_factory=list)

    @property
    def changes(self) -> tuple[CellChange, ...]:
        """All of them, for `change_cells`."""
        return (*self.orphaned, *self.newly_missing)


def consequences_of(project: Reader, changes: Sequence[CellChange]) -> Consequences:
    """The same for several cells of one data set changed at once; what is changed on purpose stays as it was asked.

    Raises Problem when more cells would follow than one action should change unseen.
    """
    found = Consequences()
    if not changes:
        return found
    logic = _Logic(project, changes[0].table_id, whole=len(changes) > _MANY)
    asked_for = {(change.table_id, change.row_id, change.variable_id) for change in changes}
    level = list(changes)
    while level:
        judged = [place for place in logic.dependents(level) if (place[0], place[1], place[2].id) not in asked_for]
        before = [logic.asked(*place) for place in judged]
        for change in level:
            logic.changed[change.table_id, change.row_id, change.variable_id] = change.new
        if len(logic.changed) > MOST + len(changes):
            raise Problem(msg("data.edit.too_many_follow", n=MOST))
        pairs = zip(judged, before, strict=True)
        follows = [_follow(logic, place, was, logic.asked(*place), found) for place, was in pairs]
        level = [change for change in follows if change is not None]
    return found


def _follow(logic: _Logic, place: Place, was: bool | None, now: bool | None, found: Consequences) -> CellChange | None:
    table, row, variable = place
    if was is None or now is None:
        if variable.name not in found.unchecked:
            found.unchecked.append(variable.name)
        return None
    cell = logic.cell(table, row, variable)
    if was and not now and cell.reason != Reason.NOT_ASKED:
        change = CellChange(table, row, variable.id, DatasetCell(None, Reason.NOT_ASKED), FOLLOWED)
        if not cell.reason:
            found.orphaned.append(change)
            return change
        return None
    if now and not was and cell.reason == Reason.NOT_ASKED:
        change = CellChange(table, row, variable.id, DatasetCell(None, Reason.MISSING), FOLLOWED)
        found.newly_missing.append(change)
    return None


class _Logic:
    """The tables around one table, their conditions, and the cells changed so far."""

    def __init__(self, project: Reader, table_id: str, *, whole: bool = False) -> None:
        data_set = project.query(queries.DATA_SET_OF_TABLE, (table_id,))[0]["data_set"]
        self.tables: dict[str, DataTable] = {table.id: table for table in data_tables(project, data_set)}
        self.readers = {name: TableColumns(project, name) for name in self.tables}
        self.changed: dict[tuple[str, int, str], DatasetCell] = {}
        self._whole = whole
        self._columns: dict[tuple[str, str], ChunkColumn] = {}
        self._parents: dict[str, np.ndarray | None] = {}
        self._conditions = {
            name: {
                variable.id: (variable, _parsed(variable.relevant)) for variable in table.variables if variable.relevant
            }
            for name, table in self.tables.items()
        }

    def dependents(self, changes: Sequence[CellChange]) -> list[Place]:
        """Every cell whose condition names a changed one: of the same row, and of rows below it; each once."""
        rows: dict[tuple[str, str], list[int]] = {}
        for change in changes:
            rows.setdefault((change.table_id, change.variable_id), []).append(change.row_id)
        found: dict[tuple[str, int, str], Place] = {}
        for (table, variable_id), row_ids in rows.items():
            name = self.tables[table].variable(variable_id).name
            for below, ids in self._family(table, row_ids):
                for variable, node in self._conditions[below].values():
                    if _names(variable, node, name):
                        found |= {(below, one, variable.id): (below, one, variable) for one in ids}
        return list(found.values())

    def _family(self, table: str, row_ids: list[int]) -> list[tuple[str, list[int]]]:
        found, rows = [(table, row_ids)], {table: np.array(row_ids)}
        for below in self.tables.values():  # parents stand before their children
            if below.parent in rows and below.id not in rows:
                parents = self.parents(below.id)
                if parents is not None:
                    rows[below.id] = self.readers[below.id].row_ids[np.isin(parents, rows[below.parent])]
                    found.append((below.id, [int(one) for one in rows[below.id]]))
        return found

    def parents(self, table: str) -> np.ndarray | None:
        if table not in self._parents:
            self._parents[table] = self.readers[table].parents()
        return self._parents[table]

    def cell(self, table: str, row: int, variable: Variable) -> DatasetCell:
        changed = self.changed.get((table, row, variable.id))
        if changed is not None:
            return changed
        reader = self.readers[table]
        if not self._whole:
            return reader.cell(variable, row)
        place = (table, variable.id)
        if place not in self._columns:
            self._columns[place] = reader.read(variable)
        return cell_at(self._columns[place], int(reader.positions([row])[0]))

    def asked(self, table: str, row: int, variable: Variable) -> bool | None:
        """Whether the question is asked in that row; None when its condition cannot be judged."""
        node = self._conditions[table][variable.id][1]
        if node is None:
            return None
        try:
            return bool(truths(node, _RowAnswers(self, table, row, variable))[0])
        except UnsupportedError:
            return None


def _names(variable: Variable, node: Any, name: str) -> bool:
    return f"${{{name}}}" in variable.relevant if node is None else name in names_in(node)


def _parsed(relevant: str) -> Any:
    try:
        return parse(relevant)
    except BadExpressionError:
        return None


class _RowAnswers(Answers):
    """One row as the place where a condition is judged: its own answers and those of the rows above it."""

    def __init__(self, logic: _Logic, table: str, row: int, asked: Variable) -> None:
        self._logic, self._table, self._row, self._asked = logic, table, row, asked

    def size(self) -> int:
        return 1

    def here(self) -> Any:
        return _answer(self._asked, self._logic.cell(self._table, self._row, self._asked))

    def value(self, name: str) -> Any:
        table, row = self._table, self._row
        while True:
            record = self._logic.tables[table]
            for variable in record.variables:
                if variable.name == name:
                    return _answer(variable, self._logic.cell(table, row, variable))
            parents = self._logic.parents(table) if record.parent else None
            if record.parent is None or parents is None:
                raise UnsupportedError(name)
            place = int(self._logic.readers[table].positions([row])[0])
            table, row = record.parent, int(parents[place])
            if row < 0:
                raise UnsupportedError(name)


def _answer(variable: Variable, cell: DatasetCell) -> Any:
    """A cell as expressions see it: codes instead of choice ids, a refusing choice as its code."""
    codes = {choice.id: choice.code for choice in variable.choices}
    refusing = next((choice.code for choice in variable.choices if cell.reason and choice.reason == cell.reason), "")
    if variable.kind is Kind.SET:
        chosen = cell.value if isinstance(cell.value, tuple) and not cell.reason else ()
        members = {code: np.array([one in chosen or code == refusing]) for one, code in codes.items()}
        return ChoiceColumn(members, 1)
    if variable.kind in NUMBERS:
        # cells of numbers hold numbers: mypy cannot tell
        return Numbers(np.array([np.nan if cell.reason else float(cell.value)], float), answers=True)  # type: ignore[arg-type]
    if variable.kind in DATES:
        days = np.nan if cell.reason else moment_number(str(cell.value)) / (86_400 * 10**9)
        return Dates(np.array([days]), variable.kind is Kind.DATETIME)
    if cell.reason:
        return constant(refusing)
    return constant(codes.get(str(cell.value), str(cell.value)))
