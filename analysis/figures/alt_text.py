# SPDX-License-Identifier: MIT
"""Alternative text of a figure, for readers who cannot see it; nothing that its table withholds."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.figures.series import PlottedSeries, drawn
from analysis.specs import Cell, FigureSpec, Flag
from analysis.tables.cell_text import mask_mark, number_text
from wording import msg, render

_MOST = 24


def alt_text(spec: FigureSpec, language: str) -> str:
    """The chart's kind, its title and its numbers, at most 24 of them."""
    data = drawn(spec, language)
    kind = render(msg(f"chart.{spec.chart.value}"), language)
    parts: list[str] = []
    for line, cells in zip(data.lines, data.cells, strict=True):
        numbers = [
            f"{name} {number_text(cell, language)}".strip()
            for name, cell in zip(data.series, cells, strict=True)
            if not mask_mark(cell) and cell.estimate is not None
        ]
        if numbers:
            listed = ", ".join(numbers)
            parts.append(render(msg("chart.line", line=line, numbers=listed), language) if line else listed)
    most = max(_MOST // max(len(data.series), 1), 1)
    more = len(parts) - most
    between = {"en": "; ", "fr": "\u202f; "}[language]
    text = between.join(parts[:most])
    if more > 0:
        text += between + render(msg("chart.more", n=more), language)
    small = _small_groups(data)
    if small:
        text += (between if text else "") + render(msg("withheld.words.small_groups", names=small[:_MOST]), language)
    elif not parts and any(mask_mark(cell) for cells in data.cells for cell in cells):
        text = render(msg("chart.nothing_left"), language)
    title = render(spec.title, language)
    title += "" if title[-1:] in ".?!" else "."
    return render(msg("chart.alt", kind=kind, title=title, numbers=text), language)


def _small_groups(data: PlottedSeries) -> list[str]:
    """The groups under the minimum base, each once: lines or series of which every number bears that mark."""

    def small(cells: Sequence[Cell]) -> bool:
        return bool(cells) and all(Flag.MASKED_BASE in cell.flags for cell in cells)

    of_lines = [line for line, cells in zip(data.lines, data.cells, strict=True) if small(cells)]
    columns = zip(data.series, zip(*data.cells, strict=True), strict=True) if data.cells else ()
    found = of_lines or [name for name, cells in columns if small(cells)]
    return list(dict.fromkeys(name for name in found if name))


def is_wholly_withheld(spec: FigureSpec, language: str) -> bool:
    """Whether the chart has numbers and none of them may be shown."""
    cells = [cell for line in drawn(spec, language).cells for cell in line]
    return bool(cells) and all(mask_mark(cell) for cell in cells)
