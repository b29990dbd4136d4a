# SPDX-License-Identifier: MIT
"""Painting of a table laid out: headings, rows, the marks of what will be withheld."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from analysis.result_tables import Cell, Flag
from analysis.tables.cell_text import MARKED, MASKED
from workbench.colours_and_sizes import Colours
from workbench.results.table_layout import HEAD_PAD, MARK, GridRow, TableLayout, before, bold_font, fonts
from workbench.widgets.elision import shortened

_SLACK = 3  # pixels: the width of a text is told in whole ones, and its last letter may stand out
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def box(grid: TableLayout, row: int, column: int) -> QRect:
    """The place of a cell with its share, or of words that go over several."""
    line = grid.rows[row]
    if column < 0:
        return QRect(0, line.top, grid.stub_width, line.height)
    if line.over >= 0:
        return QRect(grid.stub_width, line.top, grid.width - grid.stub_width, line.height)
    wide = grid.widths[column]
    if column + 1 < len(grid.columns) and grid.columns[column + 1].part == "share":
        wide += grid.widths[column + 1]
    return QRect(grid.lefts[column], line.top, wide, line.height)


def paint_heads(painter: QPainter, grid: TableLayout, colours: Colours, sorted_by: str = "") -> None:
    """Paint what stands over the columns, with a mark on the one by which the rows stand."""
    _, head = fonts()
    painter.fillRect(0, 0, grid.width, grid.spans_height + grid.head_height, QColor(colours.background))
    painter.setFont(head)
    painter.setPen(QColor(colours.text))
    for label, left, right in grid.spans:
        area = QRect(left + grid.pad, 0, right - left - 2 * grid.pad, grid.spans_height)
        pair = any(column.part == "share" for column in grid.columns)
        short = label if pair else shortened(label, painter.fontMetrics(), area.width())
        side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom if pair else Qt.AlignmentFlag.AlignCenter
        painter.drawText(area.adjusted(0, 0, 0, -3 if pair else 0), side, short)
        if not pair:  # else its base stands right below
            painter.fillRect(area.left(), grid.spans_height - 1, area.width(), 1, QColor(colours.line))
    top = grid.spans_height
    painter.setPen(QColor(colours.muted))
    _lines(painter, QRect(grid.pad, top, grid.stub_width - 2 * grid.pad, grid.head_height), grid.stub, _LEFT, HEAD_PAD)
    for at, column in enumerate(grid.columns):
        area = QRect(grid.lefts[at] + grid.pad, top, grid.widths[at] - 2 * grid.pad, grid.head_height)
        if sorted_by and grid.table.columns[column.position].id == sorted_by and column.part != "share":
            painter.setPen(QColor(colours.accent))
            painter.drawText(area.adjusted(0, 0, 0, -HEAD_PAD), _LEFT | Qt.AlignmentFlag.AlignBottom, "▾")
        below = (grid.heads_below[at],) if grid.heads_below[at] else ()
        painter.setPen(QColor(colours.muted))
        side = _LEFT if at in grid.words and not column.column.against_next else _RIGHT
        _lines(painter, area, below, side, HEAD_PAD)
        painter.setPen(QColor(colours.muted if column.muted else colours.text))
        _lines(painter, area, grid.heads[at], side, HEAD_PAD + len(below) * painter.fontMetrics().height())
    painter.fillRect(0, top + grid.head_height - 1, grid.width, 1, QColor(colours.line))


def paint_row(painter: QPainter, grid: TableLayout, at: int, colours: Colours, withheld: set[int], seen: QRect) -> None:
    """Paint the label of a row and its cells."""
    line = grid.rows[at]
    body, _ = fonts()
    painter.setFont(bold_font() if line.row.total or line.row.heading else body)
    painter.setPen(QColor(colours.text))
    indent = grid.pad + before(line.row)
    if line.row.colour:
        painter.fillRect(indent - MARK - 8, line.top + (line.height - MARK) // 2, MARK, MARK, QColor(line.row.colour))
    spare = line.height - painter.fontMetrics().height() * len(line.label)
    room = grid.width if line.row.heading else grid.stub_width
    _lines(painter, QRect(indent, line.top, room - indent, line.height), line.label, _LEFT, spare // 2 + 1)
    _paint_cells(painter, grid, line, colours, withheld, seen)
    painter.fillRect(0, line.top + line.height - 1, grid.width, 1, QColor(colours.line))


def _paint_cells(
    painter: QPainter, grid: TableLayout, line: GridRow, colours: Colours, withheld: set[int], seen: QRect
) -> None:
    """Each figure in the middle of its row; where intervals stand below, all on the upper of two lines."""
    letters, two = painter.font(), any(line.below)
    high = painter.fontMetrics().height()
    top = line.top + (line.height - 2 * high) // 2 if two else line.top
    for at, text in enumerate(line.cells):
        left, right = grid.lefts[at], grid.lefts[at] + grid.widths[at]
        if line.over < 0 and (left > seen.right() or right < seen.left()):
            continue  # out of sight
        column, area = grid.columns[at], QRect(grid.lefts[at] + grid.pad, top, grid.widths[at] - 2 * grid.pad, high)
        cell = line.row.cells[column.position]
        if column.position in withheld:
            painter.fillRect(grid.lefts[at], line.top, grid.widths[at], line.height, QColor(colours.warning_wash))
            if not column.muted:
                _underline(painter, area if two else area.adjusted(0, 0, 0, line.height - 1 - high), text, colours)
        painter.setPen(QColor(_ink(cell, column.muted, colours)))
        if at in grid.words:
            box = QRect(area.left(), line.top, area.width(), line.height)
            if line.over >= 0:
                box = QRect(grid.stub_width, line.top, grid.width - grid.stub_width, line.height)
                box.adjust(grid.pad, 0, -grid.pad, 0)
            side = _RIGHT if column.column.against_next else _LEFT
            _lines(painter, box, tuple(text.split("\n")), side,
                   (line.height - high * (text.count("\n") + 1)) // 2)  # fmt: skip
            continue
        painter.drawText(area if two else area.adjusted(0, 0, 0, line.height - 1 - high), _RIGHT, text)
        if line.below[at]:
            painter.setFont(fonts()[0])
            painter.setPen(QColor(_ink(cell, True, colours)))
            painter.drawText(area.translated(0, high), _RIGHT, line.below[at])
            painter.setFont(letters)


def _underline(painter: QPainter, area: QRect, text: str, colours: Colours) -> None:
    """Dashes below a figure, which say without colour that it will be withheld."""
    metrics = painter.fontMetrics()
    ground = area.center().y() + metrics.height() // 2
    painter.setPen(QPen(QColor(colours.warning), 1, Qt.PenStyle.DashLine))
    painter.drawLine(area.right() - metrics.horizontalAdvance(text), ground, area.right(), ground)


def _ink(cell: Cell, muted: bool, colours: Colours) -> str:
    if cell.flags & (set(MARKED) | {Flag.SMALL_BASE}) and not muted:
        return colours.warning
    return colours.muted if muted or cell.flags & set(MASKED) else colours.text


def _lines(painter: QPainter, area: QRect, lines: tuple[str, ...], side: Qt.AlignmentFlag, pad: int) -> None:
    """Lines of one text, standing on the ground of their box."""
    height = painter.fontMetrics().height()
    top = area.bottom() - pad - height * len(lines) + 1
    left = area.left() - (_SLACK if side & Qt.AlignmentFlag.AlignRight else 0)
    for at, text in enumerate(lines):
        painter.drawText(QRect(QPoint(left, top + at * height), QSize(area.width() + _SLACK, height)), side, text)
