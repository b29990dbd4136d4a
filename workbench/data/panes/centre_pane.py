# SPDX-License-Identifier: MIT
"""The middle column: tables as tabs, labels or codes, filters, find, the grid. It lays out; the workspace decides."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from analysis.records import DataTable
from wording import msg
from workbench.colours_and_sizes import HEADER_HEIGHT
from workbench.commands import Command
from workbench.data.panes.filter_bar import FilterBar
from workbench.data.panes.filter_form import FilterForm
from workbench.data.panes.grid import Grid
from workbench.table_labels import title_of
from workbench.variable_words import distinct_titles
from workbench.widgets import (
    Button,
    ChoiceField,
    CommandButton,
    IconButton,
    Line,
    MoreButton,
    MutedLabel,
    Pane,
    SearchField,
    Tabs,
)

_WORDING_FROM = 540
_MOST = 6


class TableTabs(QWidget):
    """`chosen` carries the id of a table."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.tabs = Tabs(msg("data.view.tables"))
        self.list = ChoiceField(msg("data.view.tables"))
        self.list.setMinimumContentsLength(14)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.tabs)
        row.addWidget(self.list, 1)
        row.addStretch(1)
        self.list.hide()
        self.setMinimumWidth(130)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.tabs.chosen.connect(self._chosen)
        self.list.chosen.connect(self._chosen)
        self._count = 0

    def show_tables(self, tables: Sequence[DataTable], chosen: str) -> None:
        """Offer these tables."""
        named = [
            (table.id, msg("data.view.tab", table=title, count=table.rows))
            for table, (_, title) in zip(tables, distinct_titles(tables, title_of), strict=True)
        ]
        self._count = len(named)
        self.tabs.set_tabs(named if len(named) <= _MOST else ())
        self.list.set_choices(named)
        self.choose(chosen)
        self._fit()

    def choose(self, table_id: str) -> None:
        """Show a table as chosen."""
        self.tabs.choose(table_id)
        self.list.choose(table_id)

    def minimumSizeHint(self) -> QSize:
        """Room for the list."""
        return QSize(120, self.list.minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tabs where there is room for them; hiding within the row's own layout would leave its buttons below it."""
        super().resizeEvent(event)
        QCoreApplication.postEvent(self, QEvent(QEvent.Type.LayoutRequest))

    def event(self, event: QEvent) -> bool:
        """Words of another length."""
        done = super().event(event)
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Show):
            self._fit()
        return done

    def _fit(self) -> None:
        buttons = self.tabs.findChildren(Button)
        wide = sum(button.sizeHint().width() + 6 for button in buttons if not button.isHidden())
        fits = self._count <= _MOST and wide <= self.width()
        if fits == self.tabs.isHidden():
            self.tabs.setVisible(fits)
            self.list.setVisible(not fits)

    def _chosen(self, table_id: object) -> None:
        self.choose(str(table_id))
        self.chosen.emit(table_id)


class FindStrip(QWidget):
    """A field to find a text; Enter goes on to the next cell, Shift+Enter back to the one before, Esc leaves."""

    asked = Signal(str, int)  # text, and 0: from the current cell on, 1: the next, -1: the one before
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 12, 4)
        row.setSpacing(8)
        self.field = SearchField(msg("data.view.find"))
        self.note = MutedLabel("")
        row.addWidget(self.field, 2)
        row.addWidget(IconButton("arrow-up", msg("data.view.find.previous"), lambda: self.step(-1)))
        row.addWidget(IconButton("arrow-down", msg("data.view.find.next"), lambda: self.step(1)))
        row.addWidget(self.note, 1)
        row.addStretch(1)
        row.addWidget(IconButton("x", msg("data.view.close"), lambda: self.closed.emit(), framed=False))
        self.field.searched.connect(lambda text: self.asked.emit(text, 0))

    def step(self, step: int) -> None:
        """Go on to the next cell that holds the text, or back; for a text just typed, from the current cell on."""
        self.asked.emit(self.field.text().strip(), 0 if self.field.settle() else step)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Shift+Enter go from cell to cell, Esc leaves."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.step(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        elif event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


class Centre(Pane):
    """The grid with all that stands above it."""

    def __init__(self, bring: Command, log: Command, columns: Command) -> None:
        super().__init__(spacing=0)
        self.tables = TableTabs()
        self.codes = Button(msg("data.view.codes"), kind="tab", tip=msg("data.view.command.table.codes"))
        self.codes.setCheckable(True)
        self.more = MoreButton(CommandButton(columns), CommandButton(log))
        self.filters = FilterBar()
        self.form = FilterForm()
        self.search = FindStrip()
        self.grid = Grid()
        head = QWidget()
        head.setMinimumHeight(HEADER_HEIGHT + 10)
        row = QHBoxLayout(head)
        row.setContentsMargins(12, 6, 12, 6)
        row.setSpacing(8)
        row.addWidget(self.tables, 1)
        row.addWidget(self.codes)
        row.addWidget(self.more)
        self.bring = CommandButton(bring, primary=True, text=msg("data.view.import_short"))
        row.addWidget(self.bring)
        self.body.addWidget(head)
        for widget in (Line(), self.filters, self.form, self.search, Line()):
            self.body.addWidget(widget)
        self.body.addWidget(self.grid, 1)
        self.form.hide()
        self.search.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the menu alone turns from labels to codes."""
        super().resizeEvent(event)
        self.codes.setVisible(self.width() >= _WORDING_FROM)
