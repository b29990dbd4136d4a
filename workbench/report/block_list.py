# SPDX-License-Identifier: MIT
"""The list of blocks, in which a block is dragged to another place. It moves nothing itself."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QModelIndex, Qt, Signal
from PySide6.QtGui import QDrag, QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QListView, QWidget

from wording import Text
from workbench.widgets import EntryList

_KIND = "application/x-report-block"


class BlockList(EntryList):
    """`moved` carries the id of the block dragged and of the one it shall stand before ("" for the end)."""

    moved = Signal(str, str)

    def __init__(self, name: Text, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDropIndicatorShown(True)
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
        """Anywhere in the list."""
        if event.mimeData().hasFormat(_KIND):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell where the block was let go."""
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
