# SPDX-License-Identifier: MIT
"""One half of the grid: a table of cells painted from the tokens."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QKeySequence, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyle, QStyleOptionViewItem, QWidget

from wording import Text
from workbench.colours_and_sizes import TYPE, Colours
from workbench.data.panes.grid_model import GridModel
from workbench.theme import colours_of, font
from workbench.widgets import RowsTable, TableDelegate
from workbench.widgets.elision import shorten_names, shortened

Index = QModelIndex | QPersistentModelIndex
_SIDE = 10
_SHORTENED, _LONGEST = 20_000, 400
_CORNER = 7


class GridTable(RowsTable):
    """Cells are chosen one by one; `edit_requested` carries row, column and what was typed, if anything."""

    edit_requested = Signal(int, int, str)
    copy_requested = Signal()
    paste_requested = Signal()
    cleared = Signal(int, int)
    beyond = Signal(int)  # Left (-1) at the first or Right (1) at the last column

    def __init__(self, name: Text, model: GridModel, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.grid = model
        self.setModel(model)
        self.setItemDelegate(GridDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        header = self.horizontalHeader()
        header.setStretchLastSection(False)
        header.setSectionsClickable(True)
        header.setMinimumSectionSize(36)
        shorten_names(header)
        header.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.doubleClicked.connect(lambda index: self.edit_requested.emit(index.row(), index.column(), ""))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F2, Enter or typing change a cell, Delete empties it; Ctrl+C copies, Ctrl+V pastes; arrows cross halves."""
        index = self.currentIndex()
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_requested.emit()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste_requested.emit()
        elif index.isValid() and event.key() == Qt.Key.Key_Delete:
            self.cleared.emit(index.row(), index.column())
        elif index.isValid() and event.key() in (Qt.Key.Key_F2, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.edit_requested.emit(index.row(), index.column(), "")
        elif index.isValid() and self._is_writing(event):
            self.edit_requested.emit(index.row(), index.column(), event.text())
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right) and self._at_end(event.key()):
            self.beyond.emit(-1 if event.key() == Qt.Key.Key_Left else 1)
        else:
            super().keyPressEvent(event)

    def _is_writing(self, event: QKeyEvent) -> bool:
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
        return plain and event.text().isprintable() and event.text().strip() != ""

    def _at_end(self, key: int) -> bool:
        step = -1 if key == Qt.Key.Key_Left else 1
        column = self.currentIndex().column() + step
        while 0 <= column < self.grid.columnCount():
            if not self.isColumnHidden(column):
                return False
            column += step
        return True


class GridDelegate(TableDelegate):
    """Paints a cell straight from the model: absent values muted and slanted, changed ones on the warning wash."""

    def __init__(self, view: GridTable) -> None:
        super().__init__(view)
        self._table = view
        self._ink: _Inks | None = None

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint ground, hairline and words."""
        table, area = self._table, option.rect
        row, column = index.row(), index.column()
        cell = table.grid.shown(row, column)
        ink = self._inks()
        now = table.currentIndex()
        here = row == now.row() and column == now.column()
        if option.state & QStyle.StateFlag.State_Selected and not (here and not table.hasFocus()):
            painter.fillRect(area, ink.chosen)
        elif cell is not None and cell.edited:
            painter.fillRect(area, ink.edited)
        if cell is not None and cell.edited:
            _mark(painter, area, ink.mark)
        painter.setPen(ink.line)
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        if cell is not None and cell.text:
            absent = cell.reason != 0
            painter.setFont(ink.slanted if absent else ink.plain)
            painter.setPen(ink.muted if absent or column == 0 else ink.text)
            inner = area.adjusted(_SIDE, 0, -_SIDE, -1)
            side = Qt.AlignmentFlag.AlignRight if table.grid.is_right(column) else Qt.AlignmentFlag.AlignLeft
            short = ink.shortened(cell.text, absent, inner.width())
            painter.drawText(inner, side | Qt.AlignmentFlag.AlignVCenter, short)
        if here and table.hasFocus():
            painter.setPen(QPen(ink.accent, 2))
            painter.drawRect(area.adjusted(1, 1, -2, -2))

    def _inks(self) -> _Inks:
        colours, plain = colours_of(self._table), font(TYPE.body, tabular=True)
        if self._ink is None or self._ink.key != (colours.dark, plain.pixelSize()):
            self._ink = _Inks(colours, plain)
        return self._ink


def _mark(painter: QPainter, area: QRect, colour: QColor) -> None:
    """A small corner at the top right: the cell was changed, whatever its ground."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    right = area.right() + 1
    top = area.top()
    painter.drawPolygon([QPoint(right - _CORNER, top), QPoint(right, top), QPoint(right, top + _CORNER)])


class _Inks:
    """Colours and fonts of a look, made once, and texts already shortened."""

    def __init__(self, colours: Colours, plain: QFont) -> None:
        self.key = (colours.dark, plain.pixelSize())
        self.plain, self.slanted = plain, QFont(plain)
        self.slanted.setItalic(True)
        self.chosen, self.edited = QColor(colours.accent_wash), QColor(colours.warning_wash)
        self.line, self.text = QColor(colours.line), QColor(colours.text)
        self.mark = QColor(colours.warning)
        self.muted, self.accent = QColor(colours.muted), QColor(colours.accent)
        self._sizes = (QFontMetrics(self.plain), QFontMetrics(self.slanted))
        self._short: dict[tuple[str, bool, int], str] = {}

    def shortened(self, text: str, absent: bool, width: int) -> str:
        """The first line of a text, as much of it as there is room for."""
        key = (text, absent, width)
        found = self._short.get(key)
        if found is None:
            if len(self._short) > _SHORTENED:
                self._short.clear()
            line = text.partition("\n")[0][:_LONGEST]
            found = shortened(line, self._sizes[absent], width)
            self._short[key] = found
        return found
