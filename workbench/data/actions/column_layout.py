# SPDX-License-Identifier: MIT
"""Columns of the open table: shown or hidden, order, widths, frozen. Kept with the project.

What is kept is no change: it is not undone and does not stand in the history.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from projects.datasets.table.view_settings import state_to_json
from projects.store.ui_state import remember
from workbench.data.panes.column_chooser import in_place

if TYPE_CHECKING:
    from projects.store.project import Project
    from workbench.data.panes.centre_pane import Centre
    from workbench.data.panes.right_column import RightColumn
    from workbench.data.state import DataState
    from workbench.session import Session

LEFT_OF = 1  # the column of row numbers is always in sight


class ColumnLayout(QObject):
    """Acts on the columns of the table in front, then has the grid show them."""

    def __init__(self, state: DataState, session: Session, centre: Centre, right: RightColumn) -> None:
        super().__init__(state)
        self._state, self._session, self._grid, self._right = state, session, centre.grid, right
        chooser, grid = right.chooser, centre.grid
        self._dragged = QTimer(self, singleShot=True, interval=250)
        self._dragged.timeout.connect(self.remember)
        chooser.chosen.connect(self.show_columns)
        chooser.frozen.connect(self.freeze)
        chooser.moved.connect(self.move_to)
        chooser.closed.connect(self.close_chooser)
        grid.moved.connect(self.move_to)
        grid.widened.connect(self._widened)
        centre.tables.chosen.connect(lambda _table: self._dragged.start())

    def show_columns(self, columns: Sequence[str]) -> None:
        """Show these columns, in this order."""
        state = self._state
        here = self._grid.current()
        state.shown().columns = list(columns)
        self._grid.model.set_columns(columns)
        self._grid.arrange()
        self._grid.show_sorted(state.shown().sorts)
        if here is not None:
            self._grid.go_to(*here)
        self.remember()

    def add_column(self, variable_id: str) -> None:
        """Show one more column, among its neighbours of the table."""
        table, columns = self._state.table(), self._state.shown().columns
        if table is not None and variable_id not in columns:
            self.show_columns(in_place(table, columns, {*columns, variable_id}))

    def hide(self, variable_id: str) -> None:
        """Do not show a column."""
        self.show_columns([one for one in self._state.shown().columns if one != variable_id])

    def move_to(self, variable_id: str, place: int) -> None:
        """Put a column at another place among those shown."""
        columns = [one for one in self._state.shown().columns if one != variable_id]
        columns.insert(min(max(place, 0), len(columns)), variable_id)
        if columns != self._state.shown().columns:
            self.show_columns(columns)
        self._offer()

    def move_current(self, step: int) -> None:
        """Put the current column one place to the left or right."""
        here = self._grid.current()
        if here is not None and here[1]:
            self.move_to(here[1], self._state.shown().columns.index(here[1]) + step)

    def freeze(self, count: int) -> None:
        """Keep the first `count` variables in sight."""
        self._state.shown().frozen = count
        self._grid.freeze(count + LEFT_OF)
        self.remember()

    def freeze_here(self) -> None:
        """Keep the columns up to the current one in sight, or none when they are already."""
        here = self._grid.current()
        if here is not None:
            count = self._grid.model.column_of(here[1])
            self.freeze(0 if count == self._state.shown().frozen else count)

    def freeze_to(self, variable_id: str) -> None:
        """Keep the columns up to one in sight."""
        self.freeze(self._grid.model.column_of(variable_id))

    def choose_columns(self) -> None:
        """Open the list of columns in the right column."""
        if self._state.table() is not None:
            self._offer(always=True)
            self._right.bring(self._right.chooser)
            self._right.chooser.search.setFocus()

    def _offer(self, *, always: bool = False) -> None:
        state, table = self._state, self._state.table()
        if table is not None and (always or self._right.currentWidget() is self._right.chooser):
            self._right.chooser.offer(table, state.shown().columns, state.shown().frozen)

    def close_chooser(self) -> None:
        """Back to what is known about the variable or table."""
        self._right.show_facts()
        self._grid.table.setFocus()

    def _widened(self) -> None:
        self._state.shown().widths = self._grid.widths()
        self._dragged.start()

    def remember(self) -> None:
        """Keep with the project how the table is shown."""
        state = self._state
        if state.table_id not in state.states or not self._session.is_open:
            return
        table_id, stored = state.table_id, state_to_json(state.states[state.table_id])
        front = {"table": table_id, "codes": state.codes}

        def keep(project: Project) -> None:
            remember(project, f"table.{table_id}", stored)
            remember(project, "room.data", front)

        self._session.ask(keep, latest=("data", "remember", table_id))
