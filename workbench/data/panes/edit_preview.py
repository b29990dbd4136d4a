# SPDX-License-Identifier: MIT
"""Cells about to be changed, with what follows from it: one, several at once, filled or pasted.

Functions for the database thread; texts are written as the table shows them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.records import DataTable, Kind, Variable
from projects.datasets.corrections.edits import CellChange, check_cell, typed_cell
from projects.datasets.corrections.skip_consequences import consequences_of
from projects.datasets.table.table_view import number_text
from projects.stored_tables.cells import DatasetCell
from projects.stored_tables.stored_table import recipes
from wording import Problem, msg, render
from workbench.data.panes.variable_inspector import reason_text
from workbench.variable_words import called, has_words

if TYPE_CHECKING:
    from projects.datasets.corrections.skip_consequences import Consequences
    from projects.datasets.table.table_view import TableView
    from projects.store.project import Project


def written_cell(variable: Variable, cell: DatasetCell | None, language: str, *, codes: bool = False) -> str:
    """The cell as text; None is one that lies under the closed link key."""
    if cell is None:
        return render(msg("data.reason.9"), language)
    if cell.reason:
        return render(reason_text(variable, cell.reason), language)
    if isinstance(cell.value, tuple):
        return "; ".join(_choice(variable, name, language, codes) for name in cell.value)
    if variable.kind is Kind.ONE:
        return _choice(variable, str(cell.value), language, codes)
    if isinstance(cell.value, float):
        return number_text(cell.value, language, codes=codes)
    return str(cell.value)


def _choice(variable: Variable, name: str, language: str, codes: bool) -> str:
    choice = next((choice for choice in variable.choices if choice.id == name), None)
    if choice is None:
        return name
    return choice.code if codes or not has_words(choice.labels) else render(choice.labels, language)


REASONS_GIVEN = (
    "SELECT why, MAX(id) AS last FROM cell_edit WHERE why <> '' AND cause = 'person' GROUP BY why ORDER BY "
    "last DESC LIMIT ?"
)

MOST = 10_000  # cells changed by hand at once
_REASONS = 40
_LOCKED = 9
Area = tuple[int, int, list[str]]  # first and last shown row, variables of the columns
NewCell = tuple[int, str, DatasetCell]  # shown row, variable, value


@dataclass(frozen=True)
class Proposal:
    """Changed cells, not stored yet, with what follows from them. `lines`: row, question, old and new text."""

    table: DataTable
    changes: tuple[CellChange, ...]
    lines: tuple[tuple[int, Variable, str, str], ...]
    follows: Consequences
    reasons: tuple[str, ...] = ()  # given before, newest first


def propose(project: Project, view: TableView, table: DataTable, cells: Sequence[NewCell]) -> Proposal | None:
    """Cells to be changed and what follows; None when nothing would change. Raises Problem for what cannot be."""
    if len(cells) > MOST:
        raise Problem(msg("data.edit.too_many", n=MOST))
    derived = recipes(project, table.id)
    changes, lines = [], []
    for row, name, new in cells:
        variable, old = table.variable(name), view.value(row, name)
        if name in derived:
            raise Problem(msg("data.edit.derived"))
        if old.reason == _LOCKED:
            raise Problem(msg("data.view.change.locked"))
        if old == new:
            continue
        check_cell(variable, new)
        row_id = view.row_id(row)
        changes.append(CellChange(table.id, row_id, name, new))
        text = written_cell(variable, new, view.language, codes=view.codes)
        lines.append((row_id, variable, view.cell(row, name).text, text))
    if not changes:
        return None
    return Proposal(
        table, tuple(changes), tuple(lines), consequences_of(project, changes), tuple(reasons_given(project))
    )


def reasons_given(project: Project) -> list[str]:
    """Reasons of earlier changes, newest first, each once."""
    rows = project.query(
        REASONS_GIVEN,
        (_REASONS,),
    )
    return [row["why"] for row in rows]


def chosen_cells(areas: Sequence[Area], name: str) -> list[int]:
    """The shown rows chosen in the column of a variable."""
    rows = {row for first, last, names in areas if name in names for row in range(first, last + 1)}
    return sorted(rows)


def filled(view: TableView, areas: Sequence[Area]) -> list[NewCell]:
    """The value of the topmost chosen cell of each column, for the chosen cells below it."""
    names = dict.fromkeys(name for _first, _last, part in areas for name in part if name)
    cells: list[NewCell] = []
    for name in names:
        rows = chosen_cells(areas, name)
        value = view.value(rows[0], name) if len(rows) > 1 else DatasetCell()
        cells += [(row, name, value) for row in rows[1:]]
    return cells


def pasted(view: TableView, text: str, row: int, names: Sequence[str], areas: Sequence[Area]) -> list[NewCell]:
    """Lines of tabs as cells from `row` down, beneath `names`; one value alone goes into all chosen cells.

    Raises Problem for a text that is no answer, and for more lines or columns than there is room for.
    """
    lines = [line.split("\t") for line in text.replace("\r\n", "\n").rstrip("\n").split("\n")]
    if len(lines) == 1 and len(lines[0]) == 1:
        places = [(one, name) for name in names for one in chosen_cells(areas, name)]
        if len(places) > 1:
            return [(one, name, _read(view, name, lines[0][0], 1)) for one, name in places]
    if len(lines) > view.row_count - row or max(map(len, lines)) > len(names):
        raise Problem(msg("data.view.paste.no_room", lines=len(lines), columns=max(map(len, lines))))
    return [
        (row + down, name, _read(view, name, part, down + 1))
        for down, line in enumerate(lines)
        for name, part in zip(names, line, strict=False)
    ]


def _read(view: TableView, name: str, text: str, line: int) -> DatasetCell:
    variable = view.table.variable(name)
    try:
        return typed_cell(variable, text, view.language)
    except Problem as problem:
        short = text if len(text) <= 40 else f"{text[:39]}…"
        label = render(called(variable), view.language)
        raise Problem(msg("data.edit.line_unreadable", line=line, text=short, variable=label)) from problem
