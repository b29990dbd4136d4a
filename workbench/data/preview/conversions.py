# SPDX-License-Identifier: MIT
"""Columns of a file about to be imported, tried in other kinds off the window's thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject

from analysis.records import Variable
from projects.datasets.cleaning.kind_conversion import converted_import
from projects.imported.records import ImportedTable
from projects.stored_tables.chunks import arrow_columns
from wording import Message, Problem
from workbench.data.preview.column_rows import ColumnRow
from workbench.data.preview.file_reading import first_values
from workbench.session import Session

Key = tuple[str, str]
MOST_TRIED = 20_000  # rows of a table whose columns are tried in every kind before one is chosen
_FIRST = 4


@dataclass(frozen=True)
class ConversionTrial:
    """What a column would be in a kind: the variable, its first values, how many values do not convert."""

    variable: Variable
    first: str
    lost: int


def tried(table: ImportedTable, variable: Variable, word: str) -> ConversionTrial | Message:
    """A column in a kind; the sentence that says why it cannot be."""
    try:
        made = converted_import(table, variable, word)
    except Problem as problem:
        return problem.message
    shown = replace(table, columns={**table.columns, **arrow_columns(made.variable, made.column)})
    return ConversionTrial(made.variable, first_values(shown, made.variable, _FIRST), int(made.lost.sum()))


def try_kind(
    session: Session, rows: Sequence[tuple[ColumnRow, str]],
    done: Callable[[dict[Key, ConversionTrial | Message]], None], owner: QObject,
) -> None:  # fmt: skip
    """Try each column in its kind; `done` gets what became of each."""
    asked = [(row.key, row.table, row.variable, word) for row, word in rows]
    session.ask(
        lambda _project: {key: tried(table, variable, word) for key, table, variable, word in asked}, done, owner=owner
    )  # fmt: skip


def try_kinds(
    session: Session, row: ColumnRow, words: Sequence[str],
    done: Callable[[dict[str, ConversionTrial | Message]], None], owner: QObject,
) -> None:  # fmt: skip
    """Try one column in all these kinds; the last column asked for is told."""
    session.ask(
        lambda _project: {word: tried(row.table, row.variable, word) for word in words},
        done, latest=("data", "kinds"), owner=owner,
    )  # fmt: skip
