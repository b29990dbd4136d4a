# SPDX-License-Identifier: MIT
"""Tables of cases whose number is withheld: neither a zero nor a list of answers shows what all of them share.

Where a site may have three cases, "0 not referred" says that all were, and a lone row "closed" that all are closed.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from analysis.specs import Cell, Flag, Row, TableSpec, Unit
from analysis.withholding.table_sums import CASES
from wording import msg

NOT_SHOWN = "not_shown"  # id of the row in whose place the answers withheld stood
_IDENTIFIED, _WHOLE = ".identified:", "total_before"


def without_zeros(table: TableSpec, grid: list[list[Cell]], hidden: Collection[Flag]) -> list[list[Cell]]:
    """The cells of a pathway without the zeros of a step whose whole is withheld."""
    at = next((place for place, column in enumerate(table.columns) if column.id == _WHOLE), None)
    if at is None:
        return grid
    return [
        [_withheld(one) if one.key.startswith(CASES) and one.estimate == 0 else one for one in line]
        if line and not line[at].flags.isdisjoint(hidden) else line
        for line in grid
    ]  # fmt: skip


def without_rare_answers(table: TableSpec) -> TableSpec:
    """The table in which one row stands for all answers withheld, where the number of cases is withheld, too."""
    of_cases = [one for one in table.columns if one.key.startswith(CASES) and _IDENTIFIED in one.key]
    rare = [row for row in table.rows if row.cells and all(cell.estimate is None for cell in row.cells)]
    if not of_cases or any(one.base is not None for one in of_cases) or not rare:
        return table
    kept = tuple(row for row in table.rows if row not in rare)
    cells = tuple(replace(one, key="") for one in rare[0].cells)
    return replace(table, rows=(*kept, Row(NOT_SHOWN, msg("cases.not_shown"), cells)))


def _withheld(cell: Cell) -> Cell:
    return Cell(unit=Unit.COUNT, flags=frozenset({Flag.MASKED_COMPLEMENT}), key=cell.key)
