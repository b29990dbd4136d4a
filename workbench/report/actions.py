# SPDX-License-Identifier: MIT
"""Actions of the Report room on blocks: added, picked, changed, moved, deleted. Each is stored at once."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from projects.results.saved_results import add_block, change_block, delete_block, move_block
from wording import Problem, msg, render
from workbench.report.panes.block_kinds import KINDS, new_content, stored_kind
from workbench.requests import ShowInterviews, ShowTables
from workbench.translation import language_of

if TYPE_CHECKING:
    from projects.store.actions import Action, Changes
    from workbench.report.panes.block_list import BlockList
    from workbench.report.panes.page import LeftOutList, ReportPages
    from workbench.report.panes.side_pane import BlockSide
    from workbench.report.state import ReportState
    from workbench.session import Session


class ReportActions(QObject):
    """It is given the state, the session and the panes; `templates_requested` asks for them in place of the pages."""

    templates_requested = Signal()

    def __init__(
        self,
        state: ReportState,
        session: Session,
        entries: BlockList,
        pages: ReportPages,
        left_out: LeftOutList,
        side: BlockSide,
    ) -> None:
        super().__init__(side)
        self._state, self._session = state, session
        self._list, self._pages, self._side = entries, pages, side
        self._comes = False  # whether what is picked comes into view once its form has found its place
        self._layout_timer = QTimer(self, singleShot=True, interval=200)  # the new form finds its place
        self._layout_timer.timeout.connect(self._bring)
        entries.picked.connect(self.pick)
        entries.moved.connect(self.drop)
        pages.picked.connect(lambda block: entries.pick(block))
        left_out.asked.connect(self.fill)
        side.changed.connect(self.change)
        side.refused.connect(session.problem)

    # Picking

    def pick(self, block_id: str) -> None:
        """Mark a block on its page and show its settings."""
        state, block = self._state, self._state.block(block_id)
        if block is None or state.composed is None:
            return
        state.picked = block_id
        self._pages.mark(block_id)
        if not self._side.show_block(block, state.composed):
            return
        self._layout_timer.start()
        state.changed.emit()

    def pick_again(self, block_id: str) -> None:
        """Pick it in a report just composed; where it was added or moved, it comes into view."""
        self._comes, self._state.brings = self._state.brings, False
        self.pick(block_id)

    def _bring(self) -> None:
        """A block that was added or moved comes into view once its page stands."""
        if self._comes:
            self._comes = False
            self._list.scrollTo(self._list.currentIndex())
            self._pages.mark(self._state.picked)

    def is_laying_out(self) -> bool:
        """Whether the form of the picked block still finds its place."""
        return self._layout_timer.isActive()

    def pick_kind(self, kind: str) -> bool:
        """Pick the first block of a kind; whether there is one."""
        picked = next((block.id for block in self._state.blocks() if block.kind == kind), "")
        if picked:
            self.show_block(picked)
        return bool(picked)

    def show_block(self, block_id: str) -> None:
        """Come to the front with that block."""
        self._state.front_requested.emit()
        self._list.pick(block_id)

    def fill(self, way: str, block: str) -> None:
        """Go where what is left out gets its data."""
        if way == "block":
            self._list.pick(block)
            self._list.setFocus()
        else:
            self._state.asked.emit(ShowTables() if way == "data" else ShowInterviews())

    # Changing

    def change(self, block_id: str, content: dict[str, Any]) -> None:
        """Give a block other content."""
        self._session.do(change_block(block_id, content))

    def offer_kinds(self, button: QWidget) -> None:
        """A menu of the kinds of block below the button."""
        menu = QMenu(button)
        for kind in KINDS:
            action = QAction(render(msg(f"block.{kind}"), language_of(button)), menu)
            action.triggered.connect(partial(self.add, kind))
            menu.addAction(action)
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    def offer_templates(self) -> None:
        """Offer the templates, where a report is there that one could leave for them."""
        if self._state.has_blocks():
            self.templates_requested.emit()

    def add(self, kind: str) -> None:
        """Add a block after the picked."""
        try:
            content = new_content(kind, self._state.composed, language_of(self._side))
        except Problem as missing:
            self._session.problem.emit(missing.message)
            return
        self._session.do(add_block(stored_kind(kind), content, self._state.after_picked()), self._added)

    def _added(self, changes: Changes) -> None:
        self._state.picked = self._state.begins = str(changes.result)
        self._state.brings = True

    def move(self, step: int) -> None:
        """Move the picked block up (-1) or down (1)."""
        state, blocks = self._state, [block.id for block in self._state.blocks()]
        if state.picked not in blocks:
            return
        place = blocks.index(state.picked) + step
        if 0 <= place < len(blocks):
            before, state.brings = place if step < 0 else place + 1, True
            self._session.do(move_block(state.picked, blocks[before] if before < len(blocks) else None))

    def drop(self, block_id: str, before: str) -> None:
        """A block dragged before another, or to the end."""
        self._state.brings = True
        self._session.do(move_block(block_id, before or None))

    def delete(self) -> None:
        """Delete the picked block."""
        state = self._state
        if state.has_picked():
            gone, state.picked = state.picked, state.after_picked() or ""
            self._session.do(delete_block(gone))

    def start(self) -> None:
        """A first title with the project's name and a methods note, to begin from."""
        action: Action = add_block("title", {"text": self._session.name})
        self._session.do(action, lambda _changes: self._session.do(add_block("methods", {})))
