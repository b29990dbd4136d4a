# SPDX-License-Identifier: MIT
"""Painting of a chart as it was laid out: points with intervals, bars, parts, cells of a heat table, a histogram."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QFontMetricsF, QPainter, QPen

from analysis.figures.canvas import SERIES, WORDS, on_colour
from analysis.figures.chart_marks import scale
from analysis.figures.colours import group_colours
from analysis.figures.figure_layout import STEPS, is_blank, step_names, step_of
from analysis.figures.series import PlottedSeries, tick_text, written_in
from analysis.result_tables import Cell, Chart, FigureSpec, Flag
from analysis.tables.cell_text import mask_mark, number_text
from wording import LANGUAGES
from workbench.colours_and_sizes import Colours
from workbench.results.table_layout import wrapped
from workbench.widgets.elision import shortened
from workbench.widgets.point_shapes import OF_POINTS, draw_key, draw_point

STEP, BAR, STACK, GAP, AXIS = 14, 16, 24, 12, 26  # points and bars of a line, a stacked bar, to the plot, below it
UPRIGHT = 150  # the longest name that stands upright over a heat table
_HISTOGRAM, _NARROW = 190, 480


@dataclass(frozen=True)
class ChartPlan:
    """A chart laid out, in pixels: the plot area, its lines, the axis."""

    chart: Chart
    data: PlottedSeries
    labels: tuple[tuple[str, ...], ...]
    tops: tuple[float, ...]
    heights: tuple[float, ...]
    plot: QRectF
    low: float
    high: float
    ticks: tuple[float, ...]
    decimals: int
    keys: tuple[tuple[int, float, float], ...]  # series, x, y; names over the plot, or beside it
    height: int
    width: int = 0
    beside: tuple[tuple[str, ...], ...] = ()  # names of the series beside the plot, in lines

    def x(self, value: float) -> float:
        """Where a value stands on the axis, at its end where it lies beyond."""
        place = min(max(self.data.at(value), self.low), self.high) if self.chart is Chart.FOREST else value
        return self.plot.left() + (place - self.low) / (self.high - self.low) * self.plot.width()


def plan_chart(spec: FigureSpec, data: PlottedSeries, width: int, metrics: QFontMetrics) -> ChartPlan:
    """Lay a figure out in `width` pixels."""
    if spec.chart is Chart.HISTOGRAM:
        return _histogram_plan(data, width, metrics)
    labels = tuple(wrapped(text, metrics, round(width * 0.34)) for text in data.lines)
    if spec.chart is Chart.HEAT:
        return _heat_plan(data, labels, width, metrics)
    left = max((metrics.horizontalAdvance(line) for lines in labels for line in lines), default=0) + GAP + 8
    narrow = spec.chart is Chart.BARS and width < _NARROW  # numbers stand behind the bars, where names would
    direct = 1 < len(data.series) <= 3 and spec.chart is not Chart.STACKED and not narrow and not data.ramp
    names = data.series if direct else ()
    beside = tuple(wrapped(name, metrics, round(width * 0.2)) for name in names)
    right = 24.0
    if beside:  # they are painted in half bold, a little wider
        right = max(metrics.horizontalAdvance(line) for lines in beside for line in lines) * 1.1 + 2 * GAP + 4
    elif spec.chart is Chart.BARS:
        right = 64.0
    keys, top = _keys(data, width, metrics) if len(data.series) > 1 and not beside else ((), 4.0)
    step = {Chart.DOTS: STEP, Chart.FOREST: STEP, Chart.BARS: BAR}.get(spec.chart, 0)
    inner = STACK + 8 if spec.chart is Chart.STACKED else max(step * len(data.series) + 10, 24)
    heights = tuple(float(max(inner, len(lines) * metrics.height() + 6)) for lines in labels)
    tops = tuple(sum(heights[:at]) for at in range(len(heights)))
    plot = QRectF(left, top, max(width - left - right, 60), sum(heights))
    if beside:
        before = [sum(map(len, beside[:at])) for at in range(len(beside))]
        keys = tuple((at, plot.right() + GAP, top + n * metrics.height() * 1.25) for at, n in enumerate(before))
    low, high, ticks, decimals = 0.0, 1.0, [0.0, 0.25, 0.5, 0.75, 1.0], 0
    if spec.chart is not Chart.STACKED:
        low, high, ticks, decimals = scale(data, room=spec.chart is Chart.BARS)
    height = math.ceil(plot.bottom() + AXIS)
    return ChartPlan(
        spec.chart, data, labels, tops, heights, plot, low, high, tuple(ticks), decimals, keys, height, width, beside,
    )  # fmt: skip


def _heat_plan(
    data: PlottedSeries, labels: tuple[tuple[str, ...], ...], width: int, metrics: QFontMetrics
) -> ChartPlan:
    """A cell for each number; the names of the columns stand over the first row, in lines."""
    left = max((metrics.horizontalAdvance(line) for lines in labels for line in lines), default=0) + GAP + 8
    room = max(width - left - 24, 60)
    wide = room / max(len(data.series), 1)
    names = [wrapped(name, metrics, round(wide) - 6) for name in data.series]
    over = max((len(lines) for lines in names), default=1) * metrics.height() + 8.0
    if names_stand_upright(data, wide, metrics):
        over = min(max(metrics.horizontalAdvance(name) for name in data.series), UPRIGHT) + 10.0
    heights = tuple(float(max(STACK + 2, len(lines) * metrics.height() + 6)) for lines in labels)
    tops = tuple(sum(heights[:at]) for at in range(len(heights)))
    plot = QRectF(left, over, room, sum(heights))
    height = math.ceil(plot.bottom() + 12 + metrics.height() * 1.4)
    return ChartPlan(Chart.HEAT, data, labels, tops, heights, plot, 0.0, 1.0, (), 0, (), height, width)


def names_stand_upright(data: PlottedSeries, wide: float, metrics: QFontMetrics) -> bool:
    """Whether a word is wider than its column: then the names stand upright."""
    return any(metrics.horizontalAdvance(word) > wide - 6 for name in data.series for word in name.split(" "))


def _keys(data: PlottedSeries, width: int, metrics: QFontMetrics) -> tuple[tuple[tuple[int, float, float], ...], float]:
    """Names of the series in lines over the plot, and where the plot begins."""
    keys: list[tuple[int, float, float]] = []
    x, y = 4.0, 2.0
    for at, name in enumerate(data.series):
        wide = metrics.horizontalAdvance(name) + 34
        if keys and x + wide > width:
            x, y = 4.0, y + metrics.height() * 1.3
        keys.append((at, x, y))
        x += wide
    return tuple(keys), y + metrics.height() * 1.3 + 8


def _histogram_plan(data: PlottedSeries, width: int, metrics: QFontMetrics) -> ChartPlan:
    _, high, ticks, decimals = scale(data)
    texts = (tick_text(tick, data.unit, language, decimals) for tick in ticks for language in LANGUAGES)
    left = max(map(metrics.horizontalAdvance, texts)) + GAP + 4.0
    plot = QRectF(left, 8, max(width - left - 16, 60), _HISTOGRAM)
    return ChartPlan(
        Chart.HISTOGRAM, data, (), (), (), plot, 0.0, high, tuple(ticks), decimals, (), _HISTOGRAM + 8 + AXIS, width
    )


DARK_SERIES = ("#66b8d6", "#e8b04a", "#35b893", "#dba3c2", "#9ccdee", "#ea8a55", "#b0b0b0", "#f0e442")
_BETWEEN_TICKS = 6  # pixels between two numbers of the axis
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True)
class _Brush:
    """What a painting needs besides the plan."""

    painter: QPainter
    plan: ChartPlan
    colours: Colours
    language: str

    def series(self, at: int) -> str:
        """The colour of a series."""
        data = self.plan.data
        if data.ramp and data.grouped and self.colours.dark:
            return group_colours(len(data.series), data.ramp, dark=True)[at]
        if data.ramp or (data.no_answer and at == len(data.series) - 1):
            return data.colours[at]
        return (DARK_SERIES if self.colours.dark else SERIES)[at % len(SERIES)]

    def word(self, area: QRectF, text: str, colour: str, side: Qt.AlignmentFlag) -> None:
        """Write a word."""
        self.painter.setPen(QColor(colour))
        self.painter.drawText(area, int(side), text)


def cell_at(plan: ChartPlan, x: float, y: float) -> tuple[str, str] | None:
    """The ids of row and column of the cell of a heat table at a point."""
    wide = plan.plot.width() / max(len(plan.data.series), 1)
    column = math.floor((x - plan.plot.left()) / wide)
    spans = enumerate(zip(plan.tops, plan.heights, strict=True))
    row = next((at for at, (top, high) in spans if 0 <= y - plan.plot.top() - top < high), None)
    if plan.chart is not Chart.HEAT or row is None or not 0 <= column < len(plan.data.series_ids):
        return None
    return plan.data.line_ids[row], plan.data.series_ids[column]


def paint_ring(painter: QPainter, plan: ChartPlan, colours: Colours, row: str, column: str) -> None:
    """Paint a ring around the cell of a heat table; none where it is not drawn."""
    if plan.chart is not Chart.HEAT or row not in plan.data.line_ids or column not in plan.data.series_ids:
        return
    at, over = plan.data.line_ids.index(row), plan.data.series_ids.index(column)
    wide = plan.plot.width() / len(plan.data.series)
    area = QRectF(plan.plot.left() + over * wide, plan.plot.top() + plan.tops[at], wide, plan.heights[at])
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(colours.surface), 4))
    painter.drawRect(area.adjusted(2, 2, -2, -2))
    painter.setPen(QPen(QColor(colours.text), 2))
    painter.drawRect(area.adjusted(1, 1, -1, -1))


def paint_chart(painter: QPainter, plan: ChartPlan, colours: Colours, language: str) -> None:
    """Paint the chart with its axis and names."""
    brush = _Brush(painter, plan, colours, language)
    if plan.chart is Chart.HISTOGRAM:
        _histogram(brush)
        return
    if plan.chart is Chart.HEAT:
        _heat_frame(brush)
    else:
        _axis(brush)
        _no_effect(brush)
    metrics = painter.fontMetrics()
    drawer = _DRAWERS[plan.chart]
    for lines, top, height, cells in zip(plan.labels, plan.tops, plan.heights, plan.data.cells, strict=True):
        middle = plan.plot.top() + top + height / 2
        first = middle - len(lines) * metrics.height() / 2
        for at, line in enumerate(lines):
            area = QRectF(0, first + at * metrics.height(), plan.plot.left() - GAP, metrics.height())
            brush.word(area, line, colours.text, _RIGHT)
        drawer(brush, middle, cells)
    _names(brush)


def _axis(brush: _Brush) -> None:
    plan, written = brush.plan, -math.inf
    for tick in plan.ticks:
        x = plan.x(tick)
        brush.painter.setPen(QPen(QColor(brush.colours.line), 1))
        if plan.chart is not Chart.STACKED:
            brush.painter.drawLine(QPointF(x, plan.plot.top()), QPointF(x, plan.plot.bottom()))
        decimals = len(f"{tick:g}".partition(".")[2]) if plan.data.log else plan.decimals
        text = tick_text(tick, plan.data.unit, brush.language, decimals)
        half = QFontMetricsF(brush.painter.font()).horizontalAdvance(text) / 2
        if x - half < written + _BETWEEN_TICKS:
            continue  # a narrow chart writes fewer of them, none over another
        written = x + half
        area = QRectF(x - 40, plan.plot.bottom() + 4, 80, AXIS - 6)
        brush.word(area, text, brush.colours.muted, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)


def _no_effect(brush: _Brush) -> None:
    """The line of no effect of a forest plot."""
    if brush.plan.data.centre is not None:
        x = brush.plan.x(brush.plan.data.centre)
        brush.painter.setPen(QPen(QColor(brush.colours.muted), 1))
        brush.painter.drawLine(QPointF(x, brush.plan.plot.top()), QPointF(x, brush.plan.plot.bottom()))


def _names(brush: _Brush) -> None:
    painter, plan = brush.painter, brush.plan
    usual, high = painter.font(), painter.fontMetrics().height()
    bold = QFont(usual)
    bold.setWeight(QFont.Weight.DemiBold)
    for at, x, y in plan.keys:
        if plan.beside:
            painter.setFont(bold)
            colour = brush.series(at) if brush.colours.dark else WORDS[at % len(WORDS)]
            for line, words in enumerate(plan.beside[at]):
                brush.word(QRectF(x, y + line * high * 1.25, 400, high * 1.2), words, colour, _LEFT)
        else:
            area = QRectF(x, y + high / 2 - 5, 10, 10)
            draw_key(painter, at, area, brush.series(at), points=plan.chart in OF_POINTS)
            room = plan.width - x - 16
            name = shortened(plan.data.series[at], painter.fontMetrics(), room)
            brush.word(QRectF(x + 16, y, room, high), name, brush.colours.text, _LEFT)
    painter.setFont(usual)


def _dots(brush: _Brush, middle: float, cells: tuple[Cell, ...]) -> None:
    for at, cell in enumerate(cells):
        y = middle + (at - (len(cells) - 1) / 2) * STEP
        if _masked(brush, cell, y):
            continue
        colour = QColor(brush.series(at))
        brush.painter.setPen(QPen(colour, 2, c=Qt.PenCapStyle.FlatCap))
        if cell.low is not None and cell.high is not None:
            brush.painter.drawLine(QPointF(brush.plan.x(cell.low), y), QPointF(brush.plan.x(cell.high), y))
        small = Flag.SMALL_BASE in cell.flags
        brush.painter.setBrush(QColor(brush.colours.surface) if small else colour)
        draw_point(brush.painter, at, QPointF(brush.plan.x(float(cell.estimate or 0.0)), y), 3.6)


def _bars(brush: _Brush, middle: float, cells: tuple[Cell, ...]) -> None:
    painter, plan = brush.painter, brush.plan
    for at, cell in enumerate(cells):
        y = middle + (at - (len(cells) - 1) / 2) * BAR
        if _masked(brush, cell, y):
            continue
        value = float(cell.estimate or 0.0)
        small = Flag.SMALL_BASE in cell.flags
        painter.setPen(QPen(QColor(brush.series(at)), 1))
        painter.setBrush(QColor(brush.colours.surface if small else brush.series(at)))
        painter.drawRect(QRectF(QPointF(plan.x(0.0), y - 6), QPointF(plan.x(value), y + 6)).normalized())
        end = value
        if cell.low is not None and cell.high is not None:
            painter.setPen(QPen(QColor(brush.colours.text), 1.2, c=Qt.PenCapStyle.FlatCap))
            painter.drawLine(QPointF(plan.x(cell.low), y), QPointF(plan.x(cell.high), y))
            end = max(cell.high, value)
        area = QRectF(plan.x(end) + 5, y - 9, 80, 18)
        brush.word(area, number_text(cell, brush.language), brush.colours.text, _LEFT)


def _stacked(brush: _Brush, middle: float, cells: tuple[Cell, ...]) -> None:
    painter, plan = brush.painter, brush.plan
    start = 0.0
    hidden = [at for at, cell in enumerate(cells) if _missing(cell)]
    rest = max(1.0 - sum(float(cell.estimate or 0) for cell in cells if not _missing(cell)), 0.0)
    for at, cell in enumerate(cells):
        # the withheld parts share what is left evenly: their own sizes are not to be read off
        share = rest / len(hidden) if at in hidden else float(cell.estimate or 0.0)
        colour = brush.colours.surface if at in hidden else brush.series(at)
        part = QRectF(plan.x(start), middle - STACK / 2, share * plan.plot.width(), STACK)
        painter.setPen(QPen(QColor(brush.colours.line if at in hidden else brush.colours.surface), 1))
        painter.setBrush(QColor(colour))
        painter.drawRect(part)
        text = mask_mark(cell) if at in hidden else written_in(cell, brush.language)
        if painter.fontMetrics().horizontalAdvance(text) + 6 < part.width():
            ink = brush.colours.muted if at in hidden else on_colour(colour)
            brush.word(part, text, ink, Qt.AlignmentFlag.AlignCenter)
        start += share


def _heat_frame(brush: _Brush) -> None:
    """The names of the columns over the cells, and what the five colours stand for below."""
    painter, plan = brush.painter, brush.plan
    metrics, wide = painter.fontMetrics(), plan.plot.width() / max(len(plan.data.series), 1)
    for at, name in enumerate(plan.data.series):
        if names_stand_upright(plan.data, wide, metrics):
            painter.save()
            painter.translate(plan.plot.left() + (at + 0.5) * wide, plan.plot.top() - 5)
            painter.rotate(-90)
            short = shortened(name, metrics, UPRIGHT)
            brush.word(
                QRectF(0, -metrics.height() / 2, UPRIGHT + 10, metrics.height()), short, brush.colours.text, _LEFT
            )
            painter.restore()
            continue
        lines = wrapped(name, metrics, round(wide) - 6)
        top = plan.plot.top() - 4 - len(lines) * metrics.height()
        for number, line in enumerate(lines):
            area = QRectF(plan.plot.left() + at * wide, top + number * metrics.height(), wide, metrics.height())
            brush.word(area, line, brush.colours.text, Qt.AlignmentFlag.AlignCenter)
    x, y = plan.plot.left(), plan.plot.bottom() + 10
    for colour, said in zip(STEPS, step_names(plan.data, brush.language), strict=True):
        if not said:
            continue
        painter.setPen(QPen(QColor(brush.colours.line), 1))
        painter.setBrush(QColor(colour))
        painter.drawRect(QRectF(x, y + 2, 12, 12))
        brush.word(QRectF(x + 18, y, 120, metrics.height()), said, brush.colours.muted, _LEFT)
        x += metrics.horizontalAdvance(said) + 36


def _heat(brush: _Brush, middle: float, cells: tuple[Cell, ...]) -> None:
    painter, plan = brush.painter, brush.plan
    wide = plan.plot.width() / max(len(cells), 1)
    high = plan.heights[min(range(len(plan.tops)), key=lambda at: abs(_middle(plan, at) - middle))]
    for at, cell in enumerate(cells):
        blank = is_blank(cell)
        colour = brush.colours.surface if blank else STEPS[step_of(float(cell.estimate or 0.0), plan.data)]
        area = QRectF(plan.plot.left() + at * wide + 1, middle - high / 2 + 1, wide - 2, high - 2)
        painter.setPen(QPen(QColor(brush.colours.line if blank else colour), 1))
        painter.setBrush(QColor(colour))
        painter.drawRect(area)
        text = mask_mark(cell) if blank else written_in(cell, brush.language)
        ink = brush.colours.muted if blank else on_colour(colour)
        brush.word(area, text, ink, Qt.AlignmentFlag.AlignCenter)


def _middle(plan: ChartPlan, at: int) -> float:
    return plan.plot.top() + plan.tops[at] + plan.heights[at] / 2


def _histogram(brush: _Brush) -> None:
    painter, plan = brush.painter, brush.plan
    for tick in plan.ticks:
        y = plan.plot.bottom() - tick / plan.high * plan.plot.height()
        painter.setPen(QPen(QColor(brush.colours.line), 1))
        painter.drawLine(QPointF(plan.plot.left(), y), QPointF(plan.plot.right(), y))
        text = tick_text(tick, plan.data.unit, brush.language, plan.decimals)
        brush.word(QRectF(0, y - 9, plan.plot.left() - 8, 18), text, brush.colours.muted, _RIGHT)
    count = max(len(plan.data.lines), 1)
    wide = plan.plot.width() / count
    widest = max((painter.fontMetrics().horizontalAdvance(label) for label in plan.data.lines), default=1) + 10
    every = max(1, math.ceil(widest / wide))
    for at, (label, cells) in enumerate(zip(plan.data.lines, plan.data.cells, strict=True)):
        left = plan.plot.left() + at * wide
        value = 0.0 if _missing(cells[0]) else float(cells[0].estimate or 0.0)
        tall = value / plan.high * plan.plot.height()
        painter.setPen(QPen(QColor(brush.colours.surface), 1))
        painter.setBrush(QColor(brush.series(0)))
        painter.drawRect(QRectF(left, plan.plot.bottom() - tall, wide, tall))
        if mask_mark(cells[0]):
            area = QRectF(left, plan.plot.bottom() - 18, wide, 16)
            brush.word(area, mask_mark(cells[0]), brush.colours.muted, Qt.AlignmentFlag.AlignCenter)
        if at % every == 0:
            area = QRectF(left + wide / 2 - widest, plan.plot.bottom() + 4, widest * 2, AXIS - 6)
            side = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
            brush.word(area, label, brush.colours.muted, side)


_DRAWERS: dict[Chart, Callable[[_Brush, float, tuple[Cell, ...]], None]] = {
    Chart.DOTS: _dots,
    Chart.FOREST: _dots,
    Chart.BARS: _bars,
    Chart.STACKED: _stacked,
    Chart.HEAT: _heat,
}


def _missing(cell: Cell) -> bool:
    return bool(mask_mark(cell)) or cell.estimate is None or not math.isfinite(cell.estimate)


def _masked(brush: _Brush, cell: Cell, y: float) -> bool:
    """Whether the cell has nothing to draw; its mark then stands at 0."""
    if not _missing(cell):
        return False
    if mask_mark(cell):
        x = brush.plan.x(max(brush.plan.low, 0.0))
        brush.word(QRectF(x + 3, y - 9, 30, 18), mask_mark(cell), brush.colours.muted, _LEFT)
    return True
