# SPDX-License-Identifier: MIT
"""The Report workspace: blocks in order · the page · the picked block and what is checked before export."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from wording import msg, render
from workbench.commands import Command
from workbench.report.actions import ReportActions
from workbench.report.commands import room_commands
from workbench.report.composition import Composition
from workbench.report.panes.block_kinds import ICONS, TOP, block_words
from workbench.report.panes.block_list import BlockList
from workbench.report.panes.export import ReportExport
from workbench.report.panes.outline import ReportOutline
from workbench.report.panes.page import LeftOutList, ReportPages, Thumbnails
from workbench.report.panes.side_pane import BlockSide
from workbench.report.panes.template_cards import Beginnings
from workbench.report.preview import Composed
from workbench.report.state import ReportState
from workbench.report.template_actions import ReportTemplates
from workbench.report.tour import tour_of
from workbench.session import Session
from workbench.translation import language_of
from workbench.widgets import Entry, IconButton, Pane
from workbench.workspace import Found, TourStep, Workspace

if TYPE_CHECKING:
    from projects.store.actions import Changes


class ReportWorkspace(Workspace):
    """Shows the report as it was composed last; everything is stored at once."""

    id = "report"
    title = msg("window.room.report")
    icon = "file-text"

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.state = ReportState(self)
        self.list = BlockList(msg("view_report.blocks"))
        self.thumbnails, self.page, self.left_out = Thumbnails(), ReportPages(), LeftOutList()
        self.report_export = ReportExport(self.state, session)
        self.side = BlockSide(self.state, self.report_export, self.page)
        self.composition = Composition(self.state, session, self.report_export)
        self.acts = ReportActions(self.state, session, self.list, self.page, self.left_out, self.side)
        self.templates = ReportTemplates(self.state, session, self)
        self.set_columns(self._left(), self._centre(), self.side)
        self.columns.set_widths(left=252, right=300)
        self.thumbnails.chosen.connect(self.page.show_page)
        self.composition.composed.connect(self._show)
        self.report_export.destination_changed.connect(self.lasting_changed)
        self.acts.templates_requested.connect(self._offer_templates)
        self.state.asked.connect(self.asked)
        self.state.front_requested.connect(self.wants_front)
        self.state.status.connect(self.status_changed)
        self.state.changed.connect(self.commands_changed)

    def _left(self) -> QWidget:
        acts = self.acts
        up = IconButton("arrow-up", msg("view_report.up"), partial(acts.move, -1))
        down = IconButton("arrow-down", msg("view_report.down"), partial(acts.move, 1))
        start = IconButton("file-text", msg("view_report.new_from"), acts.offer_templates)
        add = IconButton("plus", msg("view_report.add"), lambda: acts.offer_kinds(add))
        return ReportOutline(self.thumbnails, self.list, start, up, down, add)

    def _centre(self) -> QWidget:
        centre = Pane()
        centre.body.addWidget(self.left_out)
        centre.body.addWidget(self.page, 1)
        return centre

    # The frame

    def commands(self) -> Sequence[Command]:
        """What can be done with blocks and the whole."""
        return room_commands(self.state, self.acts, self.templates, self.report_export)

    def attach(self) -> None:
        """Compose the report."""
        self.composition.begin(language_of(self))

    def where(self) -> dict[str, Any]:
        """The block picked; for whom and for which days the pages are."""
        return {"block": self.state.picked, **self.report_export.chosen()}

    def return_to(self, where: dict[str, Any]) -> None:
        """Back to the block, where it still is, and to readers and days."""
        self.report_export.choose(where)
        self.list.pick(where.get("block"))

    def lasting(self) -> dict[str, str]:
        """For whom and for which days the pages are, where somebody chose it."""
        return self.report_export.chosen() if self.report_export.is_chosen() else {}

    def shown(self) -> None:
        """Begin in the list of blocks; compose what changed meanwhile."""
        self.list.setFocus()
        self.composition.catch_up()

    def on_changes(self, changes: Changes) -> None:
        """Compose anew what a change touches."""
        self.composition.follow(changes, in_sight=self.isVisible())

    def retranslate(self, language: str) -> None:
        """The page is written in the window's language."""
        self.composition.speak(language)

    def find_by_words(self, text: str, done: Callable[[Sequence[Found]], object]) -> None:
        """Blocks by their words."""
        language, wanted = language_of(self), text.casefold()
        found = []
        for block in self.state.blocks():
            words = block_words(block, self.state.composed, language)
            if wanted in render(words, language).casefold():
                show = partial(self.acts.show_block, block.id)
                found.append(Found(words, msg(f"block.{block.kind}"), show, ICONS[block.kind]))
        done(found[:8])

    def tour(self) -> Sequence[TourStep]:
        """The page with a figure picked; the quotes; running text with its pickers."""
        return tour_of(self.acts.pick_kind, self.is_ready, lambda action: self.session.do(action))

    # What is shown of the state

    def _show(self) -> None:
        composed = self.state.composed
        if composed is None or not composed.blocks:
            beginnings = Beginnings(self.templates.begin, self.templates.open_menu, self.acts.start)
            self.empty_state(msg("view_report.empty"), beginnings)
            self.templates.offer_own(beginnings)
            self.state.changed.emit()
            return
        self.show_columns()
        state = self.state
        picked = state.picked if state.block(state.picked) is not None else composed.blocks[0].id
        self.list.set_entries(self._entries(composed), picked=picked)
        if picked != state.picked:
            self.list.scrollToTop()
        self.page.show_report(composed)
        self.left_out.show_left_out(composed.left_out)
        self.thumbnails.show_report(composed)
        self.report_export.show_report(composed)
        self.acts.pick_again(picked)
        count = len(composed.pages)
        self.state.status.emit(msg("view_report.status_pages", n=count, blocks=len(composed.blocks)))
        self.state.changed.emit()

    def _entries(self, composed: Composed) -> list[Entry]:
        language = language_of(self)
        return [
            Entry(
                block.id, block_words(block, composed, language), icon=ICONS[block.kind],
                depth=0 if block.kind in TOP else 1, name=msg(f"block.{block.kind}"), wraps=True,
            )
            for block in composed.blocks
        ]  # fmt: skip

    def _offer_templates(self) -> None:
        """The templates as pictures in place of the pages, from which one goes back to them."""
        cards = Beginnings(self.templates.begin, self.templates.open_menu, self.acts.start, self.show_columns)
        self.empty_state(msg("view_report.choose"), cards)
        self.templates.offer_own(cards)
        cards.setFocus()

    def is_ready(self) -> bool:
        """Whether the pages are those of the report as it is stored."""
        return self.state.composed is not None and not (self.composition.is_due() or self.acts.is_settling())
