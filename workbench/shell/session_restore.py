# SPDX-License-Identifier: MIT
"""Restores the place after a lock: the room at once, then the place in each and what was being typed; sealed.

What a room calls lasting, such as the period of a report, is sealed at each change and is there after a power cut too.

What cannot be put back into its field is shown above the rooms, so that no word is lost.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow

from wording import msg
from workbench.shell.leave_question import Draft, gather, plain, put_back, writing
from workbench.shell.project_entry import ALONE

if TYPE_CHECKING:
    from projects.store.project import Project
    from workbench.shell.shell_window import ShellWindow
    from workbench.workspace import Workspace

_LOOK_MS, _LOOKS = 40, 400
_SHOWN = 300


class SessionRestore(QObject):
    """Gathers at a lock; brings the room in front at once, returns step by step once all are made and come to rest.

    `waited_for` names the room that comes to the front once it is made, "" where one is there.
    """

    def __init__(self, window: ShellWindow, waited_for: Callable[[], str]) -> None:
        super().__init__(window)
        self._window, self._waited_for = window, waited_for
        self._kept: dict[str, Any] = {}
        self._steps: list[str] = []
        self._looks = 0
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self._look)
        self._moved = False  # the user chose a room, clicked or typed since the project opened: nothing comes in front
        self._watched: QWindow | None = None  # for clicks and keys, until it is known where one was
        self._returned = False  # what was kept is put back, or nothing was: it may be kept anew
        self.awaited = False  # a place will be returned to, or something put back: keys wait until then
        window.session.opened.connect(self._expect)
        window.rail.chosen.connect(lambda _room: self._user_moved())
        window.rooms_ready.connect(self._begin)
        window.session.closed.connect(self.stop)

    @property
    def under_way(self) -> bool:
        """Whether something is still to be put back."""
        return self._timer.isActive()

    def keep(self) -> None:
        """Seal place and drafts with the project, before it closes."""
        window = self._window
        rooms = {name: self._of_room(room) for name, room in window.rooms.items()}
        kept = _json({"front": window.front.id if window.front else "", "rooms": rooms}).encode()

        returned = self._returned

        def store(project: Project) -> None:
            from projects.store.drafts import keep_drafts, kept_drafts  # cryptography, 10 ms: not at start

            if returned or kept_drafts(project) is None:  # locked again before the rooms are made: the old ones stay
                keep_drafts(project, kept)

        window.session.ask(store, owner=self)

    def keep_lasting(self) -> None:
        """Seal what outlives a power cut; at a lock it gives way to the whole place."""
        if self._returned:
            self._seal_lasting()

    def _seal_lasting(self) -> None:
        rooms = {name: {"where": lasting} for name, room in self._window.rooms.items() if (lasting := room.lasting())}

        def store(project: Project) -> None:
            from projects.store.drafts import forget_drafts, keep_drafts  # cryptography, 10 ms: not at start

            if rooms:
                keep_drafts(project, _json({"rooms": rooms}).encode())
            else:
                forget_drafts(project)

        self._window.session.ask(store, owner=self)

    def _of_room(self, room: Workspace) -> dict[str, Any]:
        try:
            return {"where": room.where(), "typed": gather(room)}
        except Exception as bug:  # noqa: BLE001 - nothing may keep the project from being locked
            self._window.session.bug.emit(bug)
            return {}

    def _user_moved(self) -> None:
        self._moved = True

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """A click or a key that the window is given: whoever works in the first room already is left there."""
        is_key = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() not in ALONE
        if is_key or event.type() == QEvent.Type.MouseButtonPress:
            self._user_moved()
        return False

    def _watch(self, window: QWindow | None) -> None:
        if self._watched is not None:
            self._watched.removeEventFilter(self)
        self._watched = window
        if window is not None:
            window.installEventFilter(self)

    def stop(self) -> None:
        """The project is closed."""
        self._timer.stop()
        self._watch(None)
        self._kept, self.awaited = {}, False

    def _expect(self) -> None:
        """Learn whether anything was kept, and bring the room one was in, long before all rooms are made."""
        self._moved = self._returned = False
        self._watch(self._window.windowHandle())

        def front_kept(project: Project) -> str | None:
            from projects.store.drafts import kept_drafts  # cryptography, 10 ms: not at start

            kept = kept_drafts(project)
            return None if kept is None else str(json.loads(kept).get("front", ""))

        def know(front: str | None) -> None:
            self._watch(None)
            self.awaited = front is not None
            if front:
                self._bring(front)

        self._window.session.ask(front_kept, know, owner=self)

    def _bring(self, room: str) -> None:
        """Show the room instead of the first, which comes by itself; at once or never: nobody is torn from their work.

        Where it is still to be made, the page that says so comes at once.
        """
        window = self._window
        waited_for = self._waited_for()
        first = next(iter(window.rooms), waited_for)
        shown = waited_for or (window.front.id if window.front is not None else "")
        if not self._moved and shown == first != room and window.has_room(room):
            window.show_room(room)

    def _begin(self) -> None:
        for room in self._window.rooms.values():
            room.lasting_changed.connect(self.keep_lasting)

        def read(project: Project) -> bytes | None:
            from projects.store.drafts import kept_drafts  # cryptography, 10 ms: not at start

            return kept_drafts(project)

        if self._window.session.is_open:
            self._window.session.ask(read, self._take, latest="returning", owner=self)

    def _take(self, kept: bytes | None) -> None:
        if kept is None:
            self.awaited, self._returned = False, True
            return
        self._kept = json.loads(kept)
        self._steps, self._looks = ["places", "drafts"], 0
        self._timer.start()

    def _look(self) -> None:
        """Go on once nothing is under way; after a while go on all the same."""
        session = self._window.session
        self._looks += 1
        if (session.waiting or session.jobs) and self._looks < _LOOKS:
            return
        self._looks = 0
        if self._steps.pop(0) == "places":
            for name, room in self._window.rooms.items():
                if found := self._of(name):
                    self._return(room, found.get("where", {}))
            return
        self._timer.stop()
        self._put_back()

    def _return(self, room: Workspace, where: dict[str, Any]) -> None:
        try:
            room.return_to(where)
        except (KeyError, TypeError, ValueError, IndexError) as bug:  # another version of the program wrote it
            self._window.session.bug.emit(bug)

    def _of(self, name: str) -> dict[str, Any]:
        found = self._kept.get("rooms", {}).get(name)
        return found if isinstance(found, dict) else {}

    def _put_back(self) -> None:
        left: list[Draft] = []
        for name, room in self._window.rooms.items():
            drafts = plain(self._of(name).get("typed"))
            same = _place(json.loads(_json(room.where()))) == _place(self._of(name).get("where", {}))
            left += put_back(room, drafts) if same else drafts
        self._kept = {}
        self.awaited, self._returned = False, True
        self._show_left(writing(left))
        self._seal_lasting()

    def _show_left(self, left: list[Draft]) -> None:
        if not left:
            return
        whole = "\n".join(f"{draft['name']}: {draft['text']}" for draft in left)
        shown = whole if len(whole) <= _SHOWN else whole[:_SHOWN] + "…"
        drafts = self._window.drafts
        drafts.show_message(
            msg("window.drafts.left", text=shown),
            (msg("window.drafts.copy"), lambda: QGuiApplication.clipboard().setText(whole)),
            (msg("window.drafts.drop"), drafts.clear),
        )


def _json(value: object) -> str:
    return json.dumps(value, default=str, ensure_ascii=False)


def _place(where: Mapping[str, object]) -> dict[str, Any]:
    return {name: value for name, value in where.items() if not name.startswith("_")}
