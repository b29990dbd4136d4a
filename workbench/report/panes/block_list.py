# SPDX-License-Identifier: MIT
"""The list of blocks, in which a block is dragged to another place."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QModelIndex, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QListView, QWidget

from wording import Text
from workbench.theme import colours_of
from workbench.widgets import EntryList

_KIND = "application/x-report-block"


class BlockList(EntryList):
    """`moved` carries the id of the block dragged and of the one it shall stand before ("" for the end)."""

    moved = Signal(str, str)

    def __init__(self, name: Text, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self._line: int | None = None  # where a block let go now would come to stand
        self.setDragDropMode(QListView.DragDropMode.DragDrop)

    def startDrag(self, _actions: Qt.DropAction) -> None:
        """Drag the current block by its id."""
        block = self.picked_id()
        if block is not None:
            data = QMimeData()
            data.setData(_KIND, str(block).encode())
            drag = QDrag(self)
            drag.setMimeData(data)
            drag.exec(Qt.DropAction.MoveAction)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Blocks only."""
        if event.mimeData().hasFormat(_KIND):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Anywhere in the list: a line shows where; near an edge the list goes on."""
        if event.mimeData().hasFormat(_KIND):
            event.acceptProposedAction()
            point = event.position().toPoint()
            self._show_line(self._line_at(self.indexAt(point), point.y()))
            near = self.fontMetrics().height()
            step = -1 if point.y() < near else 1 if point.y() > self.viewport().height() - near else 0
            self.verticalScrollBar().setValue(self.verticalScrollBar().value() + step * near)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Outside there is no place."""
        super().dragLeaveEvent(event)
        self._show_line(None)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The rows, and the line where the dragged block would stand."""
        super().paintEvent(event)
        if self._line is not None:
            painter = QPainter(self.viewport())
            painter.fillRect(0, max(self._line - 1, 0), self.viewport().width(), 2, QColor(colours_of(self).accent))
            painter.end()

    def _line_at(self, index: QModelIndex, y: float) -> int:
        """The upper or lower edge of the row, whichever is nearer; below the last row its lower edge."""
        place = index if index.isValid() else self.entries.index(self.entries.rowCount() - 1)
        area = self.visualRect(place)
        return area.bottom() if not index.isValid() or y > area.center().y() else area.top()

    def _show_line(self, y: int | None) -> None:
        self._line = y
        self.viewport().update()

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell where the block was let go."""
        self._show_line(None)
        if event.mimeData().hasFormat(_KIND):
            block = bytes(event.mimeData().data(_KIND).data()).decode()
            self.drop_at(block, self.indexAt(event.position().toPoint()), event.position().y())
            event.acceptProposedAction()

    def drop_at(self, block: str, index: QModelIndex, y: float) -> None:
        """The block let go on a row: before it on its upper half, after it on its lower."""
        rows = self.entries.entries
        at = index.row() if index.isValid() else len(rows)
        if index.isValid() and y > self.visualRect(index).center().y():
            at += 1
        before = str(rows[at].id) if at < len(rows) else ""
        if before != block:
            self.moved.emit(block, before)
