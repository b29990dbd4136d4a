# SPDX-License-Identifier: MIT
"""The cells of a table for Qt: texts come in blocks from the database thread and are kept while they may be seen.

Order and filters live in `TableView`.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from analysis.records import Variable
from projects.datasets.table.table_view import ShownCell
from wording import render
from workbench.data.project_reads import BLOCK, Block, Fetched, fetched
from workbench.session import Session
from workbench.table_labels import NUMBERS
from workbench.translation import language_of
from workbench.variable_words import called

if TYPE_CHECKING:
    from projects.datasets.table.table_view import ShownCell, TableView

Index = QModelIndex | QPersistentModelIndex
ROW = ""  # the id of the column of row numbers
_KEPT = 1200  # blocks of one column
_AT_ONCE = 96
_NO_PARENT = QModelIndex()


class GridModel(QAbstractTableModel):
    """The shown columns of one table. `arrived` comes when cells that were asked for are there."""

    arrived = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._view_widget = parent
        self.session: Session | None = None
        self.view: TableView | None = None
        self.codes = False
        self.columns: list[str] = []
        self.variables: Mapping[str, Variable] = {}
        self._rows = 0
        self._epoch = 0
        self._blocks: OrderedDict[Block, list[ShownCell]] = OrderedDict()
        self._ids: OrderedDict[int, list[int]] = OrderedDict()
        self._wanted: dict[Block, None] = {}
        self._stale: set[Block] = set()
        self._asking = False
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._ask)

    # What is shown

    def show_table(
        self, session: Session, view: TableView, variables: Sequence[Variable], columns: Sequence[str], rows: int
    ) -> None:
        """Show these columns of a table, `rows` long."""
        self.beginResetModel()
        self.session, self.view = session, view
        self.variables = {variable.id: variable for variable in variables}
        self.columns, self._rows = [ROW, *columns], rows
        self._forget()
        self.endResetModel()

    def clear(self) -> None:
        """Show nothing."""
        self.beginResetModel()
        self.view, self.columns, self._rows = None, [], 0
        self._forget()
        self.endResetModel()

    def set_columns(self, columns: Sequence[str]) -> None:
        """Show other columns of the same table."""
        self.beginResetModel()
        self.columns = [ROW, *columns]
        self.endResetModel()

    def rows_changed(self, rows: int) -> None:
        """The order or number of rows is another."""
        self.beginResetModel()
        self._rows = rows
        self._forget()
        self.endResetModel()

    def cells_changed(self) -> None:
        """Cells may read differently: ask for them anew, keeping the old ones on show until then."""
        self._epoch += 1
        self._stale = set(self._blocks)
        self._wanted.clear()
        if self._rows and self.columns:
            last = self.index(self._rows - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, max(len(self.columns) - 1, 0))

    def _forget(self) -> None:
        self._epoch += 1
        self._blocks.clear()
        self._stale.clear()
        self._ids.clear()
        self._wanted.clear()

    # Cells

    def shown(self, row: int, column: int) -> ShownCell | None:
        """The cell, or None while it is not there yet (it is then asked for)."""
        key = (row // BLOCK, self.columns[column])
        block = self._blocks.get(key)
        if block is None or key in self._stale:
            self._wanted[key] = None
            if not self._asking:
                self._soon.start()
        if block is None:
            return None
        return block[row % BLOCK] if row % BLOCK < len(block) else None

    def seen(self, first: int, count: int, column: int) -> list[ShownCell]:
        """The cells of some rows that are there already; asks for nothing."""
        found: list[ShownCell] = []
        for place in range(first // BLOCK, (first + count) // BLOCK + 1):
            found += self._blocks.get((place, self.columns[column]), [])
        return found[: count * 2]

    def is_filled(self) -> bool:
        """Whether nothing that was looked at is still on its way."""
        return bool(self._blocks) and not self._wanted and not self._asking

    def row_id(self, row: int) -> int | None:
        """The immutable id of a shown row, once its block is there."""
        ids = self._ids.get(row // BLOCK)
        return ids[row % BLOCK] if ids is not None and row % BLOCK < len(ids) else None

    def variable_at(self, column: int) -> Variable | None:
        """The variable of a column; None for the row numbers."""
        return self.variables.get(self.columns[column]) if 0 <= column < len(self.columns) else None

    def column_of(self, variable_id: str) -> int:
        """Where a variable is shown, -1 where it is not."""
        return self.columns.index(variable_id) if variable_id in self.columns else -1

    def take(self, found: Fetched) -> None:
        """Cells that were read together with what changed them: they need not be asked for."""
        self._arrived((self._epoch, *found[1:]), asked=False)

    def _ask(self) -> None:
        if self.view is None or self.session is None or not self._wanted:
            return
        wanted = [key for key in self._wanted if key not in self._blocks or key in self._stale]
        wanted = wanted[-_AT_ONCE:]
        self._wanted.clear()
        if not wanted:
            return
        self._asking = True
        view, epoch = self.view, self._epoch

        self.session.ask(lambda _project: fetched(view, epoch, wanted), self._arrived, self._failed, owner=self)

    def _failed(self, problem: Any) -> None:
        self._asking = False
        if self.session is not None:
            self.session.report_problem(problem.message, self)

    def _arrived(self, found: Fetched, asked: bool = True) -> None:
        epoch, cells, ids = found
        self._asking = self._asking and not asked
        if epoch == self._epoch:
            self._ids.update(ids)
            self._blocks.update(cells)
            self._stale -= set(cells)
            for place in ids:
                self._blocks[place, ROW] = [_row_cell(row_id) for row_id in ids[place]]
                self._stale.discard((place, ROW))
            while len(self._blocks) > _KEPT:
                self._blocks.popitem(last=False)
            for place in ids:
                first, last = place * BLOCK, min(place * BLOCK + BLOCK, self._rows) - 1
                if first <= last and self.columns:
                    self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))
            self.arrived.emit()
        if self._wanted:
            self._soon.start()

    # Qt's side

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        """The rows that passed the filters."""
        return 0 if parent.isValid() else self._rows

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        """The row number and the chosen columns."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The text of a cell, spoken with its heading."""
        if not index.isValid():
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            cell = self.shown(index.row(), index.column())
            return cell.text if cell is not None else ""
        if role == Qt.ItemDataRole.AccessibleTextRole:
            cell = self.shown(index.row(), index.column())
            return f"{self.heading(index.column())}: {cell.text if cell is not None else ''}"
        return None

    def heading(self, column: int) -> str:
        """What stands above a column, in one line lest the heads of both halves differ in height."""
        return " ".join(self._wording(column).split())

    def _wording(self, column: int) -> str:
        """The wording, or the name in the file with codes."""
        variable = self.variable_at(column)
        if variable is None:
            return "#"
        return variable.name if self.codes else render(called(variable), language_of(self._view_widget))

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The headings, numbers' at the right."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.heading(section)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._wording(section)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(self.side(section))
        return None

    def side(self, column: int) -> Qt.AlignmentFlag:
        """Numbers stand at the right."""
        side = Qt.AlignmentFlag.AlignRight if self.is_right(column) else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter

    def is_right(self, column: int) -> bool:
        """Whether a column holds numbers: row numbers or answers."""
        variable = self.variable_at(column)
        return self.columns[column] == ROW or (variable is not None and variable.kind in NUMBERS)

    def can_edit(self, column: int) -> bool:
        """Row numbers cannot be changed."""
        return self.variable_at(column) is not None


def _row_cell(row_id: int) -> ShownCell:
    return ShownCell(str(row_id), 0, False, True)
