# SPDX-License-Identifier: MIT
"""Series and lines of a table as drawn, with words ready to print."""

from __future__ import annotations

import math
from dataclasses import dataclass

from analysis.figures.colours import answer_colours, group_colours
from analysis.result_tables import Cell, Chart, Column, FigureSpec, Flag, Ramp, Row, TableSpec, Unit
from analysis.tables.cell_text import mask_mark, number_text
from wording import DEFAULT_LANGUAGE, msg, render
from wording.numbers import format_number, format_percent

SMALLEST = 1e-9  # a ratio of zero stands at the left end
_PLOTTED = (Unit.SHARE, Unit.NUMBER, Unit.COUNT)


@dataclass(frozen=True)
class PlottedSeries:
    """`cells[line][series]` with the words of lines and series."""

    lines: tuple[str, ...]
    series: tuple[str, ...]
    cells: tuple[tuple[Cell, ...], ...]
    unit: Unit
    decimals: int
    centre: float | None = None  # the line of no effect of a forest plot
    ramp: Ramp = Ramp.NONE
    grouped: bool = False  # its series are groups side by side, not parts of a whole
    whole: tuple[tuple[Cell, ...], ...] = ()  # the cells of all parts of a figure that goes on: they share one scale
    language: str = DEFAULT_LANGUAGE  # of its words and numbers
    names: tuple[str, ...] = ()  # ids of the series of counts over time: each part of people has its colour
    target: float | None = None  # of counts over time
    line_ids: tuple[str, ...] = ()  # of the rows, and below of the columns, of a heat table
    series_ids: tuple[str, ...] = ()
    no_answer: bool = False  # the last part of a stacked bar is of those who gave no answer

    @property
    def colours(self) -> tuple[str, ...]:
        """A colour for each series."""
        if self.grouped:
            return group_colours(len(self.series), self.ramp)
        return answer_colours(len(self.series), self.ramp, no_answer=self.no_answer)

    @property
    def numbers(self) -> list[float]:
        """Every number and end of an interval that the axis has to hold."""
        cells = [cell for line in self.whole or self.cells for cell in line if not mask_mark(cell)]
        ends = [end for cell in cells for end in (cell.estimate, cell.low, cell.high)]
        return [end for end in ends if end is not None and math.isfinite(end)]

    @property
    def log(self) -> bool:
        """Whether numbers stand on a log scale: ratios about 1."""
        return self.centre == 1.0

    def at(self, value: float) -> float:
        """Where a number stands on the axis."""
        return math.log(max(value, SMALLEST)) if self.log else value


def drawn(spec: FigureSpec, language: str) -> PlottedSeries:
    """The numbers of the figure. For stacked bars lines are the bars and series their parts."""
    table = spec.table
    columns = _columns(spec)
    rows = [row for row in table.rows if not row.heading and (not spec.rows or row.id in spec.rows)]
    if not spec.rows:
        rows = [row for row in rows if not row.total or len(rows) == 1]
    lines = [render(row.label, language) for row in rows]
    if spec.chart is Chart.FOREST:
        rows, lines = _effects(table, language)
    cells = [[row.cells[at] for at, _ in columns] for row in rows]
    series = [_series_name(column, language) for _, column in columns]
    if spec.chart is Chart.COLUMNS or (spec.chart is Chart.STACKED and not _rows_are_bars(table)):
        cells = [list(line) for line in zip(*cells, strict=True)]
        lines, series = series, lines
    first = next((cell for line in cells for cell in line if cell.unit in _PLOTTED), Cell())
    whole = tuple(tuple(line) for line in cells)
    grouped = spec.chart is not Chart.STACKED
    ramp = spec.ramp if not grouped else spec.group_ramp if len(series) > 1 else Ramp.NONE
    part = slice(*spec.lines) if spec.lines is not None else slice(None)
    one_part = (tuple(lines[part]), tuple(series), whole[part])
    names = tuple(row.id for row in rows) if spec.chart is Chart.COLUMNS else ()
    heat = spec.chart is Chart.HEAT
    ids = (tuple(row.id for row in rows)[part], tuple(column.id for _, column in columns)) if heat else ((), ())
    silent = spec.chart is Chart.STACKED and bool(series) and series[-1] == render(msg("answer.none_given"), language)
    return PlottedSeries(
        *one_part, first.unit, first.decimals, spec.centre, ramp, grouped, whole, language, names, spec.target, *ids,
        silent,
    )  # fmt: skip


def _effects(table: TableSpec, language: str) -> tuple[list[Row], list[str]]:
    """Rows that compare with a reference, named by their variable too; the references themselves have no number."""
    rows, lines, over = [], [], ""
    for row in table.rows:
        label = render(row.label, language)
        if row.heading:
            over = label
        elif not any(cell.text is not None for cell in row.cells[:1]):
            rows.append(row)
            both = render(msg("chart.effect", over=over, label=label), language)
            lines.append(both if row.depth and over != label else label)
    return rows, lines


def tick_text(value: float, unit: Unit, language: str, decimals: int) -> str:
    """A number on an axis.

    Examples
    --------
    >>> tick_text(0.25, Unit.SHARE, "en", 0), tick_text(2500.0, Unit.COUNT, "en", 0)
    ('25%', '2,500')
    """
    if unit is Unit.SHARE:
        return format_percent(value, language, decimals)
    return format_number(value, language, decimals)


def _rows_are_bars(table: TableSpec) -> bool:
    return table.exclusive_columns and not table.exclusive_rows


def _columns(spec: FigureSpec) -> list[tuple[int, Column]]:
    numbered = list(enumerate(spec.table.columns))
    if spec.columns:
        return [(at, column) for wanted in spec.columns for at, column in numbered if column.id == wanted]
    words = frozenset({Unit.TEXT}) if spec.chart is Chart.HEAT else frozenset[Unit]()  # a code with itself is no number
    kept = [(at, column) for at, column in numbered if _drawable(spec.table, at, words)]
    parts = [(at, column) for at, column in kept if not column.id.startswith("total")]
    return parts if parts and spec.chart is not Chart.STACKED else kept


def _drawable(table: TableSpec, at: int, passed: frozenset[Unit] = frozenset()) -> bool:
    units = {row.cells[at].unit for row in table.rows if not row.heading} - passed
    return bool(units) and units <= set(_PLOTTED) and "estimate" in table.columns[at].show


def _series_name(column: Column, language: str) -> str:
    parts = [render(part, language) for part in (column.group, column.label)]
    return " · ".join(part for part in parts if part)


def written_in(cell: Cell, language: str) -> str:
    """The number inside a part of a bar or a field of colour: in brackets where its base is small, as in tables.

    Examples
    --------
    >>> written_in(Cell(0.27, unit=Unit.SHARE, flags=frozenset({Flag.SMALL_BASE})), "en")
    '(27%)'
    """
    if mark := mask_mark(cell):
        return mark
    return f"({number_text(cell, language)})" if Flag.SMALL_BASE in cell.flags else number_text(cell, language)
