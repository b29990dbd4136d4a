# SPDX-License-Identifier: MIT
"""The marks of each chart on its plot area: points with intervals, bars, parts of a whole, a histogram."""

from __future__ import annotations

import math
from itertools import accumulate
from typing import TYPE_CHECKING

from analysis.figures.canvas import GRID, INK, MUTED, POINTS, SERIES, SMALL, Canvas, font, on_colour
from analysis.figures.series import SMALLEST, PlottedSeries, tick_text, written_in
from analysis.result_tables import Cell, Flag, Unit
from analysis.tables.cell_text import mask_mark, number_text

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def scale(data: PlottedSeries, room: bool = False) -> tuple[float, float, list[float], int]:
    """Ends and ticks of a number axis with 0 on it: at most seven round ticks, whole ones of counts; their decimals.

    Examples
    --------
    >>> from analysis.result_tables import Cell, Unit
    >>> shares = PlottedSeries(("a",), ("s",), ((Cell(0.62, low=0.5, high=0.73, unit=Unit.SHARE),),), Unit.SHARE, 0)
    >>> low, high, ticks, decimals = scale(shares)
    >>> low, ticks, decimals
    (0.0, [0.0, 0.2, 0.4, 0.6, 0.8], 0)
    >>> few = PlottedSeries(("a",), ("s",), ((Cell(2.0, unit=Unit.COUNT),),), Unit.COUNT, 0)
    >>> scale(few)[2:]
    ([0.0, 1.0, 2.0], 0)
    """
    if data.log:
        return _log_scale(data)
    known = data.numbers
    low, high = min([0.0, *known]), max([0.0, *known])
    if high <= low:
        high = low + 1.0
    raw = (high - low) / 5
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(power * factor for factor in (1, 2, 2.5, 5, 10) if raw <= power * factor * 1.0001)
    if data.unit is Unit.COUNT and step != int(step):  # nobody is counted by halves
        step = float(math.ceil(step))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    if data.unit is Unit.SHARE and low >= 0:
        last = min(last, math.floor(1 / step + 1e-9)) if high <= 1 else last
    ticks = [round(number * step, 12) for number in range(first, last + 1)]
    shown = step * 100 if data.unit is Unit.SHARE else step
    decimals = max(0, -math.floor(math.log10(shown) + 1e-9))
    if round(shown, decimals) != round(shown, 12):
        decimals += 1
    end = max(ticks[-1], high)
    return ticks[0], end * (1.06 if room else 1.0) + (end - ticks[0]) * 0.012, ticks, decimals


def _log_scale(data: PlottedSeries) -> tuple[float, float, list[float], int]:
    """The ends as logarithms and the ticks as ratios: 0.1, 0.2, 0.5, 1, 2 … at most nine."""
    known = [end for end in data.numbers if end > SMALLEST]
    low, high = max(min([0.8, *known]), 1e-3), min(max([1.25, *known]), 1e3)
    ticks: list[float] = []
    for factors in ((1, 3), (1, 2, 5), (1, 1.5, 2, 3, 5, 7), (1, 1.1, 1.25, 1.5, 1.75, 2, 2.5, 3, 4, 5, 6, 7, 8, 9)):
        every = [10.0**power * factor for power in range(-4, 5) for factor in factors]
        found = [round(tick, 6) for tick in every if low * 0.999 <= tick <= high * 1.001]
        if len(found) > 9:
            break
        ticks = found
        if len(ticks) > 3:
            break
    if len(ticks) < 3:  # more than four powers of ten: 0.001, 0.01, 0.1, 1, 10 …
        ticks = [10.0**power for power in range(-3, 4) if low * 0.999 <= 10.0**power <= high * 1.001]
    room = 0.04 * (math.log(high) - math.log(low))
    decimals = max((len(f"{tick:g}".partition(".")[2]) for tick in ticks), default=0)
    return math.log(low) - room, math.log(high) + room, ticks, decimals


def clipped(data: PlottedSeries, cell: Cell, low: float, high: float) -> tuple[float, float] | None:
    """The interval of a cell on the axis, cut at the axis' ends; None where there is none."""
    if cell.low is None or cell.high is None:
        return None
    first, last = (min(max(data.at(end), low), high) for end in (cell.low, cell.high))
    return first, last


def draw_dots(
    canvas: Canvas, axes: Axes, data: PlottedSeries, middles: list[float], heights: list[float], language: str
) -> None:
    """A point for each number, its interval as a line; hollow where the base is small."""
    count, colours = len(data.series), data.colours
    left, right = axes.get_xlim()
    if data.centre is not None:
        axes.axvline(data.at(data.centre), color=MUTED, linewidth=0.8, zorder=1)
    for middle, height, cells in zip(middles, heights, data.cells, strict=True):
        step = min((height - 2.0) / count, 3.6)
        for at, cell in enumerate(cells):
            y = middle + (at - (count - 1) / 2) * step
            colour = colours[at]
            if _masked(axes, cell, y):
                continue
            ends = clipped(data, cell, left, right)
            if ends is not None:
                axes.plot(ends, [y, y], color=colour, linewidth=1.4, solid_capstyle="butt", zorder=2)
            face = "white" if Flag.SMALL_BASE in cell.flags else colour
            place = data.at(float(cell.estimate or 0.0))
            axes.plot(
                [min(max(place, left), right) if data.log else place], [y], POINTS[at % len(POINTS)],
                markersize=4.6, color=colour, markerfacecolor=face, markeredgewidth=1.2, zorder=3, clip_on=False,
            )  # fmt: skip


