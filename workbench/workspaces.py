# SPDX-License-Identifier: MIT
"""The rooms of the window in the order of the rail. Their modules are imported after the first paint."""

from __future__ import annotations

import importlib
import importlib.util
from dataclasses import dataclass

from wording import Message, msg
from workbench.session import Session
from workbench.workspace import Workspace


@dataclass(frozen=True)
class Room:
    """A room: its id, its icon, and the package whose `workspace()` makes its Workspace."""

    id: str
    icon: str
    package: str

    @property
    def title(self) -> Message:
        """The word in the rail."""
        return msg(f"window.room.{self.id}")

    def build(self, session: Session) -> Workspace:
        """Import the room and make its workspace on the open project."""
        made = importlib.import_module(self.package).workspace(session)
        assert isinstance(made, Workspace)
        return made


HOME = Room("home", "house", "")
ROOMS = (
    Room("data", "table-2", "workbench.data"),
    Room("interviews", "messages-square", "workbench.interviews"),
    Room("analysis", "chart-column", "workbench.analysis"),
    Room("report", "file-text", "workbench.report"),
    Room("sampling", "sigma", "workbench.sampling"),
    Room("safety", "shield-check", "workbench.safety"),
    Room("history", "history", "workbench.history"),
)


def available_rooms() -> tuple[Room, ...]:
    """The rooms this installation has."""
    return tuple(room for room in ROOMS if importlib.util.find_spec(room.package) is not None)
