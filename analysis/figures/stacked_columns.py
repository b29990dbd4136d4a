# SPDX-License-Identifier: MIT
"""Upright stacked bars of counts over time, with the target as a dashed line."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from analysis.figures.canvas import Canvas
from analysis.figures.chart_marks import scale
from analysis.figures.colours import part_colours
from analysis.figures.series import PlottedSeries, tick_text
from analysis.figures.style import GRID, INK, MUTED, SMALL, font
from analysis.specs import Cell
from analysis.tables.cell_text import mask_mark, number_text
from wording import msg, render

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_WIDE = 0.68  # of a bar, of the room of its month


def column_scale(data: PlottedSeries) -> tuple[float, list[float], int]:
    """Give the axis of stacked columns: it holds the highest column and the target.

    Examples
    --------
    >>> from analysis.specs import Unit
    >>> parts = (Cell(160.0, unit=Unit.COUNT), Cell(66.0, unit=Unit.COUNT))
    >>> column_scale(PlottedSeries(("Jan",), ("a", "b"), (parts,), Unit.COUNT, 0, target=667.0))[1]
    [0.0, 200.0, 400.0, 600.0, 800.0]
    """
    sums = [column_sum(cells) for cells in data.cells]
    highest = [Cell(one) for one in (*sums, data.target or 0.0)]
    _, high, ticks, decimals = scale(replace(data, cells=(tuple(highest),), whole=(), centre=None))
    return high, ticks, decimals


def column_sum(cells: tuple[Cell, ...]) -> float:
    """Add up the parts of a column that may be shown."""
    return sum(float(cell.estimate or 0.0) for cell in cells if not mask_mark(cell))


def draw_columns(
    canvas: Canvas, axes: Axes, data: PlottedSeries, left: float, top: float, width: float, height: float, language: str
) -> None:
    """Draw one bar for each month, its parts one upon the other, the sum above, the target as a dashed line."""
    count = max(len(data.lines), 1)
    high, ticks, decimals = column_scale(data)
    high *= 1.06  # room for the sums above
    axes.set_xlim(-0.5, count - 0.5)
    axes.set_ylim(0, high)
    axes.set_xticks([])
    axes.set_yticks(ticks, labels=[""] * len(ticks))
    axes.grid(visible=False, axis="x")
    axes.grid(axis="y", color=GRID, linewidth=0.6)
    bottoms = [0.0] * len(data.lines)
    for at, colour in enumerate(part_colours(data.names)):
        values = [0.0 if mask_mark(cells[at]) else float(cells[at].estimate or 0.0) for cells in data.cells]
        axes.bar(
            range(len(values)), values, width=_WIDE, bottom=bottoms, color=colour, edgecolor="white", linewidth=0.5,
            zorder=2,
        )  # fmt: skip
        bottoms = [low + value for low, value in zip(bottoms, values, strict=True)]
    for tick in ticks:
        y = top + height * (1 - tick / high)
        words = tick_text(tick, data.unit, language, decimals)
        canvas.text(left - 1.2, y, words, SMALL, MUTED, ha="right", va="center")
    _names(canvas, data, left, top + height, width)
    _sums(canvas, axes, data, bottoms, width, language)
    if data.target is not None:
        axes.axhline(data.target, color=INK, linewidth=0.9, linestyle=(0, (4, 3)), zorder=3)
        words = render(msg("chart.target", n=round(data.target)), language)
        axes.annotate(
            words, (-0.5, data.target), xytext=(2, 2), textcoords="offset points", ha="left", va="bottom", color=INK,
            fontproperties=font(SMALL), parse_math=False, zorder=4,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.6, "alpha": 0.85},
        )  # fmt: skip


def _names(canvas: Canvas, data: PlottedSeries, left: float, bottom: float, width: float) -> None:
    """The months below their bars; of many every second or third."""
    widest = max((canvas.text_width(label, SMALL) for label in data.lines), default=1.0) + 1.0
    every = max(1, math.ceil(widest / (width / max(len(data.lines), 1))))
    for at in range(0, len(data.lines), every):
        x = left + (at + 0.5) / len(data.lines) * width
        canvas.text(x, bottom + 0.8, data.lines[at], SMALL, MUTED, ha="center")


def _sums(canvas: Canvas, axes: Axes, data: PlottedSeries, sums: list[float], width: float, language: str) -> None:
    """The sum of each bar above it, where all have room."""
    words = [number_text(Cell(one, unit=data.unit), language) for one in sums]
    if max((canvas.text_width(one, SMALL) for one in words), default=0.0) > width / max(len(words), 1) - 0.6:
        return
    for at, (value, word) in enumerate(zip(sums, words, strict=True)):
        if value:
            axes.annotate(
                word, (at, value), xytext=(0, 2), textcoords="offset points", ha="center", va="bottom", color=INK,
                fontproperties=font(SMALL), parse_math=False, zorder=5,
                bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.4, "alpha": 0.85},
            )  # fmt: skip
