# SPDX-License-Identifier: MIT
"""The rows of two aligned texts: how high each is, which are on screen, what stands where.

Only rows on screen are laid out; the height of the others is estimated from their length.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont, QFontMetricsF

from workbench.interviews.coding_painter import Mark, Marks
from workbench.interviews.translation.cells import TurnCell
from workbench.theme import font
from workbench.tokens import READING_LINE_HEIGHT, TYPE

if TYPE_CHECKING:
    from coding.records import Turn
    from projects.stored_interviews.parsed_document import LoadedDocument
    from projects.transcripts.translations import ParallelTexts

LEFT, PAD, LABEL = 132, 9, 20
_GUTTER_LEAST, _GUTTER_SHARE = 156, 0.3  # pixels; of the width, where the names of codings need more
_NARROW = 640  # pixels: below, the translation stands under the original
_LABEL_LEAST = 2.2  # lines beside speaker and time


class AlignedRows:
    """Geometry of the rows in a width; `sides[0]` is the original, `sides[1]` the translation."""

    def __init__(self, shown: ParallelTexts) -> None:
        self.shown = shown
        self.sides: tuple[LoadedDocument, LoadedDocument] = (shown.original, shown.translation)
        self.marks = (_marks(shown, False), _marks(shown, True))
        self.row_of = tuple(
            {row[side]: number for number, row in enumerate(shown.rows) if row[side] is not None} for side in (0, 1)
        )
        self.named = self._first_rows()
        self._cells: dict[tuple[int, int], TurnCell] = {}
        self.heights: list[float] = []
        self.tops: list[float] = [0.0]
        self.width, self.gutter = 0, float(_GUTTER_LEAST)
        self.stacked = False

    # Which turn, which row

    def turn(self, row: int, side: int) -> int | None:
        """The turn of a side in a row."""
        return self.shown.rows[row][side]

    def speakers(self) -> set[str]:
        """Everybody who speaks, in either text."""
        return {turn.speaker for side in self.sides for turn in side.document.turns}

    def heading_turn(self, row: int) -> Turn:
        """The turn whose speaker and time stand before a row: of the original where it has one."""
        side = 0 if self.turn(row, 0) is not None else 1
        number = self.turn(row, side)
        assert number is not None
        return self.sides[side].document.turns[number]

    def row_at_position(self, side: int, position: int) -> int:
        """The row whose turn holds a place of a text, or the one before it."""
        starts = [turn.start for turn in self.sides[side].document.turns]
        return self.row_of[side].get(max(bisect_right(starts, position) - 1, 0), 0)

    def _first_rows(self) -> dict[int, list[tuple[Mark, int]]]:
        """For each row the codings named there with the side named first: each once, in the first row it is seen in."""
        first: dict[str, tuple[int, int, Mark]] = {}
        for side in (0, 1):
            for mark in self.marks[side].all:
                row = self.row_at_position(side, mark.start)
                if mark.id not in first or row < first[mark.id][0]:
                    first[mark.id] = (row, side, mark)
        found: dict[int, list[tuple[Mark, int]]] = {}
        for row, side, mark in first.values():
            found.setdefault(row, []).append((mark, side))
        return found

    # Heights

    def fit(self, width: int, names: float = 0.0) -> None:
        """Take a width, and room for `names` between both texts: rows not on screen are estimated."""
        self.gutter = float(max(_GUTTER_LEAST, min(names, width * _GUTTER_SHARE)))
        self.width, self.stacked, self._cells = width, width < _NARROW, {}
        self.font = font(TYPE.reading)
        size = self.font.pixelSize()
        self.step = float(round(size * READING_LINE_HEIGHT))
        self._letters = max(self.cell_width() / max(QFontMetricsF(self.font).averageCharWidth(), 1.0), 8.0)
        self.heights = [self._estimate(row) for row in range(len(self.shown.rows))]
        self._sum()

    def _sum(self) -> None:
        self.tops = [0.0, *accumulate(self.heights)]

    def cell_width(self) -> float:
        """The width of a text."""
        room = self.width - LEFT - self.gutter - 14
        return float(max(room if self.stacked else room / 2, 80))

    def _estimate(self, row: int) -> float:
        lines = []
        for side in (0, 1):
            number = self.turn(row, side)
            turn = None if number is None else self.sides[side].document.turns[number]
            lines.append(max(int((turn.end - turn.start) / self._letters) + 1, 1) if turn else 1)
        return self._row_height(sum(lines) if self.stacked else max(lines), row)

    def _row_height(self, lines: float, row: int) -> float:
        labels = len(self.named.get(row, ())) * LABEL
        return max(lines * self.step, _LABEL_LEAST * self.step / 1.6, labels) + 2 * PAD

    def cell(self, row: int, side: int) -> TurnCell | None:
        """The laid out words of a side in a row; None where it has no turn there."""
        number = self.turn(row, side)
        if number is None:
            return None
        if (row, side) not in self._cells:
            document = self.sides[side].document
            shown_font = QFont(self.font)
            shown_font.setItalic(self.is_interpreter(row, side))
            turn = document.turns[number]
            self._cells[row, side] = TurnCell(document.text, turn, shown_font, self.step, self.cell_width())
        return self._cells[row, side]

    def is_interpreter(self, row: int, side: int) -> bool:
        """Whether an interpreter speaks."""
        from coding.speaker_roles import proposed_role  # regex: with the first rows

        number = self.turn(row, side)
        speaker = "" if number is None else self.sides[side].document.turns[number].speaker
        return proposed_role(speaker) == "interpreter"

    def settle(self, top: float, height: float) -> list[int]:
        """The rows on screen, laid out."""
        for _ in range(4):
            first = max(bisect_right(self.tops, top) - 1, 0)
            found = []
            changed = False
            for row in range(first, len(self.heights)):
                if self.tops[row] > top + height:
                    break
                found.append(row)
                cells = [self.cell(row, side) for side in (0, 1)]
                lines = [cell.height / self.step if cell else 1.0 for cell in cells]
                exact = self._row_height(sum(lines) if self.stacked else max(lines), row)
                changed = changed or exact != self.heights[row]
                self.heights[row] = exact
            if not changed:
                return found
            self._sum()
        return found

    # Places

    def total(self) -> float:
        """The height of all rows."""
        return self.tops[-1]

    def cell_area(self, row: int, side: int) -> QRectF:
        """Where the words of a side stand, from the top of the first row."""
        width, top = self.cell_width(), self.tops[row] + PAD
        if not self.stacked:
            return QRectF(LEFT + side * (width + self.gutter), top, width, self.heights[row] - 2 * PAD)
        above = self.cell(row, 0) if side else None
        offset = (above.height if above else self.step) if side else 0.0
        return QRectF(LEFT, top + offset, width, max(self.heights[row] - 2 * PAD - offset, self.step))

    def gutter_area(self, row: int) -> QRectF:
        """Where the names of codings stand."""
        left = LEFT + self.cell_width()
        return QRectF(left, self.tops[row] + PAD, self.gutter, self.heights[row] - 2 * PAD)


def _marks(shown: ParallelTexts, on_translation: bool) -> Marks:
    """All codings as they are seen on a side: those made there, and those carried over."""
    found = []
    for one in shown.codings:
        span = (one.segment.start, one.segment.end) if one.on_translation is on_translation else one.beside
        if span is not None:
            found.append(Mark(*span, one.segment.code, one.segment.id, False))
    return Marks(found)
