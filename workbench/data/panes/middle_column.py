# SPDX-License-Identifier: MIT
"""The middle column: the table with its grid, or the cleaning log or a form of registers in its place."""

from __future__ import annotations

from workbench.data.panes.centre_pane import Centre
from workbench.data.panes.log_page import LogPage
from workbench.data.state import DataState
from workbench.widgets import PageStack


class MiddleColumn(PageStack):
    """One page at a time; `add_log` makes the second."""

    def __init__(self, state: DataState, centre: Centre) -> None:
        super().__init__()
        self._state, self.centre = state, centre
        self.addWidget(centre)

    def add_log(self) -> None:
        """Make the page of the cleaning log."""
        self.log = LogPage()
        self.addWidget(self.log)
        self.log.closed.connect(self.show_table)

    def show_table(self) -> None:
        """Bring the table to the front."""
        self.setCurrentWidget(self.centre)

    def show_log(self, table_id: str = "", variable_id: str = "", row_id: int = 0) -> None:
        """The cleaning log in place of the table: all of it, or the lines of one cell."""
        self.log.filters.offer(self._state.contents.tables, ())
        if table_id:
            self.log.filters.only(table_id, variable_id, row_id)
        elif self.log.filters.row is not None:
            self.log.filters.everything()
        self.setCurrentWidget(self.log)
        self.log.read()
        self.log.table.setFocus()
