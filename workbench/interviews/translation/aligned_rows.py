# SPDX-License-Identifier: MIT
"""The rows of two aligned texts: how high each is, which are on screen, what stands where, and how they are painted.

Only rows on screen are laid out; the height of the others is estimated from their length.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QTextBlock, QTextLayout, QTextOption

from coding.records import Turn
from coding.speaker_roles import proposed_role
from wording import msg, render
from workbench.colours_and_sizes import READING_LINE_HEIGHT, TYPE
from workbench.interviews.coding_painter import (
    Mark,
    Marks,
    Stroke,
    VisibleBlock,
    paint_lines,
    paint_washes,
    placed,
    stretches,
)
from workbench.interviews.page_parts import coder_letters
from workbench.interviews.reading.code_margin import spread
from workbench.interviews.shown_text import Offsets, left_out
from workbench.theme import colours_of, font
from workbench.translation import language_of
from workbench.widgets.elision import distinct_short_names, shortened

if TYPE_CHECKING:
    from PySide6.QtWidgets import QAbstractScrollArea

    from coding.records import Turn
    from projects.stored_interviews.parsed_document import LoadedDocument
    from projects.transcripts.translations import ParallelTexts
    from workbench.interviews.page_parts import CodeLooks


class TurnCell:
    """The words of a turn laid out in a width. Positions that come and go are code points of the whole text."""

    def __init__(self, text: str, turn: Turn, font: QFont, step: float, width: float) -> None:
        self.start = turn.start
        said = text[turn.start : turn.end]
        self._offsets = Offsets(said, left_out(said, [Turn(0, len(said))]))
        self._layout = QTextLayout(self._offsets.shown.replace("\n", "\u2028"), font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self._layout.setTextOption(option)
        self.height = self._lay(step, width)

    def _lay(self, step: float, width: float) -> float:
        self._layout.beginLayout()
        top = 0.0
        while (line := self._layout.createLine()).isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, top + round((step - line.height()) / 2)))
            top += step
        self._layout.endLayout()
        return max(top, step)

    # What painting asks of a paragraph of Qt

    def position(self) -> int:
        """Where it begins: every cell is painted by itself."""
        return 0

    def length(self) -> int:
        """How many of Qt's positions it has, with its end."""
        return len(self._layout.text()) + 1

    def layout(self) -> QTextLayout:
        """Its lines."""
        return self._layout

    # Positions

    def span_to_qt(self, start: int, end: int) -> tuple[int, int]:
        """Qt's positions of the part of a stretch that lies in this turn."""
        low = max(start - self.start, 0)
        return self._offsets.span_to_qt(low, max(min(end - self.start, len(self._offsets.text)), low))

    def place_at(self, point: QPointF) -> int:
        """The code point of the text nearest to a point of the cell."""
        for number in range(self._layout.lineCount()):
            line = self._layout.lineAt(number)
            if point.y() < line.y() + line.height() or number == self._layout.lineCount() - 1:
                return self.start + self._offsets.to_text(line.xToCursor(point.x()))
        return self.start

    def line_of(self, position: int) -> tuple[float, float]:
        """Top and bottom of the line that holds a code point."""
        line = self._layout.lineForTextPosition(self._offsets.to_qt(max(position - self.start, 0)))
        if not line.isValid():
            return 0.0, self.height
        return line.y(), line.y() + line.height()


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


_LANES, _LANE, _HOOK = 4, 4.0, 4.0


_VCENTRE = Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True)
class PaintingState:
    """What is at hand while rows are painted: on which side the caret stands, what is selected, the chosen coding."""

    area: QAbstractScrollArea
    looks: CodeLooks
    segment: str | None
    side: int
    caret: int
    row: int
    selected: tuple[int, int] | None


def paint_rows(view: PaintingState, rows: AlignedRows, visible: list[int], scrolled: int) -> list[tuple[QRectF, str]]:
    """Paint these rows; where the names of codings stand in the viewport, each with its segment."""
    painter = QPainter(view.area.viewport())
    painter.fillRect(view.area.viewport().rect(), QColor(colours_of(view.area).surface))
    painter.translate(0, -scrolled)
    labels: list[tuple[QRectF, str]] = []
    names = distinct_short_names(rows.speakers(), QFontMetricsF(font(TYPE.muted, QFont.Weight.DemiBold)), LEFT - 52)
    for row in visible:
        _paint_head(painter, view, rows, row, names)
        for side in (0, 1):
            _paint_cell(painter, view, rows, row, side)
            _paint_brackets(painter, view, rows, row, side)
        labels += _paint_names(painter, view, rows, row)
        painter.setPen(QPen(QColor(colours_of(view.area).line), 1.0))
        painter.drawLine(QPointF(0, rows.tops[row + 1]), QPointF(rows.width, rows.tops[row + 1]))
    painter.end()
    return [(area.translated(0, -scrolled), segment) for area, segment in labels]


