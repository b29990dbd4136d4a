# SPDX-License-Identifier: MIT
"""Layout of a chart in pixels: the plot area, its lines, the axis, the names of its series."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetrics

from analysis.figures.chart_marks import scale
from analysis.figures.series import PlottedSeries, tick_text
from analysis.specs import Chart, FigureSpec
from workbench.results.table_layout import wrapped

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
    left = max(metrics.horizontalAdvance(tick_text(tick, data.unit, "fr", decimals)) for tick in ticks) + GAP + 4.0
    plot = QRectF(left, 8, max(width - left - 16, 60), _HISTOGRAM)
    return ChartPlan(
        Chart.HISTOGRAM, data, (), (), (), plot, 0.0, high, tuple(ticks), decimals, (), _HISTOGRAM + 8 + AXIS, width
    )
