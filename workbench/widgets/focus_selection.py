# SPDX-License-Identifier: MIT
"""Shows which row of a list has the keys: Qt makes the first row current when focus comes, and shows nothing of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, QRect
from PySide6.QtGui import QColor, QFocusEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView

from workbench.theme import colours_of

_ROW = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
_BAR = 3  # pixels


def select_current_row(view: QAbstractItemView) -> None:
    """To be called once `view` has the focus: its current row is chosen, where none is, and so is seen."""
    if view.currentIndex().isValid() and not view.selectionModel().hasSelection():
        view.selectionModel().select(view.currentIndex(), _ROW)


if TYPE_CHECKING:
    _View = QAbstractItemView
else:
    _View = object  # a second view of Qt would be no mix-in


class KeysOnRow(_View):
    """Mixed in before a list of Qt: a bar stands at the row that has the keys; its wash alone stays without them."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keys stand on the chosen row, at first on the first one."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self.setCurrentIndex(self.model().index(0, 0))
        select_current_row(self)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The bar leaves with the keys."""
        super().focusOutEvent(event)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The rows, then the bar."""
        super().paintEvent(event)
        row = self.visualRect(self.currentIndex())
        if self.hasFocus() and row.isValid():
            painter = QPainter(self.viewport())
            painter.fillRect(QRect(0, row.top(), _BAR, row.height()), QColor(colours_of(self).accent))
            painter.end()
