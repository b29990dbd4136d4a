# SPDX-License-Identifier: MIT
"""The table as the data view shows it: rows sorted and filtered, text of cells on demand.

Only columns that are shown, sorted or filtered by are read, and they are kept up to a budget of memory.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from analysis.records import Kind, Variable
from projects.datasets.table.filters import Edited, Filter, HasText, InAnalysis, mask_of, order_by
from projects.datasets.table.frames import taken
from projects.datasets.table.view_settings import SortKey
from projects.store.actions import Changes
from projects.store.ports import Reader
from projects.stored_tables import queries
from projects.stored_tables.cells import DatasetCell, cell_at, moment_number, moment_text
from projects.stored_tables.chunks import DATES, LOCKED, NUMBERS, ChunkColumn
from projects.stored_tables.columns import TableColumns
from projects.stored_tables.row_states import kept_rows
from projects.stored_tables.stored_table import data_table
from wording import DEFAULT_LANGUAGE, msg, render
from wording.language_record import language_of_code
from wording.numbers import format_number

_SPACES = dict.fromkeys(map(ord, "\u202f\u00a0\u2009' "))
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?")
_DAY_FIRST = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?:[ T](\d{1,2}:\d{2}(?::\d{2})?))?")


def typed_number(text: str, language: str) -> float | None:
    """The number a person means, or None where it is none or could be two: "1,5" in English."""
    plain = text.strip().replace("−", "-").translate(_SPACES)
    mark = language_of_code(language).decimal
    if mark != "." and "." not in plain:
        plain = plain.replace(mark, ".", 1)
    elif mark == "." and _THOUSANDS.fullmatch(plain):
        plain = plain.replace(",", "")
    try:
        number = float(plain)
    except ValueError:
        return None
    return number if math.isfinite(number) and "_" not in plain else None


def typed_moment(text: str, kind: Kind, language: str) -> str | None:
    """The day or moment a person means as ISO text: 2026-03-01, in French 01/03/2026 too; None where it is none."""
    plain = text.strip()
    day_first = _DAY_FIRST.fullmatch(plain) if language_of_code(language).day_first else None
    if day_first is not None:
        day, month, year, time = day_first.groups()
        plain = f"{year}-{int(month):02}-{int(day):02}" + (f"T{time.zfill(5)}" if time else "")
    try:
        found = dt.datetime.fromisoformat(plain)
        moment_number(plain)
    except (ValueError, OverflowError):
        return None
    return plain[:10] if kind is Kind.DATE else found.replace(tzinfo=None).isoformat()


class ShownCells(Protocol):
    """The cells looked through: columns of a table, the places of its rows that are shown, and their words."""

    language: str

    @property
    def rows(self) -> np.ndarray:
        """The places of the rows that are shown, in their order."""

    def variable(self, variable_id: str) -> Variable:
        """A variable of the table."""

    def column(self, variable_id: str) -> ChunkColumn:
        """Its column, as it stands."""

    def choice_text(self, variable: Variable, choice_id: str) -> str:
        """What an answer is shown as."""

    def reason_text(self, variable: Variable, reason: int) -> str:
        """What the reason of an absent answer is shown as."""


@dataclass(frozen=True)
class Hit:
    """A cell found: shown row, variable, its number among all that were found (from 1), and how many there are."""

    row: int
    variable_id: str
    number: int
    count: int


@dataclass(frozen=True)
class Hits:
    """All cells that hold a text, row after row; `places` is row × columns + column."""

    wanted: tuple[object, ...]
    variable_ids: tuple[str, ...]
    places: np.ndarray

    @classmethod
    def of(cls, view: ShownCells, text: str, variable_ids: Sequence[str], wanted: tuple[object, ...]) -> Hits:
        """Look through the columns; nothing is found for an empty text."""
        width, found = len(variable_ids), [np.zeros(0, dtype=np.int64)]
        for at, name in enumerate(variable_ids if text else ()):
            mask = _holds(view, view.variable(name), text)
            found.append(np.flatnonzero(mask[view.rows]) * width + at)
        return cls(wanted, tuple(variable_ids), np.sort(np.concatenate(found)))

    def hit(self, here: tuple[int, str] | None, step: int) -> Hit | None:
        """The cell found from `here`: the next, the one before, or the first that is not before it."""
        count, width = len(self.places), len(self.variable_ids)
        if not count:
            return None
        row, name = here or (0, "")
        column = self.variable_ids.index(name) if name in self.variable_ids else 0
        place = row * width + column
        if step > 0:
            at = int(np.searchsorted(self.places, place, side="right"))
        else:
            at = int(np.searchsorted(self.places, place, side="left")) + (-1 if step < 0 else 0)
        at %= count
        found = int(self.places[at])
        return Hit(found // width, self.variable_ids[found % width], at + 1, count)


def _holds(view: ShownCells, variable: Variable, text: str) -> np.ndarray:
    """For each row of the table whether the cell, as it is shown, holds the text."""
    column, wanted = view.column(variable.id), text.casefold()
    found: np.ndarray = _value_holds(view, variable, column, text) & (column.reasons == 0)
    for reason in np.unique(column.reasons[column.reasons != 0]):
        if wanted in view.reason_text(variable, int(reason)).casefold():
            found |= column.reasons == reason
    return found


def _value_holds(view: ShownCells, variable: Variable, column: ChunkColumn, text: str) -> np.ndarray:
    wanted = text.casefold()
    if column.kind in (Kind.ONE, Kind.SET):
        known = [wanted in view.choice_text(variable, choice).casefold() for choice in column.categories]
        if column.kind is Kind.SET:
            chosen: np.ndarray = column.values[:, np.flatnonzero(known)].any(axis=1)
            return chosen
        answers: np.ndarray = np.array([*known, False])[column.values]
        return answers
    if column.kind in NUMBERS:
        number = typed_number(text, view.language)
        same: np.ndarray = column.values == number
        return same if number is not None else np.zeros(len(column), dtype=bool)
    if column.kind in DATES:
        moments = np.datetime_as_string(column.values.view("datetime64[ns]"), unit="s")
        return np.char.find(moments, text) >= 0
    return mask_of(HasText(variable.id, text), column)


DERIVED_VARIABLES = "SELECT variable FROM variable WHERE table_id = ? AND recipe IS NOT NULL"
CELLS_WITH_EDITS = "SELECT DISTINCT row_id, variable FROM cell_edit WHERE table_id = ? AND taken_back = 0"

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

    def __init__(
        self, project: Reader, table_id: str, *, language: str = DEFAULT_LANGUAGE, codes: bool = False
    ) -> None:
        self.project, self.table_id, self.language, self.codes = project, table_id, language, codes
        self._columns: OrderedDict[str, ChunkColumn] = OrderedDict()
        self.filters: tuple[Filter, ...] = ()
        self.sorts: tuple[SortKey, ...] = ()
        self._order: np.ndarray | None = None
        self._hits: Hits | None = None
        self._reload()

    def _reload(self) -> None:
        """Read anew what the table is, and what was edited in it."""
        self.table = data_table(self.project, self.table_id)
        self._variables = {variable.id: variable for variable in self.table.variables}
        self._words: dict[tuple[str, str, str, bool], str] = {}
        self._reader = TableColumns(self.project, self.table_id)
        self._reread_edits()

    def _reread_edits(self) -> None:
        rows = self.project.query(CELLS_WITH_EDITS, (self.table_id,))
        places = self._reader.positions([row["row_id"] for row in rows])
        self._edited: dict[str, set[int]] = {}
        for place, row in zip(places.tolist(), rows, strict=True):
            self._edited.setdefault(row["variable"], set()).add(place)
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
            mask[np.fromiter(set().union(*self._edited.values()), np.int64)] = True
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

    def value(self, row: int, variable_id: str) -> DatasetCell:
        """The value of a shown cell."""
        return cell_at(self.column(variable_id), int(self.rows[row]))

    def cell(self, row: int, variable_id: str) -> ShownCell:
        """A shown cell as text, in the view's language, with labels or codes."""
        return self.block(row, 1, variable_id)[0]

    def block(self, first: int, count: int, variable_id: str) -> list[ShownCell]:
        """Some shown cells of one column, one below the other."""
        variable, column = self.variable(variable_id), self.column(variable_id)
        places = self.rows[first : first + count]
        reasons, number = column.reasons[places].tolist(), variable.kind in NUMBERS
        texts, edited = self._texts(variable, column, places), self._edited.get(variable_id, set())
        return [
            ShownCell(self.reason_text(variable, reason) if reason else text, reason, place in edited, number)
            for text, reason, place in zip(texts, reasons, places.tolist(), strict=True)
        ]

    def page(self, first: int, count: int, variable_ids: Sequence[str]) -> list[list[ShownCell]]:
        """Some shown rows at once."""
        return [list(line) for line in zip(*(self.block(first, count, name) for name in variable_ids), strict=True)]

    def _texts(self, variable: Variable, column: ChunkColumn, places: np.ndarray) -> list[str]:
        """The texts of the values at some places; what stands where a value is absent means nothing."""
        if column.kind is Kind.SET:
            chosen = [np.flatnonzero(row).tolist() for row in column.values[places]]
            return ["; ".join(self.choice_text(variable, column.categories[at]) for at in row) for row in chosen]
        if column.kind is Kind.ONE:
            codes = column.values[places].tolist()
            words = {code: self.choice_text(variable, column.categories[code]) for code in set(codes) if code >= 0}
            return [words.get(code, "") for code in codes]
        if column.kind in NUMBERS:
            return [number_text(value, self.language, codes=self.codes) for value in column.values[places].tolist()]
        if column.kind in DATES:
            reasons = column.reasons[places].tolist()
            moments = zip(column.values[places].tolist(), reasons, strict=True)
            return ["" if reason else moment_text(moment, column.kind) for moment, reason in moments]
        return [text or "" for text in taken(column, places).values.to_pylist()]

    def variable(self, variable_id: str) -> Variable:
        """A variable of the table. Raises KeyError."""
        return self._variables[variable_id]

    def choice_text(self, variable: Variable, choice_id: str) -> str:
        """A choice as it is shown: its label, or its code."""
        key = (variable.id, choice_id, self.language, self.codes)
        if key not in self._words:
            choice = variable.choice(choice_id)
            self._words[key] = choice.code if self.codes else choice.labels.in_language(self.language) or choice.code
        return self._words[key]

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

    def column(self, variable_id: str) -> ChunkColumn:
        """A whole column of the table, in the order of the file."""
        if variable_id in self._columns:
            self._columns.move_to_end(variable_id)
            return self._columns[variable_id]
        column = self._reader.read(self.variable(variable_id))
        self._columns[variable_id] = column
        while len(self._columns) > 1 and sum(map(_bytes, self._columns.values())) > COLUMN_BUDGET:
            self._columns.popitem(last=False)
        return column

    def follow(self, changes: Changes) -> bool:
        """Take up what an action, undo or redo changed; whether anything shown here may differ."""
        watched = ("cell_edit", "row_state", "variable", "choice", "column_chunk", "data_table")
        if not changes.touches(*watched):
            return False
        whole = bool(set(changes.changed) & {"variable", "choice", "column_chunk", "data_table"})
        if whole:
            self._columns.clear()
        else:
            for name in self._edited_variables(changes):
                self._columns.pop(name, None)
        if not self.project.query(queries.TABLE_EXISTS, (self.table_id,)):
            return True
        if whole:
            self._reload()
        else:
            self._reread_edits()
        if any(name not in self._columns for name, _down in self.sorts):
            self.sort_by([key for key in self.sorts if key[0] in self._variables])
        return True

    def _edited_variables(self, changes: Changes) -> set[str]:
        keys = [key for key in changes.changed.get("cell_edit", ()) if isinstance(key, int)]
        names = set(self._edited)  # an undone edit is no longer in the table
        for start in range(0, len(keys), 500):
            part = keys[start : start + 500]
            rows = self.project.query(queries.variables_of_edits(",".join("?" * len(part))), part)
            names |= {row["variable"] for row in rows}
        return names | set(self._derived())

    def _derived(self) -> list[str]:
        rows = self.project.query(DERIVED_VARIABLES, (self.table_id,))
        return [row["variable"] for row in rows]


def number_text(value: float, language: str, *, codes: bool = False) -> str:
    """A number of the data as it is read: all its decimals, none added; as the file wrote it when `codes`."""
    plain = f"{value:.15g}"
    if codes or "e" in plain or "n" in plain:
        return plain
    decimals = len(plain.partition(".")[2])
    return format_number(value, language, decimals)


def _bytes(column: ChunkColumn) -> int:
    return int(column.values.nbytes) + int(column.reasons.nbytes)