def names_room(rows: AlignedRows, looks: CodeLooks, language: str) -> float:
    """The room between both texts that the longest name of a coding needs, with who coded it."""
    metrics = QFontMetricsF(font(TYPE.muted, QFont.Weight.DemiBold))
    codes = {one.segment.code for one in rows.shown.codings}
    longest = max((metrics.horizontalAdvance(render(looks.of(code).name, language)) for code in codes), default=0.0)
    return longest + metrics.horizontalAdvance(" MM") + 13 + 2 * (10 + _LANES * _LANE)


def _paint_head(painter: QPainter, view: PaintingState, rows: AlignedRows, row: int, names: Mapping[str, str]) -> None:
    colours, top = colours_of(view.area), rows.cell_area(row, 0).top()
    painter.setPen(QColor(colours.muted))
    painter.setFont(font(TYPE.muted, tabular=True))
    painter.drawText(QRectF(4, top, 30, rows.step), Qt.AlignmentFlag.AlignRight | _VCENTRE, str(row + 1))
    turn = rows.heading_turn(row)
    painter.setFont(font(TYPE.muted, QFont.Weight.DemiBold))
    room = LEFT - 52
    painter.drawText(QRectF(44, top, room, rows.step), _VCENTRE, names[turn.speaker])
    if turn.time:
        painter.setFont(font(TYPE.muted, tabular=True))
        painter.drawText(QRectF(44, top + rows.step * 0.75, room, rows.step), _VCENTRE, turn.time)


def _paint_gap(painter: QPainter, view: PaintingState, room: QRectF, side: int) -> None:
    """What is said in the place of a turn without a counterpart: as much as the offer to translate leaves room for."""
    plain, strong, language = font(TYPE.muted), font(TYPE.muted, QFont.Weight.DemiBold), language_of(view.area)
    offer = render(msg("translating.offer"), language) if side else ""
    left = room.width() - (QFontMetricsF(strong).horizontalAdvance(offer) + 8 if offer else 0)
    key = "not_translated" if side else "no_original"
    painter.setFont(plain)
    said = shortened(render(msg(f"translations.view.{key}"), language), QFontMetricsF(plain), left)
    painter.drawText(room, _VCENTRE, said)
    painter.setFont(strong)
    painter.setPen(QColor(colours_of(view.area).accent))
    painter.drawText(room, Qt.AlignmentFlag.AlignRight | _VCENTRE, offer)


def _paint_cell(painter: QPainter, view: PaintingState, rows: AlignedRows, row: int, side: int) -> None:
    colours, area, cell = colours_of(view.area), rows.cell_area(row, side), rows.cell(row, side)
    if cell is None:
        painter.setPen(QPen(QColor(colours.muted), 1.0, Qt.PenStyle.DashLine))
        box = QRectF(area.left(), area.top(), area.width(), rows.step + 2)
        painter.drawRoundedRect(box, 4, 4)
        _paint_gap(painter, view, box.adjusted(10, 0, -10, 0), side)
        return
    blocks = [VisibleBlock(cast("QTextBlock", cell), area)]
    pieces = placed(blocks, _strokes(view, rows, row, side, cell))
    paint_washes(painter, pieces, colours.dark)
    _paint_selection(painter, view, rows, row, side, cell, blocks)
    painter.setPen(QColor(colours.muted if rows.is_interpreter(row, side) else colours.text))
    cell.layout().draw(painter, area.topLeft())
    paint_lines(painter, pieces)
    if view.area.hasFocus() and view.side == side and view.row == row:
        first, _last = cell.span_to_qt(view.caret, view.caret)
        painter.setPen(QColor(colours.text))
        cell.layout().drawCursor(painter, area.topLeft(), first, 2)


