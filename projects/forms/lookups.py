# SPDX-License-Identifier: MIT
"""Looks up rows of a list: `instance('list')/root/item[test]/column`.

Each different set of answers is worked out once.
"""

from __future__ import annotations

import numpy as np

from projects.forms.answers import Answers
from projects.forms.choice_lists import ChoiceList
from projects.forms.column_values import (
    Column,
    Items,
    Numbers,
    Words,
    repeated_constant,
    single,
    stretched_column,
    taken,
    to_numbers,
    to_truths,
    to_words,
)
from projects.forms.evaluate import evaluate
from projects.forms.expressions import ListLookup, names_in

_AT_ONCE = 2_000_000  # pairs of answers and rows of the list held at a time


def look_up(node: ListLookup, rows: ChoiceList, answers: Answers) -> Items:
    """The texts found for each row of `answers`. Raises UnsupportedError for a test that is not evaluated."""
    names = sorted(set().union(*(names_in(test) for test in node.tests)))
    size = answers.size()
    columns = {name: stretched_column(single(answers.value(name)), size) for name in names}
    first, place = _distinct(columns, size)
    kept = {name: taken(column, first) for name, column in columns.items()}
    words = rows.column(node.column) if node.column else ("",) * rows.size
    step = max(1, _AT_ONCE // max(rows.size, 1))
    owners, found = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for start in range(0, len(first), step):
        piece = np.arange(start, min(start + step, len(first)))
        cut = {name: taken(column, piece) for name, column in kept.items()}
        owner, item = np.nonzero(_rows_passing(node, rows, cut, len(piece)))
        owners.append(owner + start)
        found.append(item)
    texts = Words(np.concatenate(found).astype(np.int32), words or ("",))
    return Items(texts, np.concatenate(owners), len(first), place)


def _distinct(columns: dict[str, Column], size: int) -> tuple[np.ndarray, np.ndarray]:
    """The first row of each different set of answers, and for every row which of them it has."""
    if not columns:
        return np.zeros(min(size, 1), np.int64), np.zeros(size, np.int64)
    codes = np.column_stack([to_words(column).codes for column in columns.values()])
    _, first, place = np.unique(codes, axis=0, return_index=True, return_inverse=True)
    return first, place.reshape(-1)


def _rows_passing(node: ListLookup, rows: ChoiceList, columns: dict[str, Column], size: int) -> np.ndarray:
    held = np.ones((size, rows.size), bool)
    for test in node.tests:
        places = np.cumsum(held, axis=1)
        value = single(evaluate(test, _Pairs(rows, columns, places)))
        if isinstance(value, Numbers):  # [2] is the second of those that passed so far
            passed = to_numbers(value).values == places.reshape(-1)
        else:
            passed = repeated_constant(to_truths(value).values, held.size)
        held &= passed.reshape(held.shape)
    return held


class _Pairs(Answers):
    """Every set of answers beside every row of the list: the place where a test is evaluated."""

    def __init__(self, rows: ChoiceList, columns: dict[str, Column], places: np.ndarray) -> None:
        self._rows, self._columns, self._places = rows, columns, places

    def size(self) -> int:
        return self._places.size

    def value(self, name: str) -> Column:
        return taken(self._columns[name], np.repeat(np.arange(self._places.shape[0]), self._rows.size))

    def position(self, steps: int) -> np.ndarray:
        return super().position(steps) if steps else self._places.reshape(-1)

    def of_choice(self, name: str) -> Column:
        words = self._rows.column(name)
        return Words(np.tile(np.arange(len(words), dtype=np.int32), self._places.shape[0]), words or ("",))
