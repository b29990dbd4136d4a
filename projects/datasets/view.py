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
from projects.datasets.chunks import LOCKED, NUMBERS, Column
from projects.datasets.columns import TableColumns
from projects.datasets.filters import Edited, Filter, InAnalysis, mask_of, order_by
from projects.datasets.finding import Hit, Hits
from projects.datasets.showing import SortKey
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
        self.sorts: tuple[SortKey, ...] = ()
        self._order: np.ndarray | None = None
        self._hits: Hits | None = None
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
        self.sort_by(() if variable_id is None else ((variable_id, descending),))

    def sort_by(self, keys: Sequence[SortKey]) -> None:
        """Put the rows in the order of several variables (id, downwards), the first of which counts most."""
        self.sorts = tuple(keys)
        self._order = order_by([(self.column(name), down) for name, down in keys]) if keys else None
        self._arrange()

    def _arrange(self) -> None:
        self._hits = None
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
        text = self.reason_text(variable, found.reason) if found.reason else self._text(variable, found)
        return ShownCell(text, found.reason, (place, variable_id) in self._edited, variable.kind in NUMBERS)

    def page(self, first: int, count: int, variable_ids: Sequence[str]) -> list[list[ShownCell]]:
        """Some shown rows at once."""
        last = min(first + count, self.row_count)
        return [[self.cell(row, name) for name in variable_ids] for row in range(first, last)]

    def _text(self, variable: Variable, cell: Cell) -> str:
        value = cell.value
        if isinstance(value, tuple):
            return "; ".join(self.choice_text(variable, choice) for choice in value)
        if variable.kind is Kind.ONE:
            return self.choice_text(variable, str(value))
        if isinstance(value, float):
            return number_text(value, self.language, codes=self.codes)
        return str(value)

    def choice_text(self, variable: Variable, choice_id: str) -> str:
        """A choice as it is shown: its label, or its code."""
        choice = variable.choice(choice_id)
        return choice.code if self.codes else choice.labels.in_language(self.language) or choice.code

    def reason_text(self, variable: Variable, reason: int) -> str:
        """An absent value as it is shown."""
        named = next((choice for choice in variable.choices if choice.reason == reason), None)
        if named is not None:
            return self.choice_text(variable, named.id)
        return render(msg(f"data.reason.{reason if reason in KNOWN_REASONS else 'other'}"), self.language)

    def find(
        self, text: str, variable_ids: Sequence[str], here: tuple[int, str] | None = None, step: int = 0
    ) -> Hit | None:
        """A shown cell whose text holds `text`, capitals or not, going round at the ends; None where there is none.

        From the cell `here`: the next (`step` 1), the one before (-1), or the first at or after it (0).
        """
        wanted = (text, tuple(variable_ids), self.language, self.codes)
        if self._hits is None or self._hits.wanted != wanted:
            self._hits = Hits.of(self, text, variable_ids, wanted)
        return self._hits.hit(here, step)

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
        if any(name not in self._columns for name, _down in self.sorts):
            self.table = data_table(self.project, self.table_id)
            self._reader = TableColumns(self.project, self.table_id)
            known = {variable.id for variable in self.table.variables}
            self.sorts = tuple(key for key in self.sorts if key[0] in known)
            self._order = order_by([(self.column(name), down) for name, down in self.sorts]) if self.sorts else None
        self._reload()
        return True

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
