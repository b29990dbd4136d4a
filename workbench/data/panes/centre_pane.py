# SPDX-License-Identifier: MIT
"""The middle column: tables, labels or codes, filters, find, the grid. It lays out; the workspace decides."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from wording import msg
from workbench.commands import Command
from workbench.data.panes.filter_bar import FilterBar
from workbench.data.panes.filter_form import FilterForm
from workbench.data.panes.grid import Grid
from workbench.data.panes.table_tabs import TableTabs
from workbench.tokens import HEADER_HEIGHT
from workbench.widgets import CommandButton, IconButton, Line, MutedLabel, Pane, SearchField, Tabs

_WORDING_FROM = 540


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
        self.wording = Tabs(
            msg("data.view.wording"), [(False, msg("data.view.labels")), (True, msg("data.view.codes"))]
        )
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
        row.addWidget(self.wording)
        for command in (columns, log):
            button = IconButton(command.icon, command.named(), command.run)
            row.addWidget(button)
        row.addWidget(CommandButton(bring, primary=True, text=msg("data.view.import_short")))
        self.body.addWidget(head)
        for widget in (Line(), self.filters, self.form, self.search, Line()):
            self.body.addWidget(widget)
        self.body.addWidget(self.grid, 1)
        self.form.hide()
        self.search.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the menu alone turns from labels to codes."""
        super().resizeEvent(event)
        self.wording.setVisible(self.width() >= _WORDING_FROM)
