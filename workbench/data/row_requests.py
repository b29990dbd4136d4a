# SPDX-License-Identifier: MIT
"""Requests about the rows chosen in the grid: their consents, their erasure. It erases nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from workbench.requests import EraseAnswer, EraseRows, ShowConsents

if TYPE_CHECKING:
    from workbench.data.grid import Grid


def row_consents(grid: Grid, table_id: str) -> ShowConsents | None:
    """The consents of the current row, and whose it is."""
    here = grid.current()
    row = grid.model.row_id(here[0]) if here else None
    return ShowConsents(table_id, row) if row is not None and table_id else None


def erase_rows(grid: Grid, table_id: str) -> EraseRows | None:
    """What would go with the chosen rows."""
    rows = _chosen_rows(grid)
    return EraseRows(table_id, rows) if rows and table_id else None


def erase_answer(grid: Grid, table_id: str) -> EraseAnswer | None:
    """What would go with the current answer."""
    here = grid.current()
    row = grid.model.row_id(here[0]) if here else None
    return EraseAnswer(table_id, row, here[1]) if here and row is not None and table_id else None


def _chosen_rows(grid: Grid) -> Sequence[int]:
    """The ids of the rows that the chosen cells lie in, those shown on the screen at least."""
    here = grid.current()
    places = {row for first, last, _ in grid.chosen() for row in range(first, last + 1)}
    if here is not None:
        places.add(here[0])
    ids = [grid.model.row_id(row) for row in sorted(places)]
    return sorted({one for one in ids if one is not None}) if None not in ids else []
