# SPDX-License-Identifier: MIT
"""Errors of background work: shown in the room where they arose, and announced by its name while another is open."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject

from wording import Text, msg
from workbench.query_replies import is_alive
from workbench.session import Session
from workbench.widgets import Button, MessageStrip
from workbench.workspace import Workspace

_NO_PROBLEM = ("interviews.nothing_to_change",)


class RoomMessages(QObject):
    """Keeps what a room has to say until somebody is there to read it."""

    def __init__(
        self, session: Session, strip: MessageStrip, front: Callable[[], Workspace | None],
        show_room: Callable[[str], object], covered: Callable[[], bool],
    ) -> None:  # fmt: skip
        """`front` gives the room in front; `covered` says whether the window is locked and nothing may be said."""
        super().__init__(strip)
        self._strip, self._front, self._show_room, self._covered = strip, front, show_room, covered
        self._held: dict[str, Text] = {}
        session.front = front
        session.problem.connect(lambda text: self._failed(text, session.blamed))
        session.stored.connect(self._went_well)
        session.closed.connect(self._held.clear)
        session.taking_back.connect(strip.end_notice)
        strip.turned.connect(self._turned)

    def _say(self, text: Text) -> None:
        """Say it, unless somebody else may be looking. That nothing had to be changed is no problem: it fades."""
        if not self._covered():
            say = self._strip.notice if getattr(text, "key", "") in _NO_PROBLEM else self._strip.problem
            say(text)

    def _failed(self, text: Text, blamed: Sequence[QObject | None]) -> None:
        room = next((found for found in map(room_of, blamed) if found is not None), None)
        if room is None or room is self._front():
            self._say(text)
            return
        self._held[room.id] = text
        if not self._covered():
            show = Button(msg("window.room_problem.show"), partial(self._show_room, room.id))
            self._strip.problem(msg("window.room_problem", room=room.title, problem=text), show)

    def _went_well(self, owner: QObject | None) -> None:
        """What failed in the room in front is behind whoever just changed something there."""
        if room_of(owner) in (None, self._front()):
            self._strip.settle()

    def _turned(self, place: str) -> None:
        if place in self._held:
            self._say(self._held.pop(place))


def room_of(owner: QObject | None) -> Workspace | None:
    """The room that something belongs to; None, too, for what went with its window while it was waited for."""
    if not is_alive(owner):
        return None
    while owner is not None and not isinstance(owner, Workspace):
        owner = owner.parent()
    return owner
