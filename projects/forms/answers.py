# SPDX-License-Identifier: MIT
"""Answers that an expression of a form is evaluated on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from projects.forms.column_values import Column, Value
from projects.forms.expressions import ListLookup
from projects.forms.records import Form, FormChoice, Question, UnsupportedError


@dataclass(frozen=True)
class ChoiceList:
    """Columns of text by their plain name, all of the same length."""

    columns: Mapping[str, tuple[str, ...]]
    size: int

    def column(self, name: str) -> tuple[str, ...]:
        """A column by its name, in any case. Raises UnsupportedError where the list has none."""
        found = self.columns.get(plain_column(name))
        if found is None:
            raise UnsupportedError(name)
        return found


def plain_column(name: str) -> str:
    """The name of a column as the form's reader writes it."""
    return "_".join(name.strip().lower().split())


def list_of(form: Form, name: str, language: str | None = None) -> ChoiceList:
    """The list or kept file of that name. Raises UnsupportedError where the form has none."""
    for known, choices in form.choices.items():
        if name in (known, _stem(known)):
            return of_choices(choices, language)
    for known, rows in form.files.items():
        if name in (known, _stem(known)):
            columns = dict.fromkeys(column for row in rows for column in row)
            return ChoiceList({one: tuple(row.get(one, "") for row in rows) for one in columns}, len(rows))
    raise UnsupportedError(name)


def _stem(name: str) -> str:
    return name.rpartition(".")[0] if name.lower().endswith((".csv", ".xml", ".geojson")) else name


def of_choices(choices: Sequence[FormChoice], language: str | None = None) -> ChoiceList:
    """Choices as a table: name, label where it is in one language or `language` says which, and the further columns."""
    further = dict.fromkeys(column for choice in choices for column in choice.filters)
    columns = {one: tuple(choice.filters.get(one, "") for choice in choices) for one in further}
    columns["name"] = tuple(choice.name for choice in choices)
    labels = _labels(choices, language)
    if labels is not None:
        columns["label"] = labels
    return ChoiceList(columns, len(choices))


def choice_labels(form: Form, question: Question, language: str | None = None) -> Mapping[str, str]:
    """Labels by code. Raises UnsupportedError where only the phone knew in which of several languages."""
    choices = form.choices_of(question)
    labels = _labels(choices, language)
    if labels is None or not choices:
        raise UnsupportedError("jr:choice-name()")
    return {choice.name: label for choice, label in zip(choices, labels, strict=True)}


def _labels(choices: Sequence[FormChoice], language: str | None) -> tuple[str, ...] | None:
    written = dict.fromkeys(one for choice in choices for one, text in choice.labels.by_language.items() if text)
    if language is None and len(written) > 1:
        return None
    wanted = next(iter(written), "") if language is None or len(written) == 1 else language
    return tuple(choice.labels.by_language.get(wanted, "") for choice in choices)


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
