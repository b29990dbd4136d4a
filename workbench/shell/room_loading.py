# SPDX-License-Identifier: MIT
"""Makes the rooms of an open project one after the other, a piece at a time: no click waits for a whole room."""

from __future__ import annotations

from collections.abc import Generator, Sequence

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from workbench.session import Session
from workbench.workspace import Workspace
from workbench.workspaces import Room

_BREATH_MS = 3  # between two pieces, so that what the user does is seen to


class RoomBuilder(QObject):
    """Each piece is made in a turn of the event loop of its own; `made` carries a room's id and its workspace."""

    made = Signal(str, object)
    ready = Signal()

    def __init__(self, session: Session, place: QWidget, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._place = session, place
        self._pieces: Generator[None] | None = None
        self._turn = QTimer(self, singleShot=True, interval=_BREATH_MS)
        self._turn.timeout.connect(self._go_on)

    @property
    def under_way(self) -> bool:
        """Whether rooms are still being made."""
        return self._pieces is not None

    def begin(self, rooms: Sequence[Room]) -> None:
        """Make these rooms, in their order."""
        self.stop()
        self._pieces = self._build(rooms)
        self._turn.start()

    def stop(self) -> None:
        """Make no more; what is half made goes."""
        self._turn.stop()
        pieces, self._pieces = self._pieces, None
        if pieces is not None:
            pieces.close()

    def _go_on(self) -> None:
        pieces = self._pieces
        if pieces is None:
            return
        if next(pieces, self) is not self:
            if self._pieces is pieces:
                self._turn.start()
            return
        self._pieces = None
        self.ready.emit()

    def _build(self, rooms: Sequence[Room]) -> Generator[None]:
        for room in rooms:
            half: Workspace | None = None
            try:
                half = room.build(self._session)
                half.setParent(self._place)
                yield
                yield from half.furnish()
                whole, half = half, None
            except Exception as bug:  # noqa: BLE001 - a room that cannot be made must not keep the others away
                self._session.bug.emit(bug)
                yield
                continue
            finally:
                if half is not None:
                    half.deleteLater()
            yield
            self.made.emit(room.id, whole)
            yield
