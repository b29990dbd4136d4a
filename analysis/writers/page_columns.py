# SPDX-License-Identifier: MIT
"""Column widths of a table on a page, so that no word and no number breaks. It writes nothing.

First intervals go below their estimates; what is still too wide goes on in further bands, one below the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from analysis.specs import TableSpec
from analysis.writers.docx_page import TEXT_WIDTH_MM
from analysis.writers.layout import (
    Place,
    PrintColumn,
    cell_text,
    heading,
    print_columns,
    side_by_side,
    stacked,
)
from wording import render

_FACTS = ("se", "cv", "df", "n", "base", "weighted", "deff", "deff_without", "effective")
_WIDTHS_MM = {"estimate": 22.0, "interval": 19.0, **dict.fromkeys(_FACTS, 14.0), "n": 12.0}
_LEAST_MM = {"estimate": 13.0, "interval": 15.0, **dict.fromkeys(_FACTS, 11.0), "n": 10.0}
_BOLD_LETTER_MM, _LETTER_MM, _CELL_MARGINS_MM = 2.0, 1.8, 2.6  # of 9 pt
_LONG_WORD_MM = 45.0  # longer ones may break
_STUB_MM, _STUB_LEAST_MM = (40.0, 80.0), 26.0  # the row labels' column: at least where there is room, at most


@dataclass(frozen=True)
class Band:
    """Columns side by side on the page, and the width each needs so that nothing in it breaks."""

    places: tuple[Place, ...]
    needed: tuple[float, ...]

    @property
    def width(self) -> float:
        """What they need in all."""
        return sum(self.needed)

    def only(self, wanted: Sequence[int]) -> Band:
        """Some of the columns."""
        return Band(tuple(self.places[at] for at in wanted), tuple(self.needed[at] for at in wanted))


def places_on_page(columns: tuple[PrintColumn, ...], width_mm: float = TEXT_WIDTH_MM) -> tuple[Place, ...]:
    """What stands in each column; in a table too wide for the page intervals stand below their estimates."""
    fits = sum(_WIDTHS_MM[column.part] for column in columns) + _STUB_MM[0] <= width_mm
    return side_by_side(columns) if fits else stacked(columns)


def page_bands(table: TableSpec, language: str, width_mm: float = TEXT_WIDTH_MM) -> list[Band]:
    """The columns on the page: all of them, or about as many in each band as in the others.

    What belongs to one column of the table (its estimate, its n) stays in one band.
    """
    places = places_on_page(print_columns(table), width_mm)
    whole = Band(places, tuple(_both(table, place, language) for place in places))
    room = width_mm - _STUB_LEAST_MM
    if whole.width <= room:
        return [whole]
    order = groupby(range(len(places)), key=lambda at: places[at][0].position)
    together = [whole.only(list(one)) for _, one in order]
    best = fewest = _packed(together, room)
    for percent in range(98, 0, -2):  # the narrowest bands of which there are no more
        tried = _packed(together, room * percent / 100)
        if len(tried) > len(fewest):
            break
        best = tried
    return best


def _packed(together: list[Band], room: float) -> list[Band]:
    bands: list[Band] = []
    for one in together:
        if bands and bands[-1].width + one.width <= room:
            bands[-1] = Band(bands[-1].places + one.places, bands[-1].needed + one.needed)
        else:
            bands.append(one)
    return bands


def _both(table: TableSpec, place: Place, language: str) -> float:
    column, below = place
    return max(_needed(table, column, language), _needed(table, below, language) if below is not None else 0.0)


def _needed(table: TableSpec, column: PrintColumn, language: str) -> float:
    head = _longest(heading(column, table, language)) * _BOLD_LETTER_MM
    said = (_longest(cell_text(row.cells[column.position], column.part, language)) for row in table.rows if row.cells)
    wide = max(head, max(said, default=0) * _LETTER_MM) + _CELL_MARGINS_MM
    return max(min(wide, _LONG_WORD_MM), _LEAST_MM[column.part])


def _longest(text: str) -> int:
    return max((len(word) for word in text.split(" ")), default=0)


def stub_mm(table: TableSpec, bands: list[Band], language: str, width_mm: float) -> float:
    """The width for the names of rows beside all these bands."""
    longest = max((len(render(row.label, language)) for row in table.rows), default=0)
    room = max(width_mm - max(band.width for band in bands), _STUB_LEAST_MM)
    return min(max(longest * _LETTER_MM, _STUB_MM[0]), _STUB_MM[1], room)


def widths_mm(band: Band, stub: float, width_mm: float) -> list[float]:
    """The widths of the names of rows and of the columns: what they need, and of the rest what they would like."""
    spare = width_mm - stub - band.width
    if spare < 0:
        return [stub, *(need * (width_mm - stub) / band.width for need in band.needed)]
    missing = [
        max(_WIDTHS_MM[column.part] - need, 0.0) for (column, _), need in zip(band.places, band.needed, strict=True)
    ]
    share = min(1.0, spare / max(sum(missing), 1.0))
    return [stub, *(need + more * share for need, more in zip(band.needed, missing, strict=True))]
