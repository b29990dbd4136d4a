# SPDX-License-Identifier: MIT
"""Errors of background work: said in the room where they arose, and announced by its name while another is in front."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from wording import Text, msg
from workbench.widgets import Button
from workbench.workspace import Workspace

if TYPE_CHECKING:
    from workbench.shell.window import MainWindow


class RoomMessages(QObject):
    """Keeps what a room has to say until somebody is there to read it."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._held: dict[str, Text] = {}
        window.session.problem.connect(self._say)
        window.session.failed_in.connect(self._failed)
        window.session.closed.connect(self._held.clear)
        window.strip.turned.connect(self._turned)

    def _say(self, text: Text) -> None:
        """Say it, unless somebody else may be looking."""
        if not self._window.project.locking.covered:
            self._window.strip.problem(text)

    def _failed(self, text: Text, owner: QObject | None) -> None:
        room = room_of(owner)
        if room is None or room is self._window.front:
            self._say(text)
            return
        self._held[room.id] = text
        if not self._window.project.locking.covered:
            show = Button(msg("window.room_problem.show"), partial(self._window.show_room, room.id))
            self._window.strip.problem(msg("window.room_problem", room=room.title, problem=text), show)

    def _turned(self, place: str) -> None:
        if place in self._held:
            self._say(self._held.pop(place))


def room_of(owner: QObject | None) -> Workspace | None:
    """The room that something belongs to."""
    while owner is not None and not isinstance(owner, Workspace):
        owner = owner.parent()
    return owner
