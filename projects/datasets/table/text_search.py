# SPDX-License-Identifier: MIT
"""Finds a text in the cells shown: the number of hits, the next and previous place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from analysis.records import Kind, Variable
from projects.datasets.table.filters import HasText, mask_of
from projects.datasets.table.typed_numbers import typed_number
from projects.stored_tables.chunks import DATES, NUMBERS, ChunkColumn


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
