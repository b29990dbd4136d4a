# SPDX-License-Identifier: MIT
"""A whole figure: title, keys, plot area, axis, notes, placed in millimetres. `chart_marks` draws the marks."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from analysis.figures.canvas import (
    GRID,
    HOLLOW_POINTS,
    INK,
    LABEL,
    MUTED,
    POINTS,
    SMALL,
    TITLE,
    WORDS,
    Canvas,
    font,
    on_colour,
    text_height,
)
from analysis.figures.chart_marks import draw_bars, draw_dots, draw_histogram, draw_stacked, scale
from analysis.figures.colours import part_colours
from analysis.figures.series import PlottedSeries, drawn, tick_text, written_in
from analysis.result_tables import Cell, Chart, FigureSpec, Flag, Unit
from analysis.tables.cell_text import mask_mark, number_text
from wording import msg, render

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

STEPS = ("#f1f5f8", "#d5e3ea", "#a2c3d2", "#38768f", "#124d67")  # none, up to a quarter, a half, three quarters, all
NARROWEST_MM, _UPRIGHT_MM = 9.0, 45.0


def step_of(value: float, data: PlottedSeries) -> int:
    """Which of the five colours a number has: of shares quarters of the whole, of counts quarters of the largest.

    Examples
    --------
    >>> from analysis.result_tables import Cell
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


_WIDE = 0.68  # of a bar, of the room of its month


