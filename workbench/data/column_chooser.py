# SPDX-License-Identifier: MIT
"""The right column while columns are chosen: which variables the grid shows, and how many columns stay in sight."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem

from analysis.records import DataTable
from wording import msg, render
from workbench.data.parts import NamedField
from workbench.data.words import sections, shown_at_first
from workbench.speech import language_of, say
from workbench.variable_words import called
from workbench.widgets import Button, ChoiceField, IconButton, Pane, PaneHeader, SearchField

_FROZEN = 6


class ColumnChooser(Pane):
    """`chosen` carries the ids of the variables to show, in the order of the table; `frozen` a number of columns."""

    chosen = Signal(object)
    frozen = Signal(int)
    closed = Signal()

    def __init__(self) -> None:
        close = IconButton("x", msg("data.view.close"), lambda: self.closed.emit(), framed=False)
        super().__init__(PaneHeader(msg("data.view.columns"), close), margins=(12, 8, 12, 8))
        self.search = SearchField(msg("data.view.find_variable"))
        self.list = QListWidget()
        say(self.list, name=msg("data.view.columns"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.freeze = ChoiceField(msg("data.view.columns.frozen"), [(n, str(n)) for n in range(_FROZEN)])
        self.freeze.chosen.connect(lambda count: self.frozen.emit(int(count)))
        self.table: DataTable | None = None
        self._shown: set[str] = set()
        self.body.addWidget(self.search)
        self.body.addWidget(self.list, 1)
        row = QHBoxLayout()
        row.addWidget(Button(msg("data.view.columns.all"), self._all))
        row.addWidget(Button(msg("data.view.columns.usual"), self._usual))
        row.addStretch(1)
        self.body.addLayout(row)
        self.body.addWidget(NamedField(msg("data.view.columns.frozen"), self.freeze, 72))
        self.search.searched.connect(lambda _text: self._fill())
        self.search.to_list.connect(self.list.setFocus)
        self.list.itemChanged.connect(self._ticked)

    def offer(self, table: DataTable, shown: Sequence[str], frozen: int) -> None:
        """Show the variables of a table, ticked where shown."""
        self.table, self._shown = table, set(shown)
        self.freeze.choose(frozen)
        self._fill()

    def respeak(self, _language: str) -> None:
        """Names in another language."""
        self._fill()

    def _fill(self) -> None:
        if self.table is None:
            return
        wanted, language = self.search.text().strip().casefold(), language_of()
        self.list.blockSignals(True)
        self.list.clear()
        for _heading, variables in sections(self.table):
            for variable in variables:
                text = render(called(variable), language)
                if wanted and wanted not in f"{text}\n{variable.name}".casefold():
                    continue
                entry = QListWidgetItem(text, self.list)
                entry.setData(Qt.ItemDataRole.UserRole, variable.id)
                entry.setToolTip(text)
                entry.setSizeHint(QSize(60, max(26, round(self.fontMetrics().height() * 1.6))))
                on = variable.id in self._shown
                entry.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
        self.list.blockSignals(False)
        if self.list.count():
            self.list.setCurrentRow(0)

    def _ticked(self, entry: QListWidgetItem) -> None:
        name = str(entry.data(Qt.ItemDataRole.UserRole))
        if entry.checkState() == Qt.CheckState.Checked:
            self._shown.add(name)
        else:
            self._shown.discard(name)
        self._tell()

    def _all(self) -> None:
        if self.table is not None:
            self._shown = {variable.id for variable in self.table.variables}
            self._fill()
            self._tell()

    def _usual(self) -> None:
        if self.table is not None:
            self._shown = set(shown_at_first(self.table.variables))
            self._fill()
            self._tell()

    def _tell(self) -> None:
        if self.table is not None:
            self.chosen.emit([v.id for v in self.table.variables if v.id in self._shown])
