# SPDX-License-Identifier: MIT
"""Going from a place of one room to a place of another, and back; requests carried between rooms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from workbench.requests import ShowPage

if TYPE_CHECKING:
    from workbench.requests import Request
    from workbench.workspace import Workspace

_MOST = 50


class PlaceHistory(QObject):
    """Remembers from where one went; `go` is what `Workspace.wants_place` asks for."""

    def __init__(self, window: Any) -> None:
        super().__init__(window)
        self._window = window
        self._left: list[tuple[str, dict[str, Any]]] = []
        window.session.closed.connect(self.forget)

    def follow(self, workspace: Workspace) -> None:
        """Let a room send to others."""
        workspace.wants_front.connect(lambda: self._window.show_room(workspace.id))
        workspace.wants_place.connect(lambda room, place: self.go(workspace, room, place))
        workspace.leaves_place.connect(lambda: self._remember(workspace))
        workspace.asked.connect(self.carry)
        workspace.can_ask = lambda room: room in self._window.rooms
        workspace.table_looked_at = self.table_looked_at

    def go(self, origin: Workspace, room: str, place: str) -> None:
        """Show a place of a room; where one was is remembered."""
        there = self._window.rooms.get(room)
        if there is None:
            return
        self._remember(origin)
        self._window.show_room(room)
        there.open_place(place)

    def _remember(self, origin: Workspace) -> None:
        self._left = [*self._left[1 - _MOST :], (origin.id, origin.where())]

    def carry(self, request: Request | ShowPage) -> None:
        """Bring the room that a request is for to the front and let it answer, or show a page of the window."""
        if isinstance(request, ShowPage):
            self._window.show_page(request.page)
            return
        there = self._window.rooms.get(request.room)
        if there is not None:
            self._window.show_room(request.room)
            there.answer(request)

    def table_looked_at(self) -> str:
        """The table in front in the room that shows tables; "" where none is."""
        return next((table for room in self._window.rooms.values() if (table := room.table_in_front())), "")

    def can_return(self) -> bool:
        """Whether there is a place to go back to."""
        return bool(self._left) and self._left[-1][0] in self._window.rooms

    def back(self) -> None:
        """Back to the place left last."""
        if self.can_return():
            room, where = self._left.pop()
            self._window.show_room(room)
            self._window.rooms[room].return_to(where)
            self._window.table.refresh()

    def forget(self) -> None:
        """Another project, or none."""
        self._left = []
