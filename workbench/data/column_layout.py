# SPDX-License-Identifier: MIT
"""Columns of the table in front: shown or not, order, widths, frozen. Kept with the project.

What is kept is no change: it is not undone and does not stand in the history.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from projects.datasets.table.view_settings import state_to_json
from workbench.data.column_chooser import in_place

if TYPE_CHECKING:
    from projects.store.project import Project
    from workbench.data.room_state import DataRoom

LEFT_OF = 1  # the column of row numbers is always in sight


class Placing(QObject):
    """Acts on the columns of the table in front, then has the grid show them."""

    def __init__(self, room: DataRoom) -> None:
        super().__init__(room)
        self.room = room
        self._dragged = QTimer(self, singleShot=True, interval=250)
        self._dragged.timeout.connect(self.remember)
        room.chooser.chosen.connect(self.show_columns)
        room.chooser.frozen.connect(self.freeze)
        room.chooser.moved.connect(self.move_to)
        room.chooser.closed.connect(self.close_chooser)
        room.grid.moved.connect(self.move_to)
        room.grid.widened.connect(self._widened)
        room.centre.tables.chosen.connect(lambda _table: self._dragged.start())

    def show_columns(self, columns: Sequence[str]) -> None:
        """Show these columns, in this order."""
        room = self.room
        here = room.grid.current()
        room.state().columns = list(columns)
        room.grid.model.set_columns(columns)
        room.grid.arrange()
        room.grid.show_sorted(room.state().sorts)
        if here is not None:
            room.grid.go_to(*here)
        self.remember()

    def add_column(self, variable_id: str) -> None:
        """Show one more column, among its neighbours of the table."""
        table, columns = self.room.table(), self.room.state().columns
        if table is not None and variable_id not in columns:
            self.show_columns(in_place(table, columns, {*columns, variable_id}))

    def hide(self, variable_id: str) -> None:
        """Do not show a column."""
        self.show_columns([one for one in self.room.state().columns if one != variable_id])

    def move_to(self, variable_id: str, place: int) -> None:
        """Put a column at another place among those shown."""
        columns = [one for one in self.room.state().columns if one != variable_id]
        columns.insert(min(max(place, 0), len(columns)), variable_id)
        if columns != self.room.state().columns:
            self.show_columns(columns)
        self._offer()

    def move_current(self, step: int) -> None:
        """Put the current column one place to the left or right."""
        here = self.room.grid.current()
        if here is not None and here[1]:
            self.move_to(here[1], self.room.state().columns.index(here[1]) + step)

    def freeze(self, count: int) -> None:
        """Keep the first `count` variables in sight."""
        self.room.state().frozen = count
        self.room.grid.freeze(count + LEFT_OF)
        self.remember()

    def freeze_here(self) -> None:
        """Keep the columns up to the current one in sight, or none when they are already."""
        here = self.room.grid.current()
        if here is not None:
            count = self.room.grid.model.column_of(here[1])
            self.freeze(0 if count == self.room.state().frozen else count)

    def freeze_to(self, variable_id: str) -> None:
        """Keep the columns up to one in sight."""
        self.freeze(self.room.grid.model.column_of(variable_id))

    def choose_columns(self) -> None:
        """Open the list of columns in the right column."""
        if self.room.table() is not None:
            self._offer(always=True)
            self.room.bring_right(self.room.chooser)
            self.room.chooser.search.setFocus()

    def _offer(self, *, always: bool = False) -> None:
        room, table = self.room, self.room.table()
        if table is not None and (always or room.right.currentWidget() is room.chooser):
            room.chooser.offer(table, room.state().columns, room.state().frozen)

    def close_chooser(self) -> None:
        """Back to what is known about the variable or table."""
        self.room.show_known()
        self.room.grid.table.setFocus()

    def _widened(self) -> None:
        self.room.state().widths = self.room.grid.widths()
        self._dragged.start()

    def remember(self) -> None:
        """Keep with the project how the table is shown."""
        room = self.room
        if room.table_id not in room.states or not room.session.is_open:
            return
        table_id, stored = room.table_id, state_to_json(room.states[room.table_id])
        front = {"table": table_id, "codes": room.codes}

        def keep(project: Project) -> None:
            from projects.store.ui_state import remember  # more of the program: not at start

            remember(project, f"table.{table_id}", stored)
            remember(project, "room.data", front)

        room.session.ask(keep, latest=("data", "remember", table_id))
