# SPDX-License-Identifier: MIT
"""A sentence proposed as finding: only where p (adjusted) is below 0.05, no flag is up, nothing is sensitive."""

from __future__ import annotations

from analysis.analyses.shared_options import Settings
from analysis.specs import Cell, TableSpec
from wording import Text, msg

LIMIT, SMALL_BASE = 0.05, 30


def share_finding(table: TableSpec, p: float | None, chosen: Settings) -> Text | None:
    """The answer whose shares lie farthest apart between two groups, as a sentence."""
    if p is None or p >= LIMIT or table.sensitive:
        return None
    best: tuple[float, Text, int, int] | None = None
    for row in table.rows:
        cells = _group_cells(table, row.cells)
        if len(cells) < 2 or any(not _clean(cell) for _, cell in cells):
            return None
        low, high = min(cells, key=_estimate), max(cells, key=_estimate)
        gap = (high[1].estimate or 0) - (low[1].estimate or 0)
        if best is None or gap > best[0]:
            best = (gap, row.label, high[0], low[0])
    if best is None:
        return None
    return _sentence(table, best[1], best[2], best[3])


def choice_finding(table: TableSpec, p: list[float | None]) -> Text | None:
    """The choice with the smallest adjusted p below 0.05 whose cells carry no flag, as a sentence."""
    if table.sensitive:
        return None
    clear = []
    for row, value in zip(table.rows, p, strict=False):
        cells = _group_cells(table, row.cells)
        if value is not None and value < LIMIT and len(cells) > 1 and all(_clean(cell) for _, cell in cells):
            clear.append((value, row.label, max(cells, key=_estimate)[0], min(cells, key=_estimate)[0]))
    if not clear:
        return None
    _, label, high, low = min(clear, key=lambda entry: entry[0])
    return _sentence(table, label, high, low)


def _sentence(table: TableSpec, label: Text, high: int, low: int) -> Text:
    row = next(row for row in table.rows if row.label is label)
    shares = [round((row.cells[at].estimate or 0) * 100) for at in (high, low)]
    names = [table.columns[at].label for at in (high, low)]
    return msg("finding.share", answer=label, more=names[0], high=shares[0], less=names[1], low=shares[1])


def _group_cells(table: TableSpec, cells: tuple[Cell, ...]) -> list[tuple[int, Cell]]:
    return [
        (at, cell) for at, (column, cell) in enumerate(zip(table.columns, cells, strict=True)) if column.id[:1] == "g"
    ]


def _estimate(entry: tuple[int, Cell]) -> float:
    return entry[1].estimate or 0.0


def _clean(cell: Cell) -> bool:
    return not cell.flags and cell.estimate is not None and (cell.base or 0) >= SMALL_BASE
