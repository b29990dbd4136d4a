# SPDX-License-Identifier: MIT
"""The find bar over the cells shown: next and previous, how many."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from wording import msg
from wording.numbers import format_number
from workbench.translation import language_of

if TYPE_CHECKING:
    from projects.datasets.table.table_view import Hit
    from workbench.data.panes.middle_column import MiddleColumn
    from workbench.data.panes.variable_pane import VariablePane
    from workbench.data.state import DataState
    from workbench.session import Session


class CellSearch(QObject):
    """Asks the view where a text is and goes there."""

    def __init__(self, state: DataState, session: Session, middle: MiddleColumn, variables: VariablePane) -> None:
        super().__init__(state)
        self._state, self._session, self._middle, self._variables = state, session, middle, variables
        self._strip, self._grid = middle.centre.search, middle.centre.grid
        self._strip.asked.connect(self.find)
        self._strip.closed.connect(self.close)

    def open(self) -> None:
        """Find a text in the cells."""
        if self._state.table() is not None:
            self._middle.show_table()
            self._strip.show()
            self._strip.field.setFocus()
            self._strip.field.selectAll()

    def close(self) -> None:
        """Back to the grid."""
        self._strip.hide()
        self._grid.table.setFocus()

    def forget(self) -> None:
        """Another table is shown: nothing is looked for in it, in its cells or among its variables."""
        self._strip.field.clear()
        self._strip.note.say("")
        self._strip.hide()
        self._variables.search.clear()

    def again(self, step: int) -> None:
        """Go on, or back, with the text already typed; where there is none, ask for one."""
        if self._strip.isHidden() or not self._strip.field.text().strip():
            self.open()
        else:
            self._strip.step(step)

    def find(self, text: str, step: int) -> None:
        """Go to a cell that holds the text."""
        state, view = self._state, self._state.view
        if view is None or not text:
            self._strip.note.say("")
            return
        here, columns = self._grid.current(), list(state.shown().columns)
        self._session.ask(
            lambda _project: view.find(text, columns, here, step), self._found, latest=("data", "find"), owner=self
        )

    def _found(self, hit: Hit | None) -> None:
        note, language = self._strip.note, language_of()
        if hit is None:
            note.say(msg("data.view.find.none"))
            return
        number, count = (format_number(value, language) for value in (hit.number, hit.count))
        note.say(msg("data.view.find.at", number=number, count=count))
        self._grid.go_to(hit.row, hit.variable_id)
