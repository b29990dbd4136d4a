# SPDX-License-Identifier: MIT
"""The right column while columns are chosen: which variables the grid shows, and how many columns stay in sight."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem

from analysis.records import DataTable, Variable
from wording import msg, render
from workbench.data.side_column_widgets import NamedField
from workbench.table_labels import sections, shown_at_first
from workbench.translation import language_of, say
from workbench.variable_words import called, listed_as
from workbench.widgets import Button, ChoiceField, IconButton, Pane, PaneHeader, SearchField
from workbench.widgets.elision import shorten_names

_FROZEN = 6


class ColumnChooser(Pane):
    """`chosen` carries the ids of the variables to show, in their order; `frozen` a number of columns."""

    chosen = Signal(object)
    moved = Signal(str, int)  # variable id, its new place
    frozen = Signal(int)
    closed = Signal()

    def __init__(self) -> None:
        close = IconButton("x", msg("data.view.close"), lambda: self.closed.emit(), framed=False)
        self.header = PaneHeader(msg("data.view.columns"), close)
        super().__init__(self.header, margins=(12, 8, 12, 8))
        self.search = SearchField(msg("data.view.find_variable"))
        self.list = QListWidget()
        say(self.list, name=msg("data.view.columns"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        shorten_names(self.list)
        self.freeze = ChoiceField(msg("data.view.columns.frozen"), [(n, str(n)) for n in range(_FROZEN)])
        self.freeze.chosen.connect(lambda count: self.frozen.emit(int(count)))
        self.table: DataTable | None = None
        self._shown: list[str] = []
        self.body.addWidget(self.search)
        self.body.addWidget(self.list, 1)
        row = QHBoxLayout()
        row.addWidget(Button(msg("data.view.columns.all"), self._all))
        row.addWidget(Button(msg("data.view.columns.usual"), self._usual))
        row.addStretch(1)
        self.body.addLayout(row)
        foot = QHBoxLayout()
        foot.addWidget(NamedField(msg("data.view.columns.frozen"), self.freeze, 72), 1)
        foot.addWidget(IconButton("arrow-up", msg("data.view.columns.up"), lambda: self._step(-1)))
        foot.addWidget(IconButton("arrow-down", msg("data.view.columns.down"), lambda: self._step(1)))
        self.body.addLayout(foot)
        self.search.searched.connect(lambda _text: self._fill())
        self.search.to_list.connect(self.list.setFocus)
        self.list.itemChanged.connect(self._ticked)

    def offer(self, table: DataTable, shown: Sequence[str], frozen: int) -> None:
        """Show the variables of a table, ticked where shown."""
        again = self.table is not None and self.table.id == table.id
        self.table, self._shown = table, list(shown)
        self.freeze.choose(min(frozen, _FROZEN - 1))
        self._fill(self._current() if again else "")

    def respeak(self, _language: str) -> None:
        """Names in another language."""
        self._fill(self._current())

    def _current(self) -> str:
        entry = self.list.currentItem()
        return str(entry.data(Qt.ItemDataRole.UserRole)) if entry is not None else ""

    def _listed(self) -> list[Variable]:
        """The columns shown, in their order, then the others as the table has them."""
        assert self.table is not None
        named = {variable.id: variable for variable in self.table.variables}
        rest = [v for _heading, part in sections(self.table) for v in part if v.id not in self._shown]
        return [*(named[name] for name in self._shown if name in named), *rest]

    def _fill(self, current: str = "") -> None:
        if self.table is None:
            return
        wanted, language = self.search.text().strip().casefold(), language_of()
        self.list.blockSignals(True)
        self.list.clear()
        for variable in self._listed():
            text = render(called(variable), language)
            if wanted and wanted not in f"{text}\n{variable.name}".casefold():
                continue
            entry = QListWidgetItem(listed_as(variable, language), self.list)
            entry.setData(Qt.ItemDataRole.UserRole, variable.id)
            entry.setToolTip(f"{text}\n{variable.name}")
            entry.setSizeHint(QSize(60, max(26, round(self.fontMetrics().height() * 1.6))))
            on = variable.id in self._shown
            entry.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
            if variable.id == current:
                self.list.setCurrentItem(entry)
        self.list.blockSignals(False)
        if self.list.count() and self.list.currentRow() < 0:
            self.list.setCurrentRow(0)
        self.header.note.say(msg("data.view.columns.count", n=len(self._shown), total=len(self.table.variables)))

    def _step(self, step: int) -> None:
        """Put the current column before or behind its neighbour; the room shows it and offers the list anew."""
        name = self._current()
        if name in self._shown:
            self.moved.emit(name, self._shown.index(name) + step)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Up and Ctrl+Down put the current column elsewhere, Esc closes."""
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if control and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._step(-1 if event.key() == Qt.Key.Key_Up else 1)
        elif event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _ticked(self, entry: QListWidgetItem) -> None:
        name = str(entry.data(Qt.ItemDataRole.UserRole))
        shown = set(self._shown)
        shown = shown | {name} if entry.checkState() == Qt.CheckState.Checked else shown - {name}
        self._choose_columns(shown)

    def _all(self) -> None:
        if self.table is not None:
            self._choose_columns({variable.id for variable in self.table.variables})
            self._fill()

    def _usual(self) -> None:
        if self.table is not None:
            self._shown = []
            self._choose_columns(set(shown_at_first(self.table.variables)))
            self._fill()

    def _choose_columns(self, wanted: set[str]) -> None:
        if self.table is not None:
            self._shown = in_place(self.table, self._shown, wanted)
            self.header.note.say(msg("data.view.columns.count", n=len(self._shown), total=len(self.table.variables)))
            self.chosen.emit(list(self._shown))


def in_place(table: DataTable, columns: Sequence[str], wanted: set[str]) -> list[str]:
    """The columns wanted: those shown stay in their order, new ones stand behind their neighbour in the table."""
    found = [name for name in columns if name in wanted]
    before = ""
    for variable in table.variables:
        if variable.id in wanted and variable.id not in found:
            found.insert(found.index(before) + 1 if before else 0, variable.id)
        if variable.id in found:
            before = variable.id
    return found
