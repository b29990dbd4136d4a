# SPDX-License-Identifier: MIT
"""A table with hairlines, tabular figures and numbers at the right; its model sorts and filters by an index array.

For small and large tables alike: nothing is measured over all rows and nothing is copied to be sorted.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QFocusEvent, QFont, QFontMetrics, QPainter, QPen, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from wording import Text, render
from workbench.colours_and_sizes import ROW_HEIGHT, TYPE
from workbench.theme import colours_of, font
from workbench.translation import language_of, say
from workbench.widgets.elision import first_words, shortened
from workbench.widgets.focus_selection import select_current_row
from workbench.widgets.reading_list import NoCopy

Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
CELL_PAD, _MEASURED = 10, 500  # pixels at the sides of a cell; rows looked at for the width of a column


@dataclass(frozen=True)
class RowsColumn:
    """A column of a `RowsModel`: its heading, how a row's cell is written, how rows are sorted by it.

    `running`: sentences, of which the beginning says what they are about; names are shortened in their middle.
    """

    heading: Text
    show: Callable[[Any, str], str]
    numeric: bool = False
    muted: bool = False
    sort_key: Callable[[Any], Any] | None = None
    running: bool = False


class RowsModel(QAbstractTableModel):
    """Rows of any kind under the given columns. `order` lists the rows shown, in order, by their place in `rows`."""

    def __init__(self, columns: Sequence[RowsColumn], parent: QWidget) -> None:
        super().__init__(parent)
        self._view = parent
        self.columns = list(columns)
        self.rows: Sequence[Any] = ()
        self.order: list[int] = []

    def set_rows(self, rows: Sequence[object], columns: Sequence[RowsColumn] | None = None) -> None:
        """Show these rows in their own order."""
        self.beginResetModel()
        self.columns = list(columns) if columns is not None else self.columns
        self.rows, self.order = rows, list(range(len(rows)))
        self.endResetModel()

    def keep(self, wanted: Callable[[Any], bool]) -> None:
        """Show only the rows for which `wanted` holds."""
        self.beginResetModel()
        self.order = [place for place, row in enumerate(self.rows) if wanted(row)]
        self.endResetModel()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort the shown rows."""
        key = self.columns[column].sort_key
        if key is None:
            return
        self.layoutAboutToBeChanged.emit()
        self.order.sort(key=lambda place: key(self.rows[place]), reverse=order == Qt.SortOrder.DescendingOrder)
        self.layoutChanged.emit()

    def row_at(self, index: Index) -> Any:
        """The row behind an index; None where there is none."""
        return self.rows[self.order[index.row()]] if index.isValid() else None

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        """How many rows are shown."""
        return 0 if parent.isValid() else len(self.order)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        """How many columns."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The written cell and its side."""
        if not index.isValid():
            return None
        column = self.columns[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return column.show(self.row_at(index), language_of(self._view))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.numeric else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.ForegroundRole and column.muted:
            return QColor(colours_of(self._view).muted)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The headings."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return render(self.columns[section].heading, language_of(self._view))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if self.columns[section].numeric else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None

    def respeak(self) -> None:
        """Write everything again."""
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, max(len(self.columns) - 1, 0))
        self.layoutChanged.emit()


class RowsTable(NoCopy, QTableView):
    """The table view of every room; give it any model."""

    def __init__(self, name: Text, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        say(self, name=name)
        self._most: dict[int, int] = {}
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setItemDelegate(TableDelegate(self))
        self.setFont(font(TYPE.body, tabular=True))
        self.setTabKeyNavigation(False)
        rows, columns = self.verticalHeader(), self.horizontalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(max(ROW_HEIGHT, round(self.fontMetrics().height() * 1.75)))
        columns.setHighlightSections(False)
        columns.setStretchLastSection(True)
        columns.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def fit_columns(self, most: Mapping[int, int]) -> None:
        """Keep these columns as wide as the longest they say, up to so many pixels: no time or name is cut.

        Only the first rows are measured, and only while they are seen. To be called once the table has its model.
        """
        model = self.model()
        for signal in () if self._most else (model.modelReset, model.layoutChanged):
            signal.connect(self._fit)
        self._most = dict(most)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        """What changed while nobody looked is measured now."""
        super().showEvent(event)
        self._fit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Where one row is chosen at a time, the keys stand on the chosen one."""
        super().focusInEvent(event)
        if self.selectionMode() == QAbstractItemView.SelectionMode.SingleSelection:
            select_current_row(self)

    def _fit(self) -> None:
        model = self.model()
        if not self._most or not self.isVisible():  # a change must cost nothing in rooms that are not in front
            return
        heads, cells = (
            QFontMetrics(font(size, QFont.Weight.DemiBold, tabular=True)) for size in (TYPE.muted, TYPE.body)
        )
        for column, most in self._most.items():
            said = {model.index(row, column).data() or "" for row in range(min(model.rowCount(), _MEASURED))}
            head = model.headerData(column, Qt.Orientation.Horizontal) or ""
            widest = max((cells.horizontalAdvance(text) for text in said), default=0)
            self.setColumnWidth(column, min(max(widest, heads.horizontalAdvance(head)) + 2 * CELL_PAD + 2, most))

    def retheme(self) -> None:
        """Follow the text size."""
        self.setFont(font(TYPE.body, tabular=True))
        self.verticalHeader().setDefaultSectionSize(max(ROW_HEIGHT, round(self.fontMetrics().height() * 1.75)))
        self._fit()

    def respeak(self, _language: str) -> None:
        """Write headings and cells again."""
        model = self.model()
        if isinstance(model, RowsModel):
            model.respeak()


class TableDelegate(QStyledItemDelegate):
    """Paints a cell with room at its sides, a hairline below, and a ring around the current cell."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self._view = view

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """Leave no room for Qt's own focus frame."""
        super().initStyleOption(option, index)
        option.state &= ~QStyle.StateFlag.State_HasFocus

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint ground and hairline, then the words."""
        colours = colours_of(self._view)
        ground = index.data(Qt.ItemDataRole.BackgroundRole)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, QColor(colours.accent_wash))
        elif isinstance(ground, QColor):
            painter.fillRect(option.rect, ground)
        painter.setPen(QColor(colours.line))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        self._words(painter, option, index)
        if index == self._view.currentIndex() and self._view.hasFocus():
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.drawRect(option.rect.adjusted(1, 1, -2, -2))

    def _words(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        text = index.data(Qt.ItemDataRole.DisplayRole)
        if not text:
            return
        cell_font = index.data(Qt.ItemDataRole.FontRole) or option.font
        colour = index.data(Qt.ItemDataRole.ForegroundRole)
        painter.setFont(cell_font)
        painter.setPen(colour if isinstance(colour, QColor) else QColor(colours_of(self._view).text))
        area = option.rect.adjusted(CELL_PAD, 0, -CELL_PAD, -1)
        side = index.data(Qt.ItemDataRole.TextAlignmentRole)
        flags = int(side) if side is not None else int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        model = index.model()
        running = isinstance(model, RowsModel) and model.columns[index.column()].running
        short = (first_words if running else shortened)(str(text), painter.fontMetrics(), area.width())
        painter.drawText(area, flags, short)
