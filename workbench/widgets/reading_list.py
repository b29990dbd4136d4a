# SPDX-License-Identifier: MIT
"""A list of texts to read, each as high as its lines need: the view, the model of its rows, the ground of a row."""

from __future__ import annotations

from abc import abstractmethod
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QPainter, QResizeEvent
from PySide6.QtWidgets import QListView, QListWidget, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from wording import Text
from workbench.colours_and_sizes import Colours
from workbench.translation import say
from workbench.widgets.focus_selection import KeysOnRow

SENSITIVE_COPY = "application/x-protection-workbench-sensitive"  # marks copied results that do not stay


class NoCopy:
    """Mixed in before a view of Qt: Ctrl+C does nothing there. What may be copied has a command that asks and tells."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep the words of the row here."""
        if event.matches(QKeySequence.StandardKey.Copy):
            event.accept()
            return
        super().keyPressEvent(event)  # type: ignore[misc] # the view of Qt


class QuietList(KeysOnRow, NoCopy, QListWidget):
    """A list of a few rows."""


Index = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole
WRAPPED = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
_LONGEST = 600  # characters of a text shown in the list

Row = TypeVar("Row")


class ReadingList(KeysOnRow, NoCopy, QListView):
    """The view: texts wrap, and are broken anew when its width changes."""

    def __init__(self, name: Text, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        say(self, name=name)
        self.setWordWrap(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setLayoutMode(QListView.LayoutMode.Batched)

    def read_by(self, model: QAbstractItemModel, delegate: QStyledItemDelegate) -> None:
        """Show the rows of a model, painted by a delegate."""
        self.setModel(model)
        self.setItemDelegate(delegate)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the texts anew."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()


class ReadingRows(QAbstractListModel, Generic[Row]):
    """The rows; a kind says how one is read aloud."""

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self.rows: list[Row] = []

    def show_rows(self, rows: list[Row]) -> None:
        """Show these rows."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    @abstractmethod
    def spoken(self, row: Row) -> str:
        """A row as it is read aloud."""

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """How many rows there are."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A row, and how it is read aloud."""
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == ROW:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.spoken(row)
        return None


def paint_ground(painter: QPainter, option: QStyleOptionViewItem, colours: Colours) -> None:
    """The ground of a row, chosen or under the pointer, and the line below it."""
    if option.state & QStyle.StateFlag.State_Selected:
        painter.fillRect(option.rect, QColor(colours.accent_wash))
    elif option.state & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(option.rect, QColor(colours.hover))
    painter.setPen(QColor(colours.line))
    painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())


def shortened(text: str) -> str:
    """A text as far as a list shows it."""
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
