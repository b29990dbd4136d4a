# SPDX-License-Identifier: MIT
"""The Sampling workspace: steps · the current step · its settings. The project keeps the sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from analysis.survey.calibration.frame_sheet import Sheet
from wording import msg
from workbench.commands import Command
from workbench.sampling.actions import SamplingActions
from workbench.sampling.commands import STEP_ICONS, room_commands
from workbench.sampling.panes.pages import SamplingPages
from workbench.sampling.state import AIMS, STEPS, SamplingState
from workbench.sampling.steps import SamplingSteps
from workbench.sampling.stored_sample import StoredSample, read_sample
from workbench.sampling.totals_actions import TotalsActions
from workbench.sampling.tour import tour_of
from workbench.session import Session
from workbench.widgets import Entry, EntryList, MutedLabel, Pane, PaneHeader
from workbench.workspace import TourStep, Workspace

if TYPE_CHECKING:
    from projects.store.actions import Changes

_DATA = frozenset({"data_set", "data_table", "variable", "choice", "column_chunk", "row_state", "cell_edit"})


class SamplingWorkspace(Workspace):
    """Five steps around one sheet: plan, draw, weigh, adjust, follow."""

    id = "sampling"
    title = msg("window.room.sampling")
    icon = "sigma"

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.state = SamplingState(self, self.isVisible, lambda room: self.can_ask(room))
        self.acts: SamplingActions
        self._erased = False  # something was, and the sheets do not show it yet
        self._commands = {command.id: command for command in room_commands(lambda: getattr(self, "acts", None))}

    def furnish(self) -> Iterator[None]:
        """The six pages and what each asks."""
        self.list = EntryList(msg("sampling.steps"))
        self.kept = MutedLabel("", wrap=True)
        self.pages = SamplingPages()
        self.set_columns(self._left(), self.pages.centre, self.pages.right)
        self.columns.set_widths(left=236, right=300)
        yield
        yield from self.pages.furnish(self._commands)
        yield
        self.totals = TotalsActions(self.state, self.session, self.pages.totals, self.pages.totals_form)
        self.steps = SamplingSteps(self.state, self.session, self.list, self.pages, self.totals)
        self.acts = SamplingActions(self.state, self.session, self.pages, self.steps, self.totals)
        self.state.changed.connect(self.commands_changed)
        self.state.front_requested.connect(self.wants_front)
        self.state.asked.connect(self.asked)

    def _left(self) -> Pane:
        pane = Pane(PaneHeader(msg("window.room.sampling")), spacing=0)
        self.list.set_entries([
            Entry(name, msg("sampling.numbered", number=at, step=msg(f"sampling.step.{name}")), icon=STEP_ICONS[name])
            for at, name in enumerate(STEPS, start=1)
        ], picked=self.state.step)  # fmt: skip
        pane.body.addWidget(self.list, 1)
        foot = Pane(margins=(12, 10, 12, 12))
        foot.body.addWidget(self.kept)
        pane.body.addWidget(foot)
        return pane

    # The frame

    def commands(self) -> Sequence[Command]:
        """The steps, import and export of sheets, keep, draw, add weights."""
        return list(self._commands.values())

    def attach(self) -> None:
        """Read what is kept."""
        self._read(first=True)

    def on_changes(self, changes: Changes) -> None:
        """A sheet kept or undone, other data."""
        touched = set(changes.changed)
        if touched & (_DATA | {"setting"}):
            self.steps.runner.forget()
            self._erased = self._erased or changes.message.key == "store.erased"
            self._read()

    def where(self) -> dict[str, Any]:
        """The step in front, and the sheets as they are typed."""
        grids = self.pages.grids()
        power = {"_aim": self.state.aim, "_power": self.pages.power_form.options()}
        return {"step": self.state.step, **power, **{name: grid.sheet.lines for name, grid in grids.items()}}

    def return_to(self, where: dict[str, Any]) -> None:
        """Back to the step, with what was typed."""
        if where.get("step") not in STEPS:
            return
        for name, grid in self.pages.grids().items():
            grid.sheet.show_lines(where.get(name) or ())
        self.state.aim = AIMS[1] if where.get("_aim") == AIMS[1] else AIMS[0]
        self.pages.power_form.show_options(where.get("_power") or {})
        self.steps.show_step(where["step"])

    def shown(self) -> None:
        """Work out what nobody looked at before."""
        self.steps.show_step(self.state.step)

    def retranslate(self, language: str) -> None:
        """Results were written in one language."""
        del language
        self.steps.plan_again()
        self.steps.match()
        self.totals.match_totals()

    def tour(self) -> Sequence[TourStep]:
        """The five steps, filled."""
        return tour_of(self.state, self.pages, self.acts)

    # Reading

    def _read(self, *, first: bool = False) -> None:
        take = self._take
        self.session.ask(read_sample, lambda found: take(found, first), latest=("sampling", "state"), owner=self)

    def _take(self, stored: StoredSample, first: bool) -> None:
        state, pages = self.state, self.pages
        before, state.stored = state.stored, stored
        fresh = first or before is None
        if fresh and stored.ask:
            pages.size_form.show_options(stored.ask)
            pages.sizing.show_strata(stored.ask.get("strata") or {})
        if fresh or before is None or stored.sheet != before.sheet:
            pages.weights.show_sheet(stored.sheet or Sheet())
        if fresh or before is None or stored.draw != before.draw:
            state.listed = stored.draw.listed if stored.draw is not None else state.listed
            if stored.draw is not None:
                pages.draw_form.show_kept(stored.draw)
        pages.weights_form.offer(stored.tables)
        self.totals.renew_totals(None if fresh else before, erased=self._erased)
        self._erased = False
        pages.achieved_form.offer(stored.tables)
        sheet = stored.sheet
        self.kept.say(
            msg("sampling.kept", n=len(sheet.strata), clusters=len(sheet.clusters))
            if sheet is not None
            else msg("sampling.nothing_kept")
        )
        if self.isVisible():
            self.steps.show_step(state.step)
        self.commands_changed.emit()
