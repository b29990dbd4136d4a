# SPDX-License-Identifier: MIT
"""The grid: frozen columns at the left, the others beside them, over one model; sorting, copying, editing asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QFontMetrics, QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QHeaderView, QVBoxLayout, QWidget

from analysis.records import Reason, Variable
from projects.datasets.table.view_settings import SortKey
from projects.stored_tables.cells import DatasetCell
from wording import Text, msg
from workbench.colours_and_sizes import TYPE
from workbench.data.panes.cell_editors import AnswerList, ValueLine, editor_for
from workbench.data.panes.grid_model import GridModel
from workbench.data.panes.grid_table import GridTable
from workbench.data.project_reads import BLOCK, Fetched
from workbench.table_labels import NUMBERS
from workbench.theme import font
from workbench.widgets import Line
from workbench.widgets.labels import CellNote

_SAMPLE_ROWS = 40
_NARROWEST, _WIDEST, _WIDEST_HEADING = 56, 240, 150
_FURTHER = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier


class Grid(QWidget):
    """Both halves of the table. Signals carry variable ids and shown rows."""

    sort_requested = Signal(str, bool)  # variable id, whether within what is sorted already
    moved = Signal(str, int)  # variable id, its new place among the variables shown
    widened = Signal()
    current_changed = Signal(str)  # variable id of the current cell
    edit_requested = Signal(int, str, str)  # shown row, variable id, what was typed
    changed = Signal(int, str, object)  # shown row, variable id, Cell
    menu_requested = Signal(QPoint)
    head_menu_requested = Signal(str, object)  # variable id, QPoint on the screen
    copy_requested = Signal()
    paste_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.model = GridModel(self)
        self.frozen = GridTable(msg("data.view.grid.frozen"), self.model)
        self.table = GridTable(msg("data.view.grid.name"), self.model)
        self.table.setSelectionModel(self.frozen.selectionModel())
        self.frozen_count = 1
        self._widths: dict[str, int] = {}
        self._measured: set[str] = set()
        self._setting = False
        self._in_sight = ""
        self._editor: AnswerList | ValueLine | None = None
        self._card: QFrame | None = None
        self.note = CellNote(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        side = QVBoxLayout()
        side.setSpacing(0)
        side.addWidget(self.frozen, 1)
        side.addSpacing(self.table.horizontalScrollBar().sizeHint().height())
        row.addLayout(side)
        row.addWidget(Line(upright=True))
        row.addWidget(self.table, 1)
        self.frozen.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.frozen.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self._connect()

    def _connect(self) -> None:
        self.frozen.verticalScrollBar().valueChanged.connect(self.table.verticalScrollBar().setValue)
        self.table.verticalScrollBar().valueChanged.connect(self.frozen.verticalScrollBar().setValue)
        self.frozen.beyond.connect(lambda step: self._cross(self.table) if step > 0 else None)
        self.table.beyond.connect(lambda step: self._cross(self.frozen) if step < 0 else None)
        self.frozen.selectionModel().currentChanged.connect(self._current)
        self.model.arrived.connect(self._measure)
        for half in (self.frozen, self.table):
            half.horizontalScrollBar().valueChanged.connect(self.note.hide)
            half.verticalScrollBar().valueChanged.connect(self.note.hide)
            half.horizontalHeader().sectionClicked.connect(self._head_clicked)
            half.horizontalHeader().sectionResized.connect(self._resized)
            half.horizontalHeader().setSectionsMovable(True)
            half.horizontalHeader().sectionMoved.connect(
                lambda column, before, now, half=half: self._head_moved(half, column, before, now)
            )
            half.horizontalHeader().setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            half.horizontalHeader().customContextMenuRequested.connect(
                lambda place, half=half: self._head_menu(half.horizontalHeader(), place)
            )
            half.edit_requested.connect(self._edit_asked)
            half.copy_requested.connect(self.copy_requested)
            half.paste_requested.connect(self.paste_requested)
            half.cleared.connect(self._clear)
            half.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            half.customContextMenuRequested.connect(
                lambda place, half=half: self.menu_requested.emit(half.viewport().mapToGlobal(place))
            )

    def _head_menu(self, head: QHeaderView, place: QPoint) -> None:
        column = head.logicalIndexAt(place)
        if column > 0:
            self.head_menu_requested.emit(self.model.columns[column], head.viewport().mapToGlobal(place))

    # Columns

    def arrange(self) -> None:
        """Lay the columns out after they or their freezing changed."""
        self.close_editor()
        count = self.model.columnCount()
        self.frozen_count = min(self.frozen_count, max(count - 1, 1))
        for column in range(count):
            self.frozen.setColumnHidden(column, column >= self.frozen_count)
            self.table.setColumnHidden(column, column < self.frozen_count)
        self._measured.clear()
        self._apply_widths()
        self._measure()

    def freeze(self, columns: int) -> None:
        """Keep the first columns (row numbers included) in sight."""
        self.frozen_count = max(columns, 1)
        self.arrange()

    def show_sorted(self, sorts: Sequence[SortKey]) -> None:
        """Show by which column the rows are sorted first."""
        name, descending = sorts[0] if sorts else ("", False)
        column = self.model.column_of(name) if name else -1
        # the style points down for "ascending"; the arrow here points as the one beside the filters does
        order = Qt.SortOrder.AscendingOrder if descending else Qt.SortOrder.DescendingOrder
        for half in (self.frozen, self.table):
            half.horizontalHeader().setSortIndicatorShown(column >= 0)
            half.horizontalHeader().setSortIndicator(column, order)

    def _measure(self) -> None:
        """Widths from a sample of the cells that are there; nothing is read for it."""
        words, heads = QFontMetrics(font(TYPE.body, tabular=True)), QFontMetrics(font(TYPE.muted))
        top = max(self.table.rowAt(0), 0)
        changed = False
        for column, name in enumerate(self.model.columns):
            if name in self._measured or name in self._widths:
                continue
            cells = self.model.seen(top, _SAMPLE_ROWS, column)
            if not cells:
                continue
            body = max(words.horizontalAdvance(cell.text.partition("\n")[0][:60]) for cell in cells)
            head = min(
                round(heads.horizontalAdvance(self.model.heading(column)) * 1.08) + 12,
                _WIDEST_HEADING,
            )
            self._set_width(column, min(max(body + 24, head + 20, _NARROWEST if column else 44), _WIDEST))
            self._measured.add(name)
            changed = True
        if changed:
            self._fit_frozen()
            wanted, self._in_sight = self._in_sight, ""
            if wanted:
                self.scroll_to_variable(wanted)

    def _apply_widths(self) -> None:
        for column, name in enumerate(self.model.columns):
            self._set_width(column, self._widths.get(name, 60 if column == 0 else 140))
        self._fit_frozen()

    def _set_width(self, column: int, width: int) -> None:
        for half in (self.frozen, self.table):
            self._setting = True
            half.setColumnWidth(column, width)
            self._setting = False

    def _fit_frozen(self) -> None:
        widths = (self.frozen.columnWidth(c) for c in range(min(self.frozen_count, self.model.columnCount())))
        self.frozen.setFixedWidth(max(sum(widths), 44))
        self.frozen.updateGeometries()
        self.table.updateGeometries()

    def _resized(self, column: int, _old: int, new: int) -> None:
        if not self._setting and new and 0 <= column < len(self.model.columns):
            self._widths[self.model.columns[column]] = new
            if column < self.frozen_count:
                self._fit_frozen()

            self.widened.emit()

    def widths(self) -> dict[str, int]:
        """The widths a person gave, by variable id."""
        return dict(self._widths)

    def use_widths(self, widths: Mapping[str, int]) -> None:
        """Another table: its columns have widths of their own."""
        self._widths = dict(widths)

    def in_sight(self) -> list[tuple[int, str]]:
        """The blocks of cells that are seen now."""
        if not self.model.rowCount():
            return []
        view = self.table.viewport()
        first, last = max(self.table.rowAt(0), 0), self.table.rowAt(view.height() - 1)
        last = self.model.rowCount() - 1 if last < 0 else last
        left, right = self.table.columnAt(0), self.table.columnAt(view.width() - 1)
        right = self.model.columnCount() - 1 if right < 0 else right
        seen = [*range(1, self.frozen_count), *range(max(left, self.frozen_count), right + 1)]
        blocks = range(first // BLOCK, last // BLOCK + 1)
        return [(block, self.model.columns[column]) for block in blocks for column in seen]

    def refresh(self, found: Fetched) -> None:
        """Cells may read differently: show those that were read anew, ask for the others when they are seen."""
        self.model.cells_changed()
        self.model.take(found)

    # Where one is

    def _half_of(self, column: int) -> GridTable:
        return self.frozen if column < self.frozen_count else self.table

    def _cross(self, half: GridTable) -> None:
        now = half.currentIndex()
        column = self.frozen_count if half is self.table else self.frozen_count - 1
        if 0 <= column < self.model.columnCount():
            half.setCurrentIndex(self.model.index(now.row(), column))
            half.setFocus()

    def go_to(self, row: int, variable_id: str) -> None:
        """Make a cell the current one and bring it into sight."""
        column = max(self.model.column_of(variable_id), 0)
        if 0 <= row < self.model.rowCount():
            half = self._half_of(column)
            half.setCurrentIndex(self.model.index(row, column))
            self.table.scrollTo(self.model.index(row, max(column, self.frozen_count)))

    def begin(self) -> None:
        """The first row, and the first column in sight; a column that was looked for before is forgotten."""
        self._in_sight = ""
        self.go_to(0, "")
        self.table.horizontalScrollBar().setValue(0)
        self.table.verticalScrollBar().setValue(0)

    def scroll_to_variable(self, variable_id: str) -> None:
        """Bring a column into sight, without moving to another row."""
        column, self._in_sight = self.model.column_of(variable_id), variable_id
        if column >= self.frozen_count and self.model.rowCount():
            row = max(self.table.rowAt(0), 0)
            self.table.scrollTo(self.model.index(row, column))

    def current(self) -> tuple[int, str] | None:
        """The current cell: shown row and variable id."""
        index = self.table.currentIndex()
        if not index.isValid() or index.column() >= len(self.model.columns):
            return None
        return index.row(), self.model.columns[index.column()]

    def _current(self, now: QModelIndex, _before: QModelIndex) -> None:
        self.close_editor()
        if now.isValid() and now.column() < len(self.model.columns):
            self.current_changed.emit(self.model.columns[now.column()])

    def _head_clicked(self, column: int) -> None:
        further = bool(QGuiApplication.keyboardModifiers() & _FURTHER)
        self.sort_requested.emit(self.model.columns[column], further)

    def _head_moved(self, half: GridTable, column: int, before: int, now: int) -> None:
        """A heading was dragged: the model orders its columns, so the heading itself goes back."""
        header = half.horizontalHeader()
        header.blockSignals(True)
        header.moveSection(now, before)
        header.blockSignals(False)
        if column and now:
            self.moved.emit(self.model.columns[column], now - 1)

    # Changing

    def _edit_asked(self, row: int, column: int, typed: str) -> None:
        if self.model.can_edit(column):
            self.edit_requested.emit(row, self.model.columns[column], typed)

    def _clear(self, row: int, column: int) -> None:
        if self.model.can_edit(column):
            self.changed.emit(row, self.model.columns[column], DatasetCell(None, int(Reason.MISSING)))

    def open_editor(self, row: int, variable: Variable, now: DatasetCell, typed: str) -> None:
        """Let the cell be changed in place, beginning with what was typed."""
        self.close_editor()
        column = self.model.column_of(variable.id)
        if column < 0 or row >= self.model.rowCount():
            return
        half = self._half_of(column)
        area = half.visualRect(self.model.index(row, column))
        editor = editor_for(variable, now, half.viewport())
        if isinstance(editor, AnswerList):
            self._lay_answers(half, area, editor)
            if typed:
                editor.keyboardSearch(typed)
        else:
            editor.setGeometry(area.adjusted(0, 0, max(140 - area.width(), 0), 0))
            if typed and (variable.kind not in NUMBERS or typed in "0123456789-+.,"):
                editor.setText(typed)
            editor.refused.connect(lambda why: self.show_note(row, variable.id, why))
            editor.textEdited.connect(self.note.hide)
        editor.done.connect(lambda cell: self._done(row, variable.id, cell))
        editor.left.connect(self.close_editor)
        self._editor = editor
        editor.show()
        editor.setFocus()

    def _lay_answers(self, half: GridTable, area: QRect, editor: AnswerList) -> None:
        """A list below the cell, or above it where there is no room, on a card of its own."""
        self._card = card = QFrame(half.viewport())
        card.setProperty("kind", "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(2, 2, 2, 2)
        inside.addWidget(editor)
        place = half.viewport().size()
        width = min(max(area.width(), editor.sizeHintForColumn(0) + 60, 200), 380)
        height = min(editor.wanted_height(), max(place.height() - 8, 60))
        left = min(area.left(), max(place.width() - width - 4, 0))
        top = area.top() if area.top() + height < place.height() else area.bottom() + 1 - height
        card.setGeometry(max(left, 0), max(top, 0), width, height)
        card.show()

    def _done(self, row: int, variable_id: str, cell: DatasetCell) -> None:
        self.close_editor()
        self.changed.emit(row, variable_id, cell)

    def show_note(self, row: int, variable_id: str, why: Text) -> None:
        """Say beside a cell why it is not changed."""
        column = self.model.column_of(variable_id)
        if column >= 0 and row < self.model.rowCount():
            half, index = self._half_of(column), self.model.index(row, column)
            half.scrollTo(index)
            self.note.show_note(why, half, half.visualRect(index))

    def close_editor(self) -> None:
        """Leave the cell as it is."""
        self.note.hide()
        if self._editor is not None:
            editor, self._editor = self._editor, None
            focused = editor.hasFocus()
            card, self._card = self._card, None
            whole: QWidget = card or editor
            whole.hide()
            whole.deleteLater()
            if focused:
                self._half_of(max(self.table.currentIndex().column(), 0)).setFocus()

    # Out

    def chosen(self) -> list[tuple[int, int, list[str]]]:
        """The chosen rectangles: first and last shown row, and the variables of their columns."""
        chosen = self.table.selectionModel().selection()
        areas = [chosen.at(place) for place in range(chosen.count())]
        return [(area.top(), area.bottom(), self.model.columns[area.left() : area.right() + 1]) for area in areas]

    def respeak(self, _language: str) -> None:
        """Headings in another language."""
        self.model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, max(self.model.columnCount() - 1, 0))
