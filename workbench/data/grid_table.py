# SPDX-License-Identifier: MIT
"""One half of the grid: a table of cells painted from the tokens. It decides nothing about data."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QKeySequence, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyle, QStyleOptionViewItem, QWidget

from wording import Text
from workbench.data.grid_model import ROW, GridModel
from workbench.theme import colours_of, font
from workbench.tokens import TYPE, Colours
from workbench.widgets import Table, TableDelegate

Index = QModelIndex | QPersistentModelIndex
_SIDE = 10


class GridTable(Table):
    """Cells are chosen one by one; `edit_asked` carries row, column and what was typed, if anything."""

    edit_asked = Signal(int, int, str)
    copy_asked = Signal()
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
        header.setTextElideMode(Qt.TextElideMode.ElideRight)
        header.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.doubleClicked.connect(lambda index: self.edit_asked.emit(index.row(), index.column(), ""))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F2, Enter or typing change a cell; Ctrl+C copies; arrows go on into the other half."""
        index = self.currentIndex()
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_asked.emit()
        elif index.isValid() and event.key() in (Qt.Key.Key_F2, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.edit_asked.emit(index.row(), index.column(), "")
        elif index.isValid() and self._is_writing(event):
            self.edit_asked.emit(index.row(), index.column(), event.text())
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
        self._fonts: tuple[float, QFont, QFont, QFontMetrics, QFontMetrics] | None = None

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint ground, hairline and words."""
        model, colours = self._table.grid, colours_of(self._table)
        area: QRect = option.rect
        cell = model.shown(index.row(), index.column())
        here = index == self._table.currentIndex()
        if option.state & QStyle.StateFlag.State_Selected and not (here and not self._table.hasFocus()):
            painter.fillRect(area, QColor(colours.accent_wash))
        elif cell is not None and cell.edited:
            painter.fillRect(area, QColor(colours.warning_wash))
        painter.setPen(QColor(colours.line))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        if cell is not None and cell.text:
            plain, slanted, plain_size, slanted_size = self._dress()
            absent = cell.reason != 0
            painter.setFont(slanted if absent else plain)
            painter.setPen(QColor(self._colour(index, absent, colours)))
            inner = area.adjusted(_SIDE, 0, -_SIDE, -1)
            text = cell.text.partition("\n")[0]
            size = slanted_size if absent else plain_size
            short = size.elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
            painter.drawText(inner, int(model.side(index.column())), short)
        if here and self._table.hasFocus():
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.drawRect(area.adjusted(1, 1, -2, -2))

    def _colour(self, index: Index, absent: bool, colours: Colours) -> str:
        return colours.muted if absent or self._table.grid.columns[index.column()] == ROW else colours.text

    def _dress(self) -> tuple[QFont, QFont, QFontMetrics, QFontMetrics]:
        plain = font(TYPE.body, tabular=True)
        size = float(plain.pixelSize())
        if self._fonts is None or self._fonts[0] != size:
            slanted = QFont(plain)
            slanted.setItalic(True)
            self._fonts = (size, plain, slanted, QFontMetrics(plain), QFontMetrics(slanted))
        return self._fonts[1:]
