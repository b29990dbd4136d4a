# SPDX-License-Identifier: MIT
"""The charts that an import offers, and a small picture of the one chosen, counted from the file as it was read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.records import Choice, Kind, Level, Role, Variable
from analysis.result_tables import Cell, Chart, Column, FigureSpec, Row, TableSpec, Unit
from projects.imported.records import ImportedTable
from wording import Message, Text, msg
from workbench.data.preview.file_reading import ConfirmedGuesses
from workbench.variable_words import called

if TYPE_CHECKING:
    from analysis.result_tables import Cell, Column, FigureSpec, Row

_GROUPS, _ANSWERS = range(2, 7), range(2, 13)  # answers of a variable that makes groups, that is asked
_MOST_BARS = 36  # of a picture that still stands beside the columns


@dataclass(frozen=True)
class FirstChart:
    """An analysis to open once the file is in: its kind, and its options with ids as read."""

    kind: str
    options: Mapping[str, object]
    title: Message


def first_charts(table: ImportedTable, said: ConfirmedGuesses) -> list[FirstChart]:
    """At most three: the question that is most one by a group, alone, and the mean of a number by the group."""
    open_ones = {v.id for v in table.variables if _is_open(table, v, said)}
    choices = [(one, _answers(one)) for one in table.variables if one.id in open_ones and one.kind is Kind.ONE]
    asked = [one for one, n in choices if n in _ANSWERS and one.role is not Role.CONSENT]
    asked.sort(key=lambda one: (one.level is not Level.ORDINAL, -len(one.name)))
    found = []
    for one in asked[:1]:
        group = next((other for other, n in choices if n in _GROUPS and other.id != one.id), None)
        if group is not None:
            options = {"variable": one.id, "by": group.id}
            title = msg("import.first_chart.by", variable=called(one), by=called(group))
            found.append(FirstChart("proportions", options, title))
        found.append(FirstChart("proportions", {"variable": one.id}, msg("import.first_chart", variable=called(one))))
    number = next((v for v in table.variables if v.id in open_ones and v.kind in (Kind.INTEGER, Kind.NUMBER)), None)
    group = next((other for other, n in choices if n in _GROUPS), None)
    if number is not None and group is not None:
        title = msg("import.first_chart.mean", variable=called(number), by=called(group))
        found.append(FirstChart("means", {"variable": number.id, "by": group.id}, title))
    return found


def _answers(variable: Variable) -> int:
    return sum(not one.reason for one in variable.choices)


def _is_open(table: ImportedTable, variable: Variable, said: ConfirmedGuesses) -> bool:
    """Whether a column can stand in a chart that leaves: nobody has to be asked of it, and it identifies no one."""
    key = (table.id, variable.id)
    confirmed = not variable.content_unconfirmed or key in said.confirmed
    usable = said.roles.get(key, variable.role) in (Role.ORDINARY, Role.QUASI_IDENTIFIER, Role.SENSITIVE)
    return confirmed and usable and key not in said.kinds


def picture_of(table: ImportedTable, chart: FirstChart) -> FigureSpec | None:
    """The chart as it will open, without weights; None where rows have weights, or there is too much to draw."""
    if table.design.weight is not None:
        return None
    variable = next(one for one in table.variables if one.id == chart.options["variable"])
    by = next((one for one in table.variables if one.id == chart.options.get("by")), None)
    groups = _codes(table, by) if by is not None else None
    made = _mean_rows if chart.kind == "means" else _share_rows
    columns, rows, base = made(table, variable, by, groups)
    if not base or len(columns) * len(rows) > _MOST_BARS:
        return None
    spec = TableSpec("first", chart.title, None, None, columns, rows, base=base)
    return FigureSpec("first", spec, Chart.BARS, chart.title)


def _share_rows(
    table: ImportedTable, variable: Variable, by: Variable | None, groups: np.ndarray | None
) -> tuple[tuple[Column, ...], tuple[Row, ...], int]:
    codes = _codes(table, variable)
    whole = codes >= 0
    parts = [whole] if groups is None else [whole & (groups == at) for at in range(len(_listed(by)))]
    names = [msg("column.total")] if by is None else [_called(one) for one in _listed(by)]
    columns = tuple(Column(f"g{at}", names[at], base=int(part.sum())) for at, part in enumerate(parts))

    def cell(part: np.ndarray, answer: int) -> Cell:
        n, base = int((codes[part] == answer).sum()), int(part.sum())
        return Cell(n / base if base else None, n=n, base=base, unit=Unit.SHARE)

    answers = enumerate(_listed(variable))
    rows = tuple(Row(one.id, _called(one), tuple(cell(part, at) for part in parts)) for at, one in answers)
    return columns, rows, int(whole.sum())


def _mean_rows(
    table: ImportedTable, variable: Variable, by: Variable | None, groups: np.ndarray | None
) -> tuple[tuple[Column, ...], tuple[Row, ...], int]:
    numbers = table.columns[variable.id].to_numpy(zero_copy_only=False).astype(float)
    given = np.isfinite(numbers) & _counted(table, variable)
    rows = []
    for at, one in enumerate(_listed(by)):
        part = numbers[given & (groups == at)]
        cell = Cell(float(part.mean()) if len(part) else None, base=len(part), decimals=1)
        rows.append(Row(one.id, _called(one), (cell,)))
    return (Column("mean", msg("column.mean")),), tuple(rows), int(given.sum())


def _listed(variable: Variable | None) -> list[Choice]:
    return [one for one in variable.choices if not one.reason] if variable is not None else []


def _called(choice: Choice) -> Text:
    return choice.labels if any(choice.labels.by_language.values()) else choice.code


def _codes(table: ImportedTable, variable: Variable) -> np.ndarray:
    """The place of each row's answer among those listed; -1 where there is none, or the row leaves analysis."""
    column = _whole(table, variable)
    places = {one.id: at for at, one in enumerate(_listed(variable))}
    known = np.array([*(places.get(name, -1) for name in column.dictionary.to_pylist()), -1])
    codes = known[column.indices.fill_null(-1).to_numpy(zero_copy_only=False)]
    return np.where(_counted(table, variable), codes, -1)


def _whole(table: ImportedTable, variable: Variable) -> Any:
    column: Any = table.columns[variable.id]
    return column.combine_chunks() if hasattr(column, "combine_chunks") else column


def _counted(table: ImportedTable, variable: Variable) -> np.ndarray:
    """Rows whose cell holds an answer and whose consent, where it was asked, was given."""
    reasons = table.reasons.get(variable.id)
    counted = np.ones(table.rows, bool) if reasons is None else np.asarray(reasons) == 0
    if table.consent is None:
        return counted
    given = _whole(table, next(one for one in table.variables if one.id == table.consent))
    return counted & np.isin(np.array(given.to_pylist(), dtype=object), list(table.consent_given))
