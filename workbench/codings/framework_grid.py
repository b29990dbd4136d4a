# SPDX-License-Identifier: MIT
"""The framework matrix as a grid: cases × themes, four lines of each summary, author, quotes, what is new or waits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPixmap, QResizeEvent
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
from workbench.colours_and_sizes import TYPE
from workbench.theme import colours_of, font
from workbench.translation import language_of, say
from workbench.widgets.elision import shorten_names, shortened
from workbench.widgets.reading_list import NoCopy

Index = QModelIndex | QPersistentModelIndex
CELL = Qt.ItemDataRole.UserRole
_FLAGS = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
_ROW_HEIGHT, _LEAST_HEIGHT, _LEAST_WIDTH, _CASE_WIDTH = 92, 56, 170, 142
_MARGINS = 20  # pixels beside the words of a head


class FrameworkGrid(NoCopy, QTableView):
    """`chosen` carries case and theme of the cell the keys stand on; `write_requested` comes on Enter.

    `ordered` carries the themes once one was dragged, `cases_ordered` the cases.
    """

    chosen = Signal(str, str)
    write_requested = Signal()
    ordered = Signal(object)  # ids of codes
    cases_ordered = Signal(object)  # names of cases

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
        self.horizontalHeader().setSectionsMovable(True)
        self.horizontalHeader().sectionMoved.connect(self._moved)
        self.setVerticalHeader(_CaseHeads(self))
        self.verticalHeader().setSectionsMovable(True)
        self.verticalHeader().sectionMoved.connect(self._case_moved)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
        self.verticalHeader().setFixedWidth(_CASE_WIDTH)
        self.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        shorten_names(self.horizontalHeader())
        self.setMinimumHeight(320)
        self._fitted = True  # until somebody drags a column
        self._moving = False
        self.verticalHeader().sectionResized.connect(self._heightened)
        self.horizontalHeader().sectionResized.connect(self._dragged)
        self.selectionModel().currentChanged.connect(self._cell_changed)
        self.doubleClicked.connect(lambda _index: self.write_requested.emit())

    def show_grid(
        self, themes: Sequence[tuple[str, Text]], rows: Sequence[GridPart], colours: Mapping[str, str] | None = None
    ) -> None:
        """Show cases × themes as `analysis.codings.framework.grid_of` gives them; the chosen cell stays chosen."""
        before = self.place()
        same = [one for one, _ in themes] == [one for one, _ in self.model_.themes]
        self.model_.colours = colours or {}
        self.model_.reset(themes, rows)
        self._in_order()
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

    def _in_order(self) -> None:
        """The columns stand as the model has them: a theme that was dragged has become an option."""
        head, self._moving = self.horizontalHeader(), True
        for column in range(self.model_.columnCount()):
            head.moveSection(head.visualIndex(column), column)
        cases = self.verticalHeader()
        for row in range(self.model_.rowCount()):
            cases.moveSection(cases.visualIndex(row), row)
        self._moving = False

    def _moved(self, *_places: int) -> None:
        if self._moving:
            return
        head = self.horizontalHeader()
        places = sorted(range(self.model_.columnCount()), key=head.visualIndex)
        self.ordered.emit([self.model_.themes[at][0] for at in places])

    def _case_moved(self, *_places: int) -> None:
        if self._moving:
            return
        places = sorted(range(self.model_.rowCount()), key=self.verticalHeader().visualIndex)
        self.cases_ordered.emit([str(self.model_.rows[at]["case"]) for at in places])

    def _heightened(self, _row: int, _before: int, high: int) -> None:
        """One row is dragged for all."""
        if QApplication.mouseButtons() & Qt.MouseButton.LeftButton:
            self.verticalHeader().setDefaultSectionSize(max(high, _LEAST_HEIGHT))

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
            self.write_requested.emit()
            return
        super().keyPressEvent(event)

    def respeak(self, _language: str) -> None:
        """Names of themes and what cells say are painted."""
        self.model_.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, max(0, self.model_.columnCount() - 1))
        self.viewport().update()

    def _cell_changed(self, index: QModelIndex, before: QModelIndex) -> None:
        if before.isValid() and before.row() < len(self.model_.rows):  # what came since was seen
            self.model_.seen[self.model_.place(before)] = before.data(CELL)["new"]
        if index.isValid():
            self.chosen.emit(*self.model_.place(index))


class _FrameworkModel(QAbstractTableModel):
    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self.themes: list[tuple[str, Text]] = []
        self.rows: list[GridPart] = []
        self.colours: Mapping[str, str] = {}
        self.seen: dict[tuple[str, str], int] = {}  # by case and theme: how many new quotes were looked at

    def new(self, index: Index) -> int:
        """How many quotes came since the summary, and since somebody looked at the cell."""
        place = str(self.rows[index.row()]["case"]), self.themes[index.column()][0]
        added = int(self.rows[index.row()]["cells"][index.column()]["new"])
        return 0 if self.seen.get(place) == added else added

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
            return _cell_text(cell)
        return None

    def headerData(self, section: int, way: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if way == Qt.Orientation.Horizontal and section < len(self.themes):
            return self._theme(section, role)
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole) or section >= len(self.rows):
            return None
        row = self.rows[section]
        lines = [str(row["case"]), *row["about"]]
        if role == Qt.ItemDataRole.DisplayRole:
            name, rest = QFontMetrics(font(TYPE.body, QFont.Weight.DemiBold)), QFontMetrics(font(TYPE.muted))
            room = _CASE_WIDTH - _MARGINS
            lines = [shortened(line, rest if at else name, room) for at, line in enumerate(lines)]
        return "\n".join(lines)

    def _theme(self, section: int, role: int) -> object:
        """The name of a theme with the number of its cases, behind the colour of its code."""
        code, name = self.themes[section]
        if role == Qt.ItemDataRole.DecorationRole and code in self.colours:
            mark = QPixmap(9, 9)
            mark.fill(QColor(self.colours[code]))
            return mark
        n, language = sum(bool(row["cells"][section]["n"]) for row in self.rows), language_of()
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{render(name, language)}  {n}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return render(msg("framework.theme_cases", theme=name, n=n, of=len(self.rows)), language)
        return None


class _CaseHeads(QHeaderView):
    """The names of the cases; below each, muted, what is known of it."""

    def __init__(self, grid: QTableView) -> None:
        super().__init__(Qt.Orientation.Vertical, grid)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        """Paint one case."""
        said = self.model().headerData(logicalIndex, Qt.Orientation.Vertical, Qt.ItemDataRole.DisplayRole)
        colours, (name, *about) = colours_of(self), str(said or "").split("\n")
        painter.save()
        painter.fillRect(rect, QColor(colours.background))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, QColor(colours.line))
        room = rect.adjusted(10, 7, -6, -4)
        painter.setFont(font(TYPE.body, QFont.Weight.DemiBold))
        painter.setPen(QColor(colours.text))
        painter.drawText(room, _FLAGS, name)
        room.setTop(room.top() + painter.fontMetrics().height() + 2)
        painter.setFont(font(TYPE.muted))
        painter.setPen(QColor(colours.muted))
        painter.setClipRect(room)
        painter.drawText(room, int(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft), "\n".join(about))
        painter.restore()


def _cell_text(cell: GridPart) -> str:
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
        painter.drawText(above, _FLAGS, _cell_text(cell))
        painter.setClipRect(area)
        self._foot(painter, foot, cell, self._view.model_.new(index))
        painter.restore()

    def _foot(self, painter: QPainter, foot: QRect, cell: GridPart, new: int) -> None:
        colours, language = colours_of(self._view), language_of()
        left = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        painter.setFont(font(TYPE.muted))
        painter.setPen(QColor(colours.muted))
        if cell["text"]:
            coder = cell["coder"] or msg("framework.unnamed")
            painter.drawText(foot, left, render(msg("framework.foot", coder=coder, n=cell["n"]), language))
        if cell["text"] and new:
            painter.setPen(QColor(colours.warning))
            painter.setFont(font(TYPE.muted, QFont.Weight.DemiBold))
            painter.drawText(foot, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight),
                             render(msg("framework.new", n=new), language))  # fmt: skip
        elif cell["n"] and not cell["text"]:
            painter.setPen(QColor(colours.accent))
            painter.drawText(foot, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight),
                             render(msg("framework.write"), language))  # fmt: skip
