# SPDX-License-Identifier: MIT
"""State of the History room: the lines read, what narrows them, the line chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from projects.store.actions import HistoryLine

EVERYTHING = ("room", "")
NAMED_POINTS = ("points", "")


class HistoryState(QObject):
    """What the panes show and the actions change."""

    front_requested = Signal()  # the room, before the others
    changed = Signal()  # the line chosen: commands may be enabled or not

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.lines: list[HistoryLine] = []
        self.rooms: list[tuple[str, int]] = []  # and how many actions each has
        self.narrowed_to: tuple[str, str] = EVERYTHING  # a room, or the named points
        self.line: HistoryLine | None = None

    def seq(self) -> int | None:
        """The number of the line chosen."""
        return self.line.seq if self.line is not None else None

    def can_go_back(self) -> bool:
        """Whether the line chosen has others after it."""
        newest = max((line.seq for line in self.lines), default=0)
        return self.line is not None and self.line.seq < newest
