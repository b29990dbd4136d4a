# SPDX-License-Identifier: MIT
"""Answers that an expression of a form is evaluated on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np

from projects.forms.choice_lists import ChoiceList
from projects.forms.column_values import Column, Value
from projects.forms.expressions import ListLookup
from projects.forms.records import UnsupportedError


class Answers(Protocol):
    """The table an expression is evaluated on; what one does not know it refuses with UnsupportedError."""

    def size(self) -> int:
        """The number of rows."""

    def value(self, name: str) -> Value:
        """The answers to a question, seen from this table."""
        raise UnsupportedError(f"${{{name}}}")

    def here(self) -> Column:
        """The answers to the question whose expression it is."""
        raise UnsupportedError(".")

    def position(self, steps: int) -> np.ndarray:
        """The place, from 1, of the group or repeat `steps` around the question among those beside it."""
        raise UnsupportedError("position()")

    def today(self, with_time: bool) -> Column:
        """The day (or moment) each row was collected."""
        raise UnsupportedError("now()" if with_time else "today()")

    def indexed(self, name: str, places: Sequence[tuple[str, np.ndarray]]) -> Column:
        """The answer in the row found by going, repeat by repeat, to the row with that position, for each row here."""
        raise UnsupportedError("indexed-repeat()")

    def of_choice(self, name: str) -> Column:
        """A column of the list of choices, for the choice that is judged."""
        raise UnsupportedError(name)

    def listed(self, node: ListLookup) -> Value:
        """What a list says in the rows that pass the tests."""
        raise UnsupportedError("instance()")

    def list_of(self, name: str) -> ChoiceList:
        """A list of choices, or a file kept with the form."""
        raise UnsupportedError(name)

    def choice_labels(self, name: str) -> Mapping[str, str]:
        """What the choices of a question are called, by code."""
        raise UnsupportedError("jr:choice-name()")
