# SPDX-License-Identifier: MIT
"""The table of columns in the import conversation: the name with the question's words under it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QRect, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QStyleOptionViewItem

from wording import Text, render
from workbench.theme import colours_of, font
from workbench.tokens import TYPE
from workbench.translation import language_of
from workbench.widgets import RowsModel, RowsTable, TableDelegate
from workbench.widgets.elision import shortened
from workbench.widgets.tables import Index

_PAD, _ONE_LINE, _TWO_LINES = 10, 1.9, 2.7
_SHARES = (0.25, 0.22, 0.17, 0.15)  # of the width, for all columns but the last


class ColumnTable(RowsTable):
    """Several rows can be chosen; `entered_on` comes on Enter."""

    entered_on = Signal()

    def __init__(self, name: Text) -> None:
        self._two_lines = True
        super().__init__(name)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setMinimumHeight(96)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_rows(self, model: RowsModel, wording: Callable[[Any], Text]) -> None:
        """Use this model; `wording` gives the second line of a row."""
        self.setModel(model)
        self.setItemDelegate(_TwoLines(self, wording))
        self.retheme()

    def retheme(self) -> None:
        """As high as the lines of a row, in the text size chosen."""
        super().retheme()
        lines = _TWO_LINES if self._two_lines else _ONE_LINE
        self.verticalHeader().setDefaultSectionSize(round(self.fontMetrics().height() * lines))

    def use_lines(self, *, two: bool) -> None:
        """Whether any row has question's words under its name."""
        if two is not self._two_lines:
            self._two_lines = two
            self.retheme()

    def choose(self, places: Sequence[int]) -> None:
        """Choose the rows at these places."""
        model, chosen = self.model(), QItemSelection()
        for place in places:
            chosen.select(model.index(place, 0), model.index(place, model.columnCount() - 1))
        self.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if places:
            flag = QItemSelectionModel.SelectionFlag.NoUpdate
            self.selectionModel().setCurrentIndex(model.index(places[0], 0), flag)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width out."""
        super().resizeEvent(event)
        for at, share in enumerate(_SHARES):
            self.setColumnWidth(at, round(self.viewport().width() * share))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter changes what is chosen."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
            self.entered_on.emit()
            return
        super().keyPressEvent(event)


class _TwoLines(TableDelegate):
    """Writes the question's words under the name; names are shortened in their middle."""

    def __init__(self, view: RowsTable, wording: Callable[[Any], Text]) -> None:
        super().__init__(view)
        self._table, self._wording = view, wording

    def _words(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = self._table.model()
        under = self._wording(model.row_at(index)) if index.column() == 0 and isinstance(model, RowsModel) else ""
        if index.column() or not isinstance(model, RowsModel):
            super()._words(painter, option, index)
            return
        colours, area = colours_of(self._table), option.rect.adjusted(_PAD, 3, -_PAD, -4)
        half = area.height() // 2
        painter.setFont(option.font)
        painter.setPen(QColor(colours.text))
        name = shortened(str(index.data()), painter.fontMetrics(), area.width())
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        if not under:
            painter.drawText(area, flags, name)
            return
        painter.drawText(QRect(area.left(), area.top(), area.width(), half), flags, name)
        painter.setFont(font(TYPE.muted))
        painter.setPen(QColor(colours.muted))
        words = shortened(render(under, language_of(self._table)), painter.fontMetrics(), area.width())
        painter.drawText(QRect(area.left(), area.top() + half, area.width(), half), flags, words)
