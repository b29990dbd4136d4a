# SPDX-License-Identifier: MIT
"""The Report workspace: blocks in order · the page, composed anew · the picked block and checks before export."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from analysis.masking import Destination
from projects.pages.page_options import REPORT_READERS
from projects.stored_interviews.tables import CODING_TABLES
from wording import Problem, msg, render
from workbench.commands import Command
from workbench.report.actions import ReportActions
from workbench.report.commands import room_commands
from workbench.report.panes.block_kinds import ICONS, RUNNING, TOP, Beginnings, block_words
from workbench.report.panes.block_list import BlockList
from workbench.report.panes.export import ReportExport
from workbench.report.panes.page import LeftOutList, ReportOutline, ReportPages, Thumbnails
from workbench.report.panes.side_pane import BlockSide
from workbench.report.preview import Composed, ResultCache, compose
from workbench.report.state import ReportState
from workbench.report.template_actions import ReportTemplates
from workbench.report.tour import tour_of
from workbench.requests import BeginReport, Request
from workbench.session import Session
from workbench.translation import language_of
from workbench.widgets import Entry, IconButton, Pane
from workbench.workspace import Found, TourStep, Workspace

if TYPE_CHECKING:
    from projects.store.actions import Changes
    from workbench.jobs import Job

_DATA = ("data_set", "data_table", "variable", "choice", "column_chunk", "cell_edit", "row_state", "setting")
_BLOCKS = ("report_block", "saved_analysis")
_COMPUTED = (*_DATA, *sorted(CODING_TABLES))  # what results in the report were worked out from
_SHOWN = (*_COMPUTED, *_BLOCKS)
_SOON, _BEHIND = 60, 1500  # ms: behind another room it waits until work there pauses


class Composition(QObject):
    """`composed` comes when the state holds a new report."""

    composed = Signal()

    def __init__(self, state: ReportState, session: Session, export: ReportExport) -> None:
        super().__init__(export)
        self._state, self._session, self._export = state, session, export
        self._outdated = False  # something it shows has changed while another room was in front
        self.job: Job | None = None
        self.later = QTimer(self, singleShot=True, interval=_SOON)
        self.later.timeout.connect(self.compose)
        export.language.chosen.connect(lambda _value: self.later.start())
        export.destination_changed.connect(self.later.start)

    def begin(self, language: str) -> None:
        """Compose the report of a project just opened."""
        self._state.cache = ResultCache()
        self._export.language.choose(language)
        self.compose()
        self._export.read_readers()

    def speak(self, language: str) -> None:
        """Write the pages in another language."""
        self._export.language.choose(language)
        self.later.start()

    def catch_up(self) -> None:
        """The room is in front: compose what changed meanwhile."""
        self.later.setInterval(_SOON)
        if self._outdated:
            self.compose()

    def follow(self, changes: Changes, *, in_sight: bool) -> None:
        """Compose anew what a change touches; results stay while neither their data nor their options changed.

        Behind another room only changes of its blocks are composed: a coding or an answer waits until it is shown.
        """
        if _of_readers(changes):
            self._export.read_readers()
            return
        changed = {str(analysis) for analysis in changes.changed.get("saved_analysis", ())}
        if changed or changes.touches(*_COMPUTED):
            cache = self._state.cache
            stays = not changes.touches(*_COMPUTED)
            right = {name: result for name, result in cache.results.items() if stays and name not in changed}
            of_blocks = dict(cache.of_blocks) if stays else {}
            # another one: a composition under way goes on writing what it computes into the old
            self._state.cache = ResultCache(right, of_blocks, dict(cache.pictures))
        if in_sight and changes.touches(*_SHOWN):
            self.later.start(_SOON)
        elif changes.touches(*_BLOCKS):
            self.later.start(_BEHIND)
        elif changes.touches(*_SHOWN):
            self._outdated = True

    def compose(self) -> None:
        """Compose it now; a composition under way is given up."""
        self._outdated = False
        if self.job is not None:
            self.job.cancel()
        session, cache, language = self._session, self._state.cache, str(self._export.language.value())
        destination, days = Destination(self._export.destination.value()), self._export.days

        def work(job: Job) -> Composed:
            return compose(session, job, cache, language, destination, days)

        self.job = session.job(msg("view_report.composing"), work, self._take, self._failed, owner=self)

    def _take(self, composed: Composed) -> None:
        self.job, self._state.composed = None, composed
        self.composed.emit()

    def _failed(self, problem: Problem) -> None:
        """Say which analysis cannot be run; what was shown stays."""
        self.job = None
        self._session.report_problem(problem.message, self._export)

    def is_due(self) -> bool:
        """Whether something is still to be composed."""
        return bool(self._outdated or self.job or self.later.isActive())


def _of_readers(changes: Changes) -> bool:
    """Whether it says no more than for whom the report is: no number changes."""
    changed = {table: set(keys) for table, keys in changes.changed.items() if keys}
    return changed == {"setting": {REPORT_READERS}}


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
        """The block picked; for which days the pages are."""
        return {"block": self.state.picked, "_days": self.report_export.days}

    def return_to(self, where: dict[str, Any]) -> None:
        """Back to the block, where it still is, and to the days."""
        self.report_export.choose(where)
        self.list.pick(where.get("block"))

    def lasting(self) -> dict[str, str]:
        """For which days the pages are, where somebody chose it."""
        return {"_days": self.report_export.days} if self.report_export.days else {}

    def shown(self) -> None:
        """Begin in the list of blocks; compose what changed meanwhile."""
        self.list.setFocus()
        self.composition.catch_up()

    def answer(self, request: Request) -> None:
        """A report that another room asks for."""
        if isinstance(request, BeginReport):
            if self.state.has_blocks():
                self._offer_templates()
            else:
                self.templates.begin(request.template)

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
                running=block.kind in RUNNING,
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
        return self.state.composed is not None and not (self.composition.is_due() or self.acts.is_laying_out())
