# SPDX-License-Identifier: MIT
"""State of the Safety room: which page is in front. What a page shows is read anew when it is chosen."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

PAGES = ("check", "snapshots", "keys", "consent", "share", "pack")


class SafetyState(QObject):
    """The room's parts read it, and tell the room by its signals."""

    asked = Signal(object)  # a Request to another room, or a ShowPage of the window
    front_requested = Signal()  # the room, before the others

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.page = PAGES[0]
