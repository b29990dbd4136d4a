# SPDX-License-Identifier: MIT
"""The Report workspace: blocks in order · the page · the picked block and what is checked before it leaves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from wording import Problem, msg, render
from workbench.commands import Command, MenuSection
from workbench.report.block_kinds import ICONS, KINDS, TOP, block_words, new_content
from workbench.report.block_list import BlockList
from workbench.report.block_settings import BlockForm
from workbench.report.export import ReportExport
from workbench.report.outline import ReportOutline
from workbench.report.page import LeftOutList, ReportPages, Thumbnails
from workbench.report.preview import Composed, ResultCache, compose
from workbench.report.report_templates import Beginnings, ReportTemplates
from workbench.report.tour import tour_of
from workbench.requests import ShowInterviews, ShowTables
from workbench.session import Session
from workbench.translation import language_of
from workbench.widgets import (
    Entry,
    IconButton,
    MutedLabel,
    Pane,
    PaneHeader,
    scrolled,
    set_tab_order,
)
from workbench.widgets.tab_order import focus_stop, focused_stop
from workbench.workspace import Found, TourStep, Workspace

if TYPE_CHECKING:
    from projects.store.actions import Action, Changes
    from workbench.jobs import Job

_DATA = ("data_set", "data_table", "variable", "choice", "column_chunk", "cell_edit", "row_state", "setting")
_BLOCKS = ("report_block", "saved_analysis")
_SHOWN = (*_DATA, *_BLOCKS, "segment", "document", "code")
_SOON, _BEHIND = 60, 1500  # ms: behind another room it waits until work there pauses


class ReportWorkspace(Workspace):
    """Composes the report anew after each change that it shows; everything is stored at once."""

    id = "report"
    title = msg("window.room.report")
    icon = "file-text"

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._composed: Composed | None = None
        self._kept = ResultCache()
        self._job: Job | None = None
        self._picked = ""
        self._later = QTimer(self, singleShot=True, interval=_SOON)
        self._later.timeout.connect(self._compose)
        self._layout_timer = QTimer(self, singleShot=True, interval=200)  # the new form finds its place
        self._layout_timer.timeout.connect(self._bring_added)
        self._brings = self._comes = False
        self._outdated = False  # something it shows has changed while another room was in front
        self._begins = ""  # the block added last, until one writes in it
        self.list = BlockList(msg("view_report.blocks"))
        self.thumbnails = Thumbnails()
        self.page = ReportPages()
        self.templates = ReportTemplates(session, self, self._begin_anew, self._has_blocks)
        self.start = IconButton("file-text", msg("view_report.new_from"), self._offer_templates)
        self.add = IconButton("plus", msg("view_report.add"), self._offer_kinds)
        self.report_export = ReportExport()
        self.left_out = LeftOutList()
        self.left_out.asked.connect(self._fill)
        self.set_columns(self._left(), self._centre(), self._right())
        self.columns.set_widths(left=252, right=300)
        self.list.picked.connect(self._pick)
        self.list.moved.connect(self._drop)
        self.thumbnails.chosen.connect(self.page.show_page)
        self.report_export.language.chosen.connect(lambda _value: self._later.start())
        self.page.picked.connect(lambda block: self.list.pick(block))
        self.report_export.destination_changed.connect(self._later.start)

    def _left(self) -> QWidget:
        up = IconButton("arrow-up", msg("view_report.up"), partial(self._move, -1))
        down = IconButton("arrow-down", msg("view_report.down"), partial(self._move, 1))
        return ReportOutline(self.thumbnails, self.list, self.start, up, down, self.add)

    def _centre(self) -> QWidget:
        centre = Pane()
        centre.body.addWidget(self.left_out)
        centre.body.addWidget(self.page, 1)
        return centre

    def _fill(self, way: str, block: str) -> None:
        """Go where what is left out gets its data."""
        if way == "block":
            self.list.pick(block)
            self.list.setFocus()
        else:
            self.asked.emit(ShowTables() if way == "data" else ShowInterviews())

    def _right(self) -> QWidget:
        self._heading = PaneHeader(msg("view_report.block"))
        pane = Pane(self._heading)
        inside = self._inside = Pane(margins=(12, 12, 12, 12), spacing=12)
        self._form: QWidget = MutedLabel(msg("view_report.pick"), wrap=True)
        self._side = inside.body
        self._side.addWidget(self._form)
        self._side.addSpacing(8)
        self._side.addWidget(self.report_export)
        self._side.addStretch(1)
        pane.body.addWidget(scrolled(inside, sideways=True))
        return pane

    # The frame

    def commands(self) -> Sequence[Command]:
        """What can be done with blocks and the whole."""
        there = self._has_blocks
        return (
            *(
                Command(
                    f"report.add.{kind}",
                    msg("view_report.add_kind", kind=msg(f"block.{kind}")),
                    partial(self._add, kind),
                    MenuSection.REPORT,
                    icon=ICONS[kind],
                )
                for kind in KINDS
            ),
            *self.templates.commands(self._offer_templates),
            Command("report.move.up", msg("view_report.up"), partial(self._move, -1), MenuSection.REPORT, "Alt+Up"),
            Command(
                "report.move.down", msg("view_report.down"), partial(self._move, 1), MenuSection.REPORT, "Alt+Down"
            ),
            Command(
                "report.delete", msg("view_report.delete"), self._delete, MenuSection.REPORT, "Ctrl+Backspace",
                enabled=self._has_picked, icon="trash-2",
            ),
            Command(
                "report.export", msg("view_report.export"), self.report_export.ask_report, MenuSection.REPORT, "Ctrl+E",
                enabled=there, everywhere=True, icon="download",
            ),
        )  # fmt: skip

    def attach(self) -> None:
        """Compose the report."""
        self._kept = self.report_export.kept = ResultCache()
        self.report_export.session = self.session
        self.report_export.language.choose(language_of(self))
        self._compose()

    def where(self) -> dict[str, Any]:
        """The block picked."""
        return {"block": self._picked}

    def return_to(self, where: dict[str, Any]) -> None:
        """Back to the block, where it still is."""
        self.list.pick(where.get("block"))

    def shown(self) -> None:
        """Begin in the list of blocks; compose what changed meanwhile."""
        self.list.setFocus()
        self._later.setInterval(_SOON)
        if self._outdated:
            self._compose()

    def on_changes(self, changes: Changes) -> None:
        """Compose anew what a change touches; results stay while neither their data nor their options changed.

        Behind another room only changes of its blocks are composed: a coding or an answer waits until it is shown.
        """
        changed = {str(analysis) for analysis in changes.changed.get("saved_analysis", ())}
        if changed or changes.touches(*_DATA):
            still = {} if changes.touches(*_DATA) else dict(self._kept.results)
            right = {name: result for name, result in still.items() if name not in changed}
            # another one: a composition under way goes on writing what it computes into the old
            self._kept = self.report_export.kept = ResultCache(right, dict(self._kept.pictures))
        if self.isVisible() and changes.touches(*_SHOWN):
            self._later.start(_SOON)
        elif changes.touches(*_BLOCKS):
            self._later.start(_BEHIND)
        elif changes.touches(*_SHOWN):
            self._outdated = True

    def retranslate(self, language: str) -> None:
        """The page is written in the window's language."""
        self.report_export.language.choose(language)
        self._later.start()

    def find_by_words(self, text: str, done: Callable[[Sequence[Found]], object]) -> None:
        """Blocks by their words."""
        composed, language = self._composed, language_of(self)
        wanted = text.casefold()
        found = []
        for block in composed.blocks if composed else ():
            words = block_words(block, composed, language_of(self))
            if wanted in render(words, language).casefold():
                show = partial(self._show_block, block.id)
                found.append(Found(words, msg(f"block.{block.kind}"), show, ICONS[block.kind]))
        done(found[:8])

    def tour(self) -> Sequence[TourStep]:
        """The page with a figure picked; the quotes; running text with its pickers."""
        return tour_of(self.pick_kind, self.is_ready, lambda action: self.session.do(action))

    # Composing

    def _compose(self) -> None:
        from analysis.masking import Destination  # more of the program: not at start

        self._outdated = False
        if self._job is not None:
            self._job.cancel()
        language, kept = str(self.report_export.language.value()), self._kept
        destination, days = Destination(self.report_export.destination.value()), self.report_export.days

        def work(job: Job) -> Composed:
            return compose(self.session, job, kept, language, destination, days)

        self._job = self.session.job(msg("view_report.composing"), work, self._show, self._not_composed, owner=self)

    def _not_composed(self, problem: Problem) -> None:
        """Say which analysis cannot be run; what was shown stays."""
        self._job = None
        self.session.report_problem(problem.message, self)

    def _show(self, composed: Composed) -> None:
        self._job, self._composed = None, composed
        self._comes, self._brings = self._brings, False
        if not composed.blocks:
            beginnings = Beginnings(self.templates.begin, self.templates.open_menu, self._start)
            self.empty_state(msg("view_report.empty"), beginnings)
            self.templates.offer_own(beginnings)
            self.commands_changed.emit()
            return
        self.show_columns()
        picked = self._picked if any(block.id == self._picked for block in composed.blocks) else composed.blocks[0].id
        language = language_of(self)
        entries = [
            Entry(
                block.id, block_words(block, composed, language), icon=ICONS[block.kind],
                depth=0 if block.kind in TOP else 1, name=msg(f"block.{block.kind}"), wraps=True,
            )
            for block in composed.blocks
        ]  # fmt: skip
        self.list.set_entries(entries, picked=picked)
        if picked != self._picked:
            self.list.scrollToTop()
        self.page.show_report(composed)
        self.left_out.show_left_out(composed.left_out)
        self.thumbnails.show_report(composed)
        self.report_export.show_report(composed)
        self._pick(picked)
        count = len(composed.pages)
        self.status_changed.emit(msg("view_report.status_pages", n=count, blocks=len(composed.blocks)))
        self.commands_changed.emit()

    # Picking and changing

    def _pick(self, block_id: str) -> None:
        composed = self._composed
        block = next((one for one in composed.blocks if one.id == block_id), None) if composed else None
        if block is None or composed is None:
            return
        self._picked = block_id
        self.page.mark(block_id)
        old, begins = self._form, self._begins == block_id
        place = focused_stop(old) if isinstance(old, BlockForm) and old.block.id == block_id else None
        if place is not None and isinstance(old, BlockForm) and old.shows(block):
            return  # somebody is writing in it, and nothing in the block has changed
        form = BlockForm(block, composed)
        form.changed.connect(self._change)
        form.refused.connect(self.session.problem)
        self._side.removeWidget(self._form)
        self._form.deleteLater()
        self._side.insertWidget(0, form)
        self._form = form
        set_tab_order(self._inside, self.page)
        if begins or place is not None:
            self._begins = ""
            focus_stop(form, 0 if begins or place is None else place)
        self._layout_timer.start()
        self._heading.title.say(render(msg(f"block.{block.kind}"), language_of(self)).capitalize())
        self.report_export.show_block(block_id, block.kind)
        self.commands_changed.emit()

    def _change(self, block_id: str, content: dict[str, Any]) -> None:
        from projects.results.saved_results import change_block  # more of the program: not at start

        self.session.do(change_block(block_id, content))

    def _offer_kinds(self) -> None:
        menu = QMenu(self)
        for kind in KINDS:
            action = QAction(render(msg(f"block.{kind}"), language_of(self)), menu)
            action.triggered.connect(partial(self._add, kind))
            menu.addAction(action)
        menu.popup(self.add.mapToGlobal(self.add.rect().bottomLeft()))

    def _offer_templates(self) -> None:
        """The templates as pictures in place of the pages, from which one goes back to them."""
        if not self._has_blocks():
            return
        cards = Beginnings(self.templates.begin, self.templates.open_menu, self._start, self.show_columns)
        self.empty_state(msg("view_report.choose"), cards)
        self.templates.offer_own(cards)
        cards.setFocus()

    def _add(self, kind: str) -> None:
        from projects.results.saved_results import add_block  # more of the program: not at start

        try:
            content = new_content(kind, self._composed, language_of(self))
        except Problem as missing:
            self.session.problem.emit(missing.message)
            return
        self.session.do(add_block(kind, content, self._after_picked()), self._added)

    def _added(self, changes: Changes) -> None:
        self._picked = self._begins = str(changes.result)
        self._brings = True

    def _bring_added(self) -> None:
        """A block that was added or moved comes into view once its page stands."""
        if self._comes:
            self._comes = False
            self.list.scrollTo(self.list.currentIndex())
            self.page.mark(self._picked)

    def _after_picked(self) -> str | None:
        """The block before which a new one goes: the one after the picked."""
        blocks = [block.id for block in self._composed.blocks] if self._composed else []
        place = blocks.index(self._picked) + 1 if self._picked in blocks else len(blocks)
        return blocks[place] if place < len(blocks) else None

    def _move(self, step: int) -> None:
        from projects.results.saved_results import move_block  # more of the program: not at start

        blocks = [block.id for block in self._composed.blocks] if self._composed else []
        if self._picked not in blocks:
            return
        place = blocks.index(self._picked) + step
        if 0 <= place < len(blocks):
            before, self._brings = place if step < 0 else place + 1, True
            self.session.do(move_block(self._picked, blocks[before] if before < len(blocks) else None))

    def _delete(self) -> None:
        from projects.results.saved_results import delete_block  # more of the program: not at start

        if self._has_picked():
            gone, self._picked = self._picked, self._after_picked() or ""
            self.session.do(delete_block(gone))

    def _start(self) -> None:
        """A first title with the project's name and a methods note, to begin from."""
        from projects.results.saved_results import add_block  # more of the program: not at start

        action: Action = add_block("title", {"text": self.session.name})
        self.session.do(action, lambda _changes: self.session.do(add_block("methods", {})))

    def _begin_anew(self) -> None:
        self._picked = ""

    def _drop(self, block_id: str, before: str) -> None:
        """A block dragged before another, or to the end."""
        from projects.results.saved_results import move_block  # more of the program: not at start

        self._brings = True
        self.session.do(move_block(block_id, before or None))

    def _has_blocks(self) -> bool:
        return self._composed is not None and bool(self._composed.blocks)

    def _has_picked(self) -> bool:
        return self._has_blocks() and bool(self._picked)

    def pick_kind(self, kind: str) -> bool:
        """Pick the first block of a kind; whether there is one."""
        blocks = self._composed.blocks if self._composed else ()
        picked = next((block.id for block in blocks if block.kind == kind), "")
        if picked:
            self._show_block(picked)
        return bool(picked)

    def _show_block(self, block_id: str) -> None:
        self.wants_front.emit()
        self.list.pick(block_id)

    def is_ready(self) -> bool:
        """Whether the pages are those of the report as it is stored."""
        waits = self._outdated or self._job or self._later.isActive() or self._layout_timer.isActive()
        return bool(self._composed and not waits)
