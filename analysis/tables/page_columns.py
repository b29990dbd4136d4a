# SPDX-License-Identifier: MIT
"""Column widths of a table on a page, so that no word and no number breaks.

First intervals go below their estimates; what is still too wide goes on in further bands, one below the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from analysis.result_tables import Row, TableSpec, Unit
from analysis.tables.cell_text import cell_text
from analysis.tables.docx_page import TEXT_WIDTH_MM
from analysis.tables.layout import PrintColumn, heading, print_columns
from wording import msg, render

_FACTS = ("share", "se", "cv", "df", "n", "base", "weighted", "deff", "deff_without", "effective")
_WIDTHS_MM = {"estimate": 22.0, "interval": 19.0, **dict.fromkeys(_FACTS, 14.0), "n": 12.0}
_LEAST_MM = {"estimate": 13.0, "interval": 15.0, **dict.fromkeys(_FACTS, 11.0), "n": 10.0, "share": 13.5}
_BOLD_LETTER_MM, _LETTER_MM, _CELL_MARGINS_MM = 2.0, 1.8, 2.6  # of 9 pt
_LONG_WORD_MM = 45.0  # longer ones may break
_NAMES_MM = 30.0  # names of rows beside sentences
_SENTENCE_MM, _LOOKED_AT = 75.0, 50  # a line of words that reads well; rows that tell whether a column is of words
_STUB_MM, _STUB_LEAST_MM = (40.0, 80.0), 26.0  # the row labels' column: at least where there is room, at most


Place = tuple[PrintColumn, PrintColumn | None]
"""What stands in a column of the page: a printed column, and the one below it."""


@dataclass(frozen=True)
class Band:
    """Columns side by side on the page, and the width each needs so that nothing in it breaks, and would like."""

    places: tuple[Place, ...]
    needed: tuple[float, ...]
    liked: tuple[float, ...]

    @property
    def width(self) -> float:
        """What they need in all."""
        return sum(self.needed)

    def only(self, wanted: Sequence[int]) -> Band:
        """Some of the columns."""
        parts = (self.places, self.needed, self.liked)
        # a Band has three parts: mypy cannot tell
        return Band(*(tuple(part[at] for at in wanted) for part in parts))  # type: ignore[arg-type]


def side_by_side(columns: tuple[PrintColumn, ...]) -> tuple[Place, ...]:
    """Each printed column has a place of its own."""
    return tuple((column, None) for column in columns)


def stacked(columns: tuple[PrintColumn, ...]) -> tuple[Place, ...]:
    """Where there is too little room for all columns side by side, intervals stand below their estimates."""
    places: list[Place] = []
    for column in columns:
        if column.part == "interval" and places and places[-1] == (replace(column, part="estimate"), None):
            places[-1] = (places[-1][0], column)
        else:
            places.append((column, None))
    return tuple(places)


def places_on_page(columns: tuple[PrintColumn, ...], width_mm: float = TEXT_WIDTH_MM) -> tuple[Place, ...]:
    """What stands in each column; in a table too wide for the page intervals stand below their estimates."""
    fits = sum(_WIDTHS_MM[column.part] for column in columns) + _STUB_MM[0] <= width_mm
    return side_by_side(columns) if fits else stacked(columns)


def page_bands(table: TableSpec, language: str, width_mm: float = TEXT_WIDTH_MM) -> list[Band]:
    """The columns on the page: all of them, or about as many in each band as in the others.

    What belongs to one column of the table (its estimate, its n) stays in one band.
    """
    places = places_on_page(print_columns(table), width_mm)
    words = words_columns(table)
    whole = Band(
        places,
        tuple(_both(table, place, language) for place in places),
        tuple(_liked(table, column, language, words) for column, _ in places),
    )
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
            last = bands[-1]
            bands[-1] = Band(last.places + one.places, last.needed + one.needed, last.liked + one.liked)
        else:
            bands.append(one)
    return bands


def _both(table: TableSpec, place: Place, language: str) -> float:
    column, below = place
    return max(_needed(table, column, language), _needed(table, below, language) if below is not None else 0.0)


def words_columns(table: TableSpec) -> frozenset[int]:
    """The columns whose cells are words, not numbers: they stand at the left, sentences broken into lines."""
    lines = [row.cells for row in table.rows[:_LOOKED_AT] if row.cells and not row.heading]
    return frozenset(
        at
        for at in range(len(table.columns))
        if any(cells[at].unit is Unit.TEXT and cells[at].text for cells in lines)
        and not any(cells[at].estimate is not None for cells in lines)
    )


def words_alone(row: Row, words: frozenset[int], language: str) -> str:
    """The words of a row that has nothing else: they are set across all columns."""
    filled = [at for at, cell in enumerate(row.cells) if cell_text(cell, "estimate", language)]
    alone = len(row.cells) > 1 and len(filled) == 1 and filled[0] in words and not row.heading
    return cell_text(row.cells[filled[0]], "estimate", language) if alone else ""


def _liked(table: TableSpec, column: PrintColumn, language: str, words: frozenset[int]) -> float:
    """What reads well: sentences like lines of some length, unless they stand alone in their rows."""
    if column.position not in words:
        return _WIDTHS_MM[column.part]
    lines = [row for row in table.rows[:_LOOKED_AT] if row.cells and not words_alone(row, words, language)]
    said = (len(cell_text(row.cells[column.position], column.part, language)) for row in lines)
    return min(max(said, default=0) * _LETTER_MM + _CELL_MARGINS_MM, _SENTENCE_MM)


def _needed(table: TableSpec, column: PrintColumn, language: str) -> float:
    head = _longest(heading(column, table, language)) * _BOLD_LETTER_MM
    said = (_longest(cell_text(row.cells[column.position], column.part, language)) for row in table.rows if row.cells)
    wide = max(head, max(said, default=0) * _LETTER_MM) + _CELL_MARGINS_MM
    return max(min(wide, _LONG_WORD_MM), _LEAST_MM[column.part])


def _longest(text: str) -> int:
    return max((len(word) for word in text.split(" ")), default=0)


def stub_text(table: TableSpec, language: str) -> str:
    """The words over the names of rows; a general one where the table has none, as a heading read aloud needs words."""
    return render(table.stub, language) or render(msg("column.row"), language)


def stub_mm(table: TableSpec, bands: list[Band], language: str, width_mm: float) -> float:
    """The width for the names of rows beside all these bands."""
    longest = max((len(render(row.label, language)) for row in table.rows), default=0)
    room = max(width_mm - max((band.width for band in bands), default=0.0), _STUB_LEAST_MM)
    sentences = any(like >= _SENTENCE_MM for band in bands for like in band.liked)
    most = _NAMES_MM if sentences else _STUB_MM[1]  # sentences need the room more than names do
    return min(max(longest * _LETTER_MM, _STUB_LEAST_MM if sentences else _STUB_MM[0]), most, room)


def widths_mm(band: Band, stub: float, width_mm: float) -> list[float]:
    """The widths of the names of rows and of the columns: what they need, and of the rest what they would like."""
    spare = width_mm - stub - band.width
    if spare < 0:
        return [stub, *(need * (width_mm - stub) / band.width for need in band.needed)]
    missing = [max(like - need, 0.0) for like, need in zip(band.liked, band.needed, strict=True)]
    share = min(1.0, spare / max(sum(missing), 1.0))
    return [stub, *(need + more * share for need, more in zip(band.needed, missing, strict=True))]
