# SPDX-License-Identifier: MIT
"""A value of the cleaning log or of a change, written as the grid writes its cells."""

from __future__ import annotations

from analysis.records import Kind, Variable
from projects.datasets.table.table_view import number_text
from projects.stored_tables.cells import DatasetCell
from wording import msg, render
from workbench.data.panes.variable_inspector import reason_text
from workbench.variable_words import has_words


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
