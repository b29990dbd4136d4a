# SPDX-License-Identifier: MIT
"""What the data view shows: an order of rows after sort and filters, and text of cells on demand. It knows no Qt.

Only columns that are shown, sorted or filtered by are read, and they are kept up to a budget of memory.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analysis.records import Kind, Variable
from projects.datasets.cells import Cell, cell_at
from projects.datasets.chunks import LOCKED, MOMENTS, NUMBERS, Column
from projects.datasets.columns import TableColumns
from projects.datasets.filters import Edited, Filter, InAnalysis, mask_of, order_of
from projects.datasets.states import kept_rows
from projects.datasets.stored import Reader, data_table
from projects.store.actions import Changes
from wording import msg, render
from wording.numbers import format_number

COLUMN_BUDGET = 256 * 1024 * 1024  # bytes of columns kept in memory
KNOWN_REASONS = (1, 2, 3, 4, LOCKED)


@dataclass(frozen=True)
class ShownCell:
    """One cell as it is shown; `reason` is 0 where there is a value, `edited` marks a changed one."""

    text: str
    reason: int
    edited: bool
    number: bool  # to be aligned right


class TableView:
    """Rows of one table in the order and choice of the user. Rows are numbered as shown, from 0."""

    def __init__(self, project: Reader, table_id: str, *, language: str = "en", codes: bool = False) -> None:
        self.project, self.table_id, self.language, self.codes = project, table_id, language, codes
        self._columns: OrderedDict[str, Column] = OrderedDict()
        self.filters: tuple[Filter, ...] = ()
        self.sorted_by: tuple[str, bool] | None = None
        self._order: np.ndarray | None = None
        self._reload()

    def _reload(self) -> None:
        self.table = data_table(self.project, self.table_id)
        self._reader = TableColumns(self.project, self.table_id)
        rows = self.project.query(
            "SELECT DISTINCT row_id, variable FROM cell_edit WHERE table_id = ? AND taken_back = 0", (self.table_id,)
        )
        places = self._reader.positions([row["row_id"] for row in rows])
        self._edited = {(int(place), row["variable"]) for place, row in zip(places, rows, strict=True)}
        self._arrange()

    # What is shown

    @property
    def total(self) -> int:
        """All rows of the table."""
        return self._reader.rows

    @property
    def row_count(self) -> int:
        """The rows that passed the filters."""
        return len(self.rows)

    def filter(self, filters: Sequence[Filter]) -> None:
        """Show only rows for which every condition holds."""
        self.filters = tuple(filters)
        self._arrange()

    def sort(self, variable_id: str | None, descending: bool = False) -> None:
        """Put the rows in the order of a variable; None gives the order of the file back."""
        self.sorted_by = None if variable_id is None else (variable_id, descending)
        self._order = None if variable_id is None else order_of(self.column(variable_id), descending)
        self._arrange()

    def _arrange(self) -> None:
        mask = self._mask()
        if self._order is None:
            self.rows = np.arange(self.total) if mask is None else np.flatnonzero(mask)
        else:
            self.rows = self._order if mask is None else self._order[mask[self._order]]

    def _mask(self) -> np.ndarray | None:
        mask: np.ndarray | None = None
        for wanted in self.filters:
            part = self._one_mask(wanted)
            mask = part if mask is None else mask & part
        return mask

    def _one_mask(self, wanted: Filter) -> np.ndarray:
        if isinstance(wanted, InAnalysis):
            kept = kept_rows(self.project, self.table_id)
            return kept if wanted.kept else ~kept
        if isinstance(wanted, Edited):
            mask = np.zeros(self.total, dtype=bool)
            mask[np.fromiter({place for place, _ in self._edited}, np.int64)] = True
            return mask
        return mask_of(wanted, self.column(wanted.variable))

    def row_id(self, row: int) -> int:
        """The immutable id of a shown row."""
        return int(self._reader.row_ids[self.rows[row]])

    def row_of(self, row_id: int) -> int | None:
        """Where the row with that id is shown, or None when filters hide it."""
        place = self._reader.positions([row_id])[0]
        found = np.flatnonzero(self.rows == place)
        return int(found[0]) if place >= 0 and len(found) else None

    # Cells

    def value(self, row: int, variable_id: str) -> Cell:
        """The value of a shown cell."""
        return cell_at(self.column(variable_id), int(self.rows[row]))

    def cell(self, row: int, variable_id: str) -> ShownCell:
        """A shown cell as text, in the view's language, with labels or codes."""
        variable = self.table.variable(variable_id)
        place = int(self.rows[row])
        found = cell_at(self.column(variable_id), place)
        text = self._reason_text(variable, found.reason) if found.reason else self._text(variable, found)
        return ShownCell(text, found.reason, (place, variable_id) in self._edited, variable.kind in NUMBERS)

    def page(self, first: int, count: int, variable_ids: Sequence[str]) -> list[list[ShownCell]]:
        """Some shown rows at once."""
        last = min(first + count, self.row_count)
        return [[self.cell(row, name) for name in variable_ids] for row in range(first, last)]

    def _text(self, variable: Variable, cell: Cell) -> str:
        value = cell.value
        if isinstance(value, tuple):
            return "; ".join(self._choice_text(variable, choice) for choice in value)
        if variable.kind is Kind.ONE:
            return self._choice_text(variable, str(value))
        if isinstance(value, float):
            return number_text(value, self.language, codes=self.codes)
        return str(value)

    def _choice_text(self, variable: Variable, choice_id: str) -> str:
        choice = variable.choice(choice_id)
        return choice.code if self.codes else choice.labels.in_language(self.language) or choice.code

    def _reason_text(self, variable: Variable, reason: int) -> str:
        named = next((choice for choice in variable.choices if choice.reason == reason), None)
        if named is not None:
            return self._choice_text(variable, named.id)
        return render(msg(f"data.reason.{reason if reason in KNOWN_REASONS else 'other'}"), self.language)

    def find(self, text: str, variable_ids: Sequence[str], start: int = 0) -> tuple[int, str] | None:
        """The first shown cell at or after row `start` (then from the top) whose text holds `text`, capitals or not."""
        if not text or self.row_count == 0:
            return None
        hits: list[tuple[int, str]] = []
        for name in variable_ids:
            mask = self._holds(self.table.variable(name), text)
            shown = np.flatnonzero(mask[self.rows])
            if len(shown):
                after = shown[shown >= start]
                hits.append((int(after[0] if len(after) else shown[0] + self.row_count), name))
        if not hits:
            return None
        row, name = min(hits, key=lambda hit: hit[0])
        return row % self.row_count, name

    def _holds(self, variable: Variable, text: str) -> np.ndarray:
        column, wanted = self.column(variable.id), text.casefold()
        if column.kind in (Kind.ONE, Kind.SET):
            known = [wanted in self._choice_text(variable, choice).casefold() for choice in column.categories]
            if column.kind is Kind.SET:
                found: np.ndarray = column.values[:, np.flatnonzero(known)].any(axis=1)
                return found
            answers: np.ndarray = np.array([*known, False])[column.values]
            return answers
        if column.kind in NUMBERS:
            try:
                return (column.values == float(text.replace(",", "."))) & (column.reasons == 0)
            except ValueError:
                return np.zeros(len(column), dtype=bool)
        if column.kind in MOMENTS:
            moments = np.datetime_as_string(column.values.view("datetime64[ns]"), unit="s")
            return (np.char.find(moments, text) >= 0) & (column.reasons == 0)
        from projects.datasets.filters import HasText

        return mask_of(HasText(variable.id, text), column)

    # Columns

    def column(self, variable_id: str) -> Column:
        """A whole column of the table, in the order of the file."""
        if variable_id in self._columns:
            self._columns.move_to_end(variable_id)
            return self._columns[variable_id]
        column = self._reader.read(self.table.variable(variable_id))
        self._columns[variable_id] = column
        while len(self._columns) > 1 and sum(map(_bytes, self._columns.values())) > COLUMN_BUDGET:
            self._columns.popitem(last=False)
        return column

    def follow(self, changes: Changes) -> bool:
        """Take up what an action, undo or redo changed; whether anything shown here may differ."""
        watched = ("cell_edit", "row_state", "variable", "choice", "column_chunk", "data_table")
        if not changes.touches(*watched):
            return False
        if set(changes.changed) & {"variable", "choice", "column_chunk", "data_table"}:
            self._columns.clear()
        else:
            for name in self._edited_variables(changes):
                self._columns.pop(name, None)
        if not self.project.query("SELECT 1 FROM data_table WHERE id = ?", (self.table_id,)):
            return True
        if self.sorted_by is not None and self.sorted_by[0] not in self._columns:
            self._order = order_of(self._fresh(self.sorted_by[0]), self.sorted_by[1])
        self._reload()
        return True

    def _fresh(self, variable_id: str) -> Column:
        self.table = data_table(self.project, self.table_id)
        self._reader = TableColumns(self.project, self.table_id)
        return self.column(variable_id)

    def _edited_variables(self, changes: Changes) -> set[str]:
        keys = [key for key in changes.changed.get("cell_edit", ()) if isinstance(key, int)]
        names = {name for _, name in self._edited}  # an undone edit is no longer in the table
        for start in range(0, len(keys), 500):
            part = keys[start : start + 500]
            rows = self.project.query(
                f"SELECT DISTINCT variable FROM cell_edit WHERE id IN ({','.join('?' * len(part))})", part
            )
            names |= {row["variable"] for row in rows}
        return names | set(self._derived())

    def _derived(self) -> list[str]:
        rows = self.project.query(
            "SELECT variable FROM variable WHERE table_id = ? AND recipe IS NOT NULL", (self.table_id,)
        )
        return [row["variable"] for row in rows]


def number_text(value: float, language: str, *, codes: bool = False) -> str:
    """A number of the data as it is read: all its decimals, none added; as the file wrote it when `codes`."""
    plain = f"{value:.15g}"
    if codes or "e" in plain or "n" in plain:
        return plain
    decimals = len(plain.partition(".")[2])
    return format_number(value, language, decimals)


def _bytes(column: Column) -> int:
    return int(column.values.nbytes) + int(column.reasons.nbytes)