def _paint_selection(
    painter: QPainter,
    view: PaintingState,
    rows: AlignedRows,
    row: int,
    side: int,
    cell: TurnCell,
    blocks: list[VisibleBlock],
) -> None:
    selected = view.selected
    number = rows.turn(row, side)
    if selected is None or view.side != side or number is None:
        return
    turn = rows.sides[side].document.turns[number]
    if selected[0] < turn.end and turn.start < selected[1]:
        tint = QColor(colours_of(view.area).accent)
        tint.setAlphaF(0.30)
        for area, _baseline in stretches(blocks, *cell.span_to_qt(*selected)):
            painter.fillRect(area, tint)


def _touching(rows: AlignedRows, row: int, side: int) -> list[tuple[Mark, int]]:
    """The codings seen in a cell, each with its lane."""
    number = rows.turn(row, side)
    if number is None:
        return []
    turn, marks = rows.sides[side].document.turns[number], rows.marks[side]
    return [(marks.all[place], marks.levels[place]) for place in marks.touching(turn.start, turn.end)]


def _strokes(view: PaintingState, rows: AlignedRows, row: int, side: int, cell: TurnCell) -> list[Stroke]:
    found = []
    for mark, level in _touching(rows, row, side):
        first, last = cell.span_to_qt(mark.start, mark.end)
        found.append(Stroke(first, last, level, view.looks.of(mark.code).line, False, mark.id == view.segment))
    return found


def _paint_brackets(painter: QPainter, view: PaintingState, rows: AlignedRows, row: int, side: int) -> None:
    """A bracket as long as the coding is in this cell, at its side of the gutter; overlapping ones in lanes."""
    cell, gutter, area = rows.cell(row, side), rows.gutter_area(row), rows.cell_area(row, side)
    if cell is None:
        return
    at_left = side == 0 or rows.stacked
    for mark, level in _touching(rows, row, side):
        top = cell.line_of(mark.start)[0] if mark.start >= cell.start else 0.0
        bottom = cell.line_of(max(mark.end - 1, cell.start))[1]
        lane = min(level, _LANES - 1) * _LANE
        x = gutter.left() + 8 + lane if at_left else gutter.right() - 8 - lane
        hook = -_HOOK if at_left else _HOOK
        pen = QPen(view.looks.of(mark.code).line, 3.0 if mark.id == view.segment else 2.0)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        high, low = area.top() + top, area.top() + bottom
        painter.drawLine(QPointF(x, high), QPointF(x, low))
        for y in (high, low):
            painter.drawLine(QPointF(x + hook, y), QPointF(x, y))


def _paint_names(painter: QPainter, view: PaintingState, rows: AlignedRows, row: int) -> list[tuple[QRectF, str]]:
    """The name of each coding once, in the first row it is seen in, with who coded it."""
    named = [(mark, side, cell) for mark, side in rows.named.get(row, ()) if (cell := rows.cell(row, side)) is not None]
    if not named:
        return []
    tops = [(rows.cell_area(row, side).top() + cell.line_of(mark.start)[0], mark) for mark, side, cell in named]
    tops.sort(key=lambda found: (found[0], found[1].id))
    gutter, colours = rows.gutter_area(row), colours_of(view.area)
    places = spread([top for top, _ in tops], gutter.top(), gutter.bottom() + LABEL, float(LABEL))
    coders = {one.segment.id: one.segment.coder for one in rows.shown.codings}
    found = []
    for place, (_top, mark) in zip(places, tops, strict=False):
        left = gutter.left() + 10 + _LANES * _LANE
        area = QRectF(left, place, gutter.right() - left - (8 if rows.stacked else 10 + _LANES * _LANE), LABEL)
        chosen = mark.id == view.segment
        look, short = view.looks.of(mark.code), coder_letters(coders.get(mark.id, ""))
        name_font = font(TYPE.muted, QFont.Weight.DemiBold if chosen else QFont.Weight.Normal)
        metrics = QFontMetricsF(name_font)
        painter.fillRect(QRectF(area.left(), area.center().y() - 4, 8, 8), look.line)
        painter.setFont(name_font)
        painter.setPen(QColor(colours.text if chosen else colours.muted))
        room = area.adjusted(13, 0, 0, 0)
        kept = room.width() - metrics.horizontalAdvance(f" {short}")
        name = shortened(render(look.name, language_of(view.area)), metrics, kept)
        painter.drawText(room, _VCENTRE, f"{name} {short}".rstrip())
        found.append((area, mark.id))
    return found
