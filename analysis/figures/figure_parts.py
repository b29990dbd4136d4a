# SPDX-License-Identifier: MIT
"""A figure too tall for a page in parts that go on, "(1 of 2)", all on one scale."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from analysis.figures.figure_layout import measured
from analysis.result_tables import Chart, FigureSpec
from wording import msg

TEXT_HEIGHT_MM = 250.0  # of an A4 page as we print


def figure_parts(
    spec: FigureSpec, language: str, *, titled: bool = True, most_mm: float = TEXT_HEIGHT_MM, line_mm: float = 0.0
) -> list[FigureSpec]:
    """The figure, or its parts where it is higher than `most_mm`: each no higher, all of about the same height.

    `line_mm` is the least height of a line where another program draws the chart.
    """
    if spec.chart in (Chart.HISTOGRAM, Chart.COLUMNS) or spec.lines is not None:
        return [_no_higher(spec, most_mm)]
    around, lines = measured(spec, language, titled)
    heights = [max(line, line_mm) for line in lines]
    if around + sum(heights) <= most_mm:
        return [_no_higher(spec, most_mm)]
    runs = _runs(heights, max(most_mm - around, 10.0))
    parts = []
    for at, (first, end) in enumerate(runs, start=1):
        title = spec.title if len(runs) == 1 else msg("figure.part", title=spec.title, part=at, parts=len(runs))
        part = replace(spec, id=f"{spec.id}-{at}", title=title, lines=(first, end), height_mm=None)
        tall = around + sum(heights[first:end]) > most_mm  # one line with very many series
        parts.append(replace(part, height_mm=most_mm) if tall else part)
    return parts


def _no_higher(spec: FigureSpec, most_mm: float) -> FigureSpec:
    return replace(spec, height_mm=most_mm) if (spec.height_mm or 0.0) > most_mm else spec


def _runs(heights: Sequence[float], room: float) -> list[tuple[int, int]]:
    """Lines one after the other in as few runs as fit `room`, the runs about as high as one another."""
    fewest = _packed(heights, room)
    wanted = sum(heights) / len(fewest)
    for percent in range(100, 201, 5):
        tried = _packed(heights, min(wanted * percent / 100, room))
        if len(tried) == len(fewest):
            return tried
    return fewest


def _packed(heights: Sequence[float], room: float) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    start, used = 0, 0.0
    for at, height in enumerate(heights):
        if at > start and used + height > room:
            runs.append((start, at))
            start, used = at, 0.0
        used += height
    return [*runs, (start, len(heights))] if math.isfinite(used) else runs
