# SPDX-License-Identifier: MIT
"""The left column of History: everything, one room, or the named points."""

from __future__ import annotations

from PySide6.QtCore import Signal

from wording import msg
from workbench.history.panes.history_table import kind_name
from workbench.history.state import EVERYTHING, NAMED_POINTS, HistoryState
from workbench.widgets import Entry, EntryList, Pane, PaneHeader


class HistoryFilters(Pane):
    """`picked` says that the state is narrowed to something else."""

    picked = Signal()

    def __init__(self, state: HistoryState) -> None:
        super().__init__(PaneHeader(msg("window.history.filters")))
        self._state = state
        self.list = EntryList(msg("window.history.filters"))
        self.body.addWidget(self.list)
        self.list.picked.connect(self._pick)

    def show_rooms(self) -> None:
        """The rooms with their numbers of actions."""
        rooms = self._state.rooms
        total = sum(n for _room, n in rooms)
        entries = [Entry(EVERYTHING, msg("window.history.everything"), str(total), icon="history")]
        entries += [Entry(("room", room), kind_name(room), str(n), icon="chevron-right") for room, n in rooms]
        entries.append(Entry(NAMED_POINTS, msg("window.history.points"), icon="bookmark"))
        self.list.set_entries(entries, picked=self._state.narrowed_to)

    def _pick(self, chosen: tuple[str, str]) -> None:
        self._state.narrowed_to = chosen
        self.picked.emit()
