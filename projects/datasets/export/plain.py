# SPDX-License-Identifier: MIT
"""A table as plain cells: one list of texts or numbers per column, for sheets and delimited text. It writes nothing.

Absent values are empty, except that a choice which means refused or don't know keeps its own code or label.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from analysis.records import Kind, Variable
from projects.datasets.cells import moment_text
from projects.datasets.chunks import MOMENTS, NUMBERS, Column
from projects.datasets.export.gathering import ExportTable
from projects.datasets.export.names import choice_word, column_heads, unique_names

PlainCell = str | float | None
ROW_HEAD, PARENT_HEAD = "_row", "_parent_row"


@dataclass(frozen=True)
class PlainColumn:
    """A column's head and its cells, None where empty."""

    head: str
    cells: list[PlainCell]


def plain_columns(export: ExportTable, language: str, labels: bool) -> list[PlainColumn]:
    """The columns of a table: `_row`, `_parent_row`, then each variable; a set joined and one 0/1 column per choice."""
    heads, cells = [ROW_HEAD], [[float(row) for row in export.row_ids]]
    found: list[list[PlainCell]] = [list(cells[0])]
    if export.parents is not None:
        heads.append(PARENT_HEAD)
        found.append([float(row) if row >= 0 else None for row in export.parents])
    for variable in export.variables:
        heads += column_heads(variable)
        found += _cells(variable, export.columns[variable.id], language, labels)
    return [PlainColumn(head, column) for head, column in zip(unique_names(heads), found, strict=True)]


def _cells(variable: Variable, column: Column, language: str, labels: bool) -> list[list[PlainCell]]:
    reasons = {choice.reason: choice_word(choice, language, labels) for choice in reversed(variable.choices)}
    absent: list[PlainCell] = [reasons.get(int(reason)) if reason else None for reason in column.reasons]
    words = [choice_word(choice, language, labels) for choice in variable.choices]
    if variable.kind is Kind.SET:
        glue = "; " if labels else " "
        joined = _present(
            column, lambda place: glue.join(words[chosen] for chosen in np.flatnonzero(column.values[place])), absent
        )
        flags = [_flags(column, place) for place in range(len(words))]
        return [joined, *flags]
    if variable.kind is Kind.ONE:
        return [
            _present(column, lambda place: words[column.values[place]] if column.values[place] >= 0 else None, absent)
        ]
    if variable.kind in NUMBERS:
        return [_present(column, lambda place: float(column.values[place]), absent)]
    if variable.kind in MOMENTS:
        return [_present(column, lambda place: moment_text(int(column.values[place]), variable.kind), absent)]
    texts = column.values.to_pylist()
    return [_present(column, lambda place: texts[place], absent)]


def _present(column: Column, value: Callable[[int], PlainCell], absent: list[PlainCell]) -> list[PlainCell]:
    return [absent[place] if column.reasons[place] else value(place) for place in range(len(column))]


def _flags(column: Column, choice: int) -> list[PlainCell]:
    chosen = column.values[:, choice].tolist()
    return [None if reason else float(flag) for flag, reason in zip(chosen, column.reasons.tolist(), strict=True)]


def number_word(value: float) -> str:
    """A number as text that reads back the same: "34", "0.1"."""
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(float(value))
