# SPDX-License-Identifier: MIT
"""State of the Data room: its tables, the open one, its view and selection.

The room's parts are handed it with the session, which asks and changes the project; they tell the room by its signals.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from workbench.data.project_reads import ProjectTables

if TYPE_CHECKING:
    from analysis.records import DataTable
    from projects.datasets.table.table_view import TableView
    from projects.datasets.table.view_settings import TableState
    from projects.design.sample_design import DesignFacts


class DataState(QObject):
    """What the room's parts read and change."""

    table_requested = Signal(str)  # to be shown
    front_requested = Signal()  # the room, before the others
    asked = Signal(object)  # a Request to another room
    status_text = Signal(object)  # a Text for the status bar
    changed = Signal()  # what is in front or chosen: commands may be enabled or not

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.contents = ProjectTables((), 0)
        self.states: dict[str, TableState] = {}
        self.table_id = ""
        self.variable_id: str | None = None
        self.view: TableView | None = None
        self.design: DesignFacts | None = None
        self.codes = False
        self.can_ask: Callable[[str], bool] = lambda _room: False  # whether a room is there

    def table(self) -> DataTable | None:
        """The table in front."""
        return self.contents.table(self.table_id)

    def shown(self) -> TableState:
        """How the table in front is shown: columns, order, filters."""
        if self.table_id not in self.states:
            self.states[self.table_id] = self.contents.new_state(self.table_id)
        return self.states[self.table_id]