def draw_bars(
    canvas: Canvas, axes: Axes, data: PlottedSeries, middles: list[float], heights: list[float], language: str
) -> None:
    """A bar from 0 for each number, its interval as a thin line, the number at its end."""
    count, colours = len(data.series), data.colours
    for middle, height, cells in zip(middles, heights, data.cells, strict=True):
        step = min((height - 2.0) / count, 5.0)
        for at, cell in enumerate(cells):
            y = middle + (at - (count - 1) / 2) * step
            colour = colours[at]
            if _masked(axes, cell, y):
                continue
            value = float(cell.estimate or 0.0)
            hollow = Flag.SMALL_BASE in cell.flags
            axes.barh(
                y, value, height=step * 0.84, color="white" if hollow else colour, edgecolor=colour,
                linewidth=0.8, zorder=2,
            )  # fmt: skip
            end = value
            if cell.low is not None and cell.high is not None:
                axes.plot([cell.low, cell.high], [y, y], color=INK, linewidth=0.9, solid_capstyle="butt", zorder=3)
                end = max(cell.high, value)
            _word(axes, end, y, number_text(cell, language), 3, INK, "left")


def draw_stacked(
    canvas: Canvas, axes: Axes, data: PlottedSeries, middles: list[float], heights: list[float], language: str
) -> None:
    """Bars of 100 %, each part with its number where there is room; withheld parts stay empty with their mark."""
    axes.grid(visible=False)
    width = axes.get_position().width * canvas.width
    colours = data.colours
    for middle, height, cells in zip(middles, heights, data.cells, strict=True):
        masked = [at for at, cell in enumerate(cells) if _missing(cell)]
        rest = max(1.0 - sum(float(cell.estimate or 0) for cell in cells if not _missing(cell)), 0.0)
        # the withheld parts share what is left evenly: their own sizes are not to be read off
        shares = [rest / len(masked) if at in masked else float(cell.estimate or 0) for at, cell in enumerate(cells)]
        starts = list(accumulate(shares, initial=0.0))[:-1]
        fills = ["#ffffff" if at in masked else colours[at] for at in range(len(cells))]
        axes.barh(
            [middle] * len(cells), shares, left=starts, height=height * 0.72, color=fills,
            edgecolor=[GRID if at in masked else "white" for at in range(len(cells))], linewidth=0.8, zorder=2,
        )  # fmt: skip
        for at, (cell, share, start) in enumerate(zip(cells, shares, starts, strict=True)):
            text = mask_mark(cell) if at in masked else written_in(cell, language)
            if canvas.text_width(text, SMALL) + 1.2 < share * width:
                ink = MUTED if at in masked else on_colour(fills[at])
                _word(axes, start + share / 2, middle, text, 0, ink, "center")


def draw_histogram(
    canvas: Canvas, axes: Axes, data: PlottedSeries, left: float, top: float, width: float, height: float, language: str
) -> None:
    """Upright bars side by side; lines of the table are the classes."""
    count = len(data.lines)
    values = [0.0 if _missing(cells[0]) else float(cells[0].estimate or 0.0) for cells in data.cells]
    _, high, ticks, decimals = scale(data)
    axes.set_xlim(-0.5, max(count, 1) - 0.5)
    axes.set_ylim(0, high)
    axes.grid(visible=False, axis="x")
    axes.set_xticks([])
    axes.set_yticks(ticks, labels=[""] * len(ticks))
    axes.grid(axis="y", color=GRID, linewidth=0.6)
    axes.bar(range(count), values, width=1.0, color=SERIES[0], edgecolor="white", linewidth=0.8, zorder=2)
    for tick in ticks:
        y = top + height * (1 - tick / high)
        canvas.text(
            left - 1.2, y, tick_text(tick, data.unit, language, decimals), SMALL, MUTED, ha="right", va="center"
        )
    widest = max((canvas.text_width(label, SMALL) for label in data.lines), default=1.0) + 2.0
    every = max(1, math.ceil(widest / (width / max(count, 1))))
    for at in range(0, count, every):
        x = left + (at + 0.5) / count * width
        canvas.text(x, top + height + 0.8, data.lines[at], SMALL, MUTED, ha="center")
    for at, cells in enumerate(data.cells):
        if mask_mark(cells[0]):
            _word(axes, at, 0.0, mask_mark(cells[0]), 0, MUTED, "center", lift=3)


def _missing(cell: Cell) -> bool:
    return bool(mask_mark(cell)) or cell.estimate is None or not math.isfinite(cell.estimate)


def _masked(axes: Axes, cell: Cell, y: float) -> bool:
    """Whether the cell has nothing to draw; its mark then stands at 0."""
    if not _missing(cell):
        return False
    if mask_mark(cell):
        _word(axes, max(axes.get_xlim()[0], 0.0), y, mask_mark(cell), 2, MUTED, "left")
    return True


def _word(axes: Axes, x: float, y: float, text: str, shift: float, colour: str, ha: str, lift: float = 0) -> None:
    axes.annotate(
        text, (x, y), xytext=(shift, lift), textcoords="offset points", ha=ha, va="center", color=colour,
        fontproperties=font(SMALL), parse_math=False, annotation_clip=False, zorder=4,
    )  # fmt: skip
