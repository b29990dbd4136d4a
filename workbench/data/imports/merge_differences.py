# SPDX-License-Identifier: MIT
"""Lines about a newer export: the row, its value now and then; the table in which they are ticked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QStyle,
    QStyleOptionButton,
    QStyleOptionViewItem,
    QWidget,
)

from analysis.records import Role, Variable
from projects.datasets.merge.merge_action import Chosen, own_rows
from wording import Text, msg, render
from workbench.data.panes.edit_preview import written_cell
from workbench.table_labels import title_of
from workbench.translation import language_of
from workbench.variable_words import called
from workbench.widgets import RowsColumn, RowsModel, RowsTable, TableDelegate

if TYPE_CHECKING:
    from projects.datasets.merge.comparison import Comparison, TableComparison
    from projects.datasets.merge.difference_list import Conflict
    from projects.datasets.merge.question_changes import WordChange
    from projects.stored_tables.cells import DatasetCell

TICKED = ("new", "changed", "vanished", "edits", "questions")
HIDDEN = "•••"
_FEW = 4

Key = tuple[Any, ...]  # (what, table id, row or variable …): what a tick stands for
Index = QModelIndex | QPersistentModelIndex
_TICK = 16


@dataclass(frozen=True)
class MergeLine:
    """One line of the list; `row` is a row id at hand, for new rows a place in the export."""

    key: Key
    table: TableComparison
    row: int = 0
    conflict: Conflict | None = None
    variable: Variable | None = None
    change: WordChange | None = None


@dataclass
class ComparisonWords:
    """Writes lines; direct identifiers stay hidden unless they are asked for."""

    reveal: bool = False

    def cell(self, variable: Variable, cell: DatasetCell, language: str) -> str:
        """One value."""
        if variable.role is Role.IDENTIFIER and not self.reveal and not cell.reason:
            return HIDDEN
        return written_cell(variable, cell, language)

    def where(self, line: MergeLine, language: str) -> str:
        """The table."""
        return render(title_of(line.table.table), language)

    def row(self, line: MergeLine, language: str) -> str:
        """The row's name."""
        if line.key[0] == "new":
            return render(msg("data.view.newer.row", row=line.row + 1), language)
        return render(msg("data.view.newer.row_here", row=line.row), language)

    def in_words(self, line: MergeLine, language: str) -> str:
        """A new or vanished row by a few of its answers."""
        words = line.table.words_of_new if line.key[0] == "new" else line.table.words_of_existing
        return self.few(line.table, words.get(line.row, ()), language)

    def few(self, table: TableComparison, cells: Sequence[tuple[str, DatasetCell]], language: str) -> str:
        """Some answers between middle dots."""
        known = variables_of(table)
        return " · ".join(self.cell(known[name], cell, language) for name, cell in cells if name in known)

    def changes(self, line: MergeLine, language: str) -> str:
        """A changed row: question, old value → new value."""
        few = self.values(line, language)[:_FEW]
        parts = [render(msg("data.view.newer.change", name=name, was=was, now=now), language) for name, was, now in few]
        more = len(line.table.changed[line.row]) - len(parts)
        return "; ".join(parts) + (f" … (+{more})" if more > 0 else "")

    def values(self, line: MergeLine, language: str) -> list[tuple[str, str, str]]:
        """Question, old value, new value of each changed cell."""
        known = variables_of(line.table)
        words = {one.variable_id: one for one in line.table.differences.get(line.row, ())}
        found = []
        for name in line.table.changed.get(line.row, ()):
            variable, one = known[name], words.get(name)
            was, now = ("…", "…") if one is None else (self.cell(variable, c, language) for c in (one.was, one.now))
            found.append((render(called(variable), language), was, now))
        return found


def variables_of(table: TableComparison) -> dict[str, Variable]:
    """The questions of both exports, by id."""
    return {pair.merged.id: pair.merged for pair in table.pairs}


def lines_of(comparison: Comparison) -> dict[str, list[MergeLine]]:
    """All lines, by what they are about."""
    found: dict[str, list[MergeLine]] = {name: [] for name in TICKED}
    for table in comparison.tables:
        name = table.table.id
        new, vanished = own_rows(comparison, table)
        known = variables_of(table)
        found["new"] += [MergeLine(("new", name, row), table, row) for row in new]
        found["changed"] += [MergeLine(("changed", name, row), table, row) for row in table.changed]
        found["vanished"] += [MergeLine(("vanished", name, row), table, row) for row in vanished]
        found["edits"] += [
            MergeLine(("edits", name, one.row_id, one.variable_id), table, one.row_id, one, known[one.variable_id])
            for one in table.conflicts
        ]
        found["questions"] += [
            MergeLine(("questions", name, variable), table, variable=known[variable], change=change)
            for variable, changes in table.words.items()
            for change in changes
        ]
    return found


def ticked_at_first(lines: dict[str, list[MergeLine]]) -> set[Key]:
    """All rows and newer words are taken, but edits and wording of one's own stay, unless told otherwise."""
    return {
        line.key
        for name, listed in lines.items()
        for line in listed
        if name != "edits"
        and not (name == "questions" and line.variable is not None and line.variable.id in line.table.relabelled)
    }


