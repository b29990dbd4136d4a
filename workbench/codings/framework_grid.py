# SPDX-License-Identifier: MIT
"""The framework matrix as a grid: cases × themes, four lines of each summary, author, quotes, what is new or waits."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from analysis.codings.framework import GridPart
from wording import Text, msg, render
from workbench.theme import colours_of, font
from workbench.tokens import TYPE
from workbench.translation import language_of, say
from workbench.widgets.elision import shorten_names, shortened
from workbench.widgets.no_copy import NoCopy

Index = QModelIndex | QPersistentModelIndex
CELL = Qt.ItemDataRole.UserRole
_FLAGS = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
_ROW_HEIGHT, _LEAST_WIDTH, _CASE_WIDTH = 92, 170, 124
_MARGINS = 20  # pixels beside the words of a head


class FrameworkGrid(NoCopy, QTableView):
    """`chosen` carries case and theme of the cell the keys stand on; `write_wanted` comes on Enter."""

    chosen = Signal(str, str)
    write_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        say(self, name=msg("framework.grid"))
        self.model_ = _FrameworkModel(self)
        self.setModel(self.model_)
        self.setItemDelegate(_CellDelegate(self))
        self.setWordWrap(True)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
        self.verticalHeader().setFixedWidth(_CASE_WIDTH)
        self.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        shorten_names(self.horizontalHeader())
        self.setMinimumHeight(320)
        self._fitted = True  # until somebody drags a column
        self.horizontalHeader().sectionResized.connect(self._dragged)
        self.selectionModel().currentChanged.connect(lambda index, _before: self._tell(index))
        self.doubleClicked.connect(lambda _index: self.write_wanted.emit())

    def show_grid(self, themes: Sequence[tuple[str, Text]], rows: Sequence[GridPart]) -> None:
        """Show cases × themes as `analysis.codings.framework.grid_of` gives them; the chosen cell stays chosen."""
        before = self.place()
        same = [one for one, _ in themes] == [one for one, _ in self.model_.themes]
        self.model_.reset(themes, rows)
        if not same:
            self._fitted = True
            self._fit()
        if before is not None:
            self.go_to(*before)

    def _fit(self) -> None:
        """Four themes at a time; fewer have more room, until a column is dragged."""
        wide = max(_LEAST_WIDTH, (self.viewport().width() - 2) // max(1, min(len(self.model_.themes), 4)))
        self._fitted, fitted = False, self._fitted
        for column in range(len(self.model_.themes) if fitted else 0):
            self.setColumnWidth(column, wide)
        self._fitted = fitted

    def _dragged(self, *_sizes: int) -> None:
        if QApplication.mouseButtons() & Qt.MouseButton.LeftButton:
            self._fitted = False

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follow the width."""
        super().resizeEvent(event)
        self._fit()

    def place(self) -> tuple[str, str] | None:
        """Case and theme of the cell that is chosen."""
        index = self.currentIndex()
        return self.model_.place(index) if index.isValid() else None

    def go_to(self, case: str, theme: str) -> None:
        """Choose a cell."""
        row = next((at for at, one in enumerate(self.model_.rows) if one["case"] == case), -1)
        column = next((at for at, (one, _) in enumerate(self.model_.themes) if one == theme), -1)
        if row >= 0 and column >= 0:
            self.setCurrentIndex(self.model_.index(row, column))

    def step(self, rows: int) -> None:
        """To the same theme of another case."""
        index = self.currentIndex()
        row = index.row() + rows
        if index.isValid() and 0 <= row < self.model_.rowCount():
            self.setCurrentIndex(self.model_.index(row, index.column()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter writes."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.write_wanted.emit()
            return
        super().keyPressEvent(event)

    def respeak(self, _language: str) -> None:
        """Names of themes and what cells say are painted."""
        self.model_.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, max(0, self.model_.columnCount() - 1))
        self.viewport().update()

    def _tell(self, index: QModelIndex) -> None:
        if index.isValid():
            self.chosen.emit(*self.model_.place(index))


class _FrameworkModel(QAbstractTableModel):
    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self.themes: list[tuple[str, Text]] = []
        self.rows: list[GridPart] = []

    def reset(self, themes: Sequence[tuple[str, Text]], rows: Sequence[GridPart]) -> None:
        self.beginResetModel()
        self.themes, self.rows = list(themes), list(rows)
        self.endResetModel()

    def place(self, index: QModelIndex) -> tuple[str, str]:
        return str(self.rows[index.row()]["case"]), self.themes[index.column()][0]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.themes)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        cell = self.rows[index.row()]["cells"][index.column()]
        if role == CELL:
            return cell
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return _said(cell)
        return None

    def headerData(self, section: int, way: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        if way == Qt.Orientation.Horizontal:
            return render(self.themes[section][1], language_of()) if section < len(self.themes) else None
        row = self.rows[section]
        lines = [str(row["case"]), *row["about"]]
        if role == Qt.ItemDataRole.DisplayRole:
            metrics, room = QFontMetrics(font(TYPE.muted, QFont.Weight.DemiBold)), _CASE_WIDTH - _MARGINS
            lines = [shortened(line, metrics, room) for line in lines]
        return "\n".join(lines)


def _said(cell: GridPart) -> str:
    """What a cell says: the summary, that it waits, or that nothing was coded."""
    if cell["text"]:
        return str(cell["text"])
    key = "framework.no_summary" if cell["n"] else "framework.nothing_coded"
    return render(msg(key, n=cell["n"]), language_of())


class _CellDelegate(QStyledItemDelegate):
    """Four lines of the summary; below them author, number of quotes, and what came since."""

    def __init__(self, view: FrameworkGrid) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As high as a row is."""
        del option, index
        return QSize(_LEAST_WIDTH, _ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a cell."""
        cell = index.data(CELL)
        colours = colours_of(self._view)
        painter.save()
        area = QRect(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.fillRect(area, QColor(colours.accent_wash if chosen else colours.surface))
        if chosen:
            painter.setPen(QColor(colours.accent))
            painter.drawRect(area.adjusted(0, 0, -1, -1))
        room = area.adjusted(9, 6, -9, -6)
        painter.setFont(font(TYPE.muted))
        high = painter.fontMetrics().height()
        foot = QRect(room.left(), room.bottom() - high, room.width(), high + 1)
        painter.setFont(font(TYPE.body))
        painter.setPen(QColor(colours.text if cell["text"] else colours.muted))
        above = room.adjusted(0, 0, 0, -high - 4)
        lines = max(1, above.height() // painter.fontMetrics().lineSpacing())
        above.setHeight(lines * painter.fontMetrics().lineSpacing())
        painter.setClipRect(above)
        painter.drawText(above, _FLAGS, _said(cell))
        painter.setClipRect(area)
        self._foot(painter, foot, cell)
        painter.restore()

    def _foot(self, painter: QPainter, foot: QRect, cell: GridPart) -> None:
        colours, language = colours_of(self._view), language_of()
        left = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        painter.setFont(font(TYPE.muted))
        painter.setPen(QColor(colours.muted))
        if cell["text"]:
            painter.drawText(
                foot, left, render(msg("framework.foot", coder=cell["coder"] or "–", n=cell["n"]), language)
            )
        if cell["text"] and cell["new"]:
            painter.setPen(QColor(colours.warning))
            painter.setFont(font(TYPE.muted, QFont.Weight.DemiBold))
            painter.drawText(foot, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight),
                             render(msg("framework.new", n=cell["new"]), language))  # fmt: skip
        elif cell["n"] and not cell["text"]:
            painter.setPen(QColor(colours.accent))
            painter.drawText(foot, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight),
                             render(msg("framework.write"), language))  # fmt: skip
