# SPDX-License-Identifier: MIT
"""Steps of the Sampling room: going from one to another, and what each computes: size, draw, weights, counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

from analysis.survey.calibration.frame_sheet import Sheet
from projects.sampling.planning import plan_sample
from projects.sampling.sampling_weights import plan_weights
from wording import Problem
from workbench.results.computation import AnalysisRunner, Outcome
from workbench.results.current_analysis import CurrentAnalysis
from workbench.sampling.panes.power_page import plan_power

if TYPE_CHECKING:
    from projects.sampling.sampling_weights import WeightsPlan
    from projects.store.project import Project
    from workbench.sampling.panes.pages import SamplingPages
    from workbench.sampling.state import SamplingState
    from workbench.sampling.totals_actions import TotalsActions
    from workbench.session import Session
    from workbench.widgets import EntryList

_RESTING = 80  # ms: a sheet is matched when the fingers rest


class SamplingSteps(QObject):
    """Works out the step in front, anew whenever what it rests on changes."""

    def __init__(
        self, state: SamplingState, session: Session, steps: EntryList, pages: SamplingPages, totals: TotalsActions
    ) -> None:
        super().__init__(state)
        self._state, self._session, self._steps, self._pages, self._totals = state, session, steps, pages, totals
        self.runner = AnalysisRunner()
        self._later = QTimer(self, singleShot=True, interval=_RESTING)
        self._later.timeout.connect(self.match)
        self._totals_later = QTimer(self, singleShot=True, interval=_RESTING)
        self._totals_later.timeout.connect(totals.match_totals)
        self._power_later = QTimer(self, singleShot=True, interval=_RESTING)
        self._power_later.timeout.connect(self.plan_power)
        self._connect()

    def _connect(self) -> None:
        pages = self._pages
        self._steps.picked.connect(lambda step: self.go(str(step)))
        pages.sizing.changed.connect(self.plan_again)
        pages.size_form.changed.connect(self.plan_again)
        pages.power_form.changed.connect(self._power_later.start)
        for asked in (pages.size_form.aim, pages.power_form.aim):
            asked.chosen.connect(lambda aim: self.aim_at(str(aim)))
        pages.weights.changed.connect(self._later.start)
        pages.weights_form.changed.connect(self._later.start)
        pages.totals.changed.connect(self._totals_later.start)
        pages.totals_form.changed.connect(self._totals_later.start)
        pages.totals_form.table_changed.connect(self._totals.table_of_totals_changed)
        pages.achieved_form.changed.connect(self._count)

    # From one to another

    def go(self, step: str) -> None:
        """Bring a step to the front."""
        if not self._state.in_sight():
            self._state.front_requested.emit()
        self.show_step(step)

    def aim_at(self, aim: str) -> None:
        """Plan the size for a precision of estimates, or for the power of a comparison."""
        self._state.aim = aim
        self.go("size")

    def show_step(self, step: str) -> None:
        """Show a step and work it out."""
        state, pages = self._state, self._pages
        state.step = step
        self._steps.pick(step, quiet=True)
        power = step == "size" and state.aim == "power"
        pages.turn_to(step, power=power)
        for asked in (pages.size_form.aim, pages.power_form.aim):
            asked.choose(state.aim)
        {"size": self.plan_power if power else self.plan_again, "draw": self.show_draw, "weights": self.match,
         "totals": self._totals.match_totals, "achieved": self._count}[step]()  # fmt: skip
        state.changed.emit()

    # Size and draw

    def plan_again(self) -> None:
        """Work out the size for a precision."""
        from analysis.analyses.sample_size import asked  # more of the program: not at start

        options, state, pages = self.options(), self._state, self._pages
        state.planned = pages.sizing.show_plan(options, state.stored.draw if state.stored is not None else None)
        effect = asked(options).effect if state.planned else float("nan")
        pages.size_form.show_state(strata=bool(options["strata"]), effect=effect)
        state.changed.emit()

    def plan_power(self) -> None:
        """Work out what is asked of the comparison, off the window."""
        options = self._pages.power_form.options()
        self._session.ask(
            lambda _project: plan_power(options), self._pages.power.show_planned, self._pages.power.show_problem,
            latest=("sampling", "power"), owner=self,
        )  # fmt: skip

    def options(self) -> dict[str, Any]:
        """What is asked of the sample just now."""
        return self._pages.size_form.options(self._pages.sizing.strata())

    def plan_sheet(self) -> Sheet:
        """The sheet that the plan makes; empty where it makes none."""
        try:
            return plan_sample(self.options())[0]
        except Problem:
            return Sheet()

    def sheet_to_draw(self) -> Sheet:
        """The sheet whose clusters are to be drawn: the one kept, else the one planned."""
        kept = self._state.stored.sheet if self._state.stored is not None else None
        return kept if kept is not None and any(row.clusters_selected for row in kept.strata) else self.plan_sheet()

    def show_draw(self) -> None:
        """Show the list of clusters, and those drawn from it."""
        stored, listed, form = self._state.stored, self._state.listed, self._pages.draw_form
        if stored is None:
            return
        kept = stored.draw if stored.draw is not None and stored.draw.listed == listed else None
        if stored.draw is None and not form.per_cluster.isModified():  # as it was planned
            form.per_cluster.set_value(self.options()["per_cluster"])
        self._pages.drawing.show_draw(listed, kept)
        form.show_counts(self.sheet_to_draw(), listed)

    # Weights and counts

    def match(self) -> None:
        """Match the sheet to the data, on the database thread."""
        state, page, form = self._state, self._pages.weights, self._pages.weights_form
        table, stratum, cluster = form.table.value(), form.stratum.value(), form.cluster.value()
        state.plan = None
        try:
            sheet = page.typed_sheet()
        except Problem as problem:
            self._matched_not(problem)
            return
        if not sheet.strata or table is None:
            page.show_plan(None)
            form.show_plan(None)
            state.changed.emit()
            return

        def work(project: Project) -> WeightsPlan:
            return plan_weights(project, table, sheet, stratum, cluster)

        self._session.ask(work, self._matched, self._matched_not, latest=("sampling", "plan"), owner=self)

    def _matched(self, plan: WeightsPlan) -> None:
        self._state.plan = plan
        self._pages.weights.show_plan(plan)
        self._pages.weights_form.show_plan(plan)
        self._state.changed.emit()

    def _matched_not(self, problem: Problem) -> None:
        self._state.plan = None
        self._pages.weights.show_plan(None, problem.message)
        self._pages.weights_form.show_plan(None)
        self._state.changed.emit()

    def _count(self) -> None:
        """Count what was achieved."""
        state, stored, page = self._state, self._state.stored, self._pages.achieved
        asked = self._pages.achieved_form.options(stored.sheet) if stored is not None else None
        state.outcome = None
        if asked is None or stored is None or not state.in_sight() or state.step != "achieved":
            return
        table, options = asked
        limits = stored.limits

        def done(outcome: Outcome) -> None:
            state.outcome = outcome
            page.show_outcome(outcome, limits)
            state.changed.emit()

        tables = {one.id: one for one in stored.tables}
        self.runner.request(
            self._session, CurrentAnalysis("achieved", table, options), tables[table], done, page.show_problem, self
        )
