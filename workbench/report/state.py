# SPDX-License-Identifier: MIT
"""State of the Report room: the report as composed, results kept for it, the block picked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from workbench.report.preview import ResultCache

if TYPE_CHECKING:
    from projects.results.saved_results import ReportBlock
    from workbench.report.preview import Composed


class ReportState(QObject):
    """The room's parts read it, and tell the room by its signals."""

    asked = Signal(object)  # a Request to another room
    front_requested = Signal()  # the room, before the others
    status = Signal(object)  # a Text for the status bar
    changed = Signal()  # the report or the block picked: commands may be enabled or not

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.composed: Composed | None = None
        self.cache = ResultCache()
        self.picked = ""
        self.begins = ""  # the block added last, until one writes in it
        self.brings = False  # whether what is picked comes into view once it is composed

    def blocks(self) -> list[ReportBlock]:
        """The blocks as they were composed last."""
        return list(self.composed.blocks) if self.composed is not None else []

    def block(self, block_id: str) -> ReportBlock | None:
        """The block with that id."""
        return next((block for block in self.blocks() if block.id == block_id), None)

    def has_blocks(self) -> bool:
        """Whether a report was begun."""
        return bool(self.blocks())

    def has_picked(self) -> bool:
        """Whether a block is picked."""
        return self.has_blocks() and bool(self.picked)

    def after_picked(self) -> str | None:
        """The block before which a new one goes: the one after the picked."""
        blocks = [block.id for block in self.blocks()]
        place = blocks.index(self.picked) + 1 if self.picked in blocks else len(blocks)
        return blocks[place] if place < len(blocks) else None
