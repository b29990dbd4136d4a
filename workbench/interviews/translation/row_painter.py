# SPDX-License-Identifier: MIT
"""Paints rows of aligned turns: number, speaker, time; both texts with their codings; names and brackets between."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QTextBlock

from wording import msg, render
from workbench.interviews.coding_painter import Mark, Stroke, VisibleBlock, paint_lines, paint_washes, placed, stretches
from workbench.interviews.page_parts import coder_letters
from workbench.interviews.reading.margin_labels import spread
from workbench.interviews.translation.cells import TurnCell
from workbench.interviews.translation.rows import LABEL, LEFT, AlignedRows
from workbench.theme import colours_of, font
from workbench.tokens import TYPE
from workbench.translation import language_of
from workbench.widgets.elision import distinct_short_names, shortened

if TYPE_CHECKING:
    from PySide6.QtWidgets import QAbstractScrollArea

    from workbench.interviews.page_parts import CodeLooks

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
