# SPDX-License-Identifier: MIT
"""The History workspace: rooms and named points · the lines · one line, with the way back to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QResizeEvent

from wording import msg
from workbench.commands import Command
from workbench.history.actions import HistoryActions
from workbench.history.commands import room_commands
from workbench.history.panes.history_table import HistoryFilters, LinesPane
from workbench.history.panes.line_pane import LinePane
from workbench.history.state import EVERYTHING, HistoryState
from workbench.session import Session
from workbench.workspace import Found, TourStep, Workspace

if TYPE_CHECKING:
    from projects.store.actions import Changes

_WIDE = 1000  # pixels: below, what was done has more room than where


class HistoryWorkspace(Workspace):
    """Reads the log anew after each change."""

    id = "history"
    title = msg("window.room.history")
    icon = "history"

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.state = HistoryState(self)
        self.filters, self.lines = HistoryFilters(self.state), LinesPane(self.state)
        self.line = LinePane(self.state, session)
        self.acts = HistoryActions(self.state, session, self.filters, self.lines, self.line)
        self.set_columns(self.filters, self.lines, self.line)
        self.columns.set_widths(left=236)
        self._fit_columns()
        self.state.front_requested.connect(self.wants_front)
        self.state.changed.connect(self.commands_changed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The columns of the lines follow the width of the room."""
        super().resizeEvent(event)
        self._fit_columns()

    def _fit_columns(self) -> None:
        self.lines.fit_columns(wide=self.width() >= _WIDE)

    def commands(self) -> Sequence[Command]:
        """Name this point; go back to the line chosen."""
        return room_commands(self.state, self.acts)

    def attach(self) -> None:
        """Read the log."""
        self.acts.read()

    def where(self) -> dict[str, Any]:
        """What is shown of the log, and the line chosen."""
        return {"filter": list(self.state.narrowed_to), "_line": self.state.seq()}

    def return_to(self, where: dict[str, Any]) -> None:
        """Back there."""
        self.filters.list.pick(tuple(where.get("filter") or EVERYTHING))
        self.lines.choose_line(where.get("_line"))

    def on_changes(self, changes: Changes) -> None:
        """Every change is a new line, read at once in front, behind another room when work there pauses."""
        del changes
        if self.isVisible():
            self.acts.read()
        else:
            self.acts.read_later()

    def shown(self) -> None:
        """Take what is still waiting."""
        self.acts.catch_up()

    def retranslate(self, language: str) -> None:
        """Rooms, the line chosen and what is searched for in the new language."""
        del language
        self.acts.reword()

    def tour(self) -> Sequence[TourStep]:
        """The log with its newest line chosen."""
        return (TourStep("history", lambda: self.lines.table.selectRow(0), lambda: bool(self.state.lines)),)

    def find_by_words(self, text: str, done: Callable[[Sequence[Found]], object]) -> None:
        """Named points, by name."""
        points = [line for line in self.state.lines if line.role == "checkpoint"]
        wanted = text.casefold()
        named = [(line, str(line.message.args.get("name", ""))) for line in points]
        done(
            [
                Found(name, msg("window.history.role.checkpoint"), partial(self.acts.show_seq, line.seq), "bookmark")
                for line, name in named
                if wanted in name.casefold()
            ][:8]
        )
