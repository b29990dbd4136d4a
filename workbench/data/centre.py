# SPDX-License-Identifier: MIT
"""The middle column: tables, labels or codes, filters, find, the grid. It lays out; the workspace decides."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from wording import msg
from workbench.commands import Command
from workbench.data.filter_bar import FilterBar
from workbench.data.filter_form import FilterForm
from workbench.data.grid import Grid
from workbench.data.searching import FindStrip
from workbench.data.table_tabs import TableTabs
from workbench.tokens import HEADER_HEIGHT
from workbench.widgets import CommandButton, IconButton, Line, Pane, Tabs

_WORDING_FROM = 540


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
