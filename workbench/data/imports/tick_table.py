# SPDX-License-Identifier: MIT
"""A table whose lines can be ticked, with the mouse or the space bar. What a tick means is for its owner to say."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QStyle,
    QStyleOptionButton,
    QStyleOptionViewItem,
    QWidget,
)

from wording import Text, msg, render
from workbench.data.imports.merge_lines import Key, MergeLine
from workbench.translation import language_of
from workbench.widgets import RowsColumn, RowsModel, RowsTable, TableDelegate

Index = QModelIndex | QPersistentModelIndex
_TICK = 16


class TickModel(RowsModel):
    """Lines with a tick in the first column; `ticked` holds the keys of those that are taken."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__([], parent)
        self.ticked: set[Key] = set()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The tick; a screen reader hears it in words."""
        if index.isValid() and index.column() == 0:
            on = self.row_at(index).key in self.ticked
            if role == Qt.ItemDataRole.CheckStateRole:
                return Qt.CheckState.Checked if on else Qt.CheckState.Unchecked
            if role == Qt.ItemDataRole.AccessibleTextRole:
                return render(msg("data.view.newer.is_taken" if on else "data.view.newer.is_left"), language_of())
        return super().data(index, role)

    def turn(self, lines: Iterable[MergeLine], on: bool) -> None:
        """Tick or untick lines."""
        keys = {line.key for line in lines}
        self.ticked = self.ticked | keys if on else self.ticked - keys
        if self.order:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.order) - 1, 0))


class TickTable(RowsTable):
    """`ticked` comes after each change of a tick."""

    ticked = Signal()

    def __init__(self, name: Text) -> None:
        super().__init__(name)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setItemDelegate(_TickDelegate(self))
        self.lines = TickModel(self)
        self.setModel(self.lines)

    def show_lines(self, lines: list[MergeLine], columns: list[RowsColumn], widths: Iterable[int]) -> None:
        """Show other lines; columns take what they say, up to these widths, and the last one what is left."""
        self.lines.set_rows(lines, columns)
        self.fit_columns(dict(list(enumerate(widths))[:-1]))
        if lines:
            self.setCurrentIndex(self.lines.index(0, 1))

    def turn(self, lines: Iterable[MergeLine], on: bool) -> None:
        """Tick or untick lines and say so."""
        self.lines.turn(lines, on)
        self.ticked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The space bar turns the selected lines."""
        if event.key() != Qt.Key.Key_Space:
            super().keyPressEvent(event)
            return
        lines = [self.lines.row_at(index) for index in self.selectionModel().selectedRows()]
        if lines:
            self.turn(lines, any(line.key not in self.lines.ticked for line in lines))


class _TickDelegate(TableDelegate):
    """Paints the tick; a click on it turns it."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The cell, and its box."""
        super().paint(painter, option, index)
        state = index.data(Qt.ItemDataRole.CheckStateRole)
        if state is None:
            return
        box = QStyleOptionButton()
        box.rect = _box(option.rect)
        box.palette = option.palette
        box.state = QStyle.StateFlag.State_Enabled | (
            QStyle.StateFlag.State_On if state == Qt.CheckState.Checked else QStyle.StateFlag.State_Off
        )
        style = self._view.style() if self._view is not None else QApplication.style()
        style.drawPrimitive(QStyle.PrimitiveElement.PE_IndicatorCheckBox, box, painter, self._view)

    def editorEvent(self, event: QEvent, model: Any, option: QStyleOptionViewItem, index: Index) -> bool:
        """A click into the first column turns the tick."""
        if (
            isinstance(event, QMouseEvent)
            and event.type() == QEvent.Type.MouseButtonRelease
            and event.button() == Qt.MouseButton.LeftButton
            and index.column() == 0
            and isinstance(self._view, TickTable)
        ):
            line = model.row_at(index)
            self._view.turn([line], line.key not in model.ticked)
            return True
        return super().editorEvent(event, model, option, index)


def _box(cell: QRect) -> QRect:
    return QRect(cell.left() + 14, cell.top() + (cell.height() - _TICK) // 2, _TICK, _TICK)
