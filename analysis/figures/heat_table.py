# SPDX-License-Identifier: MIT
"""Heat tables: each number in a cell whose colour is one of five fixed steps. Numbers stand in the cells, too."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from analysis.figures.canvas import Canvas, text_height
from analysis.figures.series import PlottedSeries, tick_text, written_in
from analysis.figures.style import GRID, INK, LABEL, MUTED, SMALL, font, on_colour
from analysis.specs import Cell, Unit
from analysis.tables.cell_text import mask_mark

if TYPE_CHECKING:
    from matplotlib.axes import Axes

STEPS = ("#f1f5f8", "#d5e3ea", "#a2c3d2", "#38768f", "#124d67")  # none, up to a quarter, a half, three quarters, all
NARROWEST_MM, _UPRIGHT_MM = 9.0, 45.0


def step_of(value: float, data: PlottedSeries) -> int:
    """Which of the five colours a number has: of shares quarters of the whole, of counts quarters of the largest.

    Examples
    --------
    >>> from analysis.specs import Cell
    >>> cells = ((Cell(0.0, unit=Unit.SHARE), Cell(0.26, unit=Unit.SHARE), Cell(1.0, unit=Unit.SHARE)),)
    >>> shares = PlottedSeries(("line",), ("a", "b", "c"), cells, Unit.SHARE, 0)
    >>> [step_of(cell.estimate, shares) for cell in cells[0]]
    [0, 2, 4]
    """
    most = 1.0 if data.unit is Unit.SHARE else max(data.numbers, default=0.0)
    if value <= 0 or most <= 0:
        return 0
    return min(4, max(1, math.ceil(value / most * 4 - 1e-9)))


def step_names(data: PlottedSeries, language: str) -> tuple[str, ...]:
    """What each colour stands for: "0 %", "1–25 %" … or the numbers of the quarters of the largest; "" for none."""
    most = 1.0 if data.unit is Unit.SHARE else max(data.numbers, default=0.0)
    unit = 0.01 if data.unit is Unit.SHARE else 1.0
    names = [tick_text(0.0, data.unit, language, 0)]
    for quarter in range(4):
        low = math.floor(most * quarter / 4 / unit + 1e-9) * unit + unit
        high = math.floor(most * (quarter + 1) / 4 / unit + 1e-9) * unit
        if high < low:
            names.append("")
            continue
        first, last = (tick_text(end, data.unit, language, 0) for end in (low, high))
        names.append(first if first == last else f"{first}–{last}")
    return tuple(names)


def is_blank(cell: Cell) -> bool:
    """Whether a cell has no number: a code with itself, or one withheld."""
    return bool(mask_mark(cell)) or cell.estimate is None or not math.isfinite(cell.estimate)


def draw_heat(
    canvas: Canvas, axes: Axes, data: PlottedSeries, middles: list[float], heights: list[float], language: str
) -> None:
    """A cell for each number; a withheld one stays empty with its mark."""
    axes.grid(visible=False)
    axes.set_xticks([])
    axes.set_xlim(0, max(len(data.series), 1))
    wide = axes.get_position().width * canvas.width / max(len(data.series), 1)
    for middle, height, cells in zip(middles, heights, data.cells, strict=True):
        for at, cell in enumerate(cells):
            blank = is_blank(cell)
            colour = "#ffffff" if blank else STEPS[step_of(float(cell.estimate or 0.0), data)]
            axes.barh(
                middle, 0.97, left=at + 0.015, height=height * 0.92, color=colour,
                edgecolor=GRID if blank else colour, linewidth=0.4, zorder=2,
            )  # fmt: skip
            text = mask_mark(cell) if blank else written_in(cell, language)
            if text and canvas.text_width(text, SMALL) < wide:
                ink = MUTED if blank else on_colour(colour)
                axes.text(
                    at + 0.5, middle, text, color=ink, ha="center", va="center_baseline", zorder=3,
                    fontproperties=font(SMALL), parse_math=False,
                )  # fmt: skip


def column_names(canvas: Canvas, data: PlottedSeries, width: float) -> tuple[list[list[str]], float]:
    """The names of the columns over a plot so wide (mm), and how high they are: in lines, or upright where a word is
    wider than its column (one line each then).
    """
    room = max(width / max(len(data.series), 1) - 1.0, NARROWEST_MM)
    words = [word for name in data.series for word in name.split(" ")]
    if any(canvas.text_width(word, LABEL) > room for word in words):
        names = [canvas.wrapped(name, LABEL, _UPRIGHT_MM)[:1] for name in data.series]
        return names, max(canvas.text_width(line, LABEL) for lines in names for line in lines) + 1.5
    names = [canvas.wrapped(name, LABEL, room) for name in data.series]
    return names, text_height(max((len(lines) for lines in names), default=1), LABEL) + 1.5


def draw_names(canvas: Canvas, names: list[list[str]], left: float, bottom: float, width: float) -> None:
    """The names of the columns, standing on the first row; upright where a word is wider than its column."""
    room = width / max(len(names), 1)
    upright = any(canvas.text_width(word, LABEL) > max(room - 1.0, NARROWEST_MM) for lines in names
                  for line in lines for word in line.split(" "))  # fmt: skip
    for at, lines in enumerate(names):
        x = left + (at + 0.5) * room
        if upright:
            canvas.figure.text(
                x / canvas.width, 1 - bottom / canvas.height, lines[0], color=INK, rotation=90, ha="center",
                va="bottom", fontproperties=font(LABEL), parse_math=False,
            )  # fmt: skip
            continue
        canvas.text(x, bottom - text_height(len(lines), LABEL), lines, LABEL, INK, ha="center")
