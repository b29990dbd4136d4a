# SPDX-License-Identifier: MIT
"""A new analysis begins: on the table in front, after the user decided what becomes of one that is not kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from wording import msg
from workbench.analysis import actions
from workbench.results import labels
from workbench.widgets.banner import Banner

if TYPE_CHECKING:
    from projects.store.actions import Changes
    from workbench.analysis.capabilities import AnalysisRoom


class Starting(QObject):
    """Knows which table was turned to last, in this room or in Data."""

    def __init__(self, room: AnalysisRoom) -> None:
        super().__init__(room)
        self._room = room
        self._seen = self._front = ""
        self.question = Banner("bookmark")
        room.centre.body.insertWidget(0, self.question)
        room.left.new_wanted.connect(self.new)
        room.left.variable_opened.connect(self.open_variable)
        room.left.chosen.connect(lambda _id: self._turned())
        room.right.table.chosen.connect(lambda _id: self._turned())
        room.right.form.moved.connect(self.move)

    def came_to_front(self) -> None:
        """Whatever table Data turned to since is the one in front."""
        table = self._room.table_looked_at()
        if table != self._seen:
            self._seen = self._front = table

    def _turned(self) -> None:
        self._front = ""
        self.question.clear()

    def move(self, table_id: str, option: str, value: object) -> None:
        """Ask another table the same: the one whose variable was taken in the form."""
        present = self._room.present
        if present is not None and table_id in self._room.tables:
            self._front = ""
            self._room.begin(present.declaration, {option: value}, table_id)

    def table_in_front(self) -> str | None:
        """The table that a new analysis begins with."""
        room = self._room
        shown = room.present.table if room.present is not None else ""
        return next((one for one in (self._front, shown, *room.tables) if one in room.tables), None)

    def new(self, declaration_id: str) -> None:
        """Begin a new analysis."""
        self._after_draft(lambda: self._room.begin(declaration_id, table_id=self.table_in_front()))

    def open_variable(self, variable_id: str) -> None:
        """Begin with a variable of the table whose variables are listed."""
        table = self._room.listed_table()
        if table is not None:
            self._after_draft(lambda: self._room.analyse_variable(table.id, variable_id))

    def open_analysis(self, table_id: str, declaration_id: str, options: Mapping[str, object]) -> None:
        """Come to the front with an analysis that another room asked for, its options chosen."""
        room = self._room
        room.wants_front.emit()
        if table_id not in room.tables:
            room.awaited = partial(self.open_analysis, table_id, declaration_id, options)
            return
        self._after_draft(lambda: room.begin(declaration_id, dict(options), table_id))

    def _after_draft(self, go: Callable[[], object]) -> None:
        """Go on at once, or once it is decided whether the draft is kept."""
        room, draft = self._room, self._room.draft()
        self.question.clear()
        if draft is None or not draft.options:
            go()
            return
        title = labels.title_of(draft.declared, draft.options, room.tables.get(draft.table))
        self.question.tell(
            msg("analysis.start.unkept", title=title),
            (msg("analysis.start.keep"), lambda: room.session.do(actions.keep(draft), partial(self._kept, go))),
            (msg("analysis.start.drop"), lambda: self._drop(go)),
            (msg("analysis.view.cancel"), self.question.clear),
        )
        self.question.buttons[0].setFocus()

    def _kept(self, go: Callable[[], object], _changes: Changes) -> None:
        self._drop(go)

    def _drop(self, go: Callable[[], object]) -> None:
        self._room.drop_draft()
        self.question.clear()
        go()
