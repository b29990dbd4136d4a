# SPDX-License-Identifier: MIT
"""Finding a text in the cells shown: next and previous, how many. It changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from wording import msg
from wording.numbers import format_number
from workbench.translation import language_of

if TYPE_CHECKING:
    from projects.datasets.table.text_search import Hit
    from workbench.data.room_state import DataRoom


class Searching(QObject):
    """Asks the view where a text is and goes there."""

    def __init__(self, room: DataRoom) -> None:
        super().__init__(room)
        self.room = room
        room.centre.search.asked.connect(self.find)
        room.centre.search.closed.connect(self.close)

    def open(self) -> None:
        """Find a text in the cells."""
        if self.room.table() is not None:
            strip = self.room.centre.search
            self.room.middle.setCurrentWidget(self.room.centre)
            strip.show()
            strip.field.setFocus()
            strip.field.selectAll()

    def close(self) -> None:
        """Back to the grid."""
        self.room.centre.search.hide()
        self.room.grid.table.setFocus()

    def forget(self) -> None:
        """Another table is shown: nothing is looked for in it, in its cells or among its variables."""
        self.room.centre.search.field.clear()
        self.room.centre.search.note.say("")
        self.room.centre.search.hide()
        self.room.variables.search.clear()

    def again(self, step: int) -> None:
        """Go on, or back, with the text already typed; where there is none, ask for one."""
        if self.room.centre.search.isHidden() or not self.room.centre.search.field.text().strip():
            self.open()
        else:
            self.room.centre.search.step(step)

    def find(self, text: str, step: int) -> None:
        """Go to a cell that holds the text."""
        room, view = self.room, self.room.view
        if view is None or not text:
            room.centre.search.note.say("")
            return
        here, columns = room.grid.current(), list(room.state().columns)
        room.session.ask(
            lambda _project: view.find(text, columns, here, step), self._found, latest=("data", "find"), owner=self
        )

    def _found(self, hit: Hit | None) -> None:
        note, language = self.room.centre.search.note, language_of()
        if hit is None:
            note.say(msg("data.view.find.none"))
            return
        number, count = (format_number(value, language) for value in (hit.number, hit.count))
        note.say(msg("data.view.find.at", number=number, count=count))
        self.room.grid.go_to(hit.row, hit.variable_id)
