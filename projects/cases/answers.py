# SPDX-License-Identifier: MIT
"""Survey answers of a case, each with the reason where there is no value; never identifiers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from analysis.records import Choice, Kind, Reason, Role, Variable
from projects.store.ports import Reader
from projects.store.problems import LinkLocked
from projects.stored_tables.cells import DatasetCell, cell_at
from projects.stored_tables.chunks import LOCKED
from projects.stored_tables.columns import TableColumns
from projects.stored_tables.row_states import kept_rows
from projects.stored_tables.stored_table import data_tables, recipes, variables
from wording import Labels, Text, msg

WITHHELD_ROLES = frozenset({Role.IDENTIFIER, Role.WEIGHT, Role.STRATUM, Role.CLUSTER, Role.FPC})
"""Roles of variables that are no answers of a case: identifiers, and what belongs to the sample."""


@dataclass(frozen=True)
class Answer:
    """One answer of one row; `texts` are the values said in words, none where `cell.reason` says why."""

    table: str
    row: int
    variable: Variable
    cell: DatasetCell
    texts: tuple[Text, ...]

    @property
    def text(self) -> Text:
        """The answer, or why there is none."""
        if self.cell.reason:
            return reason_text(self.cell.reason)
        return self.texts[0] if len(self.texts) == 1 else msg("casepage.several", answers=list(self.texts))


def reason_text(reason: int) -> Text:
    """Why there is no value: not asked, refused, don't know, missing or locked."""
    known = {Reason.NOT_ASKED: "not_asked", Reason.REFUSED: "refused", Reason.DONT_KNOW: "dont_know", LOCKED: "locked"}
    return msg(f"casepage.reason.{known.get(reason, 'missing')}")


def called(variable: Variable) -> Text:
    """The wording of a question, or its name where it has none."""
    return variable.labels if any(variable.labels.by_language.values()) else Labels({"": variable.name})


def answers_of(
    project: Reader, rows: Iterable[tuple[str, int]], wanted: Sequence[tuple[str, str]] | None = None
) -> list[Answer]:
    """What rows (table, row id) answer; `wanted`: only these variables (table, id).

    Identifiers and columns of the sample stay out, and rows that left analysis for want of consent.
    """
    there = {table.id for table in data_tables(project)}
    found: list[Answer] = []
    for table, row in rows:
        if table not in there:
            continue
        reader = TableColumns(project, table)
        place = int(reader.positions([row])[0])
        if place < 0 or not kept_rows(project, table)[place]:
            continue
        made = recipes(project, table)
        for variable in variables(project, table):
            if variable.role in WITHHELD_ROLES or (wanted is not None and (table, variable.id) not in wanted):
                continue
            cell = _cell(reader, variable, row, place, derived=variable.id in made)
            found.append(Answer(table, row, variable, cell, words_of_answer(variable, cell)))
    return found


def rows_without_consent(project: Reader, rows: Iterable[tuple[str, int]]) -> int:
    """How many of the rows are out of analysis, so that their answers are not shown."""
    count = 0
    there = {table.id for table in data_tables(project)}
    for table, row in rows:
        if table in there:
            place = int(TableColumns(project, table).positions([row])[0])
            count += place >= 0 and not kept_rows(project, table)[place]
    return count


def _cell(reader: TableColumns, variable: Variable, row: int, place: int, *, derived: bool) -> DatasetCell:
    try:
        return cell_at(reader.read(variable), place) if derived else reader.cell(variable, row)
    except LinkLocked:
        return DatasetCell(None, LOCKED)


def _called_choice(choice: Choice | None, choice_id: str) -> Text:
    """The label of a choice, else the value that the data hold for it."""
    if choice is None:
        return choice_id
    return choice.labels if any(choice.labels.by_language.values()) else choice.code or choice_id


def words_of_answer(variable: Variable, cell: DatasetCell) -> tuple[Text, ...]:
    """The values of a cell said in words: the labels of choices, numbers, texts; none where there is no value."""
    if cell.reason or cell.value is None:
        return ()
    if variable.kind in (Kind.ONE, Kind.SET):
        chosen = cell.value if isinstance(cell.value, tuple) else (str(cell.value),)
        known = {choice.id: choice for choice in variable.choices}
        return tuple(_called_choice(known.get(one), one) for one in chosen) or (msg("casepage.none_chosen"),)
    if isinstance(cell.value, float):
        return (f"{cell.value:.15g}",)
    return (str(cell.value),)
