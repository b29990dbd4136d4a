# SPDX-License-Identifier: MIT
"""The Sampling workspace: steps · the step in front · what it asks. It keeps no sheet: the project does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedWidget, QWidget

from analysis.survey.calibration.frame_sheet import Sheet
from projects.sampling.sheet_files import ListedCluster
from wording import Problem, msg
from workbench.commands import Command
from workbench.results.computation import Computer, Outcome
from workbench.results.current_analysis import Present
from workbench.sampling.achieved_page import AchievedForm, AchievedPage
from workbench.sampling.commands import STEP_ICONS, STEPS, room_commands
from workbench.sampling.draw_page import DrawForm, DrawPage
from workbench.sampling.power_page import AIMS, PowerForm, PowerPage, plan_power
from workbench.sampling.room import SamplingRoom
from workbench.sampling.sheet_grid import SheetGrid
from workbench.sampling.size_page import SizeForm, SizePage
from workbench.sampling.state import SamplingState, read_state
from workbench.sampling.totals_form import TotalsForm
from workbench.sampling.totals_page import TotalsPage
from workbench.sampling.tour import tour_of
from workbench.sampling.weights_page import WeightsForm, WeightsPage
from workbench.session import Session
from workbench.widgets import Entry, EntryList, MutedLabel, Pane, PaneHeader
from workbench.workspace import TourStep

if TYPE_CHECKING:
    from projects.sampling.frame_weights import WeightsPlan
    from projects.store.actions import Changes
    from projects.store.project import Project

_Page = TypeVar("_Page", bound=QWidget)
_DATA = frozenset({"data_set", "data_table", "variable", "choice", "column_chunk", "row_state", "cell_edit"})


class SamplingWorkspace(SamplingRoom):
    """Five steps around one sheet: plan, draw, weigh, adjust, follow."""

    id = "sampling"
    title = msg("window.room.sampling")
    icon = "sigma"

    def __init__(self) -> None:
        super().__init__()
        self.state: SamplingState | None = None
        self.listed: tuple[ListedCluster, ...] = ()
        self.plan: WeightsPlan | None = None
        self.outcome: Outcome | None = None
        self.step, self.aim = STEPS[0], AIMS[0]
        self._erased = False  # something was, and the sheets do not show it yet
        self.computer = Computer()
        self._commands = {command.id: command for command in room_commands(self)}

    def furnish(self) -> Iterator[None]:
        """The six pages and what each asks."""
        self.steps = EntryList(msg("sampling.steps"))
        self.kept = MutedLabel("", wrap=True)
        self.centre, self.right = QStackedWidget(), QStackedWidget()
        self.set_columns(self._left(), self.centre, self.right)
        self.columns.set_widths(left=236, right=300)
        yield
        self.sizing = _in_stack(self.centre, SizePage(self._commands))
        yield
        self.size_form = _in_stack(self.right, SizeForm())
        yield
        self.drawing = _in_stack(self.centre, DrawPage(self._commands))
        yield
        self.draw_form = _in_stack(self.right, DrawForm())
        yield
        self.weights = _in_stack(self.centre, WeightsPage(self._commands))
        yield
        self.weights_form = _in_stack(self.right, WeightsForm())
        yield
        self.totals = _in_stack(self.centre, TotalsPage(self._commands))
        yield
        self.totals_form = _in_stack(self.right, TotalsForm(self._commands))
        yield
        self.achieved = _in_stack(self.centre, AchievedPage(self._commands))
        yield
        self.achieved_form = _in_stack(self.right, AchievedForm())
        yield
        self.power = _in_stack(self.centre, PowerPage())
        yield
        self.power_form = _in_stack(self.right, PowerForm())
        self._later = QTimer(self, singleShot=True, interval=80)  # a sheet is matched when the fingers rest
        self._later.timeout.connect(self._match)
        self._totals_later = QTimer(self, singleShot=True, interval=80)
        self._totals_later.timeout.connect(self.match_totals)
        self._power_later = QTimer(self, singleShot=True, interval=80)
        self._power_later.timeout.connect(self.plan_power)
        self._connect()

    def _left(self) -> Pane:
        pane = Pane(PaneHeader(msg("window.room.sampling")), spacing=0)
        self.steps.set_entries([
            Entry(name, msg("sampling.numbered", number=at, step=msg(f"sampling.step.{name}")), icon=STEP_ICONS[name])
            for at, name in enumerate(STEPS, start=1)
        ], picked=self.step)  # fmt: skip
        pane.body.addWidget(self.steps, 1)
        foot = Pane(margins=(12, 10, 12, 12))
        foot.body.addWidget(self.kept)
        pane.body.addWidget(foot)
        return pane

    def _connect(self) -> None:
        self.steps.picked.connect(lambda step: self.go(str(step)))
        self.sizing.changed.connect(self._plan_again)
        self.size_form.changed.connect(self._plan_again)
        self.power_form.changed.connect(self._power_later.start)
        for asked in (self.size_form.aim, self.power_form.aim):
            asked.chosen.connect(lambda aim: self.aim_at(str(aim)))
        self.draw_form.wanted.connect(self.draw)
        self.weights.changed.connect(self._later.start)
        self.weights_form.changed.connect(self._later.start)
        self.totals.changed.connect(self._totals_later.start)
        self.totals_form.changed.connect(self._totals_later.start)
        self.totals_form.table_changed.connect(self.table_of_totals_changed)
        self.achieved_form.changed.connect(self._count)

    # The frame

    def commands(self) -> Sequence[Command]:
        """The steps, import and export of sheets, keep, draw, add weights."""
        return list(self._commands.values())

    def attach(self, session: Session) -> None:
        """Read what is kept."""
        super().attach(session)
        self._read(first=True)

    def on_changes(self, changes: Changes) -> None:
        """A sheet kept or undone, other data."""
        touched = set(changes.changed)
        if touched & (_DATA | {"setting"}):
            self.computer.forget()
            self._erased = self._erased or changes.message.key == "store.erased"
            self._read()

    def _grids(self) -> dict[str, SheetGrid]:
        """The sheets that are typed into."""
        weights = {"_strata": self.weights.strata, "_clusters": self.weights.clusters}
        return {"_plan": self.sizing.grid, **weights, "_totals": self.totals.grid}

    def where(self) -> dict[str, Any]:
        """The step in front, and the sheets as they are typed."""
        grids = self._grids()
        power = {"_aim": self.aim, "_power": self.power_form.options()}
        return {"step": self.step, **power, **{name: grid.sheet.lines for name, grid in grids.items()}}

    def return_to(self, where: dict[str, Any]) -> None:
        """Back to the step, with what was typed."""
        if where.get("step") not in STEPS:
            return
        grids = self._grids()
        for name, grid in grids.items():
            grid.sheet.show_lines(where.get(name) or ())
        self.aim = AIMS[1] if where.get("_aim") == AIMS[1] else AIMS[0]
        self.power_form.show_options(where.get("_power") or {})
        self._show_step(where["step"])

    def shown(self) -> None:
        """Work out what nobody looked at before."""
        self._show_step(self.step)

    def retranslate(self, language: str) -> None:
        """Results were written in one language."""
        del language
        self._plan_again()
        self._match()
        self.match_totals()

    def tour(self) -> Sequence[TourStep]:
        """The five steps, filled."""
        return tour_of(self)

    def go(self, step: str) -> None:
        """Bring a step to the front."""
        if not self.isVisible():
            self.wants_front.emit()
        self._show_step(step)

    def _show_step(self, step: str) -> None:
        self.step = step
        self.steps.pick(step, quiet=True)
        power = step == "size" and self.aim == "power"
        at = self.centre.indexOf(self.power) if power else STEPS.index(step)
        self.centre.setCurrentIndex(at)
        self.right.setCurrentIndex(at)
        for asked in (self.size_form.aim, self.power_form.aim):
            asked.choose(self.aim)
        {"size": self.plan_power if power else self._plan_again, "draw": self._show_draw, "weights": self._match,
         "totals": self.match_totals, "achieved": self._count}[step]()  # fmt: skip
        self.commands_changed.emit()

    # Reading

    def _read(self, *, first: bool = False) -> None:
        self.session.ask(read_state, lambda state: self._take(state, first), latest=("sampling", "state"), owner=self)

    def _take(self, state: SamplingState, first: bool) -> None:
        before, self.state = self.state, state
        fresh = first or before is None
        if fresh and state.ask:
            self.size_form.show_options(state.ask)
            self.sizing.show_strata(state.ask.get("strata") or {})
        if fresh or before is None or state.sheet != before.sheet:
            self.weights.show_sheet(state.sheet or Sheet())
        if fresh or before is None or state.draw != before.draw:
            self.listed = state.draw.listed if state.draw is not None else self.listed
            if state.draw is not None:
                self.draw_form.show_kept(state.draw)
        self.weights_form.offer(state.tables)
        self.renew_totals(None if fresh else before, erased=self._erased)
        self._erased = False
        self.achieved_form.offer(state.tables)
        sheet = state.sheet
        self.kept.say(
            msg("sampling.kept", n=len(sheet.strata), clusters=len(sheet.clusters))
            if sheet is not None
            else msg("sampling.nothing_kept")
        )
        if self.isVisible():
            self._show_step(self.step)
        self.commands_changed.emit()

    # The steps

    def _plan_again(self) -> None:
        from analysis.analyses.sample_size import asked  # more of the program: not at start

        options = self.options()
        self.planned = self.sizing.show_plan(options, self.state.draw if self.state is not None else None)
        effect = asked(options).effect if self.planned else float("nan")
        self.size_form.show_state(strata=bool(options["strata"]), effect=effect)
        self.commands_changed.emit()

    def aim_at(self, aim: str) -> None:
        """Plan the size for a precision of estimates, or for the power of a comparison."""
        self.aim = aim
        self.go("size")

    def plan_power(self) -> None:
        """Work out what is asked of the comparison, off the window."""
        options = self.power_form.options()
        self.session.ask(
            lambda _project: plan_power(options), self.power.show_planned, self.power.show_problem,
            latest=("sampling", "power"), owner=self,
        )  # fmt: skip

    def options(self) -> dict[str, Any]:
        """What is asked of the sample just now."""
        return self.size_form.options(self.sizing.strata())

    def _show_draw(self) -> None:
        state = self.state
        if state is None:
            return
        kept = state.draw if state.draw is not None and state.draw.listed == self.listed else None
        if state.draw is None and not self.draw_form.per_cluster.isModified():  # as it was planned
            self.draw_form.per_cluster.set_value(self.options()["per_cluster"])
        self.drawing.show_draw(self.listed, kept)
        self.draw_form.show_counts(self.sheet_to_draw(), self.listed)

    def _match(self) -> None:
        """Match the sheet to the data, on the database thread."""
        table, stratum = self.weights_form.table.value(), self.weights_form.stratum.value()
        cluster = self.weights_form.cluster.value()
        self.plan = None
        try:
            sheet = self.weights.typed_sheet()
        except Problem as problem:
            self._matched_not(problem)
            return
        if not sheet.strata or table is None or not hasattr(self, "session"):
            self.weights.show_plan(None)
            self.weights_form.show_plan(None)
            self.commands_changed.emit()
            return

        def work(project: Project) -> WeightsPlan:
            from projects.sampling.frame_weights import plan_weights  # more of the program: not at start

            return plan_weights(project, table, sheet, stratum, cluster)

        self.session.ask(work, self._matched, self._matched_not, latest=("sampling", "plan"), owner=self)

    def _matched(self, plan: WeightsPlan) -> None:
        self.plan = plan
        self.weights.show_plan(plan)
        self.weights_form.show_plan(plan)
        self.commands_changed.emit()

    def _matched_not(self, problem: Problem) -> None:
        self.plan = None
        self.weights.show_plan(None, problem.message)
        self.weights_form.show_plan(None)
        self.commands_changed.emit()

    def _count(self) -> None:
        """Count what was achieved."""
        state = self.state
        asked = self.achieved_form.options(state.sheet) if state is not None else None
        self.outcome = None
        if asked is None or state is None or not self.isVisible() or self.step != "achieved":
            return
        table, options = asked
        present = Present("achieved", table, options)
        limits = state.limits

        def done(outcome: Outcome) -> None:
            self.outcome = outcome
            self.achieved.show_outcome(outcome, limits)
            self.commands_changed.emit()

        tables = {one.id: one for one in state.tables}
        self.computer.request(self.session, present, tables[table], done, self.achieved.show_problem, self)


def _in_stack(stack: QStackedWidget, page: _Page) -> _Page:
    stack.addWidget(page)
    return page