def chosen_of(ticked: set[Key]) -> Chosen:
    """What the ticks mean."""
    rows: dict[str, dict[str, set[int]]] = {name: {} for name in ("new", "changed", "vanished")}
    for key in ticked:
        if key[0] in rows:
            rows[key[0]].setdefault(key[1], set()).add(key[2])
    taken = {name: {table: frozenset(numbers) for table, numbers in tables.items()} for name, tables in rows.items()}
    give_way = frozenset((key[1], key[2], key[3]) for key in ticked if key[0] == "edits")
    questions = frozenset((key[1], key[2]) for key in ticked if key[0] == "questions")
    return Chosen(
        taken["new"],
        taken["changed"],
        taken["vanished"],
        give_way,
        questions,
    )


def followers(comparison: Comparison, what: str) -> int:
    """How many rows follow the row they belong to and are not listed."""
    count = 0
    for table in comparison.tables:
        new, vanished = own_rows(comparison, table)
        whole, own = (table.new_rows, new) if what == "new" else (table.vanished, vanished)
        count += len(whole) - len(own)
    return count


@dataclass(frozen=True)
class ComparisonLines:
    """A comparison with its lines, what is ticked at first, and whether a changed answer identifies a person."""

    comparison: Comparison
    lines: dict[str, list[MergeLine]]
    ticked: set[Key]
    identifying: bool


def comparison_lines(comparison: Comparison) -> ComparisonLines:
    """What the page shows, made off the window: there can be a hundred thousand lines."""
    lines = lines_of(comparison)
    changed = {
        (table.table.id, name) for table in comparison.tables for names in table.changed.values() for name in names
    }
    identifying = any(
        (table.table.id, pair.merged.id) in changed and pair.merged.role is Role.IDENTIFIER
        for table in comparison.tables
        for pair in table.pairs
    )
    ticked = ticked_at_first(lines)
    if comparison.appends:  # what is there stays as it is
        ticked = {key for key in ticked if key[0] == "new"}
    return ComparisonLines(comparison, lines, ticked, identifying)


class TickModel(RowsModel):
    """Lines with a tick in the first column; `ticked` holds the keys of those that are taken."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__([], parent)
        self.ticked: set[Key] = set()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The tick; a screen reader hears it in words."""
        if index.isValid() and index.column() == 0:
            on = self.row_at(index).key in self.ticked
            if role == Qt.ItemDataRole.CheckStateRole:
                return Qt.CheckState.Checked if on else Qt.CheckState.Unchecked
            if role == Qt.ItemDataRole.AccessibleTextRole:
                return render(msg("data.view.newer.is_taken" if on else "data.view.newer.is_left"), language_of())
        return super().data(index, role)

    def turn(self, lines: Iterable[MergeLine], on: bool) -> None:
        """Tick or untick lines."""
        keys = {line.key for line in lines}
        self.ticked = self.ticked | keys if on else self.ticked - keys
        if self.order:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.order) - 1, 0))


class TickTable(RowsTable):
    """`ticked` comes after each change of a tick."""

    ticked = Signal()

    def __init__(self, name: Text) -> None:
        super().__init__(name)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setItemDelegate(_TickDelegate(self))
        self.lines = TickModel(self)
        self.setModel(self.lines)

    def show_lines(self, lines: list[MergeLine], columns: list[RowsColumn], widths: Iterable[int]) -> None:
        """Show other lines; columns take what they say, up to these widths, and the last one what is left."""
        self.lines.set_rows(lines, columns)
        self.fit_columns(dict(list(enumerate(widths))[:-1]))
        if lines:
            self.setCurrentIndex(self.lines.index(0, 1))

    def turn(self, lines: Iterable[MergeLine], on: bool) -> None:
        """Tick or untick lines and say so."""
        self.lines.turn(lines, on)
        self.ticked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The space bar turns the selected lines."""
        if event.key() != Qt.Key.Key_Space:
            super().keyPressEvent(event)
            return
        lines = [self.lines.row_at(index) for index in self.selectionModel().selectedRows()]
        if lines:
            self.turn(lines, any(line.key not in self.lines.ticked for line in lines))


class _TickDelegate(TableDelegate):
    """Paints the tick; a click on it turns it."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The cell, and its box."""
        super().paint(painter, option, index)
        state = index.data(Qt.ItemDataRole.CheckStateRole)
        if state is None:
            return
        box = QStyleOptionButton()
        box.rect = _box(option.rect)
        box.palette = option.palette
        box.state = QStyle.StateFlag.State_Enabled | (
            QStyle.StateFlag.State_On if state == Qt.CheckState.Checked else QStyle.StateFlag.State_Off
        )
        style = self._view.style() if self._view is not None else QApplication.style()
        style.drawPrimitive(QStyle.PrimitiveElement.PE_IndicatorCheckBox, box, painter, self._view)

    def editorEvent(self, event: QEvent, model: Any, option: QStyleOptionViewItem, index: Index) -> bool:
        """A click into the first column turns the tick."""
        if (
            isinstance(event, QMouseEvent)
            and event.type() == QEvent.Type.MouseButtonRelease
            and event.button() == Qt.MouseButton.LeftButton
            and index.column() == 0
            and isinstance(self._view, TickTable)
        ):
            line = model.row_at(index)
            self._view.turn([line], line.key not in model.ticked)
            return True
        return super().editorEvent(event, model, option, index)


def _box(cell: QRect) -> QRect:
    return QRect(cell.left() + 14, cell.top() + (cell.height() - _TICK) // 2, _TICK, _TICK)