def column_scale(data: PlottedSeries) -> tuple[float, list[float], int]:
    """Give the axis of stacked columns: it holds the highest column and the target.

    Examples
    --------
    >>> from analysis.result_tables import Unit
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


MARGIN, GAP, HISTOGRAM_MM = 2.0, 3.0, 55.0


@dataclass(frozen=True)
class _FigurePlan:
    """Where things stand, in mm."""

    labels: list[list[str]]
    left: float
    right: float
    tops: list[float]
    heights: list[float]
    plot: float
    names: list[list[str]] = field(default_factory=list)  # of the columns of a heat table, over its first row
    over: float = 0.0  # how high these are


@dataclass(frozen=True)
class _Frame:
    """What stands around the plot area, and how high each part is in mm."""

    head: list[tuple[list[str], float, str, str]]
    keys: list[list[int]]
    foot: list[str]
    top: float  # of the plot area, without the keys
    over: float  # the keys
    below: float  # axis, notes and margin

    @property
    def height(self) -> float:
        """All but the plot area."""
        return self.top + self.over + self.below


def draw(spec: FigureSpec, language: str, titled: bool = True) -> Figure:
    """The figure, unsaved; its width is `spec.width_mm`, its height what the content needs unless it is given."""
    canvas = Canvas(spec.width_mm)
    data = drawn(spec, language)
    around = _around(canvas, spec, data, language, titled)
    plan = _plan(canvas, spec, data)
    plot = plan.plot if spec.height_mm is None else max(spec.height_mm - around.height, 10.0)
    canvas.resize(around.height + plot)
    y = MARGIN
    for lines, size, colour, weight in around.head:
        y += canvas.text(MARGIN, y, lines, size, colour, weight=weight) + 0.8
    if nothing_left(data):
        sentence = render(msg("chart.nothing_left"), language)
        canvas.text(MARGIN, around.top, canvas.wrapped(sentence, LABEL, canvas.width - 2 * MARGIN), LABEL, INK)
    else:
        _keys(canvas, around.keys, around.top, *_legend(spec, data, language), points=spec.chart in _OF_POINTS)
        _plot(canvas, spec, data, plan, around.top + around.over, plot, language)
    if around.foot:
        start = canvas.height - MARGIN - text_height(len(around.foot), SMALL)
        canvas.text(MARGIN, start, around.foot, SMALL, MUTED)
    return canvas.figure


def measured(spec: FigureSpec, language: str, titled: bool = True) -> tuple[float, list[float]]:
    """The height in mm of what stands around the plot area, and of each line in it (none of a histogram's)."""
    canvas, data = Canvas(spec.width_mm), drawn(spec, language)
    around = _around(canvas, spec, data, language, titled)
    plan = _plan(canvas, spec, data)
    return around.height + 1.0 + plan.over, plan.heights


def _around(canvas: Canvas, spec: FigureSpec, data: PlottedSeries, language: str, titled: bool) -> _Frame:
    head = _heading(canvas, spec, language) if titled else []
    keys = _key_lines(canvas, spec, data, _legend(spec, data, language)[0])
    foot = _notes(canvas, spec, language)
    top = MARGIN + sum(text_height(len(lines), size) + 0.8 for lines, size, *_ in head) + (1.5 if head else 0)
    over = len(keys) * text_height(1, LABEL) * 1.15 + (1.5 if keys else 0)
    axis = text_height(1, SMALL) * (2.4 if spec.axis else 1.3)
    below = text_height(len(foot), SMALL) + 1.5 if foot else 0
    return _Frame(head, keys, foot, top, over, axis + below + MARGIN)


def _heading(canvas: Canvas, spec: FigureSpec, language: str) -> list[tuple[list[str], float, str, str]]:
    width = canvas.width - 2 * MARGIN
    lines = [(canvas.wrapped(render(spec.title, language), TITLE, width, "bold"), TITLE, INK, "bold")]
    if spec.table.subtitle is not None:
        text = render(spec.table.subtitle, language)
        lines.append((canvas.wrapped(text, LABEL, width), LABEL, MUTED, "normal"))
    return lines


def mask_notes(spec: FigureSpec, language: str) -> list[str]:
    """What the marks in the picture mean: a withheld number, a small base."""
    data = drawn(spec, language)
    marks = [render(note, language) for note in spec.table.notes if getattr(note, "key", "").startswith("mask.")]
    used = {mask_mark(cell) for line in data.cells for cell in line}
    notes = [note for note in marks if note[:1] in used or (note[:1] == "(" and _any_small(data))]
    return [_small_base(spec.chart, data, note) if note[:1] == "(" else note for note in notes]


def _small_base(chart: Chart, data: PlottedSeries, note: str) -> str:
    """The note on small bases with the mark they have in this chart: brackets, a hollow mark, none for a whole."""
    if chart in (Chart.STACKED, Chart.HEAT):
        return note
    if chart in (Chart.HISTOGRAM, Chart.COLUMNS):
        return note[3:].lstrip()
    if chart not in _OF_POINTS:
        return _HOLLOW_BAR + note[3:]
    small = [at for line in data.cells for at, cell in enumerate(line) if Flag.SMALL_BASE in cell.flags]
    return "".join(HOLLOW_POINTS[at] for at in sorted({at % len(HOLLOW_POINTS) for at in small})) + note[3:]


def _notes(canvas: Canvas, spec: FigureSpec, language: str) -> list[str]:
    notes = mask_notes(spec, language)
    if spec.table.source is not None:
        notes.append(render(spec.table.source, language))
    return [line for note in notes for line in canvas.wrapped(note, SMALL, canvas.width - 2 * MARGIN)]


def nothing_left(data: PlottedSeries) -> bool:
    """Whether every number is withheld: a sentence then stands in place of an empty chart."""
    cells = [cell for line in data.cells for cell in line]
    return bool(cells) and all(mask_mark(cell) for cell in cells)


def _any_small(data: PlottedSeries) -> bool:
    return any(Flag.SMALL_BASE in cell.flags for line in data.cells for cell in line)


def _direct(spec: FigureSpec, data: PlottedSeries) -> bool:
    """Whether words in the colours of the series stand beside the plot; those of a ramp are too pale for words."""
    return spec.chart in (Chart.DOTS, Chart.BARS) and 1 < len(data.series) <= 3 and not data.ramp


def _legend(spec: FigureSpec, data: PlottedSeries, language: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names above the plot with their colours: series, or the steps of a heat table."""
    if spec.chart is Chart.HEAT:
        return step_names(data, language), STEPS
    if spec.chart is Chart.COLUMNS:
        return data.series, part_colours(data.names)
    return data.series, data.colours


def _key_lines(canvas: Canvas, spec: FigureSpec, data: PlottedSeries, names: tuple[str, ...]) -> list[list[int]]:
    """The series named above the plot, in lines that fit; none where they are named beside it or there is only one."""
    if spec.chart is not Chart.HEAT and len(data.series) < 2 or _direct(spec, data) or spec.chart is Chart.HISTOGRAM:
        return []
    lines: list[list[int]] = [[]]
    used = 0.0
    for at, name in enumerate(names):
        if not name:
            continue
        wide = canvas.text_width(name, LABEL) + 8
        if lines[-1] and used + wide > canvas.width - 2 * MARGIN:
            lines.append([])
            used = 0.0
        lines[-1].append(at)
        used += wide
    return lines


def _keys(
    canvas: Canvas, keys: list[list[int]], top: float, names: tuple[str, ...], colours: tuple[str, ...], *, points: bool
) -> None:
    from matplotlib.lines import Line2D  # matplotlib, 420 ms: not at start
    from matplotlib.patches import Rectangle  # matplotlib, 420 ms: not at start

    step = text_height(1, LABEL) * 1.15
    for number, line in enumerate(keys):
        x, y = MARGIN, top + number * step
        for at in line:
            centre = ((x + 1.3) / canvas.width,), (1 - (y + 1.6) / canvas.height,)
            canvas.figure.add_artist(
                Line2D(*centre, marker=POINTS[at % len(POINTS)], markersize=5.2, color=colours[at], linestyle="none",
                       transform=canvas.figure.transFigure)
                if points
                else Rectangle(
                    (x / canvas.width, 1 - (y + 2.9) / canvas.height), 2.6 / canvas.width, 2.6 / canvas.height,
                    facecolor=colours[at], edgecolor="none", transform=canvas.figure.transFigure,
                )
            )  # fmt: skip
            canvas.text(x + 3.6, y, names[at], LABEL, INK)
            x += canvas.text_width(names[at], LABEL) + 8


def _plan(canvas: Canvas, spec: FigureSpec, data: PlottedSeries) -> _FigurePlan:
    if spec.chart in _UPRIGHT:
        return _FigurePlan([], MARGIN + 9, 0.0, [], [], HISTOGRAM_MM)
    most = canvas.width * 0.36
    labels = [canvas.wrapped(label, LABEL, most) for label in data.lines]
    widest = max((canvas.text_width(line, LABEL) for lines in labels for line in lines), default=0.0)
    left = MARGIN + min(widest, most) + GAP
    right = MARGIN + 4.0
    if _direct(spec, data):
        names = [canvas.wrapped(name, LABEL, canvas.width * 0.2, "bold") for name in data.series]
        right = max(canvas.text_width(line, LABEL, "bold") for lines in names for line in lines) + GAP + MARGIN
    elif spec.chart is Chart.BARS:
        right += 8.0
    step = 3.6 if spec.chart in (Chart.DOTS, Chart.FOREST) else 5.0
    inner = 7.0 if spec.chart in (Chart.STACKED, Chart.HEAT) else max(step * len(data.series) + 2.4, 6.5)
    heights = [max(inner, text_height(len(lines), LABEL) + 2.2) for lines in labels]
    tops = [sum(heights[:at]) for at in range(len(heights))]
    if spec.chart is Chart.HEAT:
        names, over = column_names(canvas, data, canvas.width - left - right)
        return _FigurePlan(labels, left, right, tops, heights, sum(heights) + 1.0 + over, names, over)
    return _FigurePlan(labels, left, right, tops, heights, sum(heights) + 1.0)


def _plot(
    canvas: Canvas, spec: FigureSpec, data: PlottedSeries, plan: _FigurePlan, top: float, height: float, language: str
) -> None:
    width = canvas.width - plan.left - plan.right - (MARGIN if spec.chart in _UPRIGHT else 0)
    top, height = top + plan.over, height - plan.over
    draw_names(canvas, plan.names, plan.left, top - 0.8, width)
    axes = canvas.plot_area(plan.left, top, width, height)
    if spec.chart in _UPRIGHT:
        _UPRIGHT[spec.chart](canvas, axes, data, plan.left, top, width, height, language)
    else:
        rows = plan.plot - plan.over
        stretch = (height - 1.0) / (rows - 1.0) if rows > 1 else 1.0
        middles = [(t + h / 2) * stretch for t, h in zip(plan.tops, plan.heights, strict=True)]
        for lines, middle in zip(plan.labels, middles, strict=True):
            canvas.text(plan.left - GAP, top + middle, lines, LABEL, INK, ha="right", va="center")
        if spec.chart is not Chart.HEAT:
            _x_axis(canvas, axes, spec, data, plan.left, top + height, width, language)
        thick = [h * stretch for h in plan.heights]
        _DRAWERS[spec.chart](canvas, axes, data, middles, thick, language)
        if _direct(spec, data):
            _names_beside(canvas, data, plan, top, width)
    if spec.axis is not None:
        y = top + height + text_height(1, SMALL) * 1.35
        canvas.text(plan.left + width / 2, y, render(spec.axis, language), SMALL, MUTED, ha="center")


_UPRIGHT = {Chart.HISTOGRAM: draw_histogram, Chart.COLUMNS: draw_columns}
_OF_POINTS = frozenset({Chart.DOTS, Chart.FOREST})
_HOLLOW_BAR = "□"
_BETWEEN_MM = 1.0  # least between two numbers of an axis
_DRAWERS = {
    Chart.DOTS: draw_dots,
    Chart.FOREST: draw_dots,
    Chart.BARS: draw_bars,
    Chart.STACKED: draw_stacked,
    Chart.HEAT: draw_heat,
}


def _names_beside(canvas: Canvas, data: PlottedSeries, plan: _FigurePlan, top: float, width: float) -> None:
    y = top + 0.8
    for at, name in enumerate(data.series):
        lines = canvas.wrapped(name, LABEL, canvas.width * 0.2, "bold")
        y += canvas.text(plan.left + width + GAP, y, lines, LABEL, WORDS[at], weight="bold") + 0.6


def _x_axis(
    canvas: Canvas,
    axes: Axes,
    spec: FigureSpec,
    data: PlottedSeries,
    left: float,
    bottom: float,
    width: float,
    language: str,
) -> None:
    low, high, ticks, decimals = (0.0, 1.0, [0, 0.25, 0.5, 0.75, 1.0], 0)
    if spec.chart is not Chart.STACKED:
        low, high, ticks, decimals = scale(data, room=spec.chart is Chart.BARS)
    places = [data.at(tick) if spec.chart is Chart.FOREST else tick for tick in ticks]
    axes.set_xticks(places, labels=[""] * len(ticks))
    axes.set_xlim(low, high)  # after the ticks: they would widen it, and each stand beside its words
    ends = left - width  # of the number before: in a narrow picture some are left out, so that none touch
    for tick, place in zip(ticks, places, strict=True):
        x = left + (place - low) / (high - low) * width
        decimals = len(f"{tick:g}".partition(".")[2]) if data.log else decimals
        said = tick_text(tick, data.unit, language, decimals)
        half = canvas.text_width(said, SMALL) / 2
        if x - half >= ends + _BETWEEN_MM:
            canvas.text(x, bottom + 0.8, said, SMALL, MUTED, ha="center")
            ends = x + half
